"""How people find the bot in a messenger: its public name there, and the links made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.house import House
from db.tables import ChannelRow

TELEGRAM, VIBER = "telegram", "viber"
Handles = Mapping[str, str]
"""The bot's public name by messenger."""


@dataclass(frozen=True, slots=True)
class Links:
    """The ways to bring a start token to the bot; None for a messenger whose public name is not known yet."""

    token: str
    telegram: str | None
    viber: str | None


async def remember_handle(house: House, door: str, handle: str) -> None:
    """Keep the bot's public name in a messenger, learnt when the door opens."""
    async with house.store.writing() as session:
        await session.merge(ChannelRow(door=door, handle=handle))


async def handles(session: AsyncSession) -> Handles:
    """Return the bot's public names in the messengers that are known."""
    return {row.door: row.handle for row in await session.scalars(select(ChannelRow))}


def links_of(known: Handles, token: str) -> Links:
    """Return the personal links of a start token."""
    telegram, viber = known.get(TELEGRAM), known.get(VIBER)
    return Links(
        token,
        f"https://t.me/{telegram}?start={token}" if telegram else None,
        f"viber://pa?chatURI={viber}&context={token}" if viber else None,
    )


async def links_for(house: House, token: str) -> Links:
    """Return the personal links of a start token, by the public names that are known."""
    async with house.store.reading() as session:
        return links_of(await handles(session), token)
