"""When people may be written to: civil hours in the branch's zone, never at night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the local day in which a message may leave; `closes` itself is outside."""

    opens: time
    closes: time
    working_days_only: bool


REMINDER_HOURS = Hours(time(9), time(18), working_days_only=True)
"""Reminders come at work (9:00–18:00 on working days)."""

PERSONAL_HOURS = Hours(time(8), time(21), working_days_only=False)
"""What another person has just caused may come in the evening, but not at night."""


def is_working_day(day: date) -> bool:
    """Tell whether the day is Monday to Friday (public holidays are working days under martial law)."""
    return day.weekday() < SATURDAY


def last_working_day(day: date) -> date:
    """Return the day itself when people work on it, else the working day before."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def at(day: date, moment: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) of a local wall-clock time: nine is nine on both sides of a clock change."""
    return datetime.combine(day, moment, zone).astimezone(UTC)


def next_allowed(moment: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) from `moment` on that lies within the hours."""
    local = moment.astimezone(zone)
    day = local.date()
    if _allowed(day, hours) and hours.opens <= local.time() < hours.closes:
        return moment
    if not (_allowed(day, hours) and local.time() < hours.opens):
        day = _next_day(day, hours)
    return at(day, hours.opens, zone)


def _allowed(day: date, hours: Hours) -> bool:
    return is_working_day(day) or not hours.working_days_only


def _next_day(day: date, hours: Hours) -> date:
    day += timedelta(days=1)
    while not _allowed(day, hours):
        day += timedelta(days=1)
    return day
