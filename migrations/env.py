"""Alembic's environment: one transaction for each upgrade, so that a power cut leaves the old schema or the new one."""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection

from db.engine import kind_of
from db.tables import Base


def check_foreign_keys(connection: Connection) -> None:
    """Look, before anything is kept, whether every row still points to one. Raises CommandError."""
    broken = kind.broken_references(connection)
    if broken:
        message = f"rows that point nowhere in: {broken}"
        raise CommandError(message)


url = context.config.get_main_option("sqlalchemy.url") or ""
kind = kind_of(url)
engine = kind.open_to_migrate(url)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()
        check_foreign_keys(connection)
engine.dispose()
