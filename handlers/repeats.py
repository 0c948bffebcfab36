"""Updates answered a moment ago: a messenger that asks again is only told that it is done.

This is a convenience, not the guard: effects are guarded by the inbox in the database. An answer that travels in a
webhook's response is remembered by the door, which gives it again.
"""

from __future__ import annotations

from collections import OrderedDict

MOST = 20_000


class Repeats:
    """The keys of the latest answered updates."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._keys: OrderedDict[str, None] = OrderedDict()

    def __contains__(self, key: str) -> bool:
        """Tell whether the update was answered lately."""
        return key in self._keys

    def add(self, key: str) -> None:
        """Remember an answered update."""
        self._keys[key] = None
        if len(self._keys) > self._most:
            self._keys.popitem(last=False)
