"""Invitations as messages to be passed on, and the names of new people.

A message to be passed on holds nothing but what its reader needs: no buttons of ours and no other person's name. It is
always in Ukrainian, whatever language its sender reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.dialog.actions import AskMembers, ChooseMember, InviteEverybody, ShowMembers
from bot.dialog.model import Attachment, AttachmentKind, Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.members import BUTTON_NAME, alike_line, known_text
from bot.dialog.pages.wording import clipped, moment
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import Text, text, verbatim
from bot.domain.enlisting import MOST_NEW, Lookalike
from bot.domain.members import Invitation

QrPicture = Callable[[str], bytes]
"""Makes a PNG with the QR code of a text."""


def invitation_reply(invitation: Invitation, branch: str, zone: ZoneInfo, picture: QrPicture | None = None) -> Reply:
    """Return the message that one person comes in by; with `picture`, also as a code for the camera of their phone."""
    until = moment(invitation.expires_at, zone)
    lines = [
        Line(_ukrainian(text("invite.hello", name=invitation.name))),
        Line(_ukrainian(text("invite.what", branch=branch))),
        *_ways(invitation),
        Line(_ukrainian(text("invite.rules", until=until))),
    ]
    return reply(*lines, home=False, attachments=tuple(_pictures(invitation, picture)))


def _ukrainian(what: Text) -> Text:
    return verbatim(say(what, LANGUAGES[0]))


def _ways(invitation: Invitation) -> Iterator[Line]:
    links = (("invite.telegram", invitation.telegram), ("invite.viber", invitation.viber))
    found = [Line(_ukrainian(text(key, link=link))) for key, link in links if link]
    yield from found
    yield Line(_ukrainian(text("invite.or-code" if found else "invite.code", code=invitation.token)))


def _pictures(invitation: Invitation, picture: QrPicture | None) -> Iterator[Attachment]:
    for door, link in (("Telegram", invitation.telegram), ("Viber", invitation.viber)):
        if link and picture is not None:
            name = f"{door.lower()}.png"
            yield Attachment(name, AttachmentKind.PICTURE, picture(link), _ukrainian(text("invite.qr", door=door)))


def made_note(invitation: Invitation, zone: ZoneInfo) -> Line:
    """Say what to do with the message that stands above."""
    return Line(text("invite.made", name=invitation.name, until=moment(invitation.expires_at, zone)))


def all_invited_page(count: int, rest: int, unclear: int) -> Reply:
    """Say what to do with the messages above, and how many people are still to come."""
    lines = [Line(text("invite.all-made", n=count) if count else text("invite.nobody-left"))]
    if unclear:
        lines.append(Line(text("invite.unclear", count=unclear), Style.NOTE))
    more = ((Button(text("button.invite-more", count=rest), InviteEverybody(), keep=True),),) if rest else ()
    return reply(*lines, rows=(*more, _back()))


def ask_members_page(*before: Line) -> Reply:
    """Ask for the names of new members."""
    hint = Line(text("enlist.hint", most=MOST_NEW), Style.NOTE)
    return reply(*before, Line(text("enlist.ask")), hint, rows=(_back(),))


def ask_whom_page(said: int, name: str, alike: Sequence[Lookalike]) -> Reply:
    """Ask whom a new name stands for that is like known ones."""
    known = ((Button(known_text(each), ChooseMember(said, n)),) for n, each in enumerate(alike, start=1))
    other = Button(text("button.other-person", name=clipped(name, BUTTON_NAME)), ChooseMember(said, 0))
    return reply(alike_line(name, alike), rows=(*known, (other,), (Button(text("button.back"), AskMembers()),)))


def _back() -> Row:
    return (Button(text("button.roll"), ShowMembers(0)),)
