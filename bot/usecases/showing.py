"""What stands in people's chats."""

from __future__ import annotations

from bot.dialog.model import Address, Card
from bot.usecases.house import House
from db.showing import forget_shown, identity_at, keep_shown, shown_at


async def card_shown(house: House, address: Address, message: str, card: Card | None) -> None:
    """Remember that a message in somebody's chat shows a card, so that it can be kept up to date; None: no more."""
    if card is None:
        await _shown_no_more(house, address, message)
        return
    async with house.store.writing() as session:
        identity_id = await identity_at(session, address)
        if identity_id is not None:
            await keep_shown(session, identity_id, message, card, house.now())


async def _shown_no_more(house: House, address: Address, message: str) -> None:
    async with house.store.reading() as session:
        known = await shown_at(session, address, message)
    if known:
        async with house.store.writing() as session:
            await forget_shown(session, known)
