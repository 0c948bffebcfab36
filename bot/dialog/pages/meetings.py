"""The presidium's meetings of the year."""

from __future__ import annotations

from bot.dialog.actions import AskMeetingDay, ShowCalled, ShowMeetings
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import meeting_text, span_name
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import ROMAN, period_text
from bot.dialog.text import text
from bot.domain.access import may_call_meeting, may_read_deliveries
from bot.domain.meetings import falls_in, next_meeting, quarter_of_meeting
from bot.domain.plan import Meeting
from bot.domain.windows import Window


def meetings_page(view: View, *before: Line) -> Reply:
    """Return the year's meetings; who may call them gets a button for each that can still be dated."""
    items = (Line(meeting_text(meeting), Style.ITEM) for meeting in view.snapshot.meetings)
    open_ones = [each for each in view.snapshot.meetings if quarter_of_meeting(view.snapshot, each).last >= view.today]
    rows = tuple(row for each in view.snapshot.meetings if (row := _row(view, each, dated=each in open_ones)))
    title = Line(text("meetings.title", period=period_text(view.snapshot.period)), Style.TITLE)
    return reply(*before, title, *items, rows=rows)


def coming_page(view: View, window: Window | None) -> Reply:
    """Return the next meeting above the year's, or those of some days."""
    if window is None:
        coming = next_meeting(view.snapshot, view.today)
        before = (Line(text("meetings.next", when=meeting_text(coming))),) if coming else ()
        return meetings_page(view, *before)
    shown = [each for each in view.snapshot.meetings if falls_in(view.snapshot, each, window)]
    lines = [Line(meeting_text(each), Style.ITEM) for each in shown] or [Line(text("meetings.none-then"))]
    title = Line(text("meetings.of-days", span=span_name(window)), Style.TITLE)
    return reply(title, *lines, rows=((Button(text("button.meetings"), ShowMeetings()),),))


def _row(view: View, meeting: Meeting, *, dated: bool) -> Row:
    """Return what can be done about a meeting; `dated`: its date can still be set."""
    date = (_date_button(meeting),) if dated and may_call_meeting(view.member) else ()
    if not may_read_deliveries(view.member.role):
        return date
    told = ShowCalled(meeting.id, 0)
    return (*date, Button(text("button.told-meeting", roman=ROMAN[meeting.quarter]), told))


def _date_button(meeting: Meeting) -> Button:
    key = "button.set-date" if meeting.day is None else "button.move-date"
    return Button(text(key, roman=ROMAN[meeting.quarter]), AskMeetingDay(meeting.id, meeting.revision))
