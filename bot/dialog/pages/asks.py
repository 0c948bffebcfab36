"""Questions the bot asks and waits to have answered in the person's own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from bot.dialog.actions import NothingDone, SetMeetingDay
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.wording import ROMAN, clipped, label
from bot.dialog.text import Text, text
from bot.domain.plan import Activity, CheckIn, Meeting
from bot.domain.reports import Outcome

DAYS_A_ROW, SAID_LENGTH = 3, 300


def asked_text(activity: Activity, outcome: Outcome, *, part: bool) -> Text:
    """Ask a responsible person what was done, by all or (`part`) by them, or what help they need."""
    what = label(activity)
    match outcome:
        case Outcome.DONE:
            return text("claim.ask-part" if part else "claim.ask", what=what)
        case Outcome.PARTLY:
            return text("claim.ask-partly", what=what)
        case Outcome.HELP:
            return text("claim.ask-help", what=what)
        case _:
            assert_never(outcome)


def hint_text(outcome: Outcome, *, part: bool) -> Text:
    """Say what a report may be made of, and who will read it."""
    if outcome is Outcome.HELP:
        return text("ask.hint-head")
    return text("ask.hint-part" if part else "ask.hint")


def ask_reason(activity: Activity) -> Reply:
    """Ask a presidium member why a claim goes back."""
    return reply(Line(text("return.ask", what=label(activity))))


def ask_check_in(activity: Activity, quarter: int, said: CheckIn | None = None) -> Reply:
    """Ask what a quarter brought on an activity that goes on all year; what they have `said` will be replaced."""
    if said is not None:
        words = clipped(said.words, SAID_LENGTH) if said.words else text("check-in.nothing")
        return reply(Line(text("check-in.ask-again", what=label(activity), roman=ROMAN[quarter], words=words)))
    nothing = Button(text("button.nothing"), NothingDone(activity.id, quarter))
    return reply(Line(text("check-in.ask", what=label(activity), roman=ROMAN[quarter])), rows=((nothing,),))


def ask_meeting_day(meeting: Meeting, proposals: tuple[date, ...]) -> Reply:
    """Ask for the date of a meeting: a few days to tap, or one's own in words."""
    lines = [Line(text("meeting.ask", roman=ROMAN[meeting.quarter])), Line(text("meeting.ask-own"), Style.NOTE)]
    return reply(*lines, rows=tuple(_day_rows(meeting, proposals)))


def _day_rows(meeting: Meeting, proposals: tuple[date, ...]) -> Iterator[Row]:
    buttons = [
        Button(
            text("button.day", day=day, weekday=text(f"weekday.{day.weekday()}")),
            SetMeetingDay(meeting.id, meeting.revision, day.toordinal()),
        )
        for day in proposals
    ]
    yield from (tuple(buttons[at : at + DAYS_A_ROW]) for at in range(0, len(buttons), DAYS_A_ROW))
