"""Nobody is written to at night, and nine o'clock is nine o'clock on both sides of a clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.worktime import (
    PERSONAL_HOURS,
    REMINDER_HOURS,
    Hours,
    at,
    is_working_day,
    last_working_day,
    next_allowed,
)

KYIV = ZoneInfo("Europe/Kyiv")
ZONES = st.sampled_from([KYIV, ZoneInfo("UTC"), ZoneInfo("Europe/Lisbon")])
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (bounds are naive by contract)
HOURS = st.sampled_from([REMINDER_HOURS, PERSONAL_HOURS])
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def allowed(moment: datetime, hours: Hours, zone: ZoneInfo) -> bool:
    local = moment.astimezone(zone)
    works = local.weekday() < 5 or not hours.working_days_only
    return works and hours.opens <= local.time() < hours.closes


@given(moment=MOMENTS, hours=HOURS, zone=ZONES)
@example(SPRING, REMINDER_HOURS, KYIV)
@example(AUTUMN, REMINDER_HOURS, KYIV)
def test_what_waits_leaves_within_the_hours_and_not_in_the_past(moment: datetime, hours: Hours, zone: ZoneInfo) -> None:
    leaves = next_allowed(moment, hours, zone)
    assert leaves >= moment
    assert allowed(leaves, hours, zone)
    assert next_allowed(leaves, hours, zone) == leaves


@given(moment=MOMENTS, hours=HOURS, zone=ZONES, share=st.floats(0, 1, exclude_max=True))
def test_it_waits_no_longer_than_it_must(moment: datetime, hours: Hours, zone: ZoneInfo, share: float) -> None:
    leaves = next_allowed(moment, hours, zone)
    between = moment + (leaves - moment) * share
    assert between == leaves or not allowed(between, hours, zone)


@given(moment=MOMENTS)
def test_a_reminder_leaves_between_nine_and_six_on_a_working_day_in_kyiv(moment: datetime) -> None:
    local = next_allowed(moment, REMINDER_HOURS, KYIV).astimezone(KYIV)
    assert local.weekday() < 5
    assert 9 <= local.hour < 18


@given(moment=MOMENTS)
def test_what_another_person_caused_leaves_between_eight_and_nine_in_the_evening(moment: datetime) -> None:
    assert 8 <= next_allowed(moment, PERSONAL_HOURS, KYIV).astimezone(KYIV).hour < 21


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 27), 7),
        (date(2026, 3, 28), 7),
        (date(2026, 3, 29), 6),
        (date(2026, 3, 30), 6),
        (date(2026, 10, 23), 6),
        (date(2026, 10, 24), 6),
        (date(2026, 10, 25), 7),
        (date(2026, 10, 26), 7),
    ],
    ids=str,
)
def test_nine_is_nine_around_a_clock_change(day: date, utc_hour: int) -> None:
    assert at(day, time(9), KYIV) == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("friday_evening", "monday"),
    [
        (datetime(2026, 3, 27, 16, 0, tzinfo=UTC), datetime(2026, 3, 30, 6, 0, tzinfo=UTC)),
        (datetime(2026, 10, 23, 15, 0, tzinfo=UTC), datetime(2026, 10, 26, 7, 0, tzinfo=UTC)),
    ],
    ids=["spring", "autumn"],
)
def test_a_weekend_with_a_clock_change_ends_at_nine_on_monday(friday_evening: datetime, monday: datetime) -> None:
    assert next_allowed(friday_evening, REMINDER_HOURS, KYIV) == monday


def test_the_closing_hour_itself_is_outside() -> None:
    six = at(date(2026, 9, 16), time(18), KYIV)
    assert next_allowed(six - timedelta(seconds=1), REMINDER_HOURS, KYIV) == six - timedelta(seconds=1)
    assert next_allowed(six, REMINDER_HOURS, KYIV) == at(date(2026, 9, 17), time(9), KYIV)


@given(day=st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_last_working_day_is_the_day_itself_or_the_friday_before(day: date) -> None:
    found = last_working_day(day)
    assert is_working_day(found)
    assert found == day if is_working_day(day) else (found.weekday() == 4 and day - found <= timedelta(days=2))
