"""The real program, started as its users start it: a process with settings in its environment."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds a person in a test waits for a program that starts on a busy machine."""

LOADED = "tests.e2e.loaded"
_BOT = (sys.executable, "-m", "bot")


def environment(settings: Mapping[str, str], language: str = "uk_UA.UTF-8") -> dict[str, str]:
    """The environment of a process of ours: nobody else's settings, the given ones (without their prefix)."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PLANOVYK_")}
    ours = {f"PLANOVYK_{name}": value for name, value in settings.items()}
    return {**kept, "LC_ALL": language, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **ours}


def bot(folder: Path, *words: str, language: str = "uk_UA.UTF-8", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m bot …` to its end in a folder of its own, where no `.env` lies."""
    return subprocess.run(
        [*_BOT, *words],
        cwd=folder,
        env=environment(settings, language),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


async def bot_beside(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same beside a server that lives in this event loop."""
    return await asyncio.to_thread(bot, folder, *words, **settings)


class Running:
    """A running `python -m bot run`."""

    def __init__(self, process: int, end: asyncio.Future[int]) -> None:
        self._process = process
        self._end = end
        self.may_end = False

    @property
    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self._end.done()

    async def ended(self) -> int:
        """Wait for its end, whatever brings it; return the exit code."""
        return await asyncio.shield(self._end)

    async def stop(self) -> None:
        """End it as a host does; it must go in peace."""
        if not self.may_end:
            self.may_end = True
            os.kill(self._process, signal.SIGTERM)
            async with asyncio.timeout(PATIENCE):
                assert await self.ended() == 0

    def freeze(self) -> None:
        """Have it stand still, as when its machine hangs: it says nothing and closes nothing."""
        os.kill(self._process, signal.SIGSTOP)

    def kill(self) -> None:
        """Kill -9, this moment."""
        self.may_end = True
        with suppress(ProcessLookupError):  # gone, and nobody has told us yet
            os.kill(self._process, signal.SIGKILL)

    async def lose_power(self) -> None:
        """Kill -9, and see it gone."""
        self.kill()
        await self.ended()


@asynccontextmanager
async def run(folder: Path, settings: Mapping[str, str], *, from_nothing: bool = False) -> AsyncIterator[Running]:
    """Run the bot, logging to `log` in the folder; at the end it is stopped, unless it is dead already.

    Its libraries are loaded already (see `tests.e2e.loaded`), unless it is to start `from_nothing`. AssertionError when
    it ends by itself meanwhile, so that nobody waits for an answer of a program that is gone.
    """
    with (folder / "log").open("ab") as log:
        given = environment(settings)
        running = await (_from_nothing(folder, given, log) if from_nothing else from_loaded(folder, given, log))
    watch = asyncio.create_task(_cancel_at_the_end_of(running, asyncio.current_task()))
    try:
        yield running
    except BaseException as error:
        if not running.has_ended:
            await running.lose_power()
        elif isinstance(error, asyncio.CancelledError) and not running.may_end:
            end = (folder / "log").read_text(encoding="utf-8")[-2000:]
            raise AssertionError(f"the program has ended by itself:\n{end}") from error
        raise
    finally:
        watch.cancel()
    await running.stop()


async def _cancel_at_the_end_of(running: Running, waiting: asyncio.Task[object] | None) -> None:
    await running.ended()
    if waiting is not None and not running.may_end:
        waiting.cancel()


async def _from_nothing(folder: Path, given: Mapping[str, str], log: BinaryIO) -> Running:
    process = await asyncio.create_subprocess_exec(*_BOT, "run", cwd=folder, env=given, stdout=log, stderr=log)
    return Running(process.pid, asyncio.ensure_future(process.wait()))


async def from_loaded(
    folder: Path, given: Mapping[str, str], log: BinaryIO, module: str = LOADED, **more: object
) -> Running:
    """Start the bot from the process of a module like `tests.e2e.loaded`, which is told `more`."""
    ours, theirs = socket.socketpair()
    with theirs:
        socket.send_fds(_loaded(module).control, [b"+"], [theirs.fileno(), log.fileno()])
    reader, writer = await asyncio.open_connection(sock=ours)
    wanted = {"folder": str(folder), "environment": given, "words": ["run"], **more}
    writer.write(json.dumps(wanted).encode() + b"\n")
    process = int(await reader.readline())

    async def end() -> int:
        code = int(await reader.readline())
        writer.close()
        await writer.wait_closed()
        return code

    return Running(process, asyncio.ensure_future(end()))


class _Loaded(NamedTuple):
    process: subprocess.Popen[bytes]
    control: socket.socket


@cache
def _loaded(module: str) -> _Loaded:
    """The process with the libraries, begun when the first program is wanted."""
    ours, theirs = socket.socketpair()
    with theirs:
        words = (sys.executable, "-m", module, str(theirs.fileno()))
        return _Loaded(subprocess.Popen(words, cwd=ROOT, env=environment({}), pass_fds=[theirs.fileno()]), ours)


def unload(module: str = LOADED) -> None:
    """No more programs are wanted."""
    if _loaded.cache_info().currsize:
        _loaded(module).control.close()
        _loaded(module).process.wait(PATIENCE)
        _loaded.cache_clear()
