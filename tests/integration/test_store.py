"""The database is the only truth: what is kept in memory never outlives it, and nothing written is lost."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError, StatementError

from bot.dialog.model import Address
from bot.domain.plan import Role, State
from bot.errors import StoreUnavailableError
from db.branches import changed
from db.freshness import COARSE_NS, Stamp, stamp_of
from db.inserts import insert_once
from db.sqlite import BUSY_MS, database_path
from db.store import Store, open_store
from db.tables import BranchRow, DutyRow, IdentityRow, InboxRow, MemberRow
from tests.integration.builders import KYIV, kyiv, set_state
from tests.integration.houses import NOW, Scene, be_impatient, engines_of, quick_store

TODAY = date(2026, 2, 10)


def file_of(store: Store) -> Path:
    return database_path(str(store.engine.url))


def write_elsewhere(store: Store, sql: str, *values: object) -> None:
    """Write as another program would: by a connection that our store knows nothing of."""
    with closing(sqlite3.connect(file_of(store))) as connection, connection:
        connection.execute(sql, values)


async def role_of(scene: Scene, who: str = "other") -> Role:
    return (await scene.caller(who)).role


# --- what another process writes


@pytest.mark.sqlite
async def test_what_another_process_writes_is_seen_at_once(scene: Scene) -> None:
    assert await role_of(scene) is Role.MEMBER
    code = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
    sql = f"UPDATE member SET role = 'head' WHERE id = {scene.people['other']}"  # noqa: S608 - our own number
    done = await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code, str(file_of(scene.store)), sql])
    assert done.returncode == 0
    assert await role_of(scene) is Role.HEAD


@pytest.mark.sqlite
async def test_not_even_the_quickest_of_writes_is_missed(scene: Scene) -> None:
    for turn in range(60):
        wanted = (Role.PRESIDIUM, Role.MEMBER)[turn % 2]
        write_elsewhere(scene.store, "UPDATE member SET role = ? WHERE id = ?", wanted, scene.people["other"])
        assert await role_of(scene) is wanted, turn
        if turn % 20 == 19:
            await asyncio.sleep(0.06)  # so that a stamp can grow old enough to be believed


@pytest.mark.sqlite
async def test_a_stranger_who_is_let_in_elsewhere_is_a_stranger_no_more(scene: Scene) -> None:
    newcomer = Address("viber", "new=")
    assert await scene.store.caller(newcomer) is None
    write_elsewhere(
        scene.store,
        "INSERT INTO identity (member_id, door, account, language, used_at, silence)"
        " VALUES (?, 'viber', 'new=', 'uk', ?, '')",
        scene.people["other"],
        "2026-02-10 08:00:00.000000",
    )
    found = await scene.store.caller(newcomer)
    assert found is not None
    assert found.member_id == scene.people["other"]


@pytest.mark.sqlite
async def test_the_plan_changed_by_another_store_is_shown_as_it_is_now(scene: Scene) -> None:
    other = quick_store(file_of(scene.store))
    assert (await scene.snapshot()).occurrence_of[scene.occurrence].state is State.PLANNED
    await set_state(other, scene.occurrence, State.CONFIRMED, NOW)
    await other.close()
    assert (await scene.snapshot()).occurrence_of[scene.occurrence].state is State.CONFIRMED


@pytest.mark.sqlite
async def test_what_has_not_changed_is_not_read_again(scene: Scene) -> None:
    reads: list[object] = []
    for engine in engines_of(scene.store):
        event.listen(engine, "before_cursor_execute", lambda *seen: reads.append(seen[2]))
    await asyncio.sleep(2 * COARSE_NS / 1e9)
    first, plan = await scene.caller("head"), await scene.snapshot()
    reads.clear()
    assert await scene.caller("head") == first
    assert await scene.snapshot() is plan
    assert reads == []


# --- freshness


SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("earlier", "now", "proven"),
    [
        (Stamp(10 * SECOND, 4096, 11 * SECOND), Stamp(10 * SECOND, 4096, 12 * SECOND), True),
        (Stamp(10 * SECOND, 4096, 11 * SECOND), Stamp(11 * SECOND, 4096, 12 * SECOND), False),
        (Stamp(10 * SECOND, 4096, 11 * SECOND), Stamp(10 * SECOND, 8192, 12 * SECOND), False),
        (Stamp(10 * SECOND, 4096, 10 * SECOND + COARSE_NS), Stamp(10 * SECOND, 4096, 12 * SECOND), False),
        (Stamp(10 * SECOND, 4096, 10 * SECOND + COARSE_NS + 1), Stamp(10 * SECOND, 4096, 12 * SECOND), True),
        (Stamp(20 * SECOND, 4096, 11 * SECOND), Stamp(20 * SECOND, 4096, 12 * SECOND), False),  # a clock put back
        (Stamp(10 * SECOND, 4096, 11 * SECOND), Stamp(9 * SECOND, 4096, 12 * SECOND), False),  # a file put back
    ],
)
def test_a_stamp_proves_only_what_it_can(earlier: Stamp, now: Stamp, proven: bool) -> None:
    assert now.proves_unchanged_since(earlier) is proven


def test_a_stamp_sees_the_file_and_its_write_ahead_log(tmp_path: Path) -> None:
    path, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    assert (stamp_of(str(path)).written, stamp_of(str(path)).size) == (0, 0)
    path.write_bytes(b"1234")
    alone = stamp_of(str(path))
    assert (alone.written, alone.size) == (path.stat().st_mtime_ns, 4)
    time.sleep(0.02)
    log.write_bytes(b"56")
    both = stamp_of(str(path))
    assert (both.written, both.size) == (log.stat().st_mtime_ns, 6)
    assert not both.proves_unchanged_since(alone)


def test_every_commit_changes_the_stamp_whatever_the_journal(tmp_path: Path) -> None:
    for mode in ("TRUNCATE", "DELETE", "WAL"):
        path = tmp_path / f"{mode}.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode={mode}")
            connection.execute("CREATE TABLE t (x)")
            connection.commit()
            for turn in range(5):
                before = stamp_of(str(path))
                time.sleep(0.02)
                connection.execute("INSERT INTO t VALUES (?)", (turn,))
                connection.commit()
                after = stamp_of(str(path))
                assert (after.written, after.size) != (before.written, before.size), mode


# --- sessions


async def test_nothing_is_lost_when_many_add_to_what_they_have_read(scene: Scene) -> None:
    async def add_one() -> None:
        async with scene.store.writing() as session:
            branch = await session.get_one(BranchRow, scene.branch)
            seen = branch.revision
            await asyncio.sleep(0)
            branch.revision = seen + 1

    async with scene.store.reading() as session:
        before = (await session.get_one(BranchRow, scene.branch)).revision
    await asyncio.gather(*(add_one() for _ in range(20)))
    async with scene.store.reading() as session:
        assert (await session.get_one(BranchRow, scene.branch)).revision == before + 20


async def test_what_ends_badly_is_undone(scene: Scene) -> None:
    async def fail() -> None:
        async with scene.store.writing() as session:
            (await session.get_one(MemberRow, scene.people["other"])).role = Role.HEAD
            await session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await role_of(scene) is Role.MEMBER


async def test_a_reader_waits_for_nobody_and_sees_only_what_is_committed(scene: Scene) -> None:
    async with scene.store.writing() as session:
        (await session.get_one(MemberRow, scene.people["other"])).role = Role.HEAD
        await session.flush()
        assert await asyncio.wait_for(role_of(scene), 1) is Role.MEMBER
    assert await role_of(scene) is Role.HEAD


async def test_readers_and_writers_in_any_order_leave_no_old_copy_behind(scene: Scene) -> None:
    chance = random.Random(7)  # noqa: S311 - any order will do

    async def write(turn: int) -> None:
        await asyncio.sleep(chance.random() / 50)
        await scene.give_role("other", (Role.PRESIDIUM, Role.MEMBER)[turn % 2])

    async def read() -> None:
        await asyncio.sleep(chance.random() / 50)
        await scene.store.caller(scene.address("other"))

    for _ in range(6):
        await asyncio.gather(*(write(turn) for turn in range(6)), *(read() for _ in range(30)))
        async with scene.store.reading() as session:
            kept = (await session.get_one(MemberRow, scene.people["other"])).role
        await asyncio.sleep(0.06)
        assert await role_of(scene) == kept


async def test_what_was_read_before_a_write_is_not_kept_after_it(scene: Scene) -> None:
    has_read, go_on = threading.Event(), threading.Event()

    def linger(*_: object) -> None:
        has_read.set()
        go_on.wait(5)

    event.listen(scene.store._reader, "checkin", linger)
    early = asyncio.create_task(scene.store.caller(scene.address("other")))
    assert await asyncio.to_thread(has_read.wait, 5)
    await scene.give_role("other", Role.HEAD)
    await asyncio.sleep(2 * COARSE_NS / 1e9)  # so that the next look at the file is believed from then on
    late = asyncio.create_task(scene.store.caller(scene.address("head")))
    await asyncio.sleep(0)
    go_on.set()
    found = await early
    await late
    assert found is not None
    assert found.role is Role.MEMBER
    assert await role_of(scene) is Role.HEAD


async def test_a_change_raises_the_revision_that_copies_are_known_by(scene: Scene) -> None:
    plan = await scene.snapshot()
    async with scene.store.writing() as session:
        revision = await changed(session, scene.branch, NOW)
    again = await scene.snapshot()
    assert revision == again.revision == plan.revision + 1
    assert again is not plan


# --- moments


@pytest.mark.parametrize("naive", [NOW.replace(tzinfo=None), kyiv(3, 29, 3).replace(tzinfo=None)], ids=["now", "gap"])
async def test_a_moment_without_a_zone_is_refused(scene: Scene, naive: datetime) -> None:
    async def write() -> None:
        async with scene.store.writing() as session:
            (await session.get_one(MemberRow, scene.people["other"])).joined_at = naive

    with pytest.raises(StatementError) as refused:
        await write()
    assert isinstance(refused.value.orig, ValueError)


@pytest.mark.parametrize(
    "moment",
    [
        kyiv(3, 29, 2, 59),
        kyiv(3, 29, 4),
        kyiv(10, 25, 3, 30).replace(fold=0),
        kyiv(10, 25, 3, 30).replace(fold=1),
        datetime(2026, 2, 10, 9, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-5, minutes=-30))),
    ],
)
async def test_a_moment_comes_back_the_same_in_utc(scene: Scene, moment: datetime) -> None:
    async with scene.store.writing() as session:
        (await session.get_one(MemberRow, scene.people["other"])).joined_at = moment
    async with scene.store.reading() as session:
        kept = (await session.get_one(MemberRow, scene.people["other"])).joined_at
    assert kept == moment.astimezone(UTC)
    assert kept.tzinfo is UTC


# --- the engine


@pytest.mark.sqlite
async def test_a_database_that_is_held_by_others_is_told_apart_from_a_fault(scene: Scene) -> None:
    await be_impatient(scene.store)
    await scene.give_role("other", Role.MEMBER)  # a connection that is open already has no more to ask for
    assert await role_of(scene) is Role.MEMBER
    with closing(sqlite3.connect(file_of(scene.store))) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreUnavailableError):
            await scene.give_role("other", Role.HEAD)
        with pytest.raises(StoreUnavailableError):
            await scene.store.caller(Address("telegram", "somebody else"))
    assert await role_of(scene) is Role.MEMBER


async def test_every_connection_keeps_its_promises(tmp_path: Path) -> None:
    store = open_store(f"sqlite+aiosqlite:///{tmp_path / 'new' / 'a.db'}", KYIV)
    async with store.reading() as one, store.reading() as other:
        for session in (one, other):
            connection = await session.connection()
            found = {
                pragma: (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar()
                for pragma in ("foreign_keys", "synchronous", "busy_timeout")
            }
            assert found == {"foreign_keys": 1, "synchronous": 2, "busy_timeout": BUSY_MS}
    await store.close()


async def test_a_row_that_points_to_nothing_is_refused(scene: Scene) -> None:
    async def point(row: object) -> None:
        async with scene.store.writing() as session:
            session.add(row)

    for row in (
        DutyRow(activity_id=scene.winter.activity_id, party_id=10**6, position=9, lead=False),
        IdentityRow(member_id=10**6, door="viber", account="x", language="uk", used_at=NOW),
    ):
        with pytest.raises(IntegrityError):
            await point(row)


async def test_inserting_once_passes_over_a_repeated_key_and_nothing_else(scene: Scene) -> None:
    async with scene.store.writing() as session:
        assert await insert_once(session, InboxRow, key="a", about="~h", at=NOW)
        assert not await insert_once(session, InboxRow, key="a", about="~m", at=NOW)
        assert (await session.scalars(select(InboxRow.about))).all() == ["~h"]

    async def forget_a_column() -> None:
        async with scene.store.writing() as session:
            await insert_once(session, InboxRow, key="b", at=NOW)

    with pytest.raises(IntegrityError):
        await forget_a_column()


async def test_a_door_and_an_account_name_one_person(scene: Scene) -> None:
    async def take_over() -> None:
        async with scene.store.writing() as session:
            address = scene.address("head")
            session.add(
                IdentityRow(
                    member_id=scene.people["other"],
                    door=address.door,
                    account=address.account,
                    language="uk",
                    used_at=NOW,
                )
            )

    with pytest.raises(IntegrityError):
        await take_over()
    assert await scene.store.caller(Address("viber", scene.address("head").account)) is None


async def test_the_plan_of_another_year_is_another_copy(scene: Scene) -> None:
    revision = (await scene.caller("head")).revision
    this = await scene.store.snapshot(scene.branch, revision, TODAY)
    following = await scene.store.snapshot(scene.branch, revision, date(2027, 1, 1))
    assert this == following
    assert await scene.store.snapshot(scene.branch, revision, TODAY) == this
