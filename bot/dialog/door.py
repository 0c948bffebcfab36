"""What the core asks of a door, and what a door may answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.dialog.model import Address, Answer, Card, Incoming, Reply

Answerer = Callable[[Incoming], Awaitable[Answer]]
"""The whole conversation as one function: an update in, an answer out."""
Shown = Callable[[Address, str, Card | None], Awaitable[None]]
"""Takes note that a message of an account shows a card from now on, or none."""


async def unnoted(_address: Address, _message: str, _card: Card | None) -> None:
    """Take no note of what is shown."""


class Failure(StrEnum):
    """Why a message did not go out."""

    UNREACHABLE = "unreachable"
    """For good: the person blocked the bot, left, or never started it."""
    REFUSED = "refused"
    """For good: the messenger refuses this message; sending it again changes nothing."""
    SHUT = "shut"
    """The messenger refuses the bot itself (a token withdrawn, an account blocked): the message can wait for a cure."""
    LATER = "later"
    """For now: it surely did not go out (too many requests, connection refused, the server's fault)."""
    UNCERTAIN = "uncertain"
    """It may have gone out: the connection broke after the request had left."""


class DeliveryError(Exception):
    """A message did not surely go out.

    `retry_after` is in seconds, where the messenger names it; `whole_door` says that nobody else may be written to
    before either.
    """

    def __init__(self, failure: Failure, retry_after: float | None = None, *, whole_door: bool = False) -> None:
        super().__init__(failure.value)
        self.failure = failure
        self.retry_after = retry_after
        self.whole_door = whole_door


class AnswerUnavailable(Exception):  # noqa: N818 - a state of the store, said as one
    """The update was not taken; deliver it again."""


class Door(Protocol):
    """An open messenger."""

    name: str

    async def send(self, account: str, reply: Reply, language: str) -> str | None:
        """Send one message in one attempt; returns how the door finds it again, if it can. Raises DeliveryError."""
        ...


@runtime_checkable
class AmendingDoor(Protocol):
    """A messenger in which a message that was sent can be changed."""

    async def amend(self, account: str, message: str, reply: Reply, language: str) -> None:
        """Put a reply in place of a message in one attempt. Raises DeliveryError, REFUSED where it is gone."""
        ...
