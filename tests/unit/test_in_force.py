"""Which plans matter on a day, whichever kinds of plans a branch keeps, and from when a new one will."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.in_force import begins_on, in_force, matters_from
from bot.domain.windows import Period, PeriodKind, calendar_year

TODAY = date(2026, 11, 24)


def school(year: int) -> Period:
    return Period(PeriodKind.SCHOOL, year)


def month(number: int, year: int = 2026) -> Period:
    return Period(PeriodKind.MONTH, year, number)


PERIODS = st.one_of(
    st.integers(2024, 2028).map(calendar_year),
    st.integers(2024, 2028).map(school),
    st.builds(month, st.integers(1, 12), st.integers(2024, 2028)),
)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize(
    ("published", "today", "matter"),
    [
        ([2025, 2026, 2027], TODAY, [2026]),
        ([2025], TODAY, [2025]),
        ([2024, 2025], TODAY, [2025]),
        ([2027, 2028], TODAY, [2027]),
        ([2025, 2026], date(2026, 1, 31), [2026, 2025]),
        ([2025, 2026, 2027], date(2026, 12, 1), [2026, 2027]),
        ([2025, 2026], date(2026, 2, 1), [2026]),
        ([], TODAY, []),
    ],
)
def test_the_plan_of_this_year_leads_and_about_new_year_its_neighbour_goes_along(
    published: list[int], today: date, matter: list[int]
) -> None:
    assert in_force(map(calendar_year, published), today) == tuple(map(calendar_year, matter))


@pytest.mark.parametrize(
    ("published", "today", "matter"),
    [
        ([school(2025), school(2026)], TODAY, [school(2026)]),
        ([school(2025), school(2026)], date(2026, 5, 31), [school(2025)]),
        ([school(2025), school(2026)], date(2026, 7, 31), [school(2025)]),
        ([school(2025), school(2026)], date(2026, 8, 31), [school(2025), school(2026)]),
        ([school(2025), school(2026)], date(2026, 9, 1), [school(2026)]),
        ([school(2025), calendar_year(2026)], date(2026, 3, 1), [calendar_year(2026), school(2025)]),
        ([school(2025), calendar_year(2026)], date(2026, 6, 30), [calendar_year(2026), school(2025)]),
        ([school(2025), calendar_year(2026)], date(2026, 7, 1), [calendar_year(2026)]),
        ([month(10), month(11), month(12)], TODAY, [month(11), month(10), month(12)]),
        ([month(11), calendar_year(2026)], TODAY, [calendar_year(2026), month(11)]),
        ([month(9), calendar_year(2026)], TODAY, [calendar_year(2026)]),
        ([month(11), calendar_year(2025)], TODAY, [month(11)]),
        ([month(12, 2025), month(1)], date(2026, 1, 5), [month(1), month(12, 2025)]),
    ],
)
def test_a_school_year_and_a_month_have_their_days(published: list[Period], today: date, matter: list[Period]) -> None:
    assert in_force(published, today) == tuple(matter)


@given(st.sets(PERIODS, max_size=6), DAYS)
def test_no_plan_that_the_day_falls_in_is_left_out_and_none_stands_there_twice(periods: set[Period], day: date) -> None:
    found = in_force(periods, day)
    assert len(set(found)) == len(found)
    assert {each for each in periods if each.window.holds(day)} <= set(found) <= periods
    assert bool(found) == bool(periods)


@given(st.lists(PERIODS, max_size=6, unique=True), DAYS, st.randoms())
def test_the_order_in_which_plans_came_does_not_matter(periods: list[Period], day: date, chance: object) -> None:
    assert in_force(periods, day) == in_force(reversed(periods), day)


@pytest.mark.parametrize(
    ("year", "published", "today", "begins"),
    [
        (2026, set(), TODAY, TODAY),
        (2026, {2025}, TODAY, TODAY),
        (2026, {2027}, TODAY, TODAY),
        (2027, {2026}, TODAY, date(2027, 1, 1)),
        (2027, {2024}, TODAY, date(2027, 1, 1)),
        (2027, set(), TODAY, TODAY),
        (2027, {2028}, TODAY, TODAY),
        (2028, {2027}, TODAY, date(2028, 1, 1)),
        (2025, {2026}, TODAY, None),
        (2025, {2024}, TODAY, TODAY),
        (2025, {2026}, date(2026, 1, 20), date(2026, 1, 20)),
        (2024, {2026}, date(2026, 1, 20), None),
    ],
)
def test_a_plan_is_in_force_from_its_day(year: int, published: set[int], today: date, begins: date | None) -> None:
    assert begins_on(calendar_year(year), map(calendar_year, published), today) == begins


@given(PERIODS, st.sets(PERIODS, max_size=4), DAYS)
def test_a_plan_matters_on_the_day_that_was_named_for_it(period: Period, others: set[Period], today: date) -> None:
    since, begins = matters_from(period, others, today), begins_on(period, others, today)
    if since is None:
        later = [today + timedelta(days) for days in range(0, 1200, 13)]
        assert all(period not in in_force({*others, period}, day) for day in later)
    else:
        assert period in in_force({*others, period}, since)
        assert begins is not None
        assert today <= since <= begins
        assert since == today or period not in in_force({*others, period}, since - timedelta(days=1))


def test_the_quarters_of_a_school_year_follow_its_months() -> None:
    assert [school(2026).quarter(number).first for number in (3, 4, 1, 2)] == [
        date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1)
    ]  # fmt: skip
    assert calendar_year(2026).quarter(1).first == month(5).quarter(1).first == date(2026, 1, 1)
