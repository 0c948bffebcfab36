"""The webhooks as the program opens them, the real conversation behind them, and broken calls to them one by one."""

from __future__ import annotations

import asyncio
import io
import logging
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import aiohttp
from yarl import URL

from bot.logs import configure_logs
from handlers.conversation import conversation
from tests.entrances import Entrance, open_entrance
from tests.fuzz.webhooks.calls import Call, Sender, call
from tests.fuzz.webhooks.house import MEMBERS, STRANGERS, Witness, fuzzed_house, witness
from tests.integration.houses import Scene

LONGEST = 1.0
"""Seconds of computing for which nobody else may be kept waiting."""
REFUSALS = {400, 403, 405, 413, 421}
CUT_OFF = 0


@dataclass
class Found:
    """What came of the calls; `faults` must stay empty."""

    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0
    acts: int = 0


def run(door: str, numbers: range) -> Found:
    """Make the calls of these numbers at a door."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder, _log() as log:
        asyncio.run(_run(door, numbers, Path(folder), found, log))
    return found


async def _run(door: str, numbers: range, folder: Path, found: Found, log: io.StringIO) -> None:
    async with fuzzed_house(folder) as scene, _opened(door, scene) as entrance:
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
    client: aiohttp.ClientSession, entrance: Entrance, made: Call, seen: Witness, found: Found, number: int
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


async def _status(client: aiohttp.ClientSession, entrance: Entrance, made: Call) -> int:
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


def _opened(door: str, scene: Scene) -> AbstractAsyncContextManager[Entrance]:
    return open_entrance(door, scene.house, conversation(scene.house), _everybody(door))


def _everybody(door: str) -> Sequence[int | str]:
    return (*MEMBERS[door], *STRANGERS[door])
