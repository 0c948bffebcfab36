"""How soon the program is of use: after a power cut, at a first try, on the command line."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.bot_api import bot_api
from benchmarks.machine import ROOT, finish, start, stop
from benchmarks.question import READY_SECONDS, free_port, start_program, until

SAMPLE = ROOT / "bot" / "documents" / "samples" / "plan-uk.txt"


@dataclass(frozen=True, slots=True)
class Startup:
    """Medians in seconds; `dear` names the commands that import aiogram although they do not need it."""

    aiogram: float
    first_call: float
    demo: float
    help: float
    plan_check: float
    dear: tuple[str, ...]

    @property
    def ratio(self) -> float:
        """The first call of the Bot API against the import that it cannot do without."""
        return self.first_call / self.aiogram


async def startup(url: str, plan: Path, times: int) -> Startup:
    """Measure everything in turn, so many times after one try that fills the caches. `plan` is a file to check."""
    commands = {
        "--help": ("-m", "bot", "--help"),
        "plan check": ("-m", "bot", "plan", "check", str(plan), "--year", "2027"),
    }
    rounds = [
        (
            await import_aiogram(),
            await first_call(url),
            await demo(),
            *(_duration(command) for command in commands.values()),
        )
        for _ in range(times + 1)
    ]
    aiogram, call, shown, helped, checked = (median(column) for column in zip(*rounds[1:], strict=True))
    dear = tuple(name for name, command in commands.items() if _imports_aiogram(command))
    return Startup(aiogram, call, shown, helped, checked, dear)


async def import_aiogram() -> float:
    """Return the seconds until a fresh Python has imported aiogram."""
    began = time.perf_counter()
    process = start("-c", "import aiogram; print(flush=True)")
    try:
        assert process.stdout is not None
        await asyncio.to_thread(process.stdout.readline)
        return time.perf_counter() - began
    finally:
        stop(process)


async def first_call(url: str) -> float:
    """Return the seconds until `run` calls the Bot API."""
    async with bot_api() as (api, seen):
        began = time.perf_counter()
        process = start_program(url, free_port(), api)
        try:
            async with asyncio.timeout(READY_SECONDS):
                await until(lambda: seen.first is not None, process, 0.01)
            assert seen.first is not None
            return seen.first - began
        finally:
            stop(process)


async def demo() -> float:
    """Return the seconds until `demo` answers a browser."""
    port = free_port()
    began = time.perf_counter()
    process = start("-m", "bot", "demo", "--no-browser", "--port", str(port))
    try:
        async with asyncio.timeout(READY_SECONDS):
            while not await _answers(port):  # noqa: ASYNC110 - another process cannot set an event of ours
                await asyncio.sleep(0.01)
        return time.perf_counter() - began
    finally:
        stop(process)


async def _answers(port: int) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.write(b"GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port)
    status = await reader.readline()
    writer.close()
    return b" 200 " in status


def _duration(command: tuple[str, ...]) -> float:
    began = time.perf_counter()
    finish(*command)
    return time.perf_counter() - began


def _imports_aiogram(command: tuple[str, ...]) -> bool:
    _, imported = finish("-X", "importtime", *command)
    return "aiogram" in imported
