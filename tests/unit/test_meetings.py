"""The presidium's meetings: which activity speaks of them, which days are proposed, how a day is read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import day_in_words, is_meeting, proposals, quarter_of_meeting
from bot.domain.windows import Mode, calendar_year, quarter_window
from bot.domain.worktime import is_working_day
from tests.unit.plans import WHOLE_YEAR, Plan, quarter

PERIOD = calendar_year(2026)


@pytest.mark.parametrize(
    ("title", "mode", "expected"),
    [
        ("Проведення засідань Президії ЛОВ УБА", Mode.QUARTERLY, True),
        ("Засідання президії", Mode.QUARTERLY, True),
        ("Зібрання президії з обговоренням зробленого", Mode.QUARTERLY, True),
        ("Збори членів президії", Mode.QUARTERLY, True),
        ("Нарада Президії", Mode.QUARTERLY, True),
        ("ЗАСІДАННЯ\nПРЕЗИДІЇ", Mode.QUARTERLY, True),
        ("Засідання президії", Mode.ONCE, False),
        ("Засідання президії", Mode.MONTHLY, False),
        ("Засідання методичної ради", Mode.QUARTERLY, False),
        ("Звіт президії", Mode.QUARTERLY, False),
    ],
)
def test_which_activity_is_the_regular_meeting(title: str, mode: Mode, expected: bool) -> None:
    plan = Plan()
    plan.activity(title, WHOLE_YEAR, mode=mode)
    assert is_meeting(plan.snapshot().activities[0]) is expected


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_meeting_belongs_into_its_quarter(number: int) -> None:
    plan = Plan()
    plan.meeting(number)
    snapshot = plan.snapshot()
    assert quarter_of_meeting(snapshot, snapshot.meetings[0]) == quarter(number)


def test_days_are_proposed_in_midweek_two_weeks_ahead() -> None:
    found = proposals(quarter(1), date(2026, 1, 12))
    assert found[0] == date(2026, 1, 27)  # a Tuesday; Monday the 26th is fourteen days ahead
    assert len(found) == 6
    assert {day.weekday() for day in found} <= {1, 2, 3}


def test_late_in_a_quarter_any_working_day_that_is_left_is_proposed() -> None:
    assert proposals(quarter(1), date(2026, 3, 26)) == (date(2026, 3, 27), date(2026, 3, 30), date(2026, 3, 31))
    assert proposals(quarter(1), date(2026, 3, 31)) == ()
    assert proposals(quarter(1), date(2026, 5, 1)) == ()


@given(st.dates(date(2025, 6, 1), date(2027, 6, 1)), st.integers(1, 4), st.integers(1, 8))
def test_every_proposed_day_is_a_working_day_to_come_inside_the_quarter(today: date, number: int, count: int) -> None:
    window = quarter_window(2026, number)
    found = proposals(window, today, count)
    assert len(found) <= count
    assert list(found) == sorted(set(found))
    for day in found:
        assert day > today
        assert window.holds(day)
        assert is_working_day(day)
    if today + timedelta(days=5) <= window.last:
        assert found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("20 січня", (date(2026, 1, 20), "")),
        ("20 січня о 15:00", (date(2026, 1, 20), "15:00")),
        ("20 січня о 15.00", (date(2026, 1, 20), "15:00")),
        ("20.01.2026", (date(2026, 1, 20), "")),
        ("20.01", (date(2026, 1, 20), "")),
        ("20 січня 2026 року", (date(2026, 1, 20), "")),
        ("січень", None),
        ("20 січня або 21 січня", None),
        ("з 20 по 22 січня", None),
        ("31 лютого", None),
        ("завтра ввечері", None),
        ("", None),
        ("не знаю", None),
        ("щовівторка", None),
    ],
)
def test_a_day_is_read_from_words_or_asked_for_again(words: str, expected: tuple[date, str] | None) -> None:
    assert day_in_words(words, PERIOD) == expected


@given(st.text(max_size=100))
def test_no_words_make_the_reading_of_a_day_fail(words: str) -> None:
    found = day_in_words(words, PERIOD)
    assert found is None or isinstance(found[0], date)
