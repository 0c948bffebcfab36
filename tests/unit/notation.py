"""The notation in which the tables of terms say what a careful reader takes from a cell."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.domain.terms import Term, read_term
from bot.domain.windows import Period, PeriodKind, Window, calendar_year

DATA = Path(__file__).parent / "data"
YEAR = 2026
WEEK = timedelta(days=7)
CONTEXTS = {"any": ("cal", "school", "month:09")}


@dataclass(frozen=True)
class Expected:
    """One alternative of the tables' notation: windows (None = unknown), mode, hints."""

    windows: tuple[Window, ...] | None
    mode: str
    hints: dict[str, str]


def rows_of(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


def cell_of(written: str) -> str:
    return "" if written == "∅" else written.replace("\\n", "\n")


def period_of(context: str) -> Period:
    kind, _, month = context.partition(":")
    if kind == "school":
        return Period(PeriodKind.SCHOOL, YEAR)
    return Period(PeriodKind.MONTH, YEAR, int(month)) if month else calendar_year(YEAR)


def day_of(written: str, period: Period) -> date:
    if written in {"START", "END"}:
        return period.window.first if written == "START" else period.window.last
    year, month, day = written.rsplit("-", 2)
    number = YEAR + 1 if year == "Y+1" else YEAR if year == "Y" else int(year)
    last = calendar.monthrange(number, int(month))[1]
    return date(number, int(month), last if day == "EOM" else int(day))


def window_of(first: str, last: str, period: Period) -> Window:
    end = day_of(last, period)
    return Window(min(day_of(first, period), end), end)


def expected_of(written: str, period: Period) -> Expected:
    what, *rest = [part.strip() for part in written.split(";")]
    hints = rest[-1] if len(rest) > (what != "unknown") else ""
    named = dict([*hint.split("="), ""][:2] for hint in hints.split(",") if hint)
    if what == "unknown":
        return Expected(None, "", named)
    found = re.findall(r"\[([^,\]]+),([^\]]+)\]", what)
    windows = tuple(window_of(first, last, period) for first, last in found) or (period.window,)
    return Expected(windows, rest[0], named)


def merged(windows: tuple[Window, ...]) -> list[Window]:
    found: list[Window] = []
    for window in sorted(windows):
        if found and window.first <= found[-1].last + timedelta(days=1):
            found[-1] = Window(found[-1].first, max(found[-1].last, window.last))
        else:
            found.append(window)
    return found


def same_windows(expected: Expected, term: Term) -> bool:
    tolerance = WEEK if "approx" in expected.hints else timedelta(0)
    left, right = merged(expected.windows or ()), merged(term.windows)
    if len(left) != len(right):
        return False
    ends = all(abs(one.last - other.last) <= tolerance for one, other in zip(left, right, strict=True))
    starts = all(abs(one.first - other.first) <= tolerance for one, other in zip(left, right, strict=True))
    return ends and (starts or "deadline" in expected.hints)


def means(expected: Expected, term: Term) -> bool:
    if expected.windows is None or not term.windows:
        return not term.windows and (expected.windows is None or "ask" in expected.hints)
    return term.mode == expected.mode and same_windows(expected, term)


def is_right(written: str, term: Term, period: Period) -> bool:
    """Tell whether some alternative is what the reader took; a guess must be asked about."""
    alternatives = [expected_of(part, period) for part in written.split("||")]
    return any(means(one, term) and not (term.sure and "ask" in one.hints) for one in alternatives)


def readings_of(path: Path) -> Iterator[tuple[str, str, Term, bool]]:
    """Read every cell of a table in every context of its row: cell, context, reading, and whether it is right."""
    for cell, written, context, *_ in rows_of(path):
        for one in CONTEXTS.get(context, (context,)):
            period = period_of(one)
            term = read_term(cell_of(cell), period)
            yield cell, one, term, is_right(written, term, period)
