"""The presidium's meetings of the year."""

from __future__ import annotations

from bot.dialog.actions import AskMeetingDay
from bot.dialog.model import Button, Line, Reply, Style, reply
from bot.dialog.pages.agenda import meeting_text
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import ROMAN, period_text
from bot.dialog.text import text
from bot.domain.access import may_call_meeting
from bot.domain.meetings import quarter_of_meeting
from bot.domain.plan import Meeting


def meetings_page(view: View, *before: Line) -> Reply:
    """Return the year's meetings; who may call them gets a button for each that can still be dated."""
    items = (Line(meeting_text(meeting), Style.ITEM) for meeting in view.snapshot.meetings)
    open_ones = [each for each in view.snapshot.meetings if quarter_of_meeting(view.snapshot, each).last >= view.today]
    rows = tuple((_date_button(each),) for each in open_ones) if may_call_meeting(view.member) else ()
    title = Line(text("meetings.title", period=period_text(view.snapshot.period)), Style.TITLE)
    return reply(*before, title, *items, rows=rows)


def _date_button(meeting: Meeting) -> Button:
    key = "button.set-date" if meeting.day is None else "button.move-date"
    return Button(text(key, roman=ROMAN[meeting.quarter]), AskMeetingDay(meeting.id, meeting.revision))
