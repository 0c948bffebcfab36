"""Talking to a branch in a store: what is said to a person, as they read it."""

from __future__ import annotations

from bot.dialog.actions import Action, encode
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Attachment, Incoming, Reply, Tap, What, Words
from bot.dialog.speech import say
from tests.integration.houses import update_key


async def replies(answer: Answerer, address: Address, what: What) -> tuple[Reply, ...]:
    return (await answer(Incoming(address, update_key(), what))).replies


async def tap(answer: Answerer, address: Address, action: Action) -> str:
    """What a person reads after a tap."""
    return read(await replies(answer, address, Tap(encode(action))))


async def tell(answer: Answerer, address: Address, words: str) -> str:
    """What a person reads after their words."""
    return read(await replies(answer, address, Words(words)))


def read(said: tuple[Reply, ...]) -> str:
    return "\n".join(say(line.text, "uk") for reply in said for line in reply.lines)


def labels(said: tuple[Reply, ...]) -> list[str]:
    return [say(button.label, "uk") for reply in said for row in reply.rows for button in row]


def actions(said: tuple[Reply, ...]) -> list[Action]:
    return [button.action for reply in said for row in reply.rows for button in row]


def attachments(said: tuple[Reply, ...]) -> list[Attachment]:
    return [each for reply in said for each in reply.attachments]
