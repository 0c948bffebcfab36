"""A small conversation behind the Telegram door, for the tests of the door."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram.client.session.aiohttp import AiohttpSession
from aiohttp import web

from bot.dialog.actions import ShowCard, ShowQuarter, encode
from bot.dialog.door import AnswerUnavailable
from bot.dialog.model import (
    Answer,
    Arrival,
    Button,
    File,
    Incoming,
    Line,
    Reply,
    Row,
    Style,
    Tap,
    Unreadable,
    What,
    Words,
)
from bot.dialog.text import verbatim
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import Listeners, open_telegram, register_webhook, run_polling, webhook_routes
from tests.servers.listener import Listener
from tests.servers.telegram import TelegramServer

SECRET = "a-secret_Word-1"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def page(*words: str, rows: tuple[Row, ...] = ()) -> Reply:
    """A reply of plain lines."""
    return Reply(tuple(Line(verbatim(each)) for each in words), rows)


def card(number: int, *, version: int = 0) -> Reply:
    """The card of an activity; its text changes with the version."""
    here = Button(verbatim("Оновити"), ShowCard(number))
    back = Button(verbatim("Квартал"), ShowQuarter(number))
    title = Line(verbatim(f"Захід {number} & <друзі>"), Style.TITLE)
    return Reply((title, Line(verbatim(f"Стан {version}"), Style.NOTE)), ((here,), (back,)))


class Talk:
    """Answers words with their echo and a card, and a tap with the card in place of the tapped message.

    Like the real conversation it says nothing to an update that it knows. `version` is what the cards show, `gates`
    hold a person's updates until they are opened, `closed` makes the store unavailable, `special` has other answers.
    """

    def __init__(self) -> None:
        self.heard: list[Incoming] = []
        self.version = 0
        self.closed = False
        self.gates: defaultdict[str, asyncio.Event] = defaultdict(_open_gate)
        self.special: dict[What, tuple[Reply, ...] | Exception] = {}
        self._known: set[str] = set()

    async def __call__(self, incoming: Incoming) -> Answer:
        """Answer an update."""
        self.heard.append(incoming)
        await self.gates[incoming.address.account].wait()
        if self.closed:
            raise AnswerUnavailable
        if incoming.update_key in self._known:
            return Answer((), "uk")
        self._known.add(incoming.update_key)
        return Answer(self._replies(incoming.what), "uk")

    @property
    def words(self) -> list[str]:
        """The texts that were heard."""
        return [incoming.what.text for incoming in self.heard if isinstance(incoming.what, Words)]

    def _replies(self, what: What) -> tuple[Reply, ...]:
        special = self.special.get(what)
        if isinstance(special, Exception):
            raise special
        if special is not None:
            return special
        match what:
            case Words(text=text):
                return (page(f"Ви: {text}", rows=card(1).rows),)
            case Tap(code=code):
                return (card(1, version=self.version).in_place(),) if code == encode(ShowCard(1)) else (page(code),)
            case Arrival(token=token):
                return (page(f"Вітаю, {token}", rows=card(1).rows),)
            case File(name=name):
                return (page(name),)
            case Unreadable():
                return (page("не розумію"),)


def _open_gate() -> asyncio.Event:
    gate = asyncio.Event()
    gate.set()
    return gate


@asynccontextmanager
async def opened(server: TelegramServer, *, call_seconds: float = 5.0) -> AsyncIterator[TelegramDoor]:
    """The door to a server."""
    door = open_telegram(server.token, server.url, call_seconds=call_seconds)
    yield door
    # Closing in aiogram's way takes a quarter of a second for TLS, which no test has.
    assert isinstance(door.bot.session, AiohttpSession)
    if door.bot.session._session is not None:
        await door.bot.session._session.close()


@asynccontextmanager
async def polled(door: TelegramDoor, talk: Talk, listeners: Listeners | None = None) -> AsyncIterator[asyncio.Event]:
    """Polling in the background; yields its stop and waits for its end."""
    stop = asyncio.Event()
    polling = asyncio.create_task(run_polling(door, talk, stop, listeners=listeners or Listeners(), first_pause=0.02))
    yield stop
    stop.set()
    async with asyncio.timeout(5):
        await polling


@asynccontextmanager
async def webhook(door: TelegramDoor, talk: Talk, listeners: Listeners | None = None) -> AsyncIterator[str]:
    """The door's routes on a real port; yields the base URL."""
    app = web.Application()
    app.add_routes(webhook_routes(door, talk, SECRET, listeners or Listeners()))
    listener = Listener(app)
    await listener.start()
    yield listener.url
    await listener.close()


async def until(what: str, happened: object) -> None:
    """Wait for a condition (a function without arguments). AssertionError after five seconds."""
    assert callable(happened)
    try:
        async with asyncio.timeout(5):
            while not happened():  # noqa: ASYNC110 - anything may be waited for
                await asyncio.sleep(0.005)
    except TimeoutError:
        raise AssertionError(what) from None


@asynccontextmanager
async def behind(way: str, door: TelegramDoor) -> AsyncIterator[Talk]:
    """A conversation behind a way in: polling, or a webhook that Telegram knows of."""
    talk = Talk()
    if way == "polling":
        async with polled(door, talk):
            yield talk
    else:
        async with webhook(door, talk) as url:
            await register_webhook(door, url, SECRET)
            yield talk
