"""The messengers' limits are kept: one second between two messages to a person, 30 within any second in all."""

import asyncio
from dataclasses import dataclass, field
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.pacing import LONGEST_FLIGHT, LONGEST_WAIT, PERSON_GAP, Pace


@dataclass
class World:
    """Seconds that pass only by sleeping; sleepers wake in the order of their moments."""

    now: float = 100.0
    sleepers: list[tuple[float, asyncio.Event]] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        awake = asyncio.Event()
        self.sleepers.append((self.now + seconds, awake))
        await awake.wait()

    async def run(self, tasks: "list[asyncio.Task[None]]") -> None:
        while not all(task.done() for task in tasks):
            for _ in range(20):
                await asyncio.sleep(0)
            if self.sleepers:
                self.sleepers.sort(key=lambda each: each[0])
                moment, awake = self.sleepers.pop(0)
                self.now = max(self.now, moment)
                awake.set()


async def moments(messages: list[tuple[str, str]], gap: float = PERSON_GAP) -> list[tuple[str, str, float]]:
    """When each message leaves if all of them are ready at once."""
    world = World()
    pace = Pace(world, world.sleep, gap)
    left: list[tuple[str, str, float]] = []

    async def send(door: str, account: str) -> None:
        flight = await pace.wait(door, account)
        left.append((door, account, world.now))
        pace.landed(flight)

    await world.run([asyncio.create_task(send(*message)) for message in messages])
    return left


MESSAGES = st.lists(st.tuples(st.sampled_from(["telegram", "viber"]), st.sampled_from("abcdefgh")), max_size=60)


@given(MESSAGES)
def test_nobody_gets_two_messages_within_a_second(messages: list[tuple[str, str]]) -> None:
    left = asyncio.run(moments(messages))
    assert len(left) == len(messages)
    for key in {each[:2] for each in left}:
        times = sorted(moment for door, account, moment in left if (door, account) == key)
        assert all(later - earlier > 1 - 1e-9 for earlier, later in pairwise(times))


async def test_a_door_lets_out_thirty_a_second_and_no_more() -> None:
    left = sorted(moment for _, _, moment in await moments([("telegram", str(n)) for n in range(301)]))
    assert all(later - earlier >= 1 for earlier, later in zip(left, left[30:], strict=False))
    assert left[-1] - left[0] < 10.03


@given(st.lists(st.floats(0, LONGEST_FLIGHT), min_size=61, max_size=120), st.data())
def test_the_messenger_never_sees_more_than_thirty_in_a_second(ways: list[float], data: st.DataObject) -> None:
    """Each message arrives somewhere between its leaving and the answer, which takes its time."""

    async def arrivals() -> list[float]:
        world = World()
        pace = Pace(world, world.sleep)
        arrived: list[float] = []

        async def send(number: int, way: float) -> None:
            flight = await pace.wait("telegram", str(number))
            arrived.append(world.now + data.draw(st.floats(0, way)))
            await world.sleep(way)
            pace.landed(flight)

        await world.run([asyncio.create_task(send(*each)) for each in enumerate(ways)])
        return sorted(arrived)

    arrived = asyncio.run(arrivals())
    assert all(later - earlier > 1 for earlier, later in zip(arrived, arrived[30:], strict=False))


async def test_what_a_pause_has_cost_is_caught_up_with() -> None:
    world = World()

    async def sleep(seconds: float) -> None:
        world.now += seconds

    pace = Pace(world, sleep)
    for number in range(300):
        pace.landed(await pace.wait("telegram", str(number)))
        world.now += 0.2 if number % 20 == 19 else 0  # a pause after each batch
    assert world.now - 100 < 300 / 30 / 0.97


async def test_doors_do_not_wait_for_each_other() -> None:
    left = await moments([(f"door {n}", "a") for n in range(50)])
    assert {moment for _, _, moment in left} == {100.0}


async def test_a_person_who_has_to_wait_does_not_hold_up_the_others() -> None:
    left = await moments([("telegram", "a"), ("telegram", "a"), ("telegram", "b")])
    assert [account for _, account, _ in left] == ["a", "b", "a"]


async def test_where_no_gap_is_asked_for_one_person_waits_no_longer_than_others() -> None:
    left = await moments([("web", "a")] * 30, gap=0)
    assert left[-1][2] - left[0][2] < 1


async def test_accounts_that_are_free_again_are_forgotten() -> None:
    world = World()

    async def sleep(seconds: float) -> None:
        world.now += seconds

    pace = Pace(world, sleep)
    for number in range(5000):
        pace.landed(await pace.wait("telegram", str(number)))
    assert len(pace._account_free) <= 1001


async def left_after_a_hold(seconds: float) -> tuple[list[float], Pace]:
    """When twenty messages of one door leave of which the first meets a hold, and one of another door."""
    world = World()
    pace = Pace(world, world.sleep)
    left: list[float] = []

    async def send(door: str, account: str) -> None:
        flight = await pace.wait(door, account)
        left.append(world.now)
        pace.landed(flight)
        if len(left) == 1:
            pace.hold("telegram", seconds)

    messages = [("telegram", str(number)) for number in range(20)]
    await world.run([asyncio.create_task(send(*message)) for message in [*messages, ("viber", "a")]])
    return left, pace


async def test_a_short_hold_is_waited_out_by_everybody_and_the_pace_kept_after_it() -> None:
    (first, other_door, *others), pace = await left_after_a_hold(5.0)
    assert (first, other_door) == (100.0, 100.0)
    assert len(others) == 19
    assert min(others) >= 105.0
    assert all(later - earlier > 1 / 30 - 1e-6 for earlier, later in pairwise(others))
    assert pace.held("telegram") == 0


async def test_a_long_hold_keeps_nobody_waiting_and_is_told() -> None:
    left, pace = await left_after_a_hold(LONGEST_WAIT + 590)
    assert max(left) < 101
    assert pace.held("telegram") > LONGEST_WAIT
    assert pace.held("viber") == 0


async def test_a_hold_is_never_shortened() -> None:
    world = World()
    pace = Pace(world, world.sleep)
    pace.hold("telegram", 60)
    pace.hold("telegram", 1)
    assert pace.held("telegram") == 60
