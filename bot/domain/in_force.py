"""Which plans of a branch matter on a day: the one in force, what stands beside it, what has just ended or is next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from bot.domain.windows import Period, PeriodKind

_RANK = (PeriodKind.CALENDAR, PeriodKind.SCHOOL, PeriodKind.MONTH)


def in_force(periods: Iterable[Period], today: date) -> tuple[Period, ...]:
    """Return the periods whose plans matter on a day, the leading one first; none only where there are none.

    The leading plan is one that the day falls in, that of a whole year before that of a month; else the one that ended
    last, else the first to come. With it go the other plans that the day falls in; those that ended in the month
    before, so that what was left on their last day is still asked for; and those that begin in the month after, so that
    their first days are reminded of in time.
    """
    every = sorted(set(periods), key=_order)
    if not every:
        return ()
    leading = _leading(every, today)
    return (leading, *(each for each in every if each != leading and _is_near(each, today)))


def begins_on(period: Period, published: Iterable[Period], today: date) -> date | None:
    """Return the day from which a plan that is published today is in force beside those that are; None for never."""
    found = in_force({*published, period}, today)
    if period == found[0] or (period in found and period.window.first <= today):
        return today
    return period.window.first if period.window.first > today else None


def matters_from(period: Period, published: Iterable[Period], today: date) -> date | None:
    """Return the day from which people hear of a plan that is published today; None for never."""
    if period in in_force({*published, period}, today):
        return today
    before = (period.window.first - timedelta(days=1)).replace(day=1)
    return before if before > today else None


def _order(period: Period) -> tuple[int, date]:
    return _RANK.index(period.kind), period.window.first


def _leading(every: list[Period], today: date) -> Period:
    present = [each for each in every if each.window.holds(today)]
    ended = [each for each in every if each.window.last < today]
    if present:
        return present[0]
    return max(ended, key=lambda each: each.window.last) if ended else min(every, key=lambda each: each.window.first)


def _is_near(period: Period, today: date) -> bool:
    """Tell whether the day falls into the period, the month before it or the month after it."""
    return _months(period.window.first) - 1 <= _months(today) <= _months(period.window.last) + 1


def _months(day: date) -> int:
    return day.year * 12 + day.month
