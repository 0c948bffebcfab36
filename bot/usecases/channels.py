"""How people find the bot in a messenger: its public name there, and the links made of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.usecases.house import House
from db.tables import ChannelRow

TELEGRAM, VIBER = "telegram", "viber"
_TELEGRAM = "https://t.me/{handle}?start={token}"
_VIBER = "viber://pa?chatURI={handle}&context={token}"


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


async def links_for(house: House, token: str) -> Links:
    """Return the personal links of a start token."""
    ways = await ways_to(house, token)
    return Links(token, ways.get(TELEGRAM), ways.get(VIBER))


async def ways_to(house: House, token: str) -> dict[str, str]:
    """Return the links that bring a start token, or a code, to the bot, by the door of each known messenger."""
    async with house.store.reading() as session:
        handles = {row.door: row.handle for row in await session.scalars(select(ChannelRow))}
    patterns = {TELEGRAM: _TELEGRAM, VIBER: _VIBER}
    known = {door: pattern for door, pattern in patterns.items() if handles.get(door)}
    return {door: pattern.format(handle=handles[door], token=token) for door, pattern in known.items()}
