"""A branch in which something is owed every day: six people in two messengers, each with work of their own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.app import opened_store
from bot.domain.plan import Role
from bot.domain.windows import Window
from bot.settings import load_settings
from db.store import Store
from db.tables import ActivityRow
from tests.integration.builders import add_activity, add_branch, add_member, add_plan, party_of


@dataclass(frozen=True, slots=True)
class Somebody:
    """A member with one account."""

    name: str
    role: Role
    door: str
    account: str


JUDGES = (
    Somebody("Демяненко О.В.", Role.HEAD, "telegram", "5000001"),
    Somebody("Соловейко М.П.", Role.PRESIDIUM, "viber", "viber-account-1=="),
)
WORKERS = (
    Somebody("Барвінок І.", Role.MEMBER, "telegram", "5000002"),
    Somebody("Волошка Л.", Role.MEMBER, "viber", "viber-account-2=="),
    Somebody("Мальва К.", Role.MEMBER, "telegram", "5000003"),
    Somebody("Чорнобривець П.", Role.MEMBER, "viber", "viber-account-3=="),
)
EVERYBODY = (*JUDGES, *WORKERS)
FIRST_DAY = date(2026, 9, 1)
"""A Tuesday: the first reminders are owed then."""
ACTIVITIES = 80
NOTICE = timedelta(days=14)
"""How long before its last day an activity is reminded of first."""


def make_house(database: Path) -> None:
    """Make the database: activity 1.N ends two weeks and N/2 days after the first day, one worker leads it alone."""
    settings = load_settings(None, database_url=f"sqlite:///{database}")

    async def make() -> None:
        async with opened_store(settings) as store:
            await _fill(store)

    asyncio.run(make())


async def _fill(store: Store) -> None:
    branch = await add_branch(store)
    plan = await add_plan(store, branch)
    ids = [await add_member(store, branch, each.name, each.role, [(each.door, each.account)]) for each in EVERYBODY]
    parties = [await party_of(store, branch, member) for member in ids[len(JUDGES) :]]
    for number in range(ACTIVITIES):
        last = FIRST_DAY + NOTICE + timedelta(days=number // 2)
        window = Window(last - timedelta(days=30), last)
        written = await add_activity(store, plan, f"Справа {number}", window, [parties[number % len(parties)]])
        async with store.writing() as session:
            (await session.get_one(ActivityRow, written.activity_id)).number = f"1.{number}"
