"""What the store asks of its kind of database: the one list of all that SQLite and PostgreSQL do differently."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import PlanovykError
from db.freshness import Stamp
from db.sender import Sender

Insert = sqlite.Insert | postgresql.Insert


class Kind(Protocol):
    """A kind of database; the modules `db.sqlite` and `db.postgresql` are the two there are.

    Every engine's transactions have the writers of a database one after another, each reading what the one before has
    committed; those that only read hold nobody up and see one moment.
    """

    READERS: int
    """How many threads read at once."""

    def insert(self, table: type[Any], /) -> Insert:
        """Return an INSERT that knows what to do about a row that is there."""

    def open_engine(self, url: str, /) -> AsyncEngine:
        """Make the engine for use cases."""

    def open_harmless_engine(self, url: str, /) -> AsyncEngine:
        """Make an engine for a database that is there, which is not written by it."""

    def open_reader(self, url: str, /, *, harmless: bool = False) -> Engine:
        """Make an engine that only reads, for `READERS` threads."""

    def open_to_migrate(self, url: str, /) -> Engine:
        """Make an engine whose one transaction may change the schema."""

    def reading(self) -> dict[str, Any]:
        """Return the execution options of an engine that only reads."""

    def broken_references(self, connection: Connection, /) -> list[str]:
        """Return the tables with rows that point nowhere, where a migration can leave such."""

    def exists(self, url: str, /) -> bool:
        """Tell whether there is a database of ours, or may be. Raises OSError, DBAPIError."""

    def make(self, url: str, /) -> None:
        """Make an empty database where there is none, and can be. Raises OSError."""

    def is_current(self, url: str, head: str, /) -> bool:
        """Tell whether the schema is at the migration `head`. Raises DBAPIError where nobody can tell now."""

    def name_of(self, url: str, /) -> str:
        """Return what the operator knows the database by, without a password."""

    def folder_of(self, url: str, /) -> Path:
        """Return the folder for what lies beside the database."""

    def unusable(self, url: str, /) -> PlanovykError:
        """Return what is said of a database that will not work another time either."""

    def passes(self, error: DBAPIError, /) -> bool:
        """Tell whether the database may well work another time: it is held, full, away or starting."""

    def stamp_of(self, url: str, /) -> Stamp | None:
        """Return what tells whether others have written, or None where a look at the database itself is as cheap."""

    def empty_log(self, url: str, /) -> bool:
        """Have what was deleted gone from where it lies beside the database; False while somebody prevents it."""

    def sender(self, url: str, accounts: Collection[str], wake: Callable[[], None], /) -> Sender:
        """Return what tells whether this program is to deliver for the bot accounts; see `db.elected`."""

    def alone(self, url: str, /) -> AbstractContextManager[None]:
        """Be the only program that runs on the database, where there may be one only. Raises PlanovykError."""
