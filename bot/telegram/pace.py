"""Politeness: when each chat was last written to (https://core.telegram.org/bots/faq: about one message a second)."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

CHAT_SECONDS = 1.05
"""Seconds between two messages to one chat: the second that Telegram asks for, and a little for its clock."""


class Pace:
    """Remembers the chats that were written to within the last second; `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._written: OrderedDict[str, float] = OrderedDict()

    def mark(self, account: str) -> None:
        """A message to this chat leaves now."""
        now = self._monotonic()
        self._written[account] = now
        self._written.move_to_end(account)
        while next(iter(self._written.values())) < now - CHAT_SECONDS:
            self._written.popitem(last=False)

    def is_calm(self, account: str) -> bool:
        """Tell whether a message to this chat will hardly meet «too many requests»."""
        written = self._written.get(account)
        return written is None or self._monotonic() - written >= CHAT_SECONDS
