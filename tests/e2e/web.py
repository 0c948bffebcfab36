"""The web door over the store of a branch: the real page's server and the real conversation, asked over HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.app import house_of
from bot.clock import MovableClock
from bot.dialog.door import Answerer
from bot.dialog.text import verbatim
from bot.web.app import Persona, web_app
from bot.web.door import WebDoor
from db.store import open_store
from handlers.conversation import conversation
from tests.e2e.branch import EVERYBODY, Branch, Guest
from tests.e2e.doors import Seen
from tests.e2e.story import KYIV
from tests.servers.listener import Listener

_MARKS = {"item": "• "}


@dataclass
class WebPerson:
    """Somebody at the page."""

    session: aiohttp.ClientSession
    account: str
    _messages: list[dict[str, Any]] = field(default_factory=list)
    _before: set[tuple[int, int]] = field(default_factory=set)

    async def arrives(self, token: str | None) -> None:
        await self.says(f"/start {token}" if token else "/start")

    async def says(self, words: str) -> None:
        await self._post({"text": words})

    async def sends_file(self, name: str, content: bytes) -> None:
        query = {"account": self.account, "name": name, "language": "uk"}
        headers = {"Content-Type": "application/octet-stream"}
        async with self.session.post("/api/file", params=query, data=content, headers=headers) as answer:
            await self._take(answer)

    async def taps(self, button: str) -> None:
        message, code = self._button(button)
        await self._post({"code": code, "message": message})

    async def sees(self, wanted: str | re.Pattern[str]) -> Seen:
        """The page has its answer already: it is the newest message that the bot has just written or changed."""
        fresh = [each for each in self._messages if not each["mine"] and _version(each) not in self._before]
        for seen in map(_seen, reversed(fresh)):
            if re.search(wanted if isinstance(wanted, re.Pattern) else re.escape(wanted), seen.text):
                return seen
        raise AssertionError(f"nothing like {wanted!r}; the bot said {[_seen(each).text for each in fresh]}")

    def chat(self) -> list[Seen]:
        return [_seen(message) for message in self._messages if not message["mine"]]

    def _button(self, label: str) -> tuple[int, str]:
        for message in reversed(self._messages):
            every = [button for row in message["rows"] for button in row]
            exact = [button for button in every if button["label"] == label]
            for button in exact or [button for button in every if button["label"].startswith(label)]:
                return message["id"], button["code"]
        raise LookupError(label)

    async def _post(self, what: dict[str, Any]) -> None:
        async with self.session.post("/api/say", json={"account": self.account, "language": "uk", **what}) as answer:
            await self._take(answer)

    async def _take(self, answer: aiohttp.ClientResponse) -> None:
        assert answer.status == 200, await answer.text()
        self._before = set(map(_version, self._messages))
        self._messages = (await answer.json())["messages"]


@asynccontextmanager
async def chat_room(branch: Branch, moment: str) -> AsyncIterator[Callable[[Guest], WebPerson]]:
    """Serve the web chat of a branch, at a moment in Kyiv, to everybody; nobody has joined yet."""
    clock = MovableClock(datetime.fromisoformat(moment).replace(tzinfo=KYIV))
    store = open_store(f"sqlite+aiosqlite:///{branch.database}", KYIV)
    app = _app(WebDoor(clock.now, KYIV), conversation(house_of(store, clock)))
    listener = Listener(app)
    await listener.start()
    try:
        async with aiohttp.ClientSession(listener.url) as session:
            people = {guest.key: WebPerson(session, guest.key) for guest in EVERYBODY}
            yield lambda guest: people[guest.key]
    finally:
        await listener.close()
        await store.close()


@asynccontextmanager
async def chat_page(branch: Branch, moment: str) -> AsyncIterator[WebPerson]:
    """The same to one person alone."""
    async with chat_room(branch, moment) as person:
        yield person(EVERYBODY[0])


def _app(door: WebDoor, answer: Answerer) -> web.Application:
    async def move(_to: str) -> None:
        """Nobody moves this clock."""

    personas = [Persona(guest.key, verbatim(guest.name), verbatim(""), verbatim("")) for guest in EVERYBODY]
    return web_app(door, answer, personas, move)


def _version(message: dict[str, Any]) -> tuple[int, int]:
    return message["id"], message["version"]


def _seen(message: dict[str, Any]) -> Seen:
    text = "\n".join(_MARKS.get(line["style"], "") + line["text"] for line in message["lines"])
    return Seen(text, tuple(button["label"] for row in message["rows"] for button in row))
