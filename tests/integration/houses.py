"""A whole branch in a store: its people, its plan, and what is needed to act for them."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import Engine, event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.dialog.model import Address
from bot.documents.apart import Examined, FileRead, what_was_read, what_was_seen
from bot.documents.evidence_worker import look
from bot.documents.worker import read_either
from bot.domain.flood import Limit
from bot.domain.plan import Role, Snapshot, State
from bot.domain.windows import Mode, Window
from bot.usecases.house import House
from db.caller import Caller
from db.files import files_beside
from db.postgresql import WRITER
from db.sqlite import database_path
from db.store import Store, open_store
from db.tables import AuditRow, MemberRow, OccurrenceRow
from handlers.flood import Limits
from tests.integration.builders import (
    KYIV,
    SetClock,
    Written,
    add_activity,
    add_branch,
    add_meeting,
    add_member,
    add_plan,
    kyiv,
    party_of,
)

NOW = kyiv(2, 10, 10)
WINTER = Window(date(2026, 1, 1), date(2026, 3, 31))
WHOLE_YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
ROLES = {
    "responsible": Role.MEMBER,
    "other": Role.MEMBER,
    "head": Role.HEAD,
    "presidium": Role.PRESIDIUM,
    "secretary": Role.SECRETARY,
}
NAMES = {
    "responsible": "Тополя Сергій",
    "other": "Лелека Марта",
    "head": "Дем'яненко Ольга",
    "presidium": "Соловейко Марко",
    "secretary": "Криничко Тетяна",
}
DOOR = "telegram"
UNHURRIED = Limits(*[Limit(1_000_000, timedelta(minutes=1))] * 4)
"""For tests whose people do very much in a moment that stands still."""
_updates, _tokens = count(1), count(1)


def update_key() -> str:
    """A key that no other update has."""
    return f"update-{next(_updates)}"


@dataclass
class Bells:
    """Counts how often delivery was asked to look."""

    rung: int = 0

    def ring(self) -> None:
        self.rung += 1


def token() -> str:
    """A start token of the right shape that nobody else has."""
    return f"{next(_tokens):022d}"


@dataclass
class Scene:
    """A branch with five people, one activity for the winter, one for the whole year, and four meetings."""

    store: Store
    house: House
    clock: SetClock
    bells: Bells
    name: str
    branch: int
    plan: int
    people: dict[str, int]
    winter: Written
    all_year: Written
    meetings: list[int]

    def address(self, who: str) -> Address:
        return Address(DOOR, f"{self.name}/{who}")

    async def caller(self, who: str) -> Caller:
        found = await self.store.caller(self.address(who))
        assert found is not None
        return found

    async def snapshot(self) -> Snapshot:
        caller = await self.caller("head")
        found = await self.store.snapshot(self.branch, caller.revision, self.house.today())
        assert found is not None
        return found

    @property
    def occurrence(self) -> int:
        return self.winter.occurrence_ids[0]

    async def row(self, occurrence: int | None = None) -> OccurrenceRow:
        async with self.store.reading() as session:
            return await session.get_one(OccurrenceRow, occurrence or self.occurrence)

    async def state(self) -> tuple[State, int]:
        row = await self.row()
        return State(row.state), row.revision

    async def trail(self) -> list[tuple[str, int | None, str]]:
        async with self.store.reading() as session:
            rows = await session.scalars(
                select(AuditRow).where(AuditRow.branch_id == self.branch).order_by(AuditRow.id)
            )
            return [(row.verb, row.member_id, row.subject) for row in rows]

    async def give_role(self, who: str, role: Role) -> None:
        async with self.store.writing() as session:
            (await session.get_one(MemberRow, self.people[who])).role = role.value

    async def awaits(self, who: str) -> str | None:
        return (await self.caller(who)).awaiting


def a_house(store: Store, moment: datetime = NOW) -> tuple[House, SetClock, Bells]:
    """Return what use cases work with, at a moment of the test's own."""
    clock, bells = SetClock(moment), Bells()
    return House(store, clock, token, bells.ring, read_beside, look_beside, files_beside(store.url)), clock, bells


async def read_beside(data: bytes, this_year: int) -> FileRead:
    """Read a file in a thread: a process for each, as the program has it, takes these tests too long."""
    return what_was_read(await asyncio.to_thread(read_either, data, this_year))


async def look_beside(data: bytes) -> Examined:
    """Look at what goes with a report in a thread, for the same reason."""
    return what_was_seen(await asyncio.to_thread(look, data), data)


def quick_store(path: Path) -> Store:
    """Open a store that does not wait for the disk: no power fails in these tests."""
    opened = open_store(f"sqlite+aiosqlite:///{path}", KYIV)

    def hurry(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    for engine in engines_of(opened):
        event.listen(engine, "connect", hurry)
    return opened


def engines_of(store: Store) -> tuple[Engine, ...]:
    """The engines behind a store: the one of its sessions, and the one of its reader."""
    return store.engine.sync_engine, store._reader


def is_on_postgresql(store: Store) -> bool:
    """Tell which kind of database a store is in."""
    return store.engine.dialect.name == "postgresql"


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Hold the database as another program would while it writes."""
    if is_on_postgresql(store):
        address = store.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", (WRITER,))
            yield
    else:
        with closing(sqlite3.connect(database_path(str(store.engine.url)))) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield


async def refuse_new(store: Store, table: str) -> None:
    """Have the database refuse every new row of a table, as a fault in the middle of a use case."""
    refused = f"CREATE TRIGGER no_more BEFORE INSERT ON {table}"
    async with store.writing() as session:
        connection = await session.connection()
        if is_on_postgresql(store):
            body = "BEGIN RAISE EXCEPTION 'no'; END"
            made = f"CREATE FUNCTION no_more() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"
            await connection.exec_driver_sql(made)
            await connection.exec_driver_sql(f"{refused} EXECUTE FUNCTION no_more()")
        else:
            await connection.exec_driver_sql(f"{refused} BEGIN SELECT RAISE(ABORT, 'no'); END")


async def be_impatient(store: Store) -> None:
    """Have the store give up at once where the database is held by others, and not after seconds."""
    hurried = "SET lock_timeout=20" if is_on_postgresql(store) else "PRAGMA busy_timeout=20"

    def hurry(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(hurried)
        cursor.close()
        connection.commit()

    for engine in engines_of(store):
        event.listen(engine, "connect", hurry)
        engine.dispose()


def move_into(made: Scene, store: Store) -> Scene:
    """Return the same branch in a copy of its store."""
    house, clock, bells = a_house(store)
    return replace(made, store=store, house=house, clock=clock, bells=bells, people=dict(made.people))


async def a_scene(store: Store, name: str = "Калинівське відділення", moment: datetime = NOW) -> Scene:
    """Set a branch up with its people joined and its plan published."""
    house, clock, bells = a_house(store, moment)
    branch = await add_branch(store, name)
    plan = await add_plan(store, branch)
    people = {
        who: await add_member(store, branch, f"{NAMES[who]}", role, [(DOOR, f"{name}/{who}")])
        for who, role in ROLES.items()
    }
    responsible = await party_of(store, branch, people["responsible"])
    winter = await add_activity(store, plan, f"Тренери: {name}", WINTER, [responsible])
    all_year = await add_activity(store, plan, f"Поради: {name}", WHOLE_YEAR, [responsible], Mode.CONTINUOUS)
    meetings = [await add_meeting(store, plan, quarter) for quarter in (1, 2, 3, 4)]
    return Scene(store, house, clock, bells, name, branch, plan, people, winter, all_year, meetings)
