"""Term cells as people write them, each with what a careful reader takes from it."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.terms import Term, read_term
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year

YEAR = 2026
WEEK = timedelta(days=7)
OWN = Path(__file__).parent / "data" / "terms.tsv"
CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "terms.tsv"
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


@pytest.mark.parametrize(
    ("cell", "context", "written"), [pytest.param(*row, id=" @ ".join(row[:2])) for row in rows_of(OWN)]
)
def test_a_cell_means_what_a_careful_reader_takes_from_it(cell: str, context: str, written: str) -> None:
    period = period_of(context)
    term, expected = read_term(cell_of(cell), period), expected_of(written, period)
    assert term.text == cell_of(cell)
    assert means(expected, term), term
    assert term.sure == ("ask" not in expected.hints and expected.windows is not None), term
    wanted = {key: value.replace("+", ",") for key, value in expected.hints.items() if key != "ask"}
    assert {key: term.hints.get(key) for key in wanted if wanted[key]} == {k: v for k, v in wanted.items() if v}
    assert wanted.keys() <= term.hints.keys()


def test_the_table_holds_no_row_twice() -> None:
    cells = sorted((cell, context) for cell, context, _ in rows_of(OWN))
    assert all(left != right for left, right in pairwise(cells))
    assert len(cells) > 120


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of terms is not beside this checkout")
def test_nothing_in_the_corpus_is_read_wrong_without_asking() -> None:
    right = 0
    asked: list[tuple[str, str, Term]] = []
    wrong: list[tuple[str, str, Term]] = []
    for cell, written, context, *_ in rows_of(CORPUS):
        for one in CONTEXTS.get(context, (context,)):
            period = period_of(one)
            term = read_term(cell_of(cell), period)
            alternatives = [expected_of(part, period) for part in written.split("||")]
            ask = any("ask" in expected.hints for expected in alternatives)
            if any(means(expected, term) for expected in alternatives) and not (ask and term.sure):
                right += 1
            else:
                (wrong if term.sure else asked).append((cell, one, term))
    assert wrong == []
    assert right >= 0.97 * (right + len(asked)), asked


def test_a_bare_month_is_one_occurrence() -> None:
    assert read_term("вересень", calendar_year(YEAR)).mode is Mode.ONCE
