"""Years lived through at random keep every promise, are the same again by their number, and tell planted faults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from bot.dialog.door import Door
from bot.dialog.model import Reply
from bot.simulation.account import Promise
from bot.simulation.program import Parts, simulated_round
from bot.simulation.years import live_through
from db import schema
from db.tables import OutboxRow
from scheduler.delivery import deliver
from scheduler.owing import look
from scheduler.post import Post
from scheduler.steadiness import Steadiness
from scheduler.tick import tick

YEARS = range(1, 4)
FAULTY = 3
"""A year in which the clock jumps."""


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("simulation") / "empty.db"
    schema.upgrade(f"sqlite+aiosqlite:///{path}")
    return path


def test_in_some_years_every_notice_is_accounted_for_and_no_promise_is_broken(nothing: Path) -> None:
    accounts = live_through(YEARS, nothing)
    assert [each.breaches for each in accounts] == [[]] * len(YEARS)
    assert all(each.owed > 20 for each in accounts)
    [again] = live_through(YEARS[1:2], nothing)
    assert again.fates == accounts[1].fates


@dataclass
class SendsTwice:
    """A door that sends everything once more, and says nothing of it."""

    name: str
    door: Door

    async def send(self, account: str, reply: Reply, language: str) -> str | None:
        await self.door.send(account, reply, language)
        return await self.door.send(account, reply, language)


def twice(door: Door) -> Door:
    return SendsTwice(door.name, door)


async def in_another_zone(post: Post, steadiness: Steadiness) -> bool:
    post.store.zone = ZoneInfo("Asia/Tokyo")
    return await simulated_round(post, steadiness)


async def by_any_clock(post: Post, _steadiness: Steadiness) -> bool:
    return await tick(post)


async def without_a_trace(post: Post, steadiness: Steadiness) -> bool:
    more = await simulated_round(post, steadiness)
    async with post.store.writing() as session:
        await session.execute(delete(OutboxRow).where(OutboxRow.state == "sent", OutboxRow.kind == "deadline"))
    return more


async def giving_everything_up(post: Post, _steadiness: Steadiness) -> bool:
    await look(post.store, post.clock)
    async with post.store.writing() as session:
        waiting = update(OutboxRow).where(OutboxRow.state == "pending", OutboxRow.kind == "deadline")
        await session.execute(waiting.values(state="cancelled", outcome="done"))
    return await deliver(post)


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        pytest.param(Parts(door=twice), Promise.DUPLICATE, id="a door that sends twice"),
        pytest.param(Parts(round_=in_another_zone), Promise.NIGHT, id="hours of another zone"),
        pytest.param(Parts(round_=by_any_clock), Promise.FAULT, id="a clock that nobody watches"),
        pytest.param(Parts(round_=without_a_trace), Promise.LOST, id="rows that go"),
        pytest.param(Parts(round_=giving_everything_up), Promise.LOST, id="reminders dropped without cause"),
    ],
)
def test_a_planted_fault_is_seen(nothing: Path, parts: Parts, seen: Promise) -> None:
    [account] = live_through([FAULTY], nothing, parts)
    assert seen in {each.promise for each in account.breaches}
    assert account.story
