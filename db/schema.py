"""The schema of the store: brought up to date before anything else touches it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.engine import database_path

HEAD = "0001"
"""The newest migration; a test holds it to what the folder says. Knowing it saves a start the import of Alembic."""
MIGRATIONS = Path(__file__).parent.parent / "migrations"


def is_current(url: str) -> bool:
    """Tell whether the database has the newest schema, by a look at its version alone."""
    path = database_path(url)
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        try:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
        except sqlite3.OperationalError:
            return False


def upgrade(url: str) -> None:
    """Bring the database to the newest schema; make it where there is none. Nothing happens to one that is current."""
    if is_current(url):
        return
    from alembic import command
    from alembic.config import Config

    database_path(url).parent.mkdir(parents=True, exist_ok=True)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("sqlalchemy.url", url.replace("sqlite+aiosqlite", "sqlite").replace("%", "%%"))
    command.upgrade(config, "head")
