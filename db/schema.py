"""The schema of the store: brought up to date before anything else touches it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from bot.errors import PlanovykError, StoreUnavailableError
from db.engine import kind_of

HEAD = "0008"
"""The newest migration; a test holds it to what the folder says. Knowing it saves a start the import of Alembic."""
MIGRATIONS = Path(__file__).parent.parent / "migrations"


def exists(url: str) -> bool:
    """Tell whether there is a database at all. Raises PlanovykError when it may not be looked for."""
    with _told_apart(url):
        return kind_of(url).exists(url)


def is_current(url: str) -> bool:
    """Tell whether the database has the newest schema, by a look at its version alone."""
    with _told_apart(url):
        return kind_of(url).is_current(url, HEAD)


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Be the only program that runs on the database, where there may be one only. Raises PlanovykError."""
    with ExitStack() as stack:
        with _told_apart(url):
            stack.enter_context(kind_of(url).alone(url))
        yield


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; make it where there is none. Nothing happens to one that is current.

    Raises:
        PlanovykError: the file cannot be made or written, is no database, or is one of a newer program or another.
        StoreUnavailableError: another program holds it, its disk is full, or its server does not answer.
    """
    if is_current(url):
        return
    with _told_apart(url):
        kind_of(url).make(url)
        _migrate(url)


def _migrate(url: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    try:
        command.upgrade(config, "head")
    except CommandError as error:  # its version is none that this program's migrations know
        raise PlanovykError("error.database-newer", file=kind_of(url).name_of(url)) from error


@contextmanager
def _told_apart(url: str) -> Iterator[None]:
    """Tell what cannot be the database from what cannot be it now."""
    try:
        yield
    except OSError as error:
        raise kind_of(url).unusable(url) from error
    except DBAPIError as error:
        if kind_of(url).passes(error):
            raise StoreUnavailableError from error
        raise kind_of(url).unusable(url) from error
