"""What time it is. Whatever needs the time is given a clock, so a rehearsal and a demo can live in another year."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.errors import PlanovykError

if TYPE_CHECKING:
    # At run time this would make every user of a clock pay for pydantic.
    from bot.settings import Settings


class Clock(Protocol):
    """Tells the present moment."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware and in UTC."""
        return datetime.now(UTC)


class RehearsalClock:
    """A clock that begins at `start` and runs `speed` times as fast as the world.

    It measures with a monotonic clock: a correction of the machine's time does not disturb it. It knows no yesterday:
    a program that starts again starts at `start` again.
    """

    def __init__(self, start: datetime, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Start the clock now.

        Args:
            start: the moment that it shows first; must be aware.
            speed: its seconds for one second of the world; above 0.
            monotonic: seconds that only grow, from any origin.

        Raises:
            ValueError: `start` is naive or `speed` is not above 0.
        """
        if speed <= 0:
            raise ValueError("a clock's speed must be above 0")
        self._start = _in_utc(start)
        self._speed = speed
        self._monotonic = monotonic
        self._origin = monotonic()

    def now(self) -> datetime:
        """The present moment of the rehearsal, aware and in UTC."""
        return self._start + timedelta(seconds=(self._monotonic() - self._origin) * self._speed)


class MovableClock:
    """A clock that runs at the world's speed and can be put forward, for a demo: next Monday, the last day of March."""

    def __init__(self, start: datetime, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Start the clock now at `start`, an aware moment; a naive one raises ValueError."""
        self._monotonic = monotonic
        self._start = _in_utc(start)
        self._origin = monotonic()

    def now(self) -> datetime:
        """The present moment of the demo, aware and in UTC."""
        return self._start + timedelta(seconds=self._monotonic() - self._origin)

    def move_to(self, moment: datetime) -> None:
        """Put the clock forward to `moment` (aware); it runs on from there.

        Raises:
            PlanovykError: ``error.clock-backwards``, as `moment` has passed already: what happened cannot be undone.
            ValueError: `moment` is naive.
        """
        target = _in_utc(moment)
        if target < self.now():
            raise PlanovykError("error.clock-backwards")
        self._start, self._origin = target, self._monotonic()


def clock_from(settings: Settings) -> Clock:
    """The clock that the settings ask for: the machine's own, or a rehearsal with another start or speed."""
    if settings.clock_start is None and settings.clock_speed == 1:
        return SystemClock()
    return RehearsalClock(settings.clock_start or SystemClock().now(), settings.clock_speed)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a clock needs an aware moment")
    return moment.astimezone(UTC)
