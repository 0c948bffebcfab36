"""The date of the presidium's quarterly meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.dialog.actions import ShowMeetings
from bot.domain.access import may_call_meeting
from bot.domain.meetings import quarter_of_meeting
from bot.domain.plan import Meeting
from bot.usecases.acting import Act, acting, record, words_came
from bot.usecases.house import House
from db.caller import Caller
from db.tables import MeetingRow


class Dating(StrEnum):
    """What came of naming a date."""

    SET = "set"
    STALE = "stale"
    REFUSED = "refused"
    PAST = "past"
    OTHER_QUARTER = "other-quarter"


@dataclass(frozen=True, slots=True)
class Appointment:
    """The day and time («15:00», or empty) for a meeting, and the revision of it that the person saw."""

    meeting_id: int
    revision: int
    day: date
    time: str = ""


async def set_meeting_day(house: House, caller: Caller, wanted: Appointment, update_key: str) -> Dating:
    """Set or move the date of a quarter's meeting; its presidium is called two weeks and two days before it."""
    async with acting(house, caller, update_key, ShowMeetings()) as act:
        dating = await _set_day(act, wanted)
    house.nudge()
    return dating


async def _set_day(act: Act | None, wanted: Appointment) -> Dating:
    if act is None:
        return Dating.REFUSED
    meeting = act.snapshot.meeting_with(wanted.meeting_id)
    dating = _judged(act, meeting, wanted)
    # A day that cannot be is asked for again; everything else ends the question.
    if dating not in {Dating.PAST, Dating.OTHER_QUARTER}:
        await words_came(act)
    if dating is Dating.SET and act.fresh:
        row = await act.session.get_one(MeetingRow, wanted.meeting_id)
        row.day, row.time, row.revision = wanted.day, wanted.time or row.time, row.revision + 1
        await record(act, "set-meeting", f"meeting:{wanted.meeting_id}", wanted.day.isoformat())
    return dating


def _judged(act: Act, meeting: Meeting | None, wanted: Appointment) -> Dating:
    if meeting is None or not may_call_meeting(act.member):
        return Dating.REFUSED
    if not act.fresh:
        return Dating.SET if meeting.day == wanted.day else Dating.STALE
    return _problem(act, meeting, wanted) or Dating.SET


def _problem(act: Act, meeting: Meeting, wanted: Appointment) -> Dating | None:
    if meeting.revision != wanted.revision:
        return Dating.STALE
    if wanted.day < act.today:
        return Dating.PAST
    return None if quarter_of_meeting(act.snapshot, meeting).holds(wanted.day) else Dating.OTHER_QUARTER
