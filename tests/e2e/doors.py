"""The three ways to the bot, driven alike: what a person does and sees, whichever messenger they hold in their hand."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from tests.e2e.program import PATIENCE
from tests.servers import telegram, viber
from tests.servers.fixtures import checked
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer

Tap = Callable[[str], Awaitable[None]]
"""Taps the button with this text, or that begins with it."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person reads it, with the labels of its buttons."""

    text: str
    buttons: tuple[str, ...]


class Talker(Protocol):
    """Somebody at a screen."""

    async def arrives(self, token: str | None) -> None:
        """Come to the bot by a personal link, or without one."""
        ...

    async def says(self, words: str) -> None:
        """Write to the bot."""
        ...

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send the bot a document."""
        ...

    async def taps(self, button: str) -> None:
        """Tap the button with this text, or that begins with it."""
        ...

    async def sees(self, wanted: str | re.Pattern[str]) -> Seen:
        """Wait for a message, new or changed, since the person's own last action."""
        ...

    def chat(self) -> list[Seen]:
        """Everything that the bot has written, as it stands now."""
        ...


class Person(Talker, Protocol):
    """Somebody with a messenger, which may deliver a thing more than once."""

    async def repeated(self, times: int) -> None:
        """Have the messenger deliver the last thing again."""
        ...

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        """Send a picture the quick way: not as a document."""
        ...

    def files(self) -> list[bytes]:
        """The pictures and files that the bot has sent, as they arrived."""
        ...

    def keeps_in_sight(self) -> Tap:
        """Stay at the newest message as it is now: what comes back taps a button of it, whatever becomes of it."""
        ...


class Door(Protocol):
    """A messenger that the bot is set up for."""

    @property
    def settings(self) -> Mapping[str, str]:
        """The program's settings for it."""
        ...

    def person(self, key: str) -> Person:
        """The person of a key, the same one every time."""
        ...

    async def settled(self) -> None:
        """Wait until the bot has taken everything that people did."""
        ...


@dataclass
class TelegramPerson:
    user: telegram.User

    async def arrives(self, token: str | None) -> None:
        await self.user.start(token)

    async def says(self, words: str) -> None:
        await self.user.says(words)

    async def sends_file(self, name: str, content: bytes) -> None:
        await self.user.sends_file(name, content)

    async def taps(self, button: str) -> None:
        await self.user.taps(button)

    async def repeated(self, times: int) -> None:
        await self.user.updates_again(times)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        await self.user.sends_photo(content, caption)

    def keeps_in_sight(self) -> Tap:
        return partial(self.user.taps, message=self.user.sees)

    async def sees(self, wanted: str | re.Pattern[str]) -> Seen:
        return _of_telegram(await self.user.hears(wanted, PATIENCE))

    def chat(self) -> list[Seen]:
        return [_of_telegram(message) for message in self.user.chat]

    def files(self) -> list[bytes]:
        return [message.document.content for message in self.user.chat if message.document]


@dataclass
class ViberPerson:
    user: viber.User

    async def arrives(self, token: str | None) -> None:
        await self.user.opens(token)

    async def says(self, words: str) -> None:
        await self.user.says(words)

    async def sends_file(self, name: str, content: bytes) -> None:
        await self.user.sends_file(name, content)

    async def taps(self, button: str) -> None:
        await self.user.taps(button)

    async def repeated(self, times: int) -> None:
        await self.user.updates_again(times)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        await self.user.sends_photo(content, caption)

    def keeps_in_sight(self) -> Tap:
        keys = self.user.sees.buttons

        async def tap(button: str) -> None:
            await self.user.says(next(key.body for key in keys if key.text.startswith(button)))

        return tap

    async def sees(self, wanted: str | re.Pattern[str]) -> Seen:
        return _of_viber(await self.user.hears(wanted, PATIENCE))

    def chat(self) -> list[Seen]:
        return [_of_viber(message) for message in self.user.chat]

    def files(self) -> list[bytes]:
        return [message.content for message in self.user.chat if message.content]


@dataclass
class TelegramDoor:
    """Telegram; with a port by webhook, else by long polling."""

    server: TelegramServer
    port: int | None = None
    _people: dict[str, Person] = field(default_factory=dict)

    @property
    def settings(self) -> Mapping[str, str]:
        ours = {"TELEGRAM_TOKEN": self.server.token, "TELEGRAM_API_URL": self.server.url}
        return {**ours, "TELEGRAM_WEBHOOK_SECRET": "Sesam_1", **_webhook(self.port)} if self.port else ours

    def person(self, key: str) -> Person:
        user_id = 5_000_001 + len(self._people)
        return self._people.setdefault(key, TelegramPerson(self.server.user(user_id)))

    async def settled(self) -> None:
        await self.server.settled(PATIENCE)


@dataclass
class ViberDoor:
    server: ViberServer
    port: int
    _people: dict[str, ViberPerson] = field(default_factory=dict)

    @property
    def settings(self) -> Mapping[str, str]:
        ours = {"VIBER_TOKEN": self.server.token, "VIBER_API_URL": f"{self.server.url}/pa"}
        return {**ours, **_webhook(self.port)}

    def person(self, key: str) -> ViberPerson:
        user_id = f"viber-account-{len(self._people)}=="
        return self._people.setdefault(key, ViberPerson(self.server.user(user_id)))

    async def settled(self) -> None:
        await self.server.settled(PATIENCE)

    async def subscribes(self, key: str) -> None:
        """The person presses Subscribe, and says nothing."""
        await self.person(key).user.subscribes()


@asynccontextmanager
async def telegram_by_polling() -> AsyncIterator[TelegramDoor]:
    async with checked(TelegramServer(limits=Limits.unhurried())) as server:
        yield TelegramDoor(server)


@asynccontextmanager
async def telegram_by_webhook() -> AsyncIterator[TelegramDoor]:
    async with checked(TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True)) as server:
        yield TelegramDoor(server, free_port())


@asynccontextmanager
async def viber_by_webhook() -> AsyncIterator[ViberDoor]:
    async with checked(ViberServer(limits=ViberLimits.unhurried(), allow_http_webhook=True)) as server:
        yield ViberDoor(server, free_port())


DOORS: Mapping[str, Callable[[], AbstractAsyncContextManager[Door]]] = {
    "telegram-polling": telegram_by_polling,
    "telegram-webhook": telegram_by_webhook,
    "viber": viber_by_webhook,
}


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def a_moment() -> None:
    """Long enough for a message that should not come to come (the bot leaves a second between two of them)."""
    await asyncio.sleep(1.3)


def _webhook(port: int) -> dict[str, str]:
    return {"PUBLIC_URL": f"http://127.0.0.1:{port}", "HTTP_PORT": str(port)}


def _of_telegram(message: telegram.Message) -> Seen:
    return Seen(message.text, tuple(button.text for row in message.buttons for button in row))


def _of_viber(message: viber.Message) -> Seen:
    return Seen(message.text, tuple(button.text for button in message.buttons))
