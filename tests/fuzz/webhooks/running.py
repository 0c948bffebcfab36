"""The webhooks as the program opens them, the real conversation behind them, and broken calls to them one by one."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from yarl import URL

from bot.app import runner_of
from bot.dialog.model import Address
from bot.dialog.text import verbatim
from bot.logs import configure_logs
from bot.telegram.opening import open_telegram
from bot.telegram.opening import webhook_routes as telegram_routes
from bot.usecases.joining import come_back, leave
from bot.viber.door import open_viber
from bot.viber.webhook import webhook_routes as viber_routes
from bot.web.app import Persona, web_app
from bot.web.door import WebDoor
from handlers.conversation import conversation
from tests.fuzz.webhooks.calls import SECRET, VIBER_TOKEN, Call, Sender, call
from tests.fuzz.webhooks.house import MEMBERS, STRANGERS, Witness, fuzzed_house, witness
from tests.fuzz.webhooks.originals import Originals, of_page, of_telegram, of_viber
from tests.integration.houses import Scene
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer

DOORS = ("telegram", "viber", "web")
LONGEST = 1.0
"""Seconds of computing for which nobody else may be kept waiting."""
REFUSALS = {400, 403, 405, 413, 421}
CUT_OFF = 0
SOMEBODY = 900_000_001


@dataclass
class Found:
    """What came of the calls; `faults` must stay empty."""

    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0
    acts: int = 0


@dataclass
class _Entrance:
    """An open webhook: where it is, and what the calls to it are made of."""

    url: str
    originals: Originals


def run(door: str, numbers: range) -> Found:
    """Make the calls of these numbers at a door."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder, _log() as log:
        asyncio.run(_run(door, numbers, Path(folder), found, log))
    return found


async def _run(door: str, numbers: range, folder: Path, found: Found, log: io.StringIO) -> None:
    async with fuzzed_house(folder) as scene, _OPENERS[door](scene) as entrance:
        with witness(scene) as seen:
            before, foreign = seen.fixed(), seen.foreign()
            watching = asyncio.create_task(_watch(found))
            async with aiohttp.ClientSession(auto_decompress=False, skip_auto_headers=["Content-Type"]) as client:
                for number in numbers:
                    scene.clock.moment += timedelta(seconds=number * 7 % 9)
                    await _one(client, entrance, call(door, number, entrance.originals), seen, found, number)
                    _read(log, found, number)
            watching.cancel()
            found.faults += [
                f"{table} was changed" for table, digest in seen.fixed().items() if digest != before[table]
            ]
            found.faults += [] if seen.foreign() == foreign else ["another branch was changed"]
            found.faults += [f"{act} is nobody's right" for act in seen.overstepped()]
            found.acts = seen.trail()


async def _one(
    client: aiohttp.ClientSession, entrance: _Entrance, made: Call, seen: Witness, found: Found, number: int
) -> None:
    version, busy = seen.version(), time.process_time()
    status = await _status(client, entrance, made)
    took = time.process_time() - busy
    found.statuses[f"{made.sender.value} {status}"] += 1
    if status >= 500 or (status == CUT_OFF and len(made.body) < 60_000):
        found.faults.append(f"{number}: status {status}")
    if made.sender is Sender.FORGER and status not in REFUSALS:
        found.faults.append(f"{number}: a forger got {status}")
    if made.sender is not Sender.MEMBER and seen.version() != version:
        found.faults.append(f"{number}: a {made.sender.value} wrote")
    if took > LONGEST:
        found.faults.append(f"{number}: took {took:.1f} s")


async def _status(client: aiohttp.ClientSession, entrance: _Entrance, made: Call) -> int:
    """Make a call; CUT_OFF when the server has ended it before the body was through, as it may one that is huge."""
    url = URL(entrance.url + made.path, encoded=True)
    for _ in range(2):  # the connection that is kept alive may be one that the call before has spoilt
        try:
            async with client.request(made.method, url, data=io.BytesIO(made.body), headers=made.headers) as response:
                await response.read()
                return response.status
        except aiohttp.ClientError:
            continue
    return CUT_OFF


def _read(log: io.StringIO, found: Found, number: int) -> None:
    if log.tell() == 0:
        return
    written = log.getvalue()
    found.faults += [f"{number}: {line}" for line in re.findall(r".* (?:ERROR|CRITICAL) .*", written)]
    log.seek(0)
    log.truncate()


async def _watch(found: Found) -> None:
    """Measure for how long nobody else could have been answered; computing only, as neighbours use the machine too."""
    while True:
        busy = time.process_time()
        await asyncio.sleep(0.01)
        stood = time.process_time() - busy
        found.longest = max(found.longest, stood)
        if stood > LONGEST:
            found.faults.append(f"the loop stood still for {stood:.1f} s")


@contextmanager
def _log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs(logging.DEBUG, stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)


@asynccontextmanager
async def _listening(app: web.Application) -> AsyncIterator[str]:
    runner = runner_of(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@asynccontextmanager
async def _telegram(scene: Scene) -> AsyncIterator[_Entrance]:
    async with TelegramServer(limits=Limits.unhurried()) as server:
        originals = await of_telegram(server, SOMEBODY)
        for account in _everybody("telegram"):
            await server.user(int(account)).start()
        server.account.updates.clear()
        door = open_telegram(server.token, server.url)
        app = web.Application()
        app.add_routes(telegram_routes(door, conversation(scene.house), SECRET))
        async with _listening(app) as url:
            yield _Entrance(url, originals)
        await door.close()


@asynccontextmanager
async def _viber(scene: Scene) -> AsyncIterator[_Entrance]:
    async with ViberServer(token=VIBER_TOKEN, limits=ViberLimits.unhurried()) as server:
        originals = await of_viber(server, str(SOMEBODY))
        for account in _everybody("viber"):
            server.account.contacts[server.user(str(account)).id].subscribed = True
        server.account.events.clear()
        server.account.webhook = "https://bot.example.org/viber"
        door = open_viber(server.token, server.url)
        house = scene.house

        async def left(address: Address) -> None:
            await leave(house, address)

        async def back(address: Address) -> None:
            await come_back(house, address)

        routes = viber_routes(door, conversation(house), left, VIBER_TOKEN, subscribed=back, pauses=())
        app = web.Application()
        app.add_routes(routes)
        async with _listening(app) as url:
            yield _Entrance(url, originals)
        await door.close()


@asynccontextmanager
async def _page(scene: Scene) -> AsyncIterator[_Entrance]:
    async def move(_to: str) -> None:
        """Nobody moves this clock."""

    nobody = verbatim("")
    personas = [Persona(str(each), nobody, nobody, nobody) for each in _everybody("web")]
    app = web_app(WebDoor(scene.clock.now), conversation(scene.house), personas, move)
    async with _listening(app) as url:
        yield _Entrance(url, of_page(str(SOMEBODY)))


def _everybody(door: str) -> Sequence[int | str]:
    return (*MEMBERS[door], *STRANGERS[door])


_OPENERS = {"telegram": _telegram, "viber": _viber, "web": _page}
