"""The clock ticks whatever happens, at once when woken, and ends without cutting a round short."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest

from scheduler.clock import Ticking, tick_interval


@dataclass
class Rounds:
    """A round that the test looks into: how often it ran, what it answers, and when it may end."""

    more: list[bool] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    begun: int = 0
    ended: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def __call__(self) -> bool:
        self.begun += 1
        await self.gate.wait()
        self.ended += 1
        if self.failures:
            raise self.failures.pop(0)
        return self.more.pop(0) if self.more else False


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 (the scheduler's own timing is what is looked at)
            await asyncio.sleep(0.005)


async def still(condition: Callable[[], bool], seconds: float = 0.15) -> bool:
    await asyncio.sleep(seconds)
    return condition()


@pytest.fixture
async def running() -> AsyncIterator[list[Ticking]]:
    tickings: list[Ticking] = []
    yield tickings
    for ticking in tickings:
        await ticking.stop()


def started(
    running: list[Ticking], rounds: Callable[[], Awaitable[bool]], interval: float = 60, alarm: float = 60
) -> Ticking:
    ticking = Ticking(rounds, interval, alarm)
    ticking.start()
    running.append(ticking)
    return ticking


async def test_the_first_tick_comes_at_once_and_catches_up_until_nothing_is_left(running: list[Ticking]) -> None:
    rounds = Rounds(more=[True, True, False])
    started(running, rounds)
    await until(lambda: rounds.ended == 3)
    assert await still(lambda: rounds.ended == 3)


async def test_it_ticks_again_and_again(running: list[Ticking]) -> None:
    rounds = Rounds()
    started(running, rounds, interval=0.05)
    await until(lambda: rounds.ended >= 4)


async def test_a_tick_that_fails_is_logged_and_the_next_one_goes_on(running: list[Ticking], log: io.StringIO) -> None:
    rounds = Rounds(failures=[ValueError("Шевченко 123456:ABC")])
    started(running, rounds, interval=0.05)
    await until(lambda: rounds.ended >= 2)
    assert "ERROR scheduler.clock tick-failed error=ValueError" in log.getvalue()
    assert "Шевченко" not in log.getvalue()


async def test_who_is_woken_ticks_at_once(running: list[Ticking]) -> None:
    rounds = Rounds()
    ticking = started(running, rounds)
    await until(lambda: rounds.ended == 1)
    ticking.wake()
    await until(lambda: rounds.ended == 2)
    assert await still(lambda: rounds.ended == 2)


async def test_who_is_woken_during_a_round_does_another_one(running: list[Ticking], log: io.StringIO) -> None:
    rounds = Rounds()
    rounds.gate.clear()
    ticking = started(running, rounds)
    await until(lambda: rounds.begun == 1)
    for _ in range(3):
        ticking.wake()
    rounds.gate.set()
    await until(lambda: rounds.ended == 2)
    assert await still(lambda: rounds.ended == 2)
    assert log.getvalue() == ""


async def test_rounds_never_overlap_and_skipped_ticks_are_no_news(running: list[Ticking], log: io.StringIO) -> None:
    rounds = Rounds()
    rounds.gate.clear()
    started(running, rounds, interval=0.02)
    await until(lambda: rounds.begun == 1)
    assert await still(lambda: rounds.begun == 1)
    assert log.getvalue() == ""
    rounds.gate.set()


async def test_stopping_waits_for_the_round_that_runs_and_begins_no_other() -> None:
    rounds = Rounds(more=[True] * 100)
    rounds.gate.clear()
    ticking = Ticking(rounds, 0.02)
    ticking.start()
    await until(lambda: rounds.begun == 1)
    stopping = asyncio.create_task(ticking.stop())
    assert await still(lambda: not stopping.done())
    rounds.gate.set()
    await stopping
    assert (rounds.begun, rounds.ended) == (1, 1)
    ticking.wake()
    assert await still(lambda: rounds.begun == 1)


async def test_stopping_before_the_start_or_twice_does_no_harm() -> None:
    ticking = Ticking(Rounds(), 60)
    await ticking.stop()
    other = Ticking(Rounds(), 60)
    other.start()
    await other.stop()
    await other.stop()


async def test_silence_is_told_to_the_log(running: list[Ticking], log: io.StringIO) -> None:
    rounds = Rounds()
    rounds.gate.clear()
    started(running, rounds, alarm=0.1)
    await until(lambda: "ERROR scheduler.clock clock-silent" in log.getvalue())
    rounds.gate.set()


async def test_a_clock_that_stopped_ticking_is_woken_by_its_own_watch(running: list[Ticking]) -> None:
    rounds = Rounds()
    started(running, rounds, interval=3600, alarm=0.1)
    await until(lambda: rounds.ended >= 3)


@pytest.mark.parametrize(("speed", "seconds"), [(1, 60), (60, 1), (600, 0.2), (0.5, 120)])
def test_a_tick_is_a_minute_of_the_program_but_never_a_flood(speed: float, seconds: float) -> None:
    assert tick_interval(speed) == seconds
