"""A bell that wakes everybody who listens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Bell:
    """Carries no news itself: who wakes looks at the state, so a ring that was missed costs nothing."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Event] = set()
        self.closed = False

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def ring(self) -> None:
        """Wake the listeners."""
        for listener in self._listeners:
            listener.set()

    def close(self) -> None:
        """Wake the listeners for the last time."""
        self.closed = True
        self.ring()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Listen: the event is set at every ring, and the listener clears it."""
        listener = asyncio.Event()
        self._listeners.add(listener)
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
