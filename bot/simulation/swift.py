"""The real store on a file in memory, made swift: no thread for every statement, and no waiting for a disk.

A year is some thousand transactions. Of each, most time goes to the driver's thread and back, and to syncs that only a
real power cut asks for; the power cuts of a simulated year end the program and leave the file.
"""

from __future__ import annotations

import asyncio
import selectors
import shutil
import sqlite3
from asyncio import Future
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from db.sqlite import open_engine, open_reader
from db.store import Store

PRAGMAS = ("synchronous=OFF", "journal_mode=MEMORY", "secure_delete=OFF")


class SwiftFile:
    """A database in a file of its own, opened again and again by engines that stay: they know their statements.

    Args:
        path: where the file is to be.
        empty: a database with the schema and nothing in it.
    """

    def __init__(self, path: Path, empty: Path) -> None:
        self.path = path
        self._empty = empty
        self._engine = open_engine(f"sqlite+aiosqlite:///{path}")
        event.listen(self._engine.sync_engine, "do_connect", _at_once)
        event.listen(self._engine.sync_engine, "connect", _hurry)
        self._reader = open_reader(str(self._engine.url))
        self._beside: sqlite3.Connection | None = None

    def clear(self) -> None:
        """Put the empty database in the place of the last one, which nobody has open."""
        self.close()
        shutil.copyfile(self._empty, self.path)

    def close(self) -> None:
        """Look into it no more."""
        if self._beside is not None:
            self._beside.close()
            self._beside = None

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the file from beside, at what has been committed."""
        if self._beside is None:
            self._beside = sqlite3.connect(self.path, isolation_level=None)
        return self._beside.execute(question, values).fetchall()

    def store(self, zone: ZoneInfo) -> Store:
        """Open the store, for one event loop; whoever closes it may open it anew."""
        return Store(self._engine, zone, reader=self._reader)


class SwiftLoop(asyncio.SelectorEventLoop):
    """An event loop for what waits for nothing outside: no threads, and no look at sockets that are not there."""

    def __init__(self) -> None:
        super().__init__(_Idle())

    def run_in_executor(  # type: ignore[override] # of a future's kinds only this one is needed
        self,
        _executor: object,
        function: Callable[..., Any],
        *args: Any,  # noqa: ANN401 - whatever is to be run
    ) -> Future[Any]:
        """Do at once what would be done in a thread."""
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            future.set_exception(error)
        return future


class _Idle(selectors.DefaultSelector):
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return [] if timeout is not None and timeout <= 0 else super().select(timeout)


def _at_once(_dialect: object, _record: object, _args: list[object], keywords: dict[str, object]) -> None:
    keywords["async_creator_fn"] = _connect


async def _connect(*args: Any, **keywords: Any) -> _Connection:  # noqa: ANN401 - whatever sqlite3 is given
    return _Connection(sqlite3.connect(*args, **keywords))


def _hurry(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class _Connection:
    """A connection of aiosqlite's form, as SQLAlchemy uses it, whose calls are done when they return."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._conn = self._connection = connection
        self._tx = self

    def put_nowait(self, call: tuple[Future[object], Callable[[], object]]) -> None:
        """Do what aiosqlite would do in its thread."""
        future, function = call
        future.set_result(function())

    def cursor(self) -> _Cursor:
        return _Cursor(self._conn.cursor())

    async def create_function(self, *args: Any, **keywords: Any) -> None:  # noqa: ANN401 - see above
        self._conn.create_function(*args, **keywords)

    async def commit(self) -> None:
        self._conn.commit()

    async def rollback(self) -> None:
        self._conn.rollback()

    async def close(self) -> None:
        self._conn.close()

    def stop(self) -> None:
        self._conn.close()


class _Cursor:
    """The same of a cursor."""

    def __init__(self, cursor: sqlite3.Cursor) -> None:
        self._cursor = cursor

    async def __aenter__(self) -> Self:
        return self

    @property
    def description(self) -> object:
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    async def execute(self, *args: Any) -> None:  # noqa: ANN401 - see above
        self._cursor.execute(*args)

    async def executemany(self, *args: Any) -> None:  # noqa: ANN401 - see above
        self._cursor.executemany(*args)

    async def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    async def close(self) -> None:
        self._cursor.close()
