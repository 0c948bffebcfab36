"""The three doors as the program opens them, each behind a server of its own, with the strict messengers there too."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.app import runner_of
from bot.clock import Clock
from bot.dialog.door import Answerer
from bot.dialog.model import Address
from bot.dialog.text import verbatim
from bot.telegram.opening import Listeners, open_telegram
from bot.telegram.opening import webhook_routes as telegram_routes
from bot.usecases.house import House
from bot.usecases.joining import block, come_back, leave
from bot.viber.door import open_viber
from bot.viber.webhook import webhook_routes as viber_routes
from bot.web.app import Persona, web_app
from bot.web.door import WebDoor
from tests.fuzz.webhooks.calls import SECRET, VIBER_TOKEN
from tests.fuzz.webhooks.originals import Originals, of_page, of_telegram, of_viber
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer

DOORS = ("telegram", "viber", "web")
SOMEBODY = 900_000_001


@dataclass
class Entrance:
    """An open webhook: where it is, and what the calls to it are made of."""

    url: str
    originals: Originals


@asynccontextmanager
async def open_entrance(
    door: str, house: House, answer: Answerer, accounts: Sequence[int | str]
) -> AsyncIterator[Entrance]:
    """Open a door over a house for people of these accounts, who have talked with the bot before."""
    opening = {"telegram": _telegram, "viber": _viber, "web": _page}[door]
    async with opening(house, answer, accounts) as entrance:
        yield entrance


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = runner_of(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _telegram(house: House, answer: Answerer, accounts: Sequence[int | str]) -> AsyncIterator[Entrance]:
    async with TelegramServer(limits=Limits.unhurried()) as server:
        originals = await of_telegram(server, SOMEBODY)
        for account in accounts:
            await server.user(int(account)).start()
        server.account.updates.clear()
        door = open_telegram(server.token, server.url)
        app = web.Application()
        listeners = Listeners(partial(block, house), partial(come_back, house))
        app.add_routes(telegram_routes(door, answer, SECRET, listeners))
        async with _listening(app) as url:
            yield Entrance(url, originals)
        await door.close()


@asynccontextmanager
async def _viber(house: House, answer: Answerer, accounts: Sequence[int | str]) -> AsyncIterator[Entrance]:
    async with ViberServer(token=VIBER_TOKEN, limits=ViberLimits.unhurried()) as server:
        originals = await of_viber(server, str(SOMEBODY))
        for account in accounts:
            server.account.contacts[server.user(str(account)).id].subscribed = True
        server.account.events.clear()
        server.account.webhook = "https://bot.example.org/viber"
        door = open_viber(server.token, server.url)

        async def left(address: Address) -> None:
            await leave(house, address)

        async def back(address: Address) -> None:
            await come_back(house, address)

        app = web.Application()
        app.add_routes(viber_routes(door, answer, left, VIBER_TOKEN, subscribed=back, pauses=()))
        async with _listening(app) as url:
            yield Entrance(url, originals)
        await door.close()


@asynccontextmanager
async def _page(house: House, answer: Answerer, accounts: Sequence[int | str]) -> AsyncIterator[Entrance]:
    async def move(_to: str) -> None:
        """Nobody moves this clock."""

    nobody = verbatim("")
    personas = [Persona(str(each), nobody, nobody, nobody) for each in accounts]
    clock: Clock = house.clock
    app = web_app(WebDoor(clock.now), answer, personas, move)
    async with _listening(app) as url:
        yield Entrance(url, of_page(str(SOMEBODY)))
