"""What repeats every month is due on the day of the month that its term names, and on no other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.occurrences import Meaning, occurrence_windows
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Window, calendar_year

YEAR = calendar_year(2026)
WINDOWS = st.tuples(st.dates(date(2025, 6, 1), date(2026, 6, 30)), st.integers(0, 500)).map(
    lambda span: Window(span[0], date.fromordinal(span[0].toordinal() + span[1]))
)
HINTS = st.fixed_dictionaries(
    {},
    optional={
        "day": st.lists(st.integers(0, 40).map(str) | st.just("last"), min_size=1, max_size=3).map(",".join),
        "wd": st.sampled_from(["fri:last", "mon:1", "thu:2,thu:4", "wed:5", "fri", "sun:6"]),
        "every": st.sampled_from(["2m", "3m", "5m", "2w"]),
        "deadline": st.just(""),
        "time": st.just("15:00"),
    },
)


def days_of(cell: str) -> list[Window]:
    term = read_term(cell, YEAR)
    return [*occurrence_windows(term)]


@pytest.mark.parametrize(
    ("cell", "count", "first", "last"),
    [
        ("до 5 числа щомісяця", 12, "2026-01-01/2026-01-05", "2026-12-01/2026-12-05"),
        ("щомісяця 15 числа", 12, "2026-01-15/2026-01-15", "2026-12-15/2026-12-15"),
        ("щомісяця до 31 числа", 12, "2026-01-01/2026-01-31", "2026-12-01/2026-12-31"),
        ("останній день місяця", 12, "2026-01-31/2026-01-31", "2026-12-31/2026-12-31"),
        ("остання п'ятниця місяця", 12, "2026-01-30/2026-01-30", "2026-12-25/2026-12-25"),
        ("кожна третя середа місяця", 12, "2026-01-21/2026-01-21", "2026-12-16/2026-12-16"),
        ("1 та 15 числа щомісяця", 24, "2026-01-01/2026-01-01", "2026-12-15/2026-12-15"),
        ("раз на два місяці", 6, "2026-01-01/2026-02-28", "2026-11-01/2026-12-31"),
        ("щомісяця", 12, "2026-01-01/2026-01-31", "2026-12-01/2026-12-31"),
        ("щомісяця о 15:00", 12, "2026-01-01/2026-01-31", "2026-12-01/2026-12-31"),
        ("щоквартально", 4, "2026-01-01/2026-03-31", "2026-10-01/2026-12-31"),
        ("щоквартально, до 10 числа", 4, "2026-01-01/2026-03-31", "2026-10-01/2026-12-31"),
    ],
)  # fmt: skip
def test_a_term_is_due_on_the_days_that_it_names(cell: str, count: int, first: str, last: str) -> None:
    found = [f"{each.first}/{each.last}" for each in days_of(cell)]
    assert (len(found), found[0], found[-1]) == (count, first, last)


@given(st.lists(WINDOWS, max_size=3), st.sampled_from(Mode), HINTS)
def test_whatever_the_hints_say_nothing_lies_outside_the_term_and_nothing_stands_twice(
    windows: list[Window], mode: Mode, hints: dict[str, str]
) -> None:
    found = occurrence_windows(Meaning(tuple(windows), mode, hints))
    assert all(any(w.first <= each.first and each.last <= w.last for w in windows) for each in found)
    if mode is Mode.MONTHLY and "every" not in hints and len(windows) == 1:
        assert len(set(found)) == len(found)
