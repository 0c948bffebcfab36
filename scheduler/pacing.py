"""How fast a messenger may be written to: as fast as it allows, and never faster, whatever holds a message up."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

PER_SECOND = 30
"""Messages of one door together within any second (Telegram: 30, https://core.telegram.org/bots/faq)."""
WINDOW = 1.002
"""The second, and a little for what a clock rounds off."""
CATCH_UP = 10
"""Messages that may follow at once where some could have left before: a pause between two batches costs nothing."""
LONGEST_FLIGHT = 2.0
"""Seconds after which a message without an answer counts as arrived: one that hangs must not hold the others."""
PERSON_GAP = 1.0
"""Seconds between two messages to one account (Telegram: one a second in a chat)."""
LONGEST_WAIT = 10.0
"""Seconds of a hold that are waited out: twenty of them in a row still end within the lease of a batch."""
MOST_ACCOUNTS = 1000


@dataclass(slots=True)
class Flight:
    """A message on its way: it reaches the messenger after `left` and, once that has answered, before `arrived`."""

    left: float
    arrived: float

    def landed(self, now: float) -> None:
        """The messenger has answered, or nothing was sent at all."""
        self.arrived = min(self.arrived, now)


class _Lane:
    """One door's messages of the last second, in the order of their leaving."""

    def __init__(self) -> None:
        self.turn = asyncio.Lock()
        self.flights: deque[Flight] = deque(maxlen=PER_SECOND)
        self.due = 0.0

    def rest(self, now: float) -> float:
        """Return for how many seconds nothing may leave.

        The messenger counts messages as they arrive. Where each leaves a second after the thirtieth before it has
        arrived, it never sees more than thirty in a second, however long the ways take.
        """
        first = self.flights[0] if len(self.flights) == PER_SECOND else None
        free = first.arrived + WINDOW if first else 0.0
        return max(self.due, free) - now

    def leave(self, now: float) -> Flight:
        """Let a message go."""
        self.due = max(self.due, now - CATCH_UP / PER_SECOND) + 1 / PER_SECOND
        flight = Flight(now, now + LONGEST_FLIGHT)
        self.flights.append(flight)
        return flight


class Pace:
    """Holds every message back until its door and its account may be written to.

    Args:
        time: seconds that only grow, of the real world: the messengers' limits know no rehearsal.
        sleep: waits for so many seconds.
        gap: seconds between two messages to one account.
    """

    def __init__(
        self, time: Callable[[], float], sleep: Callable[[float], Awaitable[None]], gap: float = PERSON_GAP
    ) -> None:
        self._time = time
        self._sleep = sleep
        self._gap = gap
        self._lanes: defaultdict[str, _Lane] = defaultdict(_Lane)
        self._account_free: dict[tuple[str, str], float] = {}
        self._held: dict[str, float] = {}

    def hold(self, door: str, seconds: float) -> None:
        """Let nobody be written to for so long: the messenger has asked for it."""
        self._held[door] = max(self._held.get(door, 0.0), self._time() + seconds)

    def held(self, door: str) -> float:
        """Return for how many seconds nobody may be written to."""
        return max(0.0, self._held.get(door, 0.0) - self._time())

    async def wait(self, door: str, account: str) -> Flight:
        """Return when the account may be written to; the moment is then taken, until `landed` tells of the answer.

        A hold of more than LONGEST_WAIT is not waited out: `held` still tells of it then.
        """
        flight = await self._turn(door, account)
        while 0 < self.held(door) <= LONGEST_WAIT:
            self.landed(flight)
            await self._sleep(self.held(door))
            # What a hold has kept is not caught up with: the messenger has just asked for less.
            self._lanes[door].due = max(self._lanes[door].due, self._time())
            flight = await self._turn(door, account)
        return flight

    @asynccontextmanager
    async def flying(self, door: str, account: str) -> AsyncIterator[None]:
        """Have what is sent inside take its turn (see `wait`), which ends with it, whatever comes of it."""
        flight = await self.wait(door, account)
        try:
            yield
        finally:
            self.landed(flight)

    def landed(self, flight: Flight) -> None:
        """Note that the messenger has answered, or that nothing was sent."""
        flight.landed(self._time())

    async def _turn(self, door: str, account: str) -> Flight:
        lane, key = self._lanes[door], (door, account)
        while True:
            while (rest := self._account_free.get(key, 0.0) - self._time()) > 0:
                await self._sleep(rest)
            async with lane.turn:
                while (rest := lane.rest(self._time())) > 0:
                    await self._sleep(rest)
                now = self._time()
                # While it waited for its turn another message may have gone to the same account.
                if self._account_free.get(key, 0.0) <= now:
                    self._account_free[key] = now + self._gap
                    self._forget_the_free(now)
                    return lane.leave(now)

    def _forget_the_free(self, now: float) -> None:
        if len(self._account_free) > MOST_ACCOUNTS:
            self._account_free = {key: free for key, free in self._account_free.items() if free > now}
