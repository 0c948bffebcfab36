"""How people find the bot in a messenger: its public name there, and the links made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.usecases.house import House
from db.tables import ChannelRow

TELEGRAM, VIBER = "telegram", "viber"
_TELEGRAM = "https://t.me/{handle}?start={token}"
_VIBER = "viber://pa?chatURI={handle}&context={token}"
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
    ways = ways_of(known, token)
    return Links(token, ways.get(TELEGRAM), ways.get(VIBER))


def ways_of(known: Handles, token: str) -> dict[str, str]:
    """Return the links that bring a start token, or a code, to the bot, by the door of each known messenger."""
    patterns = {TELEGRAM: _TELEGRAM, VIBER: _VIBER}
    open_ones = {door: pattern for door, pattern in patterns.items() if known.get(door)}
    return {door: pattern.format(handle=known[door], token=token) for door, pattern in open_ones.items()}


async def links_for(house: House, token: str) -> Links:
    """Return the personal links of a start token, by the public names that are known."""
    async with house.store.reading() as session:
        return links_of(await handles(session), token)


async def ways_to(house: House, token: str) -> dict[str, str]:
    """Return what `ways_of` does, by the public names that are known."""
    async with house.store.reading() as session:
        return ways_of(await handles(session), token)
