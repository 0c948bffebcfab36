"""The real program, started as its users start it: a process with settings in its environment."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
"""Seconds a person in a test waits for a program that starts on a busy machine."""

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

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.may_end = False

    async def ended(self) -> None:
        """Wait for its end, whatever brings it."""
        await self._process.wait()

    async def stop(self) -> None:
        """End it as a host does; it must go in peace."""
        if not self.may_end:
            self.may_end = True
            self._process.terminate()
            async with asyncio.timeout(PATIENCE):
                assert await self._process.wait() == 0

    async def lose_power(self) -> None:
        """Kill -9."""
        self.may_end = True
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def run(folder: Path, settings: Mapping[str, str]) -> AsyncIterator[Running]:
    """Run the bot, logging to `log` in the folder; at the end it is stopped, unless it is dead already.

    AssertionError when it ends by itself meanwhile, so that nobody waits for an answer of a program that is gone.
    """
    with (folder / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *_BOT, "run", cwd=folder, env=environment(settings), stdout=log, stderr=log
        )
    running = Running(process)
    watch = asyncio.create_task(_cancel_at_the_end_of(running, asyncio.current_task()))
    try:
        yield running
    except BaseException as error:
        if process.returncode is None:
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
