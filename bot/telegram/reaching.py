"""Who has blocked the bot in their private chat, or let it in again: said without a word, and answered by none."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.dialog.door import AnswerUnavailable
from bot.dialog.model import Address
from bot.logs import log_event
from bot.telegram.groups import DOOR
from bot.telegram.wire import Membership, Update

_BLOCKED, _OPEN = "kicked", "member"
"""How the bot stands in a private chat (https://core.telegram.org/bots/api#chatmember)."""

Told = Callable[[Address], Awaitable[None]]
"""Told that somebody can be written to no more, or again."""

_logger = logging.getLogger(__name__)


async def nobody(_address: Address) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told that somebody has blocked the bot (`left`), and that they can be written to again (`back`)."""

    left: Told = nobody
    back: Told = nobody


NO_LISTENERS = Listeners()


@dataclass(frozen=True, slots=True)
class Change:
    """Somebody can be written to again, or no more."""

    address: Address
    reachable: bool


def change_of(update: Update) -> Change | None:
    """Read who has blocked the bot or let it in again; None for every other update."""
    match update:
        case Update(my_chat_member=Membership(chat=chat, after=after)) if chat.type == "private":
            known = after.status in {_BLOCKED, _OPEN}
            return Change(Address(DOOR, str(chat.id)), after.status == _OPEN) if known else None
        case _:
            return None


async def tell(listeners: Listeners, change: Change) -> None:
    """Tell of a change. Raises AnswerUnavailable when it must be told again; a fault of ours is logged."""
    told = listeners.back if change.reachable else listeners.left
    try:
        await told(change.address)
    except AnswerUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 - one update that meets a fault of ours must not stop everybody's bot
        log_event(_logger, "update-failed", level=logging.ERROR, error=error)
