"""Inserting what may be there already, in the words that SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import literal_column
from sqlalchemy.ext.asyncio import AsyncSession

from db.engine import kind_named
from db.tables import Base


async def insert_once(session: AsyncSession, table: type[Base], **values: object) -> bool:
    """Insert a row unless one with its unique key is there; tell whether it was inserted.

    Only a repeated key is passed over. Anything else that the row breaks (a missing member, a forgotten column)
    raises IntegrityError.
    """
    insert = kind_named(session.get_bind().dialect.name).insert
    statement = insert(table).values(**values).on_conflict_do_nothing()
    return await session.scalar(statement.returning(literal_column("1"))) is not None


async def insert_new(session: AsyncSession, table: type[Base], rows: Sequence[dict[str, object]]) -> None:
    """Insert those rows whose unique keys are not there yet; all of them have the same columns."""
    if rows:
        insert = kind_named(session.get_bind().dialect.name).insert
        await session.execute(insert(table).on_conflict_do_nothing(), rows)
