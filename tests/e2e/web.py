"""The web door over the store of a branch: the real page's server and the real conversation, asked over HTTP."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
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
from tests.e2e.branch import Branch
from tests.e2e.doors import Seen
from tests.e2e.story import KYIV
from tests.servers.listener import Listener

ACCOUNT = "me"
_MARKS = {"item": "• "}


@dataclass
class WebPerson:
    """Somebody at the page."""

    session: aiohttp.ClientSession
    _messages: list[dict[str, Any]] = field(default_factory=list)

    async def arrives(self, token: str | None) -> None:
        await self.says(f"/start {token}" if token else "/start")

    async def says(self, words: str) -> None:
        await self._post({"text": words})

    async def taps(self, button: str) -> None:
        message, code = self._button(button)
        await self._post({"code": code, "message": message})

    async def sends_file(self, name: str, content: bytes) -> None:
        """Send a document, as the page's own script does."""
        asked = {"account": ACCOUNT, "language": "uk", "name": name}
        plain = {"Content-Type": "application/octet-stream"}
        async with self.session.post("/api/file", params=asked, data=content, headers=plain) as answer:
            assert answer.status == 200, await answer.text()
            self._messages = (await answer.json())["messages"]

    async def sees(self, wanted: str | re.Pattern[str]) -> Seen:
        """The page has its answer already: it is the newest message that the bot has written or changed."""
        for seen in reversed(self.chat()):
            if re.search(wanted if isinstance(wanted, re.Pattern) else re.escape(wanted), seen.text):
                return seen
        raise AssertionError(f"nothing like {wanted!r}; the chat holds {[seen.text for seen in self.chat()]}")

    def chat(self) -> list[Seen]:
        return [_seen(message) for message in self._messages if not message["mine"]]

    def _button(self, label: str) -> tuple[int, str]:
        for message in reversed(self._messages):
            for button in (button for row in message["rows"] for button in row):
                if button["label"] == label:
                    return message["id"], button["code"]
        raise LookupError(label)

    async def _post(self, what: dict[str, Any]) -> None:
        async with self.session.post("/api/say", json={"account": ACCOUNT, "language": "uk", **what}) as answer:
            assert answer.status == 200, await answer.text()
            self._messages = (await answer.json())["messages"]


@asynccontextmanager
async def chat_page(branch: Branch, moment: str) -> AsyncIterator[WebPerson]:
    """Serve the web chat of a branch, at a moment in Kyiv, to one person."""
    clock = MovableClock(datetime.fromisoformat(moment).replace(tzinfo=KYIV))
    store = open_store(f"sqlite+aiosqlite:///{branch.database}", KYIV)
    app = _app(WebDoor(clock.now, KYIV), conversation(house_of(store, clock)))
    listener = Listener(app)
    await listener.start()
    try:
        async with aiohttp.ClientSession(listener.url) as session:
            yield WebPerson(session)
    finally:
        await listener.close()
        await store.close()


def _app(door: WebDoor, answer: Answerer) -> web.Application:
    async def move(_to: str) -> None:
        """Nobody moves this clock."""

    return web_app(door, answer, [Persona(ACCOUNT, verbatim("Я"), verbatim(""), verbatim(""))], move)


def _seen(message: dict[str, Any]) -> Seen:
    text = "\n".join(_MARKS.get(line["style"], "") + line["text"] for line in message["lines"])
    return Seen(text, tuple(button["label"] for row in message["rows"] for button in row))
