"""How fast a messenger may be written to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

PER_SECOND = 28
"""Messages of one door together: a little under the 30 that Telegram allows, for clocks and networks are not exact."""
PERSON_GAP = 1.0
"""Seconds between two messages to one account (Telegram: one a second in a chat)."""
LONGEST_WAIT = 10.0
"""Seconds of a hold that are waited out: twenty of them in a row still end within the lease of a batch."""
MOST_ACCOUNTS = 1000


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
        self._door_free: dict[str, float] = {}
        self._account_free: dict[tuple[str, str], float] = {}
        self._held: dict[str, float] = {}

    def hold(self, door: str, seconds: float) -> None:
        """Let nobody be written to for so long: the messenger has asked for it."""
        self._held[door] = max(self._held.get(door, 0.0), self._time() + seconds)

    def held(self, door: str) -> float:
        """Return for how many seconds nobody may be written to."""
        return max(0.0, self._held.get(door, 0.0) - self._time())

    async def wait(self, door: str, account: str) -> None:
        """Return when the account may be written to; the moment is then taken.

        A hold of more than LONGEST_WAIT is not waited out: `held` still tells of it then.
        """
        await self._turn(door, account)
        while 0 < self.held(door) <= LONGEST_WAIT:
            await self._sleep(self.held(door))
            await self._turn(door, account)

    async def _turn(self, door: str, account: str) -> None:
        while (rest := self._account_free.get((door, account), 0.0) - self._time()) > 0:
            await self._sleep(rest)
        now = self._time()
        moment = max(now, self._door_free.get(door, now))
        self._door_free[door] = moment + 1 / PER_SECOND
        self._account_free[door, account] = moment + self._gap
        self._forget_the_free(now)
        if moment > now:
            await self._sleep(moment - now)

    def _forget_the_free(self, now: float) -> None:
        if len(self._account_free) > MOST_ACCOUNTS:
            self._account_free = {key: free for key, free in self._account_free.items() if free > now}
