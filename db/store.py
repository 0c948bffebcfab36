"""The store: sessions for use cases, and the snapshots that questions are answered from."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from bot.dialog.model import Address
from bot.domain.plan import Snapshot
from bot.errors import StoreUnavailableError
from db.caller import Caller, find_caller
from db.engine import kind_of
from db.freshness import Stamp
from db.sender import Sender
from db.snapshot import epoch, read_draft, read_snapshot

T = TypeVar("T")

MOST_SNAPSHOTS = 5000
MOST_CALLERS = 50_000


@dataclass
class Store:
    """One branch store or a thousand branches': the database is the only truth, what is kept in memory is a copy.

    Copies are keyed by the branch's revision; a change by another process is seen by the stamp of the file, or the
    database is asked each time. One that is `harmless` refuses to write. `reader` is what its threads for reading
    read with, made anew where none is given.
    """

    engine: AsyncEngine
    zone: ZoneInfo
    harmless: bool = False
    reader: Engine | None = None
    _stamp: Stamp | None = None
    _forgotten: int = 0
    _callers: dict[Address, Caller | None] = field(default_factory=dict)
    _snapshots: dict[int, tuple[int, tuple[int, int], Snapshot | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare the session factories."""
        self._url = self.engine.url.render_as_string(hide_password=False)
        self._kind = kind_of(self._url)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        read_only = self.engine.execution_options(**self._kind.reading())
        self._reading = async_sessionmaker(read_only, expire_on_commit=False)
        self._turn = asyncio.Lock()
        self._reader = self.reader or self._kind.open_reader(self._url, harmless=self.harmless)
        self._reading_threads = ThreadPoolExecutor(self._kind.READERS, "store-reader")

    @property
    def url(self) -> str:
        """The database's URL."""
        return str(self.engine.url)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open the one transaction of a use case; it is committed when the block ends well.

        This program's writers come one after another, first come first served, and only one of them waits for the
        database's own turn: there a crowd would starve some, and keep all connections from those who only read.
        """
        async with self._turn:
            with self._told_apart():
                async with self._writing.begin() as session:
                    yield session
        self._forget_callers()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that only reads and holds nobody up."""
        with self._told_apart():
            async with self._reading.begin() as session:
                yield session

    async def empty_log(self) -> bool:
        """Let nothing of what was deleted stay beside the file either; see `empty_log` of its kind."""
        return await asyncio.to_thread(self._kind.empty_log, self._url)

    async def caller(self, address: Address) -> Caller | None:
        """Return the member behind an account, or None for a stranger."""
        self._notice_other_writers()
        if address in self._callers:
            return self._callers[address]
        forgotten = self._forgotten
        caller = await self._read(lambda connection: find_caller(connection, address))
        if forgotten != self._forgotten:
            return caller  # somebody wrote while we read: good for this answer, too old to keep
        if len(self._callers) >= MOST_CALLERS:
            self._callers.clear()
        self._callers[address] = caller
        return caller

    async def snapshot(self, branch_id: int, revision: int, today: date) -> Snapshot | None:
        """Return the published plan that `today` falls in (else the latest one before, else the first one)."""
        kept = self._snapshots.get(branch_id)
        if kept is not None and kept[:2] == (revision, epoch(today)):
            return kept[2]
        snapshot = await self._read(lambda connection: read_snapshot(connection, branch_id, today, self.zone))
        if len(self._snapshots) >= MOST_SNAPSHOTS:
            self._snapshots.clear()
        self._snapshots[branch_id] = (snapshot.revision if snapshot else revision, epoch(today), snapshot)
        return snapshot

    async def draft(self, branch_id: int, plan_id: int, today: date) -> Snapshot | None:
        """Return what `read_draft` does; it is looked at by two people for a day or two, so no copy is kept."""
        return await self._read(lambda connection: read_draft(connection, branch_id, plan_id, today, self.zone))

    def sender(self, accounts: Collection[str], wake: Callable[[], None]) -> Sender:
        """Return what tells whether this program is to deliver for the bot accounts; `wake` has it look now."""
        return self._kind.sender(self._url, accounts, wake)

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.to_thread(self._reading_threads.shutdown)
        self._reader.dispose()
        await self.engine.dispose()

    async def _read(self, question: Callable[[Connection], T]) -> T:
        """Put a question to the database in a thread for reading.

        A branch's plan is a dozen statements. Through the asynchronous driver each of them, and each fetch, goes to
        another thread and back, which takes longer than the reading.
        """

        def put() -> T:
            with self._reader.begin() as connection:
                return question(connection)

        with self._told_apart():
            return await asyncio.get_running_loop().run_in_executor(self._reading_threads, put)

    def _notice_other_writers(self) -> None:
        stamp = self._kind.stamp_of(self._url)
        if stamp is None or self._stamp is None or not stamp.proves_unchanged_since(self._stamp):
            self._forget_callers()
            self._stamp = stamp

    def _forget_callers(self) -> None:
        self._callers.clear()
        self._forgotten += 1

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Tell a database that cannot work now (locked, full, gone) from a fault of ours."""
        try:
            yield
        except (OperationalError, PoolTimeoutError) as error:
            raise StoreUnavailableError from error
        except DBAPIError as error:
            if self._kind.passes(error):
                raise StoreUnavailableError from error
            raise


def open_store(url: str, zone: ZoneInfo) -> Store:
    """Open the store behind a URL. Its schema must be up to date (see `db.schema`)."""
    return Store(kind_of(url).open_engine(url), zone)


def open_store_to_read(url: str, zone: ZoneInfo) -> Store:
    """Open a store that is there and current, and of which nothing is written."""
    return Store(kind_of(url).open_harmless_engine(url), zone, harmless=True)
