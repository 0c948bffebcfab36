"""What becomes of a reminder on a bad day of a messenger: over HTTP, with both doors, promise by promise."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection

from bot.dialog.actions import EndReport, decode, encode
from bot.dialog.door import AnswerUnavailable, Door
from bot.dialog.model import Address, Incoming, Tap, Words
from bot.dialog.pages.notices import notices_reply
from bot.domain.plan import Role
from bot.errors import StoreUnavailableError
from bot.telegram.opening import open_telegram
from bot.viber.client import ViberClient
from bot.viber.door import ViberDoor
from bot.viber.shelf import Shelf
from db.files import files_beside
from db.sqlite import database_path
from db.store import Store
from db.tables import AuditRow, MemberRow
from handlers.conversation import conversation
from scheduler.pacing import Pace
from scheduler.post import Post
from scheduler.tick import catch_up
from tests.integration.builders import SetClock, add_activity, add_branch, add_member, add_plan, outbox, party_of
from tests.integration.houses import UNHURRIED, a_house, be_impatient
from tests.integration.test_delivery import MORNING, SEPTEMBER, WorldTime, chance
from tests.servers import telegram, viber
from tests.servers.fixtures import checked
from tests.servers.telegram import Fault, Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer
from tests.servers.watching import Moment, unwatched

PATIENCE = 0.3
"""Seconds for a call."""
METHODS = {"telegram": "sendMessage", "viber": "send_message"}
OTHER = {"telegram": "viber", "viber": "telegram"}
ACCOUNTS = {"telegram": "5000001", "viber": "viber-account-0=="}
SECRETARIES = {"telegram": "5000002", "viber": "viber-account-1=="}


@dataclass
class Day:
    """A branch with a reminder due, and both messengers."""

    store: Store
    branch: int
    plan: int
    clock: SetClock
    post: Post
    servers: dict[str, TelegramServer | ViberServer]

    async def owes(self, *accounts: tuple[str, str], name: str = "Летучій С.") -> None:
        """A member with these accounts is to be reminded; the last one is the one used last."""
        member = await add_member(self.store, self.branch, name, Role.MEMBER, accounts)
        party = await party_of(self.store, self.branch, member)
        await add_activity(self.store, self.plan, "Тиха вечірка", SEPTEMBER, [party])

    async def at(self, moment: datetime) -> None:
        """Let everything happen that is due at a moment."""
        self.clock.moment = moment
        await catch_up(self.post)

    async def row(self) -> tuple[str, str, datetime]:
        [row] = await outbox(self.store)
        return row.state, row.outcome, row.next_at

    def fails(self, door: str, fault: Fault, times: int = 1, retry_after: int = 1) -> None:
        self.servers[door].faults.next(METHODS[door], fault, times=times, retry_after=retry_after)

    def read(self, door: str, account: str | None = None) -> list[str]:
        """What somebody has got there."""
        return [message.text for message in self.user(door, account or ACCOUNTS[door]).chat]

    def marks(self, door: str) -> list[bool]:
        """Of each message there whether it says that it may be a second copy."""
        return ["Можливий повтор" in text for text in self.read(door)]

    def user(self, door: str, account: str) -> telegram.User | viber.User:
        server = self.servers[door]
        return server.user(int(account)) if isinstance(server, TelegramServer) else server.user(account)


@asynccontextmanager
async def both_doors(to: TelegramServer, also_to: ViberServer) -> AsyncIterator[dict[str, Door]]:
    first = open_telegram(to.token, to.url, call_seconds=PATIENCE)
    second = ViberDoor(ViberClient(also_to.token, also_to.url, PATIENCE), Shelf(""))
    yield {"telegram": first, "viber": second}
    await first.close()
    await second.close()


@pytest.fixture
async def day(store: Store) -> AsyncIterator[Day]:
    branch = await add_branch(store)
    clock, world = SetClock(MORNING), WorldTime()
    async with (
        checked(TelegramServer(limits=Limits.unhurried())) as first,
        checked(ViberServer(limits=ViberLimits.unhurried())) as second,
        both_doors(first, second) as doors,
    ):
        for account in (ACCOUNTS, SECRETARIES):
            first.account.chats[first.user(int(account["telegram"])).id].started = True
            second.user(account["viber"])
            second.account.contacts[account["viber"]].subscribed = True
        second.account.webhook, second.account.events = "https://planovyk.example.org/viber", set()
        post = Post(store, clock, doors, notices_reply, chance(1), Pace(world, world.sleep), files_beside(store.url))
        yield Day(store, branch, await add_plan(store, branch), clock, post, {"telegram": first, "viber": second})


@dataclass(frozen=True)
class Promise:
    """What becomes of a message: of each copy that came, the first try's or the second's, whether it is marked."""

    state: str
    marks: list[bool]
    not_before: timedelta = timedelta(minutes=1)


SURELY_LATER = Promise("pending", [False])
REPEATED_MARKED = Promise("uncertain", [True])
TWO_COPIES = Promise("uncertain", [False, True])
PROMISES = {
    Fault.REFUSE: REPEATED_MARKED,
    Fault.RESET_BEFORE_BODY: REPEATED_MARKED,
    Fault.RESET_AFTER_PROCESSING: TWO_COPIES,
    Fault.TIMEOUT: REPEATED_MARKED,
    Fault.TIMEOUT_AFTER_PROCESSING: TWO_COPIES,
    Fault.BAD_GATEWAY: REPEATED_MARKED,
}
CASES = [(door, fault, promise) for door in METHODS for fault, promise in PROMISES.items()] + [
    ("telegram", Fault.SERVER_ERROR, SURELY_LATER),
    ("viber", Fault.SERVER_ERROR, REPEATED_MARKED),  # its API answers 200 to everything: this is somebody on the way
]


@pytest.mark.parametrize(("door", "fault", "promise"), CASES, ids=[f"{door}-{each.name}" for door, each, _ in CASES])
async def test_a_fault_loses_nothing_and_a_second_copy_says_so(
    day: Day, door: str, fault: Fault, promise: Promise
) -> None:
    await day.owes((door, ACCOUNTS[door]))
    day.fails(door, fault)
    await day.at(MORNING)
    state, _, again = await day.row()
    assert (state, again >= MORNING + promise.not_before) == (promise.state, True)
    await day.at(again)
    assert (await day.row())[:2] == ("sent", "")
    assert day.marks(door) == promise.marks


@pytest.mark.parametrize("door", METHODS)
async def test_a_refused_connection_is_waited_out(day: Day, door: str) -> None:
    await day.owes((door, ACCOUNTS[door]))
    async with day.servers[door].offline():
        await day.at(MORNING)
        await day.at((await day.row())[2])
    assert (await day.row())[0] == "pending"
    await day.at((await day.row())[2])
    assert day.marks(door) == [False]


@pytest.mark.parametrize(("door", "seconds"), [("telegram", 90), ("viber", 600)], ids=["telegram-429", "viber-12"])
async def test_too_many_requests_are_answered_by_the_pause_that_is_asked_for(day: Day, door: str, seconds: int) -> None:
    await day.owes((door, ACCOUNTS[door]))
    day.fails(door, Fault.TOO_MANY_REQUESTS, retry_after=seconds)
    await day.at(MORNING)
    state, _, again = await day.row()
    assert state == "pending"
    assert timedelta(seconds=seconds) <= again - MORNING <= timedelta(seconds=1.2 * seconds)
    await day.at(MORNING + timedelta(seconds=seconds - 1))
    assert day.read(door) == []


@pytest.mark.parametrize("door", METHODS, ids=["telegram-403", "viber-6"])
async def test_whoever_has_blocked_one_messenger_gets_it_in_the_other_and_is_not_tried_there_again(
    day: Day, door: str
) -> None:
    await day.owes((OTHER[door], ACCOUNTS[OTHER[door]]), (door, ACCOUNTS[door]))
    day.fails(door, Fault.FORBIDDEN)
    await day.at(MORNING)
    assert (day.read(door), day.marks(OTHER[door])) == ([], [False])
    await day.at(MORNING + timedelta(days=12))
    assert (day.read(door), len(day.read(OTHER[door]))) == ([], 2)


@pytest.mark.parametrize("door", METHODS)
async def test_the_secretary_hears_once_of_somebody_whom_no_messenger_reaches(day: Day, door: str) -> None:
    await add_member(day.store, day.branch, "Куценко С.В.", Role.SECRETARY, [(door, SECRETARIES[door])])
    await day.owes((OTHER[door], ACCOUNTS[OTHER[door]]), (door, ACCOUNTS[door]))
    day.fails(door, Fault.FORBIDDEN)
    day.fails(OTHER[door], Fault.FORBIDDEN)
    for minute in range(4):
        await day.at(MORNING + timedelta(minutes=minute))
    [told] = day.read(door, SECRETARIES[door])
    assert "Летучій С." in told
    assert "Тиха вечірка" in told


@pytest.mark.parametrize("door", METHODS)
@pytest.mark.parametrize("fault", [Fault.RESET_AFTER_PROCESSING, Fault.TIMEOUT_AFTER_PROCESSING])
async def test_a_button_pressed_on_the_first_copy_says_that_it_arrived(day: Day, door: str, fault: Fault) -> None:
    await day.owes((door, ACCOUNTS[door]))
    day.fails(door, fault)
    await day.at(MORNING)
    assert (await day.row())[0] == "uncertain"
    await _presses_done(day, door)
    assert (await day.row())[:2] == ("sent", "")
    await day.at(MORNING + timedelta(minutes=5))
    assert day.marks(door) == [False]


# -------------------------------------------------------------------------------------------------------- our own side


async def test_a_database_locked_before_a_message_leaves_lets_it_leave_later_and_unmarked(day: Day) -> None:
    await day.owes(("telegram", ACCOUNTS["telegram"]))
    await day.store.engine.dispose()
    await be_impatient(day.store)
    with locked(day.store), pytest.raises(StoreUnavailableError):
        await day.at(MORNING)
    await day.at(MORNING + timedelta(minutes=1))
    assert day.marks("telegram") == [False]


async def test_a_database_locked_between_acceptance_and_mark_costs_one_marked_repeat(day: Day) -> None:
    await day.owes(("telegram", ACCOUNTS["telegram"]))
    await day.store.engine.dispose()
    await be_impatient(day.store)
    with ExitStack() as lock:

        def take_the_lock(moment: Moment, method: str) -> None:
            if moment is Moment.PROCESSED and method == METHODS["telegram"]:
                day.servers["telegram"].watch = unwatched
                lock.enter_context(locked(day.store))

        day.servers["telegram"].watch = take_the_lock
        with pytest.raises(StoreUnavailableError):
            await day.at(MORNING)
    for minute in (1, 6, 12):
        await day.at(MORNING + timedelta(minutes=minute))
    assert day.marks("telegram") == [False, True]
    assert (await day.row())[:2] == ("sent", "")


async def test_a_full_disk_lets_updates_and_notices_wait_and_loses_none(day: Day) -> None:
    await day.owes(("telegram", ACCOUNTS["telegram"]))
    await day.at(MORNING)
    await _presses_done(day, "telegram")
    house, _, _ = a_house(day.store, MORNING)
    answer = conversation(house, UNHURRIED)
    report = Incoming(Address("telegram", ACCOUNTS["telegram"]), "report", Words("Зроблено все. " * 70), "uk")
    await add_member(day.store, day.branch, "Куценко С.В.", Role.HEAD, [("viber", ACCOUNTS["viber"])])
    await _fills_the_page_of_the_trail(day)
    async with full_disk(day.store):
        with pytest.raises(AnswerUnavailable):
            await answer(report)
    assert day.read("viber") == []
    [said] = (await answer(report)).replies
    end = next(each.action for row in said.rows for each in row if isinstance(each.action, EndReport))
    [said] = (await answer(replace(report, update_key="end", what=Tap(encode(end))))).replies
    assert "claim.taken" in {line.text.key for line in said.lines}
    await day.at(MORNING + timedelta(minutes=1))
    assert len(day.read("viber")) == 1


async def test_two_processes_send_everything_once(day: Day) -> None:
    await day.owes(("telegram", ACCOUNTS["telegram"]))
    await day.owes(("viber", ACCOUNTS["viber"]), name="Дубова Ю.")
    world = WorldTime()
    other = replace(day.post, random=chance(2), pace=Pace(world, world.sleep))
    await asyncio.gather(catch_up(day.post), catch_up(other))
    assert (day.marks("telegram"), day.marks("viber")) == ([False], [False])


async def _fills_the_page_of_the_trail(day: Day) -> None:
    """Leave less room in its last page than a report takes."""
    async with day.store.writing() as session:
        member = await session.get_one(MemberRow, 1)
        entry = AuditRow(branch_id=day.branch, member_id=member.id, at=MORNING, verb="claim", subject="occurrence:1")
        entry.words = "х" * 1200
        session.add(entry)


@contextmanager
def locked(store: Store) -> Iterator[None]:
    """Another program writes, and does not end."""
    with closing(sqlite3.connect(database_path(str(store.engine.url)), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def full_disk(store: Store) -> AsyncIterator[None]:
    """The file cannot grow by a page."""

    def bound(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA max_page_count=1")  # SQLite takes what it has now for the least
        cursor.close()

    await store.engine.dispose()
    event.listen(store.engine.sync_engine, "connect", bound)
    yield
    event.remove(store.engine.sync_engine, "connect", bound)
    await store.engine.dispose()


async def _presses_done(day: Day, door: str) -> None:
    house, _, _ = a_house(day.store, MORNING)
    answer = conversation(house, UNHURRIED)
    code = next(code for code in _codes(day.user(door, ACCOUNTS[door])) if decode(code))
    await answer(Incoming(Address(door, ACCOUNTS[door]), "tap", Tap(code), "uk"))


def _codes(user: telegram.User | viber.User) -> list[str]:
    if isinstance(user, telegram.User):
        return [button.data or "" for row in user.sees.buttons for button in row]
    return [button.body for button in user.sees.buttons]
