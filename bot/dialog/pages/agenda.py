"""The answer to «що цього кварталу?» and its smaller sisters, as one message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot.dialog.actions import AskMeetingDay, ShowCard, ShowQuarter
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.fitting import Detail, fitted
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import ROMAN, label, people, short_label
from bot.dialog.text import Text, text, verbatim
from bot.domain.access import may_call_meeting
from bot.domain.agenda import Agenda, Call, Item
from bot.domain.plan import Activity, Meeting, State
from bot.domain.windows import Window, month_window, quarter_of, quarter_window

BUTTONS_A_ROW = 6
MOST_CARD_ROWS = 6


def agenda_page(view: View, agenda: Agenda) -> Reply:
    """Return what is to finish, going on, called and overdue in a window, each with who and until when."""
    lines = fitted(lambda detail: agenda_lines(view, agenda, detail)) or (Line(text("agenda.empty")),)
    title = Line(text("agenda.title", span=span_name(agenda.window)), Style.TITLE)
    rows = (*card_rows(agenda.items), *_date_rows(view, agenda.meetings), quarter_row())
    return reply(title, *lines, rows=rows)


def agenda_lines(view: View, agenda: Agenda, detail: Detail) -> Iterable[Line]:
    """Return the sections of an agenda, those that have something to tell."""
    yield from section("agenda.to-finish", agenda.to_finish, lambda item: due_text(view, item, detail), detail)
    yield from section("agenda.ongoing", agenda.ongoing, lambda item: going_text(view, item, detail), detail)
    yield from _meeting_lines(view, agenda.meetings, detail)
    yield from section("agenda.overdue", agenda.overdue, lambda item: late_text(view, item, detail), detail)
    yield from section("agenda.done", agenda.done, lambda item: done_text(item, detail), detail)


def span_name(window: Window) -> Text:
    """Name a window the way people do: a quarter, a month, a day, or from–to."""
    year = window.first.year
    if window == quarter_window(year, quarter_of(window.first)):
        return text("span.quarter", roman=ROMAN[quarter_of(window.first)], year=year)
    if window == month_window(year, window.first.month):
        return text("span.month", month=text(f"month.{window.first.month}"), year=year)
    if window.first == window.last:
        return text("span.day", day=window.first)
    return text("span.days", first=window.first, last=window.last, year=window.last.year)


def section(key: str, items: Sequence[Item], phrase: Callable[[Item], Text], detail: Detail) -> Iterable[Line]:
    """Return a heading with its items; nothing where there are none, «і ще N» where there are too many."""
    if not items:
        return
    yield Line(text(key), Style.HEADING)
    yield from (Line(phrase(item), Style.ITEM) for item in items[: detail.items])
    if len(items) > detail.items:
        yield Line(text("agenda.more", n=len(items) - detail.items), Style.NOTE)


def due_text(view: View, item: Item, detail: Detail) -> Text:
    """Say what is to finish, until when, by whom, and whether a claim waits or came back."""
    marks = {State.CLAIMED: "agenda.item-claimed", State.RETURNED: "agenda.item-returned"}
    key = marks.get(item.occurrence.state, "agenda.item-due")
    return _item(view, item, key, detail)


def late_text(view: View, item: Item, detail: Detail) -> Text:
    """Say what was to be finished by when."""
    return _item(view, item, "agenda.item-late", detail)


def going_text(view: View, item: Item, detail: Detail) -> Text:
    """Say what goes on, or is still ahead, and until when."""
    if item.occurrence.continuous:
        return _item(view, item, "agenda.item-continuous", detail)
    ahead = item.occurrence.window.first > view.today
    return _item(view, item, "agenda.item-ahead" if ahead else "agenda.item-going", detail)


def done_text(item: Item, detail: Detail) -> Text:
    """Say what is finished."""
    return text("agenda.item-done", what=label(item.activity, detail.title))


def _item(view: View, item: Item, key: str, detail: Detail) -> Text:
    who = people(view.snapshot, item.activity, detail.names)
    return text(key, what=label(item.activity, detail.title), day=item.occurrence.window.last, who=who)


def _meeting_lines(view: View, calls: Sequence[Call], detail: Detail) -> Iterable[Line]:
    if calls:
        yield Line(text("agenda.meetings"), Style.HEADING)
        yield from (Line(_call(view, call, detail), Style.ITEM) for call in calls)


def _call(view: View, call: Call, detail: Detail) -> Text:
    if call.item is None:
        return meeting_text(call.meeting)
    if call.meeting.day is None or not call.item.occurrence.open:
        key = "agenda.item-undated" if call.item.occurrence.open else "agenda.item-claimed"
        return _item(view, call.item, key, detail)
    what, who = label(call.item.activity, detail.title), people(view.snapshot, call.item.activity, detail.names)
    time = text("at-time", time=call.meeting.time) if call.meeting.time else None
    return text("agenda.item-called", what=what, day=call.meeting.day, time=time, who=who)


def meeting_text(meeting: Meeting) -> Text:
    """Say when a quarter's meeting is, or that it has no date yet."""
    roman = ROMAN[meeting.quarter]
    if meeting.day is None:
        return text("meeting.unset", roman=roman)
    if meeting.time:
        return text("meeting.set-time", roman=roman, day=meeting.day, time=meeting.time)
    return text("meeting.set", roman=roman, day=meeting.day)


def card_rows(items: Sequence[Item]) -> tuple[Row, ...]:
    """Return buttons to the cards of some items: numbers side by side, what has no number on a row of its own.

    Of very many the first few rows: a number or a word of the title finds the others.
    """
    shown = list({item.activity.id: item for item in reversed(items)}.values())[::-1]
    return _grid([(item.activity, item.occurrence.id) for item in shown])


def activity_rows(activities: Iterable[Activity]) -> tuple[Row, ...]:
    """Return such buttons to the cards of activities, each on the occurrence in view that day."""
    return _grid([(each, 0) for each in activities])


def _grid(shown: Sequence[tuple[Activity, int]]) -> tuple[Row, ...]:
    ordered = sorted(shown, key=lambda each: each[0].id)
    buttons = [_card_button(*each) for each in ordered if each[0].number]
    grid = (tuple(buttons[at : at + BUTTONS_A_ROW]) for at in range(0, len(buttons), BUTTONS_A_ROW))
    unnumbered = ((_card_button(*each),) for each in shown if not each[0].number)
    return (*grid, *unnumbered)[:MOST_CARD_ROWS]


def _card_button(activity: Activity, occurrence: int) -> Button:
    return Button(verbatim(short_label(activity)), ShowCard(activity.id, occurrence))


def quarter_row() -> Row:
    """Return the four quarters."""
    return tuple(Button(text("button.quarter", roman=ROMAN[each]), ShowQuarter(each)) for each in (1, 2, 3, 4))


def _date_rows(view: View, calls: Sequence[Call]) -> tuple[Row, ...]:
    if not may_call_meeting(view.member):
        return ()
    unset = (call.meeting for call in calls if call.meeting.day is None)
    return tuple(
        (Button(text("button.set-date", roman=ROMAN[each.quarter]), AskMeetingDay(each.id, each.revision)),)
        for each in unset
    )
