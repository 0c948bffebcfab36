"""PostgreSQL: any number of programs, and still one writer at a time, as on SQLite.

Whoever writes holds one lock of the database from the first statement to the commit, and reads what the writer before
has left. So a use case may decide by what it has read, and there is nothing to lose or to try again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Integer, create_engine, event, make_url
from sqlalchemy.dialects import postgresql as dialect
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import PlanovykError
from db.elected import SILENCE_MS, ElectedSender
from db.freshness import Stamp
from db.sender import Sender

READERS = 4
insert = dialect.insert
POOL = 8
"""Connections of one program for use cases. A writer waits for its turn with one of them in its hands."""
WRITER = 0x706C616E
"""The number of the writers' lock: «plan»."""
PATIENCE_MS = 5000
"""For how long a writer waits for its turn, as on SQLite."""
MIGRATION_PATIENCE_MS = 60_000
FROZEN_MS = 15_000
"""After which the server ends a transaction whose program has stopped in the middle of it, or has lost its network."""
CONNECT_SECONDS = 5
ALIVE = {"keepalives_idle": 4, "keepalives_interval": 2, "keepalives_count": 2}
"""How a connection whose other end has gone without a word is found out, in seconds, by either side."""
_READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_NOT_NOW = {"25006", "25P03"}
"""A server that only reads for now, as after it has been replaced; a transaction that has been waited for too long."""


class _Whole(Integer):
    """A whole number as wide as SQLite's wherever it is asked about: an id in a button may be any number at all."""

    __visit_name__ = "big_integer"
    render_bind_cast = True


def open_engine(url: str) -> AsyncEngine:
    """Make the engine for use cases; nothing is connected to yet."""
    engine = create_async_engine(_driven(url), pool_size=POOL, max_overflow=0, **_manners(url))
    _widen(engine.sync_engine)
    event.listen(engine.sync_engine, "begin", _take_turn)
    return engine


def open_harmless_engine(url: str) -> AsyncEngine:
    """Make an engine whose transactions the server refuses to let write."""
    engine = create_async_engine(_driven(url), pool_size=1, max_overflow=0, **_manners(url))
    _widen(engine.sync_engine)
    return engine.execution_options(**_READING)


def open_reader(url: str, *, harmless: bool = False) -> Engine:  # noqa: ARG001 - no reader does harm here
    """Make an engine that only reads, for a few threads."""
    engine = create_engine(_driven(url), pool_size=READERS, max_overflow=0, **_manners(url))
    _widen(engine)
    return engine.execution_options(**_READING)


def open_to_migrate(url: str) -> Engine:
    """Make an engine that changes the schema as a writer does: one program at a time, while no other one writes."""
    engine = create_engine(_driven(url), pool_size=1, max_overflow=0, **_manners(url, MIGRATION_PATIENCE_MS))
    event.listen(engine, "begin", _take_turn)
    return engine


def reading() -> dict[str, Any]:
    """Return the execution options of an engine that only reads: one moment for the whole transaction."""
    return dict(_READING)


def broken_references(_connection: Connection) -> list[str]:
    """Return no table: here foreign keys hold during migrations too."""
    return []


def name_of(url: str) -> str:
    """Return host and name of the database, without a user or a password."""
    meant = make_url(url)
    return f"{meant.host or 'localhost'}/{meant.database}"


def folder_of(_url: str) -> Path:
    """Return the folder where SQLite's file would be: a server has none of its own for us."""
    return Path("data")


def exists(url: str) -> bool:
    """Tell whether any version of ours has made its tables. Raises DBAPIError."""
    return _version(url) is not None


def make(_url: str) -> None:
    """Do nothing: the database itself is made by who looks after the server."""


def is_current(url: str, head: str) -> bool:
    """Tell whether the schema is at the migration `head`. Raises DBAPIError."""
    return _version(url) == head


def unusable(url: str) -> PlanovykError:
    """Return what is said of a database that does not let us do what we must."""
    return PlanovykError("error.database-server", database=name_of(url))


def passes(error: DBAPIError) -> bool:
    """Tell whether the server may well work another time: it is away, starting, full, or another holds the lock."""
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return True
    return isinstance(error, InternalError) and getattr(error.orig, "sqlstate", None) in _NOT_NOW


def stamp_of(_url: str) -> Stamp | None:
    """Return None: who a caller is costs one indexed read, and any program may have written since."""
    return None


def empty_log(_url: str) -> bool:
    """Do nothing: what was deleted goes from the tables by the server's own vacuum, from its log as that is reused."""
    return True


def sender(url: str, accounts: Collection[str], wake: Callable[[], None]) -> Sender:
    """Return what stands for election among the programs on the database."""
    meant = make_url(url).set(drivername="postgresql")
    options = _arguments(meant, {"idle_session_timeout": SILENCE_MS})
    address = meant.difference_update_query(["options"]).render_as_string(hide_password=False)
    return ElectedSender(address, options, accounts, wake)


@contextmanager
def alone(_url: str) -> Iterator[None]:
    """Let any number of programs run."""
    yield


def _driven(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _manners(url: str, patience_ms: int = PATIENCE_MS) -> dict[str, Any]:
    settings = {"lock_timeout": patience_ms, "idle_in_transaction_session_timeout": FROZEN_MS}
    arguments = _arguments(make_url(url), settings)
    # A connection that the server has ended meanwhile is found before it is used: one short question each time.
    return {"connect_args": arguments, "pool_pre_ping": True, "hide_parameters": True}


def _arguments(url: URL, settings: dict[str, int]) -> dict[str, Any]:
    ours = {"timezone": "UTC", "default_transaction_isolation": r"read\ committed"}
    ours |= {f"tcp_{name}": str(value) for name, value in ALIVE.items()}
    ours |= {name: str(value) for name, value in settings.items()}
    said = [str(url.query.get("options", "")), *(f"-c {name}={value}" for name, value in ours.items())]
    return {
        "connect_timeout": CONNECT_SECONDS,
        "application_name": "planovyk",
        "tcp_user_timeout": 1000
        * (ALIVE["keepalives_idle"] + ALIVE["keepalives_interval"] * ALIVE["keepalives_count"]),
        "options": " ".join(said).strip(),
        **ALIVE,
    }


def _widen(engine: Engine) -> None:
    engine.dialect.colspecs = {**engine.dialect.colspecs, Integer: _Whole}


def _take_turn(connection: Connection) -> None:
    """Wait to be the one who writes. What is read afterwards is what the writer before has committed."""
    if not connection.get_execution_options().get("postgresql_readonly"):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER})")


def _version(url: str) -> str | None:
    engine = open_reader(url)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    except ProgrammingError:  # there is no such table
        return None
    finally:
        engine.dispose()
    return str(found[0]) if found else None
