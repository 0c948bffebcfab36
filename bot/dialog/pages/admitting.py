"""Who waits at the general entrance, and whom they may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialog.actions import Admit, Refuse, ShowApplicant, ShowApplicants, ShowEntrance, ShowPeople
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.wording import BUTTON_LENGTH, clipped, messenger, moment
from bot.dialog.text import Text, text
from bot.domain.admission import Known, Proposal
from bot.domain.names import Likeness

NAME_LENGTH, WORK_LENGTH = 60, 40
MOST_NAMESAKES = 5
_LIST = (Button(text("button.applicants"), ShowApplicants()),)


def applicants_page(waiting: Sequence[tuple[int, str, str, datetime]], page: int, zone: ZoneInfo) -> Reply:
    """List those who wait: their id, name, door and since when."""
    if not waiting:
        ways = (Button(text("button.entrance"), ShowEntrance()), Button(text("button.people"), ShowPeople()))
        return reply(Line(text("applicants.none")), rows=(ways,))
    part = part_of(waiting, page)
    lines = [Line(text("applicants.title", n=len(waiting)), Style.TITLE)]
    rows: list[Row] = []
    for number, (applicant_id, name, door, asked_at) in enumerate(part.items, start=part.start + 1):
        who = text(
            "applicants.item", number=number, name=clipped(name, NAME_LENGTH), since=_since(door, asked_at, zone)
        )
        lines.append(Line(who))
        label = text("applicants.choice", number=number, name=clipped(name, BUTTON_LENGTH))
        rows.append((Button(label, ShowApplicant(applicant_id)),))
    lines += page_lines(part)
    rows += page_rows(part, lambda other: ShowApplicants(page=other))
    return reply(*lines, rows=(*rows, (Button(text("button.people"), ShowPeople()),)))


def _since(door: str, asked_at: datetime, zone: ZoneInfo) -> Text:
    return text("applicants.since", messenger=messenger(door), when=moment(asked_at, zone))


def applicant_page(
    applicant: tuple[int, str, str, datetime],
    proposed: Sequence[Proposal],
    namesakes: Sequence[Known],
    page: int,
    zone: ZoneInfo,
) -> Reply:
    """Return the card of somebody who waits, with those they may be to choose from; nothing is decided by itself."""
    applicant_id, name, door, asked_at = applicant
    part = part_of(proposed, page)
    lines = [Line(text("applicant.title", name=name), Style.TITLE), Line(_since(door, asked_at, zone), Style.NOTE)]
    lines.append(Line(text("applicant.maybe" if proposed else "applicant.nobody")))
    rows: list[Row] = []
    for number, each in enumerate(part.items, start=part.start + 1):
        lines.append(Line(text("applicant.item", number=number, who=_told_apart(each.known), hint=_hint(each))))
        label = text("applicants.choice", number=number, name=clipped(each.known.name, BUTTON_LENGTH))
        rows.append((Button(label, Admit(applicant_id, each.known.member_id or 0, each.known.party_id or 0)),))
    lines += page_lines(part)
    lines += _here_already(namesakes)
    rows += page_rows(part, lambda other: ShowApplicant(applicant_id, other))
    settle = (
        Button(text("button.admit-new"), Admit(applicant_id)),
        Button(text("button.refuse-applicant"), Refuse(applicant_id)),
    )
    return reply(*lines, rows=(*rows, settle, _LIST))


def _here_already(namesakes: Sequence[Known]) -> Iterator[Line]:
    if namesakes:
        yield Line(text("applicant.here", n=len(namesakes)))
        for each in namesakes[:MOST_NAMESAKES]:
            yield Line(_told_apart(each), Style.ITEM)
        yield Line(text("applicant.link-instead"), Style.NOTE)


def _hint(proposal: Proposal) -> Text | None:
    return None if proposal.likeness is Likeness.SAME else text("applicant.similar")


def _told_apart(known: Known) -> Text:
    """Name somebody with what tells them from others of the name: their role, and what they answer for."""
    name = clipped(known.name, NAME_LENGTH)
    work = _work(known)
    if known.member_id is None:
        return text("applicant.of-plan", name=name, work=work)
    return text("applicant.member", name=name, role=text(f"role.{known.role}"), work=work)


def _work(known: Known) -> Text | None:
    if not known.does:
        return None
    named = ", ".join(clipped(each, WORK_LENGTH) for each in known.does)
    return text("applicant.work-more", work=named, n=known.also) if known.also else text("applicant.work", work=named)


def admitted_note(name: str) -> Text:
    """Say who has been let in."""
    return text("applicant.admitted", name=name)


def settled_note(member: str | None, by: str | None) -> Text:
    """Say what became of an applicant on whom somebody has decided, and who did."""
    who = text("applicant.settled-by", name=by) if by else None
    if member is None:
        return text("applicant.was-refused", by=who)
    return text("applicant.was-admitted", name=member, by=who)


def refused_note() -> Text:
    """Say that somebody was not let in."""
    return text("applicant.refused")
