"""The general entrance: what those who keep it see, and what is said to who comes by it."""

from __future__ import annotations

from bot.dialog.actions import CloseEntrance, DrawEntrance, OpenEntrance, ShowApplicants, ShowEntrance, ShowPeople
from bot.dialog.model import Attachment, AttachmentKind, Button, Line, Reply, Style, reply
from bot.dialog.pages.wording import messenger
from bot.dialog.text import text
from bot.domain.codes import spelled_entrance

_PEOPLE = (Button(text("button.people"), ShowPeople()),)
_WAITING = (Button(text("button.applicants"), ShowApplicants()),)


def closed_page() -> Reply:
    """Say that nobody can come in by a general link now, and offer to open one."""
    return reply(
        Line(text("entrance.title"), Style.TITLE),
        Line(text("entrance.closed")),
        Line(text("entrance.what"), Style.NOTE),
        rows=((Button(text("button.open-entrance"), OpenEntrance(0)),), _WAITING, _PEOPLE),
    )


def open_page(entrance_id: int, code: str, links: dict[str, str]) -> Reply:
    """Return the link of each messenger (by its door) and the code, ready to be passed on."""
    return reply(
        Line(text("entrance.title"), Style.TITLE),
        Line(text("entrance.what")),
        *(Line(text("entrance.link", messenger=messenger(door), link=link)) for door, link in links.items()),
        Line(text("entrance.code", code=spelled_entrance(code)), Style.HEADING),
        Line(text("entrance.dictate"), Style.NOTE),
        rows=(
            *(((Button(text("button.draw"), DrawEntrance()),),) if links else ()),
            (
                Button(text("button.new-entrance"), OpenEntrance(entrance_id)),
                Button(text("button.close-entrance"), CloseEntrance(entrance_id)),
            ),
            _WAITING,
            _PEOPLE,
        ),
    )


def drawn_page(code: str, pictures: dict[str, bytes]) -> Reply:
    """Return the links as pictures, each with the messenger that it opens."""
    attachments = tuple(
        Attachment(f"{door}.png", AttachmentKind.PICTURE, picture, text("entrance.picture", messenger=messenger(door)))
        for door, picture in pictures.items()
    )
    back = (Button(text("button.back-to-entrance"), ShowEntrance()),)
    line = Line(text("entrance.drawn", code=spelled_entrance(code)))
    return reply(line, rows=(back,), attachments=attachments)


def ask_name(branch: str, *, again: bool) -> Reply:
    """Ask somebody who came by the general entrance how they are called."""
    if again:
        return reply(Line(text("apply.name-again")), home=False)
    return reply(Line(text("apply.hello", branch=branch), Style.TITLE), Line(text("apply.name")), home=False)


def wait_here(branch: str, name: str, *, home: bool = False) -> Reply:
    """Tell somebody that they wait to be admitted, and under which name; `home` for who is at home elsewhere."""
    return reply(Line(text("apply.thanks", name=name)), Line(text("apply.wait", branch=branch)), home=home)


def still_waiting(branch: str) -> Reply:
    """Tell somebody who writes meanwhile that they wait."""
    return reply(Line(text("apply.still", branch=branch)), home=False)


def bad_code(*, home: bool = False) -> Reply:
    """Tell somebody that the code they typed lets nobody in."""
    return reply(Line(text("apply.bad-code")), home=home)
