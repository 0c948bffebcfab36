"""Windows of days: what a term means once it is read."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """First and last day, both included. Raises ValueError when they are out of order."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            message = f"a window must lie in order: {self.first} > {self.last}"
            raise ValueError(message)

    def holds(self, day: date) -> bool:
        """Tell whether the day lies in the window."""
        return self.first <= day <= self.last

    def meets(self, other: Window) -> Window | None:
        """Return the days both windows share, or None when they share none."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Window(first, last) if first <= last else None


class Mode(StrEnum):
    """How an activity repeats inside its windows (the notation of the terms corpus)."""

    ONCE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEAR = "half-year"
    YEARLY = "yearly"
    CONTINUOUS = "continuous"


_SPRING_QUARTERS = 2


class PeriodKind(StrEnum):
    """The kind of plan a term stands in."""

    CALENDAR = "calendar"
    SCHOOL = "school"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The whole time a plan is for: a calendar year, a school year that begins in `year`, or one month of it."""

    kind: PeriodKind
    year: int
    month: int | None = None

    @property
    def window(self) -> Window:
        """First and last day of the period."""
        match self.kind:
            case PeriodKind.CALENDAR:
                return Window(date(self.year, 1, 1), date(self.year, 12, 31))
            case PeriodKind.SCHOOL:
                return Window(date(self.year, 9, 1), date(self.year + 1, 5, 31))
            case PeriodKind.MONTH:
                return month_window(self.year, self.month or 1)

    def quarter(self, number: int) -> Window:
        """Return the quarter of that number (1–4): «I квартал» of a school year begins in its January."""
        spring = self.kind is PeriodKind.SCHOOL and number <= _SPRING_QUARTERS
        return quarter_window(self.year + spring, number)


def calendar_year(year: int) -> Period:
    """Return the period of an ordinary yearly plan."""
    return Period(PeriodKind.CALENDAR, year)


def month_window(year: int, month: int) -> Window:
    """Return the first and the last day of a month (1–12)."""
    return Window(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def month_after(day: date) -> date:
    """Return the first day of the month that follows a day's."""
    return month_window(day.year, day.month).last + timedelta(days=1)


def quarter_window(year: int, quarter: int) -> Window:
    """Return the first and the last day of a quarter (1–4)."""
    first_month = 3 * quarter - 2
    return Window(date(year, first_month, 1), month_window(year, first_month + 2).last)


def quarter_of(day: date) -> int:
    """Return the number (1–4) of the quarter that the day lies in."""
    return (day.month + 2) // 3


def slices(window: Window, months: int) -> Iterator[Window]:
    """Cut a window at calendar borders every 1, 3, 6 or 12 months; the pieces at the ends may be shorter."""
    start = window.first
    while start <= window.last:
        block = (start.month - 1) // months
        end = month_window(start.year, (block + 1) * months).last
        yield Window(start, min(end, window.last))
        start = end + timedelta(days=1)
