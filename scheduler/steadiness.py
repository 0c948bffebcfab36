"""A clock that jumps: while it is not clear what time it is, nobody is written to and nothing is written off."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from enum import Enum, auto

from bot.clock import Clock
from bot.logs import log_event
from db.branches import look_again
from scheduler.post import Post
from scheduler.tick import tick

TOLERANCE = timedelta(minutes=1)
"""Between two rounds the clock may be set by less than this without a word: nobody is written to much too early."""
HOLD_SECONDS = 3600.0
"""For how long a clock that has jumped must go on evenly before it is believed, unless it jumps back before."""

_log = logging.getLogger(__name__)


class Trust(Enum):
    """What the program's clock is worth at the moment."""

    STEADY = auto()
    HELD = auto()
    """It has jumped, and may jump back: whatever depends on the time waits."""
    SETTLED = auto()
    """It may be believed again, see `Steadiness.believe`."""


def running_seconds() -> float:
    """Return seconds that only grow, and go on while the machine sleeps where its system can tell (Linux)."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class Steadiness:
    """Compares a clock with seconds that only grow, from round to round.

    Args:
        clock: the clock that everything goes by; it may be set at any moment.
        seconds: see `running_seconds`.
    """

    def __init__(self, clock: Clock, seconds: Callable[[], float] = running_seconds) -> None:
        self._clock = clock
        self._seconds = seconds
        self._last = clock.now(), seconds()
        self._off = timedelta()
        self._held_until: float | None = None

    def look(self) -> Trust:
        """Compare both as they are now. A jump is told to the log, and so is the end of it."""
        moment, seconds = self._clock.now(), self._seconds()
        was, then = self._last
        self._last = moment, seconds
        leap = moment - was - timedelta(seconds=seconds - then)
        if abs(leap) >= TOLERANCE:
            self._off += leap
            log_event(_log, "clock-jumped", level=logging.WARNING, seconds=round(leap.total_seconds()))
            self._held_until = seconds + HOLD_SECONDS
        if self._held_until is None:
            return Trust.STEADY
        returned = abs(self._off) < TOLERANCE
        if not returned and seconds < self._held_until:
            return Trust.HELD
        return Trust.SETTLED

    def believe(self) -> None:
        """Go by the clock as it is from now on."""
        log_event(_log, "clock-believed", level=logging.WARNING, off=round(self._off.total_seconds()))
        self._off, self._held_until = timedelta(), None


async def steady_tick(post: Post, steadiness: Steadiness, round_: Callable[[Post], Awaitable[bool]] = tick) -> bool:
    """Do one round, unless the clock has just jumped; tell whether another has something to do at once.

    What was done while the clock was wrong may have put a branch's next moment too far off, so when it is right again
    all of them are looked at.
    """
    trust = steadiness.look()
    if trust is Trust.HELD:
        return False
    if trust is Trust.SETTLED:
        async with post.store.writing() as session:
            await look_again(session, post.clock.now())
        steadiness.believe()
    return await round_(post)
