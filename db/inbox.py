"""The inbox: which updates have had their effect. A messenger may deliver the same one again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.inserts import insert_once
from db.tables import InboxRow


async def take(session: AsyncSession, key: str, about: str, now: datetime) -> bool:
    """Take an update in the transaction of its effect; False when it was taken before and must have no second one.

    Args:
        session: the use case's own, so that the update is taken only if its effect is committed.
        key: the update's key, unique for ever.
        about: the code of the action that shows what came of it.
        now: the present moment.
    """
    return await insert_once(session, InboxRow, key=key, about=about, at=now)


async def tell(session: AsyncSession, key: str, about: str) -> None:
    """Say what shows what came of an update that the transaction has taken, once that is known."""
    await session.execute(update(InboxRow).where(InboxRow.key == key).values(about=about))


async def what_came_of(session: AsyncSession, key: str) -> str | None:
    """Return the code of the action that shows what came of an update, or None when it has not been taken."""
    about: str | None = await session.scalar(select(InboxRow.about).where(InboxRow.key == key))
    return about
