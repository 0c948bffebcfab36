"""Alembic's environment: one transaction for each upgrade, so that a power cut leaves the old schema or the new one."""

from __future__ import annotations

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from db.engine import make_safe
from db.tables import Base


def without_foreign_keys(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let a table be made anew and put in the old one's place; SQLite cannot switch this inside a transaction."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def check_foreign_keys(connection: Connection) -> None:
    """Look, before anything is kept, whether every row still points to one. Raises CommandError."""
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        message = f"rows that point nowhere in: {sorted({row[0] for row in broken})}"
        raise CommandError(message)


engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
make_safe(engine)
event.listen(engine, "connect", without_foreign_keys)
with engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True
    )
    with context.begin_transaction():
        context.run_migrations()
        check_foreign_keys(connection)
engine.dispose()
