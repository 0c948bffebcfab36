"""The fixed tick, and the only file that knows APScheduler.

It keeps nothing: what is owed and what has been done is in the database. A missed, late or doubled tick does no harm.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.logs import log_event

TICK_SECONDS = 60.0
"""Of the program's time."""
SHORTEST_TICK = 0.2
"""Of the world's time, however fast a rehearsal runs."""
ALARM_SECONDS = 300.0
"""Of the world's time without the end of a round: something hangs, or the machine's clock was put back."""

_TICK = "tick"
_log = logging.getLogger(__name__)


def tick_interval(speed: float) -> float:
    """Return the seconds of the world between two ticks of a clock that runs `speed` times as fast."""
    return max(SHORTEST_TICK, TICK_SECONDS / speed)


class Ticking:
    """Runs rounds: at once when started, then every `interval` seconds of the world, and whenever woken.

    Args:
        round_: does one round and tells whether another one has something to do at once.
        interval: see `tick_interval`.
        alarm: after how many seconds without the end of a round the log is told.
    """

    def __init__(self, round_: Callable[[], Awaitable[bool]], interval: float, alarm: float = ALARM_SECONDS) -> None:
        self._round = round_
        self._interval = interval
        self._alarm = alarm
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._running = asyncio.Lock()
        self._woken = False
        self._stopping = False
        self._ended = time.monotonic()
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; needs a running event loop. The first tick catches up with what was missed while the program slept."""
        # A tick that comes due during a long one is skipped on purpose; the library would warn of each.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=self._interval, timezone=UTC),
            id=_TICK,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()
        self._ended = time.monotonic()
        self._watch = asyncio.create_task(self._watch_over())

    def wake(self) -> None:
        """Have a tick run soon: something is owed that should not wait for the next one."""
        self._woken = True
        if self._scheduler.running and not self._stopping and not self._running.locked():
            self._scheduler.modify_job(_TICK, next_run_time=datetime.now(UTC))

    async def stop(self) -> None:
        """Begin no more rounds, wait for the one that runs, and end."""
        self._stopping = True
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.gather(self._watch, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._running:  # shutdown() would cancel a running tick
                self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # shutdown() takes place in the loop's next turn

    async def _tick(self) -> None:
        async with self._running:
            more = True
            while (more or self._woken) and not self._stopping:
                self._woken = False
                more = await self._safe_round()
                self._ended = time.monotonic()

    async def _safe_round(self) -> bool:
        try:
            return await self._round()
        except Exception as error:  # noqa: BLE001 (whatever goes wrong in a round, the next one is tried)
            log_event(_log, "tick-failed", level=logging.ERROR, error=error)
            return False

    async def _watch_over(self) -> None:
        while True:
            await asyncio.sleep(self._alarm)
            silent = time.monotonic() - self._ended
            if silent >= self._alarm:
                log_event(_log, "clock-silent", level=logging.ERROR, seconds=round(silent))
                self.wake()
