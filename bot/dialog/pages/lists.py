"""Shorter lists: my tasks, what is overdue, what waits for the presidium, what was found."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialog.actions import ShowMine, ShowQuarter
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import card_rows, due_text, late_text, section
from bot.dialog.pages.fitting import Detail, fitted
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import author_of, label
from bot.dialog.text import Text, text, verbatim
from bot.domain.agenda import Item, mine, overdue, waiting


def mine_page(view: View) -> Reply:
    """Return what the member still has to do."""
    items = mine(view.snapshot, view.member.id, view.today)
    if not items:
        return reply(Line(text("mine.nothing")), rows=(_quarter(),))
    late = [item for item in items if item.occurrence.overdue(view.today)]
    dated = [item for item in items if item not in late and not item.occurrence.continuous]
    going = [item for item in items if item.occurrence.continuous]

    def lines(detail: Detail) -> Iterable[Line]:
        yield from section("agenda.overdue", late, lambda item: late_text(view, item, detail), detail)
        yield from section("mine.dated", dated, lambda item: due_text(view, item, detail), detail)
        yield from section("mine.going", going, lambda item: verbatim(label(item.activity, detail.title)), detail)

    return reply(Line(text("mine.title"), Style.TITLE), *fitted(lines), rows=card_rows(items))


def overdue_page(view: View) -> Reply:
    """Return what is overdue in the whole plan."""
    items = overdue(view.snapshot, view.today)
    if not items:
        return reply(Line(text("overdue.nothing")), rows=(_quarter(),))
    lines = fitted(lambda detail: section("agenda.overdue", items, lambda item: late_text(view, item, detail), detail))
    return reply(*lines, rows=(*card_rows(items), _quarter()))


def waiting_page(view: View) -> Reply:
    """Return the claims that wait for a decision."""
    items = waiting(view.snapshot)
    if not items:
        return reply(Line(text("waiting.nothing")), rows=(_quarter(),))
    lines = fitted(lambda detail: section("waiting.title", items, lambda item: _claimed(view, item, detail), detail))
    return reply(*lines, rows=card_rows(items))


def _claimed(view: View, item: Item, detail: Detail) -> Text:
    who = author_of(view.snapshot, item.occurrence.claimed_by, item.occurrence.recorded_by)
    return text("waiting.item", what=label(item.activity, detail.title), who=who)


def _quarter() -> Row:
    return (Button(text("button.this-quarter"), ShowQuarter(0)), Button(text("button.mine"), ShowMine()))
