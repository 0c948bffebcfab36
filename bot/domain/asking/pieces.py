"""The pieces of a time phrase: its words, and the days that they come to mean."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.asking.tokens import Token
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year, month_window

DAY = timedelta(days=1)
SHIFTS = {"c": 0, "N": 1, "L": -1}
WINDOW = "P"
"""The tag of a piece whose days are known."""
_UNIT_MONTHS = {"z": 1, "q": 3, "h": 6, "y": 12}


@dataclass(frozen=True, slots=True)
class Moment:
    """The day a question is asked on, and the period of the plan it is asked of."""

    today: date
    period: Period

    @property
    def asked_of(self) -> Period:
        """The time in which phrases are read: who has the plan of a month may well ask about another month."""
        return calendar_year(self.period.year) if self.period.kind is PeriodKind.MONTH else self.period


@dataclass(frozen=True, slots=True)
class Piece:
    """A token, or the days that several of them mean; `day` tells that one day is named and not what lies around it."""

    tag: str
    value: int = 0
    token: Token | None = None
    window: Window | None = None
    single: bool = False


Reading = Callable[[Sequence[Piece], Moment], Window | None]


def value_of(pieces: Sequence[Piece], tag: str, default: int = 0) -> int:
    """Return the number of the first piece of a tag."""
    return next((each.value for each in pieces if each.tag == tag), default)


def tags_of(pieces: Sequence[Piece]) -> str:
    """Return the tags of pieces as one string."""
    return "".join(each.tag for each in pieces)


def term_of(words: str, moment: Moment) -> Window | None:
    """Read a phrase by the reader of terms; a doubtful one is no answer."""
    term = read_term(words, moment.asked_of)
    return term.windows[0] if term.sure and term.mode is Mode.ONCE and len(term.windows) == 1 else None


def shift_of(pieces: Sequence[Piece]) -> int:
    """Return how many further «наступний» and «минулий» mean: 1, -1, else 0."""
    return next((SHIFTS[each.tag] for each in pieces if each.tag in SHIFTS), 0)


def of_year(pieces: Sequence[Piece], moment: Moment) -> str:
    """Return the year that is named with it, to be written behind a phrase: « 2025 року», or ""."""
    if written := value_of(pieces, "Y"):
        return f" {written} року"
    return f" {moment.today.year + shift_of(pieces)} року" if "y" in tags_of(pieces) else ""


def around(today: date, unit: str, shift: int) -> Window:
    """Return the week, month, quarter, half-year or year of today, or one so many further."""
    if unit == "k":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=shift)
        return Window(monday, monday + timedelta(days=6))
    months = _UNIT_MONTHS[unit]
    block = (today.year * 12 + today.month - 1) // months + shift
    first, last = block * months, block * months + months - 1
    return Window(month_window(first // 12, first % 12 + 1).first, month_window(last // 12, last % 12 + 1).last)


def shifted(window: Window, by: int) -> Window:
    """Return the days as far again: the next quarter after a quarter, the month before a month."""
    first, last = window.first, window.last
    for unit in ("z", "q", "h", "y", "k"):
        if window == around(first, unit, 0):
            return around(first, unit, by)
    days = ((last - first) + DAY) * by
    return Window(first + days, last + days)
