"""Waiting that a stop cuts short, longer after each failure."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 30.0


async def unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """Do the work and return its result; cancel it and return None when the stop comes first. Raises what it raises."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stopped.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


class Backoff:
    """Pauses that double from `first` seconds up to half a minute, until something succeeds."""

    def __init__(self, stop: asyncio.Event, first: float = FIRST_SECONDS) -> None:
        self._stop = stop
        self._first = self._next = first

    async def pause(self, at_least: float = 0.0) -> None:
        """Wait for the next pause, or `at_least` so many seconds, or until the stop."""
        seconds, self._next = self._next, min(2 * self._next, LONGEST_SECONDS)
        await unless(self._stop, asyncio.sleep(max(seconds, at_least)))

    def reset(self) -> None:
        """It went well: the next pause is the first one again."""
        self._next = self._first
