"""How people find the bot in a messenger: its public name there, and the links made of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from bot.usecases.house import House
from db.tables import ChannelRow

TELEGRAM, VIBER = "telegram", "viber"


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
    async with house.store.reading() as session:
        handles = {row.door: row.handle for row in await session.scalars(select(ChannelRow))}
    telegram, viber = handles.get(TELEGRAM), handles.get(VIBER)
    return Links(
        token,
        f"https://t.me/{telegram}?start={token}" if telegram else None,
        f"viber://pa?chatURI={viber}&context={token}" if viber else None,
    )
