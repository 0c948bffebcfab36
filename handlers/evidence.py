"""What goes with the reports on an occurrence, for everybody of its branch: the pictures, the files, the links."""

from __future__ import annotations

from bot.dialog.actions import ShowEvidence
from bot.dialog.model import Attachment, AttachmentKind
from bot.dialog.pages.paging import part_of
from bot.dialog.pages.reporting import evidence_page, link_text
from bot.dialog.pages.wording import moment, name_of
from bot.dialog.text import Text, text
from bot.domain.reporting import EvidenceKind
from bot.usecases import reporting
from db.reporting import Piece
from handlers.talk import OnTap, Replies, Talk, lost

A_PAGE = 5
"""Things on one page: each picture and file is a message of its own, and a messenger takes one a second."""


async def show_evidence(talk: Talk, action: ShowEvidence) -> Replies:
    """Send a page of what goes with the reports; an occurrence of another branch does not exist here."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    part = part_of(await reporting.evidence(talk.house, talk.snapshot, occurrence.id), action.page, A_PAGE)
    lines: list[Text] = []
    files: list[Attachment] = []
    for piece in part.items:
        if piece.kind is EvidenceKind.LINK:
            lines.append(link_text(piece.name))
            continue
        content = await talk.house.files.read(piece.place)
        if content:
            files.append(_attachment(talk, piece, content))
        else:
            lines.append(text("evidence.lost", name=piece.name))
    if not part.items:
        lines.append(text("evidence.none"))
    return (evidence_page(talk.snapshot.activity_of[occurrence.activity_id], occurrence, part, lines, files),)


def _attachment(talk: Talk, piece: Piece, content: bytes) -> Attachment:
    who, when = name_of(talk.snapshot.person(piece.member_id)), moment(piece.at, talk.house.zone)
    kind = AttachmentKind.PICTURE if piece.kind is EvidenceKind.PICTURE else AttachmentKind.FILE
    return Attachment(piece.name, kind, content, text("evidence.of", who=who, when=when))


EVIDENCE_TAPS: dict[type, OnTap] = {ShowEvidence: show_evidence}
"""What the button does that shows it."""
