"""SQLite: one file, one writer at a time, one program, nothing shown that a power cut could take back."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects import sqlite as dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import PlanovykError
from db import freshness
from db.files import OWN_FILE, OWN_FOLDER
from db.freshness import Stamp
from db.sender import OnlySender, Sender

READERS = 1
insert = dialect.insert
READ_ONLY = "planovyk_read_only"
SAFE_WAL = (3, 51, 3)
"""Older SQLite can corrupt a WAL database when one connection checkpoints while another writes."""
BUSY_MS = 5000
PRAGMAS = ("foreign_keys=ON", f"busy_timeout={BUSY_MS}", "synchronous=FULL", "secure_delete=ON")
"""What is deleted is overwritten: whoever is erased must not be found in the free pages of the file."""
PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""What SQLite says of a file that can serve another time. See https://www.sqlite.org/rescode.html."""
PRIMARY = 0xFF
"""The part of SQLite's result code that names the kind of error; the rest is its details."""


def open_engine(url: str) -> AsyncEngine:
    """Make the engine for an SQLite URL; its file and their folder are made when they are missing."""
    make_file(database_path(url))
    engine = create_async_engine(url, pool_size=4, max_overflow=4, hide_parameters=True)
    make_safe(engine.sync_engine)
    return engine


def open_harmless_engine(url: str) -> AsyncEngine:
    """Make an engine for a database that is there, which is not written by it."""
    engine = create_async_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    make_harmless(engine.sync_engine)
    return engine


def open_reader(url: str, *, harmless: bool = False) -> Engine:
    """Make an engine that only reads, for one thread at a time; a `harmless` one does not set the file up either."""
    engine = create_engine(make_url(url).set(drivername="sqlite"), pool_size=1, max_overflow=0, hide_parameters=True)
    (make_harmless if harmless else make_safe)(engine)
    return engine.execution_options(**{READ_ONLY: True})


def open_to_migrate(url: str) -> Engine:
    """Make an engine under which a table may be made anew and put in the old one's place."""
    engine = create_engine(make_url(url).set(drivername="sqlite"))
    make_safe(engine)
    event.listen(engine, "connect", _without_foreign_keys)  # SQLite cannot switch this inside a transaction
    return engine


def reading() -> dict[str, Any]:
    """Return the execution options of an engine that only reads."""
    return {READ_ONLY: True}


def broken_references(connection: Connection) -> list[str]:
    """Return the tables with rows that point nowhere: foreign keys are off while a migration runs."""
    return sorted({row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()})


def make_harmless(engine: Engine) -> None:
    """Have every connection of an SQLite engine refuse to write, whatever it is told."""
    event.listen(engine, "connect", _shut)
    event.listen(engine, "begin", _begin)


def make_safe(engine: Engine) -> None:
    """Have every connection of an SQLite engine keep its promises: real transactions, foreign keys, full syncs."""
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)


def database_path(url: str) -> Path:
    """Return the file behind an SQLite URL."""
    return Path(make_url(url).database or "")


def name_of(url: str) -> str:
    """Return the path of the file."""
    return str(database_path(url))


def exists(url: str) -> bool:
    """Tell whether there is a file at all. Raises OSError when its folder may not be looked into."""
    return database_path(url).exists()


def is_current(url: str, head: str) -> bool:
    """Tell whether the schema is at the migration `head`, by a look at the version alone."""
    path = database_path(url).absolute()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(head,)]
    except sqlite3.DatabaseError:
        return False


def make(url: str) -> None:
    """Make an empty file where there is none. Raises OSError."""
    make_file(database_path(url))


def folder_of(url: str) -> Path:
    """Return the folder that the file lies in."""
    return database_path(url).parent


def unusable(url: str) -> PlanovykError:
    """Return what is said of a file that is no database of ours, or may not be written."""
    return PlanovykError("error.database", file=name_of(url))


def passes(error: DBAPIError) -> bool:
    """Tell whether the file may well work another time: it is held, or its disk is full."""
    return getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY in PASSING


def stamp_of(url: str) -> Stamp | None:
    """Look at the file; see `db.freshness`."""
    return freshness.stamp_of(_path_in_words(url))


@cache
def _path_in_words(url: str) -> str:
    # Reading an address takes longer than the look, and there is a look at every question.
    return str(database_path(url))


def sender(_url: str, _accounts: Collection[str], _wake: Callable[[], None]) -> Sender:
    """Return that it is this program: no other one runs."""
    return OnlySender()


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the only program that runs on the file; commands may work beside it. Death of any kind lets go.

    The lock is on a file of its own: SQLite's locks on the database end when any handle of it is closed. Raises
    PlanovykError when another program runs, OSError when there can be no such file.
    """
    path = database_path(url)
    path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    lock = path.with_name(f"{path.name}-running")
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, OWN_FILE)
    try:
        try:
            _lock(handle)
        except OSError as error:
            raise PlanovykError("error.database-in-use", file=str(path)) from error
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_file(path: Path) -> None:
    """Make an empty database with its folder where there is none, for our own account alone. Raises OSError.

    What SQLite puts beside a database gets the database's own mode.
    """
    path.parent.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=OWN_FILE)


def empty_log(url: str) -> bool:
    """Have SQLite's write-ahead log hold nothing of what was deleted; False while somebody still reads from it.

    There is none where the journal is a rollback journal, which every commit empties.
    """
    with closing(sqlite3.connect(database_path(url), timeout=BUSY_MS / 1000)) as connection:
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _prepare(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions of its own: a deferred BEGIN loses updates or fails as locked.
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= SAFE_WAL else "TRUNCATE"
    cursor = connection.cursor()
    for pragma in (*PRAGMAS, f"journal_mode={journal}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _without_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _shut(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("query_only=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN DEFERRED" if options.get(READ_ONLY) else "BEGIN IMMEDIATE")
