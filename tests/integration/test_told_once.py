"""Whatever becomes of a person's ways around a deadline: each reminder is told once, to them or for them."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from bot.dialog.actions import SpeakFor
from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address, Reply
from bot.domain.notices import Kind
from bot.domain.plan import Role
from bot.usecases.joining import come_back, invite, join, leave
from bot.usecases.speaking import speak_for
from db.outbox import DeliveryState
from db.tables import Base, IdentityRow, OutboxRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, add_activity, add_member, kyiv, party_of
from tests.integration.houses import DOOR, Scene, a_scene, move_into, quick_store, update_key
from tests.integration.test_delivery import SEPTEMBER, post_of

NAME = "Барвінок Інна"
THEIRS = Address(DOOR, "їхній")
FIRST, DAYS = kyiv(9, 15, 0), 30
MORNINGS = frozenset(24 * day + hour for day in range(DAYS) for hour in (9, 10))
EVENTS = ("speak", "stop", "join", "leave", "back", "block", "unblock")
STEPS = st.lists(st.tuples(st.integers(0, 24 * (DAYS - 8)), st.sampled_from(EVENTS)), max_size=12)


@dataclass
class Blocking(PlayedDoor):
    """A door at which people block the bot, of which it learns when it writes to them."""

    blocked: set[str] = field(default_factory=set)

    async def send(self, account: str, reply: Reply, language: str) -> None:
        if account in self.blocked:
            raise DeliveryError(Failure.UNREACHABLE)
        await super().send(account, reply, language)


@dataclass
class Walk:
    """A month in which somebody comes, goes, blocks the bot and is spoken for."""

    scene: Scene
    person: int
    occurrence: int
    door: Blocking = field(default_factory=Blocking)

    async def live(self, steps: Sequence[tuple[int, str]]) -> None:
        happening: dict[int, list[str]] = {}
        for hour, event in steps:
            happening.setdefault(hour, []).append(event)
        post = post_of(self.scene.store, self.scene.clock, [self.door])
        for hour in sorted({*happening, *MORNINGS}):
            self.scene.clock.moment = FIRST + timedelta(hours=hour)
            for event in happening.get(hour, ()):
                await self.happens(event)
            await catch_up(post)

    async def happens(self, event: str) -> None:
        """Let one of EVENTS happen."""
        house = self.scene.house
        match event:
            case "speak" | "stop":
                wanted = SpeakFor(self.person, 0, int(event == "speak"))
                await speak_for(house, await self.scene.caller("secretary"), wanted, update_key())
            case "join":
                if await house.store.caller(THEIRS) is None:
                    await join(house, THEIRS, await invite(house, self.scene.name, NAME, Role.MEMBER))
            case "leave":
                await leave(house, THEIRS)
            case "back":
                self.door.blocked.discard(THEIRS.account)
                await come_back(house, THEIRS)
            case "block":
                self.door.blocked.add(THEIRS.account)
            case _:
                self.door.blocked.discard(THEIRS.account)

    async def told(self) -> Counter[tuple[str, str, bool]]:
        """How often each reminder went out: which, to whom, and whether as the person's own obligation."""
        async with self.scene.store.reading() as session:
            query = select(OutboxRow, IdentityRow.account).join(IdentityRow, IdentityRow.id == OutboxRow.identity_id)
            about = (OutboxRow.kind.in_([Kind.DEADLINE, Kind.OVERDUE]), OutboxRow.subject == self.occurrence)
            rows = await session.execute(query.where(OutboxRow.state == DeliveryState.SENT, *about))
            return Counter((row.due.date().isoformat(), account, row.member_id == self.person) for row, account in rows)

    async def heard(self) -> dict[str, int]:
        """How many messages about the occurrence each account has got."""
        keys = {"notice.deadline", "notice.deadline-today", "notice.overdue"}
        found: Counter[str] = Counter()
        for account, reply, _ in self.door.sent:
            spoken = [line.text for line in reply.lines]
            own = sum(each.key in keys and "Тиха" in str(each.args.get("what")) for each in spoken)
            passed_on = sum("Тиха" in str(each.args.get("words")) for each in spoken if not each.key)
            found[account] += own + passed_on
        return dict(found)


@pytest.fixture(scope="session")
def september(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scene, int, int]:
    """A branch where somebody who has not joined answers alone for September's party, made once."""
    path = tmp_path_factory.mktemp("september") / "planovyk.db"

    async def make() -> tuple[Scene, int, int]:
        store = quick_store(path)
        async with store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        scene = await a_scene(store)
        person = await add_member(store, scene.branch, NAME)
        party = await party_of(store, scene.branch, person)
        written = await add_activity(store, scene.plan, "Тиха вечірка", SEPTEMBER, [party])
        await store.close()
        return scene, person, written.occurrence_ids[0]

    return (path, *asyncio.run(make()))


async def lived(september: tuple[Path, Scene, int, int], path: Path, steps: Sequence[tuple[int, str]]) -> Walk:
    original, made, person, occurrence = september
    shutil.copy(original, path)
    store = quick_store(path)
    walk = Walk(move_into(made, store), person, occurrence)
    await walk.live(steps)
    return walk


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_each_reminder_is_told_once_to_them_or_for_them(
    september: tuple[Path, Scene, int, int], tmp_path: Path, steps: list[tuple[int, str]]
) -> None:
    async def check() -> None:
        walk = await lived(september, tmp_path / "planovyk.db", steps)
        told, heard = await walk.told(), await walk.heard()
        await walk.scene.store.close()
        days = {day for day, _, _ in told}
        assert len(days) == 3, "none of the three reminders is lost"
        for day in days:
            theirs = sum(count for (when, _, own), count in told.items() if when == day and own)
            secretary = walk.scene.address("secretary").account
            hers = sum(count for (when, account, _), count in told.items() if (when, account) == (day, secretary))
            assert theirs <= 1, "the obligation is told once, to them or for them"
            assert hers <= 1, "nobody hears twice of one reminder"
        assert sum(heard.values()) == sum(told.values()), "what is written down as sent is what went out"

    asyncio.run(check())


@pytest.mark.parametrize(
    ("steps", "whose"),
    [
        ([], [False] * 3),
        ([(0, "speak")], [True] * 3),
        ([(0, "speak"), (60, "stop")], [True, False, False]),
        ([(60, "speak")], [False, True, True]),
        ([(0, "speak"), (60, "join")], [True] * 3),
        ([(0, "join"), (60, "leave"), (80, "speak")], [True] * 3),
        ([(0, "join"), (1, "block"), (80, "speak"), (12 * 24, "back")], [False, True, True]),
    ],
    ids=["never", "spoken-for", "no-more", "later", "joins", "unsubscribes", "blocks"],
)
async def test_who_is_told_of_each(
    september: tuple[Path, Scene, int, int], tmp_path: Path, steps: list[tuple[int, str]], whose: list[bool]
) -> None:
    walk = await lived(september, tmp_path / "planovyk.db", steps)
    told = await walk.told()
    await walk.scene.store.close()
    assert [own for _, _, own in sorted(told)] == whose
