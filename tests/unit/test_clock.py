"""The clocks: the machine's, the rehearsal's and the demo's."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import MovableClock, RehearsalClock, SystemClock, clock_from
from bot.errors import PlanovykError
from bot.settings import Settings

MARCH = datetime(2026, 3, 16, 7, 0, tzinfo=UTC)


@dataclass
class Seconds:
    """The world's seconds, which pass when the test says so."""

    passed: float = 1000.0

    def __call__(self) -> float:
        return self.passed


def test_the_machines_clock_tells_the_present_in_utc() -> None:
    before = datetime.now(UTC)
    now = SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


@given(speed=st.floats(0.01, 10_000), seconds=st.floats(0, 100_000))
def test_a_rehearsal_begins_at_its_start_and_runs_at_its_speed(speed: float, seconds: float) -> None:
    world = Seconds()
    clock = RehearsalClock(MARCH, speed, world)
    assert clock.now() == MARCH
    world.passed += seconds
    assert abs(clock.now() - MARCH - timedelta(seconds=seconds * speed)) < timedelta(milliseconds=1)


def test_a_start_in_local_time_is_told_in_utc() -> None:
    kyiv = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Europe/Kyiv"))
    for clock in (RehearsalClock(kyiv, 1, Seconds()), MovableClock(kyiv, Seconds())):
        assert clock.now() == MARCH
        assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("speed", [0, -1])
def test_time_does_not_stand_still_or_run_back(speed: float) -> None:
    with pytest.raises(ValueError, match="above 0"):
        RehearsalClock(MARCH, speed)


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = MARCH.replace(tzinfo=None)
    with pytest.raises(ValueError, match="aware"):
        RehearsalClock(naive)
    with pytest.raises(ValueError, match="aware"):
        MovableClock(naive)
    with pytest.raises(ValueError, match="aware"):
        MovableClock(MARCH).move_to(naive)


def test_the_demos_clock_runs_on_from_where_it_was_put() -> None:
    world = Seconds()
    clock = MovableClock(MARCH, world)
    world.passed += 90
    assert clock.now() == MARCH + timedelta(seconds=90)
    april = MARCH + timedelta(days=20)
    clock.move_to(april)
    assert clock.now() == april
    world.passed += 5
    assert clock.now() == april + timedelta(seconds=5)


def test_the_demos_clock_refuses_to_go_back() -> None:
    world = Seconds()
    clock = MovableClock(MARCH, world)
    world.passed += 1
    with pytest.raises(PlanovykError) as refusal:
        clock.move_to(MARCH)
    assert refusal.value.key == "error.clock-backwards"
    assert clock.now() == MARCH + timedelta(seconds=1)


def test_the_settings_choose_the_clock() -> None:
    assert isinstance(clock_from(Settings()), SystemClock)
    started = clock_from(Settings(clock_start=MARCH)).now()
    assert MARCH <= started < MARCH + timedelta(minutes=1)
    hurried = clock_from(Settings(clock_speed=600))
    assert isinstance(hurried, RehearsalClock)
    assert abs(hurried.now() - datetime.now(UTC)) < timedelta(hours=10)
