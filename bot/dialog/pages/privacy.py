"""What is kept of a person, in plain words; having it, being erased, and for how long it is kept."""

from __future__ import annotations

from bot.dialog.actions import AskErase, EraseMe, GetMyData, KeepFor, ShowKeeping, ShowMe, ShowPrivacy
from bot.dialog.model import Attachment, Button, Line, Reply, Row, Style, reply
from bot.dialog.text import text
from bot.domain.access import may_keep_people
from bot.domain.personal import RETENTION, Erasing
from bot.domain.plan import Role

_ASKED = ("privacy.kept", "privacy.never", "privacy.seen", "privacy.where")
_ERASE: Row = (Button(text("button.erase-me"), AskErase()),)
_BACK: Row = (Button(text("button.privacy"), ShowPrivacy()),)


def privacy_page(months: int, role: Role) -> Reply:
    """Return what is kept of a member and what is not, on one screen; who keeps people may set for how long."""
    lines = (Line(text(key), Style.ITEM) for key in _ASKED)
    how_long = Line(text("privacy.how-long", n=months), Style.ITEM)
    keeping: tuple[Row, ...] = ((Button(text("button.keeping"), ShowKeeping()),),) if may_keep_people(role) else ()
    me: Row = (Button(text("button.me"), ShowMe()),)
    rows = ((Button(text("button.my-data"), GetMyData()), *_ERASE), *keeping, me)
    return reply(_title(), *lines, how_long, Line(text("privacy.registry"), Style.NOTE), rows=rows)


def stranger_privacy(name: str | None) -> Reply:
    """Return what is kept of somebody who is no member: nothing, or how they called themselves at an entrance."""
    if name is None:
        return reply(_title(), Line(text("privacy.stranger")), Line(text("privacy.never"), Style.NOTE), home=False)
    rows = ((Button(text("button.my-data"), GetMyData()),), _ERASE)
    return reply(_title(), Line(text("privacy.applicant", name=name)), rows=rows, home=False)


def _title() -> Line:
    return Line(text("privacy.title"), Style.TITLE)


def data_page(*files: Attachment, home: bool = True) -> Reply:
    """Return somebody's data as files: one to read, one for another program."""
    return reply(Line(text("privacy.data")), attachments=files, home=home)


def ask_erase(erasing: Erasing) -> Reply:
    """Say what erasing does, and ask; where a branch would be left with nobody, say what to do first."""
    if erasing.stranded:
        return stranded_page(erasing)
    lines = [Line(text(key), Style.ITEM) for key in ("erase.goes", "erase.stays", "erase.back")]
    if len(erasing.branches) > 1:
        lines.append(Line(text("erase.branches", names=", ".join(erasing.branches)), Style.ITEM))
    return reply(Line(text("erase.title"), Style.TITLE), *lines, rows=_yes_or_no(erasing.mark))


def stranded_page(erasing: Erasing) -> Reply:
    """Say that somebody else must keep the branch's people first."""
    return reply(Line(text("erase.stranded", names=", ".join(erasing.stranded))), rows=(_BACK,))


def ask_erase_stranger() -> Reply:
    """Ask somebody who waits at an entrance whether they want to be forgotten."""
    return reply(Line(text("erase.applicant")), rows=_yes_or_no(0), home=False)


def _yes_or_no(mark: int) -> tuple[Row, ...]:
    return (Button(text("button.erase-yes"), EraseMe(mark)),), (Button(text("button.erase-no"), ShowPrivacy()),)


def erased_page() -> Reply:
    """Say good-bye to somebody who was erased."""
    return reply(Line(text("erase.done")), Line(text("erase.chat"), Style.NOTE), home=False)


def forgotten_page() -> Reply:
    """Tell somebody who is no member that nothing is kept of them any more."""
    return reply(Line(text("erase.forgotten")), home=False)


def keeping_page(months: int) -> Reply:
    """Return for how long the branch keeps who has left, and a button for each other choice."""
    choices = tuple(Button(text("button.months", n=each), KeepFor(each)) for each in RETENTION if each != months)
    lines = (Line(text("keeping.title"), Style.TITLE), Line(text("keeping.now", n=months)), Line(text("keeping.what")))
    return reply(*lines, rows=(choices, _BACK))
