"""What came of an update that was taken before and is delivered again."""

from __future__ import annotations

from bot.usecases.house import House
from db import inbox


async def what_came_of(house: House, update_key: str) -> str | None:
    """Return the code of the action that shows what the update did; None when it did nothing yet."""
    async with house.store.reading() as session:
        return await inbox.what_came_of(session, update_key)
