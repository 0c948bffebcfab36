"""The world around the program: its time, its power, and the machine's clock, which may be wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Kyiv")


class PowerCut(BaseException):
    """The program ends this very moment; nothing more of it is done."""


@dataclass
class World:
    """One branch's world. `true` is the time that it is, `off` by how much the machine's clock is ahead of it.

    `asleep` is how long the machine has slept without its seconds going on; `blind` the stretches of true time in which
    the program could look at nothing: off, asleep, or in doubt about its clock.
    """

    true: datetime
    random: Random
    off: timedelta = timedelta()
    asleep: timedelta = timedelta()
    powered: bool = True
    jumps: int = 0
    blind: list[tuple[datetime, datetime]] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    _begun: datetime = datetime(1991, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """Return what the machine's clock shows (UTC): to the program the only time there is."""
        return self.true + self.off

    def seconds(self) -> float:
        """Return seconds that only grow, as long as the machine is awake."""
        return (self.true - self._begun - self.asleep).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.true += timedelta(seconds=seconds)

    def advance(self, moment: datetime) -> None:
        """Let time pass until a moment of true time, if it is still to come."""
        self.true = max(self.true, moment)

    def chance(self, of_hundred: float) -> bool:
        """Tell whether what happens so often in a hundred times happens now."""
        return self.random.random() * 100 < of_hundred

    def tell(self, event: str, **facts: object) -> None:
        """Write a line of the year's story."""
        local = self.true.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")
        self.story.append(" ".join([local, event, *(f"{name}={fact}" for name, fact in facts.items())]))

    def awake(self, since: datetime, until: datetime) -> timedelta:
        """Return for how long of a stretch of true time the program could look at what is owed."""
        dark = (min(until, end) - max(since, begin) for begin, end in self.blind if begin < until and end > since)
        return until - since - sum(dark, timedelta())
