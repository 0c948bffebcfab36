"""The engine: one file, one writer at a time, nothing shown that a power cut could take back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

READ_ONLY = "planovyk_read_only"
SAFE_WAL = (3, 51, 3)
"""Older SQLite can corrupt a WAL database when one connection checkpoints while another writes."""
BUSY_MS = 5000
PRAGMAS = ("foreign_keys=ON", f"busy_timeout={BUSY_MS}", "synchronous=FULL", "secure_delete=ON")
"""What is deleted is overwritten: whoever is erased must not be found in the free pages of the file."""
OWN_FOLDER, OWN_FILE = 0o700, 0o600
"""The modes of what we make: names and accounts of people are nobody else's on this machine."""


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


def _shut(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("query_only=ON", f"busy_timeout={BUSY_MS}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    options: dict[str, Any] = connection.get_execution_options()
    connection.exec_driver_sql("BEGIN DEFERRED" if options.get(READ_ONLY) else "BEGIN IMMEDIATE")
