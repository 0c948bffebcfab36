"""From the windows of a term to the things to finish."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from bot.domain.windows import Mode, Window, quarter_of, slices

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAYS)}):(last|[1-5])")
_EVERY = re.compile(r"([2346])m")
_MONTHS = {Mode.MONTHLY: 1, Mode.QUARTERLY: 3, Mode.HALF_YEAR: 6, Mode.YEARLY: 12}


class Dated(Protocol):
    """Whatever has a term that has been read: a cell, an activity."""

    @property
    def windows(self) -> tuple[Window, ...]:
        """When, as days."""

    @property
    def mode(self) -> Mode | None:
        """How it repeats; None when it could not be read."""

    @property
    def hints(self) -> Mapping[str, str]:
        """The details of `bot.domain.terms.Term`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a term means, without its words."""

    windows: tuple[Window, ...]
    mode: Mode | None
    hints: Mapping[str, str] = field(default_factory=dict)


def goes_on(mode: Mode | None) -> bool:
    """Tell whether the mode has no single date: it is asked about each quarter instead of being overdue.

    What repeats daily or weekly counts as going on: nobody confirms fifty-two weeks one by one.
    """
    return mode in {Mode.CONTINUOUS, Mode.DAILY, Mode.WEEKLY}


def quarters_begun(windows: tuple[Window, ...], today: date) -> frozenset[int]:
    """Return the quarters (1–4) of the windows that have begun by `today`: those one can say something about."""
    pieces = (piece for window in windows for piece in slices(window, 3))
    return frozenset(quarter_of(piece.last) for piece in pieces if piece.first <= today)


def occurrence_windows(term: Dated) -> tuple[Window, ...]:
    """Return one window for each thing to finish: «щоквартально» makes four of a year, «вересень» one.

    «До 5 числа щомісяця» ends on the fifth of each month, «остання п'ятниця місяця» is a day, «раз на два місяці»
    makes six. An unknown mode makes none: without a date nobody is reminded.
    """
    if term.mode is None:
        return ()
    months = _MONTHS.get(term.mode)
    if months is None:
        return term.windows
    every = _EVERY.fullmatch(term.hints.get("every", ""))
    pieces = (piece for window in term.windows for piece in slices(window, int(every[1]) if every else months))
    if term.mode is not Mode.MONTHLY or every:
        return tuple(pieces)
    return tuple(day for piece in pieces for day in _narrowed(piece, term.hints))


def _narrowed(month: Window, hints: Mapping[str, str]) -> Iterator[Window]:
    """Narrow a month to the days that the hints name; a day that the month's piece does not hold is none."""
    named = {*_days_of_month(month, hints.get("day", "")), *_weekdays_of_month(month, hints.get("wd", ""))}
    if not named:
        yield month
    for day in sorted(each for each in named if month.holds(each)):
        yield Window(month.first if "deadline" in hints else day, day)


def _days_of_month(month: Window, days: str) -> Iterator[date]:
    last = monthrange(month.first.year, month.first.month)[1]
    for number in days.replace("last", str(last)).split(","):
        if number.isdecimal() and int(number) > 0:
            yield month.first.replace(day=min(int(number), last))


def _weekdays_of_month(month: Window, named: str) -> Iterator[date]:
    for weekday, which in _WEEKDAY.findall(named):
        first = month.first.replace(day=1)
        days = (first + timedelta(days) for days in range(monthrange(first.year, first.month)[1]))
        fitting = [day for day in days if day.weekday() == _WEEKDAYS.index(weekday)]
        place = len(fitting) if which == "last" else int(which)
        if place <= len(fitting):
            yield fitting[place - 1]
