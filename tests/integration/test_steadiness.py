"""A clock that jumps is noticed: nobody is written to and nothing written off before it is clear what time it is."""

from __future__ import annotations

import asyncio
import io
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom

import pytest
from sqlalchemy import select, update

from bot.dialog.pages.notices import notices_reply
from db.files import files_beside
from db.tables import BranchRow, OutboxRow
from scheduler.pacing import Pace
from scheduler.post import Post
from scheduler.steadiness import HOLD_SECONDS, Steadiness, Trust, running_seconds, steady_tick
from tests.integration.builders import PlayedDoor, kyiv, outbox
from tests.integration.houses import DOOR, Scene

PACE = Pace(time.monotonic, asyncio.sleep, gap=0)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Machine:
    """A machine: seconds that only grow, and a clock that may be set."""

    clock: datetime
    passed: float = 0.0

    def now(self) -> datetime:
        return self.clock

    def seconds(self) -> float:
        return self.passed

    def lives(self, time: timedelta) -> None:
        self.clock += time
        self.passed += time.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine(kyiv(3, 10, 10))


def test_a_clock_that_goes_evenly_is_trusted_and_so_is_one_that_is_set_by_seconds(machine: Machine) -> None:
    steadiness = Steadiness(machine, machine.seconds)
    for step in (timedelta(minutes=1), timedelta(days=30)):
        machine.lives(step)
        machine.clock += timedelta(seconds=20)
        assert steadiness.look() is Trust.STEADY


@pytest.mark.parametrize("leap", [DAY, -HOUR, HOUR, -DAY, timedelta(days=365)])
def test_a_clock_that_jumps_and_jumps_back_is_believed_at_once(machine: Machine, leap: timedelta) -> None:
    steadiness = Steadiness(machine, machine.seconds)
    machine.clock += leap
    for _ in range(30):
        machine.lives(timedelta(minutes=1))
        assert steadiness.look() is Trust.HELD
    machine.clock -= leap
    assert steadiness.look() is Trust.SETTLED
    steadiness.believe()
    assert steadiness.look() is Trust.STEADY


def test_a_clock_that_stays_where_it_jumped_is_believed_after_an_hour(machine: Machine, log: io.StringIO) -> None:
    steadiness = Steadiness(machine, machine.seconds)
    machine.clock += DAY
    assert steadiness.look() is Trust.HELD
    machine.lives(timedelta(seconds=HOLD_SECONDS - 1))
    assert steadiness.look() is Trust.HELD
    machine.lives(timedelta(seconds=1))
    assert steadiness.look() is Trust.SETTLED
    steadiness.believe()
    assert "WARNING scheduler.steadiness clock-jumped seconds=86400" in log.getvalue()
    assert "WARNING scheduler.steadiness clock-believed off=86400" in log.getvalue()


def test_the_machines_seconds_only_grow() -> None:
    assert 0 < running_seconds() <= running_seconds()


async def test_while_the_clock_is_a_day_ahead_nothing_leaves_early_and_nothing_is_written_off(scene: Scene) -> None:
    # The winter's reminder is due on 17 March, two weeks before its last day.
    machine = Machine(kyiv(3, 16, 10))
    door = PlayedDoor()
    post = Post(
        scene.store,
        machine,
        {DOOR: door},
        notices_reply,
        SystemRandom(),
        Pace(machine.seconds, asyncio.sleep, 0),
        files_beside(scene.store.url),
    )
    steadiness = Steadiness(machine, machine.seconds)
    while await steady_tick(post, steadiness):
        pass
    before = [(row.key, row.state) for row in await outbox(scene.store)]
    machine.clock += DAY
    assert not await steady_tick(post, steadiness)
    assert [(row.key, row.state) for row in await outbox(scene.store)] == before
    machine.clock -= DAY
    machine.lives(timedelta(minutes=1))
    while await steady_tick(post, steadiness):
        pass
    assert [(row.key, row.state) for row in await outbox(scene.store)] == before
    machine.lives(DAY)
    while await steady_tick(post, steadiness):
        pass
    assert {row.kind for row in await outbox(scene.store)} >= {"deadline"}


async def test_what_was_changed_by_a_clock_too_far_ahead_is_looked_at_when_it_is_right_again(scene: Scene) -> None:
    machine = Machine(kyiv(3, 16, 10))
    post = Post(scene.store, machine, {}, notices_reply, SystemRandom(), PACE, files_beside(scene.store.url))
    steadiness = Steadiness(machine, machine.seconds)
    machine.clock += DAY
    await steady_tick(post, steadiness)
    async with scene.store.writing() as session:
        await session.execute(update(BranchRow).values(look_at=machine.now()))
    machine.clock -= DAY
    while await steady_tick(post, steadiness):
        pass
    async with scene.store.reading() as session:
        moments = {each for each in await session.scalars(select(BranchRow.look_at)) if each is not None}
        kinds = set(await session.scalars(select(OutboxRow.kind)))
    assert moments
    assert kinds
    assert machine.now() + DAY not in moments
