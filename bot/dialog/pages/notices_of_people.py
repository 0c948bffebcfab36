"""Notices about people put into words: each from facts read when it leaves, so that it needs no published plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.dialog.actions import ShowMember
from bot.dialog.model import Button, Line, Row, Style
from bot.dialog.text import text
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


PAGES: Mapping[Kind, Callable[[Notice, Facts], Page]] = {
    Kind.UNREACHABLE: _unreachable,
    Kind.RENEWAL: _renewal,
    Kind.ADMITTED: _admitted,
    Kind.JOINED: _joined,
}
"""The words of each kind of notice about a person; its facts are read by `db.about_people`."""
