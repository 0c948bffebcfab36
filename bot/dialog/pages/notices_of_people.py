"""Notices about people put into words: each from facts read when it leaves, so that it needs no published plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.dialog.actions import ShowMember
from bot.dialog.model import Button, Line, Row, Style
from bot.dialog.text import text, verbatim
from bot.domain.notices import Facts, Kind, Notice

Page = tuple[list[Line], list[Row]]
"""What one notice adds to a message: its lines, and its rows of buttons."""


def _unreachable(_notice: Notice, facts: Facts) -> Page:
    return [Line(text("notice.unreachable", who=facts["who"]))], []


def _renewal(_notice: Notice, facts: Facts) -> Page:
    day = facts.get("day")
    known = Line(
        text("notice.renewal", day=day, year=day.year) if isinstance(day, date) else text("notice.renewal-undated")
    )
    return [known, Line(text("notice.renewal-how"), Style.NOTE)], []


def _admitted(_notice: Notice, facts: Facts) -> Page:
    who, role = str(facts["who"]), text(f"role.{facts['role']}")
    hello = Line(text("welcome", name=who, branch=str(facts["branch"]), role=role), Style.TITLE)
    return [hello, Line(text("welcome.with-plan" if facts["planned"] else "welcome.without-plan"))], []


def _joined(notice: Notice, facts: Facts) -> Page:
    card = Button(text("button.member-card"), ShowMember(notice.subject), keep=True)
    return [Line(text("notice.joined", who=facts["who"]))], [(card,)]


def _announcement(_notice: Notice, facts: Facts) -> Page:
    return announcement_lines(facts), []


def announcement_lines(facts: Facts) -> list[Line]:
    """Return an announcement as whoever gets it reads it: whose it is, and their words as they wrote them."""
    return [Line(text("announce.from", who=facts["who"]), Style.TITLE), Line(verbatim(str(facts["words"])))]


PAGES: Mapping[Kind, Callable[[Notice, Facts], Page]] = {
    Kind.UNREACHABLE: _unreachable,
    Kind.RENEWAL: _renewal,
    Kind.ADMITTED: _admitted,
    Kind.JOINED: _joined,
    Kind.ANNOUNCEMENT: _announcement,
}
"""The words of each kind of notice about a person; its facts are read by `db.about_people`."""
