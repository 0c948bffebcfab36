"""The schema of the store: brought up to date before anything else touches it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from bot.errors import PlanovykError, StoreUnavailableError
from db.engine import database_path, make_file

HEAD = "0008"
"""The newest migration; a test holds it to what the folder says. Knowing it saves a start the import of Alembic."""
MIGRATIONS = Path(__file__).parent.parent / "migrations"
PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
"""What SQLite says of a file that can serve another time. See https://www.sqlite.org/rescode.html."""
PRIMARY = 0xFF
"""The part of SQLite's result code that names the kind of error; the rest is its details."""


def exists(url: str) -> bool:
    """Tell whether there is a database at all. Raises PlanovykError when its folder may not be looked into."""
    path = database_path(url)
    with _told_apart(path):
        return path.exists()


def is_current(url: str) -> bool:
    """Tell whether the database has the newest schema, by a look at its version alone."""
    path = database_path(url).absolute()
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    except sqlite3.DatabaseError:
        return False


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; make it where there is none. Nothing happens to one that is current.

    Raises:
        PlanovykError: the file cannot be made or written, is no database, or is one of a newer program or another.
        StoreUnavailableError: another program holds it, or the disk is full.
    """
    if is_current(url):
        return
    path = database_path(url)
    with _told_apart(path):
        make_file(path)
        _migrate(url)


def _migrate(url: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("sqlite+aiosqlite", "sqlite").replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:  # its version is none that this program's migrations know
        raise PlanovykError("error.database-newer", file=str(database_path(url))) from error


@contextmanager
def _told_apart(path: Path) -> Iterator[None]:
    """Tell a file that cannot be the database from one that cannot be it now."""
    try:
        yield
    except OSError as error:
        raise PlanovykError("error.database", file=str(path)) from error
    except DatabaseError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY in PASSING:
            raise StoreUnavailableError from error
        raise PlanovykError("error.database", file=str(path)) from error
