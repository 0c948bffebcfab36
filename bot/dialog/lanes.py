"""One person's updates one after the other, different people's side by side."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Lanes:
    """A lock for each account, first come first served; one that nobody holds or waits for is forgotten."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, account: str) -> asyncio.Lock:
        """Return the account's lock, to be held while its update is handled."""
        lock = self._locks.get(account)
        if lock is None:
            lock = self._locks[account] = asyncio.Lock()
        return lock
