"""The presidium's quarterly meetings: which day fits, which activity speaks of them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.domain.plan import Activity, Meeting, Occurrence, Snapshot
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Period, Window, quarter_of
from bot.domain.worktime import is_working_day

_TITLE = re.compile(r"(?:засідан|зібран|збор|нарад)\w*.*президі", re.IGNORECASE | re.DOTALL)
NOTICE_DAYS = 14
_MIDWEEK = frozenset({1, 2, 3})


def is_meeting(activity: Activity) -> bool:
    """Tell whether the activity is the presidium's regular meeting («Проведення засідань Президії»)."""
    return activity.mode is Mode.QUARTERLY and speaks_of_meetings(activity)


def speaks_of_meetings(activity: Activity) -> bool:
    """Tell whether the activity is named as the presidium's meetings are, whatever its term.

    Meetings have their dates by quarters, set by whoever calls them: no correction of an activity moves those.
    """
    return _TITLE.search(activity.title) is not None


def meeting_behind(snapshot: Snapshot, occurrence: Occurrence) -> Meeting | None:
    """Return the presidium's meeting that an occurrence of the plan speaks of, if it does."""
    activity = snapshot.activity_of[occurrence.activity_id]
    if not is_meeting(activity) or activity.plan_id != snapshot.plan_id:
        return None
    quarter = quarter_of(occurrence.window.last)
    return next((each for each in snapshot.meetings if each.quarter == quarter), None)


def quarter_of_meeting(snapshot: Snapshot, meeting: Meeting) -> Window:
    """Return the days among which the meeting's date must lie: those of its quarter that the plan is for."""
    quarter = snapshot.period.quarter(meeting.quarter)
    return quarter.meets(snapshot.period.window) or quarter


def falls_in(snapshot: Snapshot, meeting: Meeting, window: Window) -> bool:
    """Tell whether a meeting is held in some days, or may be while it has no date."""
    if meeting.day is not None:
        return window.holds(meeting.day)
    return quarter_of_meeting(snapshot, meeting).meets(window) is not None


def next_meeting(snapshot: Snapshot, today: date) -> Meeting | None:
    """Return the first meeting that is still to be held, as far as the plan goes."""
    ahead = ((each.day or quarter_of_meeting(snapshot, each).last, each.quarter, each) for each in snapshot.meetings)
    return min(((last, quarter, each) for last, quarter, each in ahead if last >= today), default=(None, 0, None))[2]


def proposals(window: Window, today: date, count: int = 6) -> tuple[date, ...]:
    """Propose days for a meeting: midweek, two weeks ahead where the quarter still has room, else any working day."""
    comfortable = _days(window, today + timedelta(days=NOTICE_DAYS))
    midweek = [day for day in comfortable if day.weekday() in _MIDWEEK]
    if midweek:
        return tuple(midweek[:count])
    return tuple(_days(window, today + timedelta(days=1))[:count])


def day_in_words(words: str, period: Period) -> tuple[date, str] | None:
    """Read one day, and its time where it is named («20 січня о 15:00» gives "15:00"); None when it is not clear."""
    term = read_term(words, period)
    if not term.sure or term.mode is not Mode.ONCE or len(term.windows) != 1:
        return None
    window = term.windows[0]
    return (window.first, term.hints.get("time", "")) if window.first == window.last else None


def _days(window: Window, earliest: date) -> list[date]:
    span = (window.last - window.first).days + 1
    days = (window.first + timedelta(days=shift) for shift in range(span))
    return [day for day in days if day >= earliest and is_working_day(day)]
