"""Pieces of a calendar as they are written: months and days whose year may still be unknown."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.windows import Period, PeriodKind, Window

MonthDay = tuple[int, int]
MONTH_END = 0
AUGUST = 8
# Years that a plan may be for; outside them a number is no year, and arithmetic with days would leave the calendar.
_YEARS = range(1900, 2200)
_MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Piece:
    """First and last (month, day); day 0 of `last` is the month's last day. Years are None when not written.

    `pick` narrows the window once the year is known («остання п'ятниця вересня»).
    """

    first: MonthDay
    last: MonthDay
    first_year: int | None = None
    last_year: int | None = None
    pick: Callable[[Window], Window | None] | None = None

    @property
    def whole_months(self) -> bool:
        """Tell whether the piece is made of whole months."""
        return self.first[1] == 1 and self.last[1] == MONTH_END and self.pick is None


@dataclass(frozen=True, slots=True)
class Resolved:
    """A window, or None when there is no such day; `doubt` is "" when the years were plain."""

    window: Window | None
    doubt: str = ""


def months(first: int, last: int) -> Piece:
    """Return the piece from the first day of one month to the last day of another."""
    return Piece((first, 1), (last, MONTH_END))


def days(month: int, first: int, last: int) -> Piece:
    """Return a range of days of one month."""
    return Piece((month, first), (month, last))


def in_year(piece: Piece, year: int) -> Piece:
    """Return the piece with a written year; a year that stands in the piece already wins."""
    if piece.first_year is not None or piece.last_year is not None:
        return piece
    return replace(piece, last_year=year)


def span(first: Piece, last: Piece) -> Piece:
    """Return the range from the start of one piece to the end of another."""
    first_year = first.first_year if first.first_year is not None else first.last_year
    last_year = last.last_year if last.last_year is not None else last.first_year
    return Piece(first.first, last.last, first_year, last_year)


def default_year(month: int, period: Period) -> int:
    """Return the year of a month that is written without one (school: Aug–Dec in Y, Jan–Jul in Y+1)."""
    if period.kind is PeriodKind.SCHOOL and month < AUGUST:
        return period.year + 1
    return period.year


def _years(piece: Piece, period: Period) -> tuple[int, int, str]:
    first, last = piece.first_year, piece.last_year
    wraps = _after(piece.first, piece.last)
    if first is None and last is None:
        return _plan_years(piece, period, wraps=wraps)
    if first is None:
        first = (last or 0) - int(wraps)
    elif last is None:
        last = first + int(wraps)
    else:
        return first, last, ""
    return first, last or 0, "wraps-year" if wraps else ""


def _plan_years(piece: Piece, period: Period, *, wraps: bool) -> tuple[int, int, str]:
    first, last = default_year(piece.first[0], period), default_year(piece.last[0], period)
    if (first, piece.first) <= (last, _ordered(piece.last)):
        lone = period.kind is PeriodKind.SCHOOL and piece.first[0] == piece.last[0] == AUGUST
        return first, last, "august-of-school-year" if lone else ""
    summer = period.kind is PeriodKind.SCHOOL and piece.last[0] == AUGUST and not wraps
    return first, first + int(wraps), "" if summer else "wraps-year"


def _ordered(last: MonthDay) -> MonthDay:
    return (last[0], last[1] or 99)


def _after(first: MonthDay, last: MonthDay) -> bool:
    return first > _ordered(last)


def resolve(piece: Piece, period: Period) -> Resolved:
    """Return the window of the piece in the plan's period; no window when a day does not exist or ends come first."""
    if piece.first[0] == piece.last[0] and _after(piece.first, piece.last) and piece.first_year == piece.last_year:
        return Resolved(None, "inverted")
    first_year, last_year, doubt = _years(piece, period)
    first, last = _date(first_year, piece.first), _date(last_year, piece.last)
    if first is None or last is None:
        return Resolved(None, "no-such-day")
    if first > last:
        return Resolved(None, "inverted")
    window: Window | None = Window(first, last)
    if piece.pick and window:
        window = piece.pick(window)
    return Resolved(window, doubt if window else "no-such-day")


def _date(year: int, day: MonthDay) -> date | None:
    if year not in _YEARS or day[0] not in _MONTHS:
        return None
    length = calendar.monthrange(year, day[0])[1]
    number = day[1] or length
    return date(year, day[0], number) if number <= length else None


def nth_weekday(weekday: int, nth: int) -> Callable[[Window], Window | None]:
    """Return a choice of the nth (1–5, -1 = last) weekday (Monday is 0) inside a window."""

    def choose(window: Window) -> Window | None:
        ahead = (weekday - window.first.weekday()) % 7
        day = window.first + timedelta(days=ahead + 7 * (nth - 1))
        if nth < 0:
            day = window.last - timedelta(days=(window.last.weekday() - weekday) % 7)
        return Window(day, day) if window.holds(day) else None

    return choose


def last_days(count: int) -> Callable[[Window], Window | None]:
    """Return a choice of the last days of a window."""

    def choose(window: Window) -> Window | None:
        return Window(max(window.first, window.last - timedelta(days=count - 1)), window.last)

    return choose


def easter(window: Window) -> Window:
    """Return the day of Orthodox Easter in the year of the window (Meeus' Julian algorithm; holds 1900–2099)."""
    year = window.first.year
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    found = date(year, month, day + 1) + timedelta(days=13)
    return Window(found, found)
