"""Telegram's sending limits: 30 messages a second for the bot, one a second for a chat."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers.telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in force; None switches one off.

    `chat_burst` messages may come at once before `chat_rate` (messages a second for one chat) is held; a callback
    query may be answered for `callback_seconds`.
    """

    bot_rate: int | None = 30
    chat_rate: float | None = 1.0
    chat_burst: int = 1
    callback_seconds: float = 15.0

    @classmethod
    def unhurried(cls) -> Limits:
        """No sending limits: for tests of something else, where people type at a machine's speed."""
        return cls(bot_rate=None, chat_rate=None)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


@dataclass(slots=True)
class Rates:
    """Counts messages by the given clock (seconds, monotonic) and says 429 when a limit is passed."""

    limits: Limits
    clock: Callable[[], float]
    _sent: deque[float] = field(default_factory=deque)
    _buckets: dict[int, _Bucket] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)

    def pause(self, chat_id: int, seconds: int) -> None:
        """From now on a message to this chat before `seconds` have passed is a breach."""
        self._paused[chat_id] = self.clock() + seconds

    def count(self, chat_id: int) -> None:
        """Count one message to a chat. Raises ApiError 429 and starts the pause that it names."""
        now = self.clock()
        if (until := self._paused.get(chat_id, now)) > now:
            raise too_many_requests(math.ceil(until - now), breach="sent-during-retry-after")
        wait = max(self._bot_wait(now), self._chat_wait(chat_id, now))
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            self.pause(chat_id, seconds)
            raise too_many_requests(seconds)
        self._sent.append(now)
        if chat_id in self._buckets:
            self._buckets[chat_id].tokens -= 1

    def _bot_wait(self, now: float) -> float:
        while self._sent and self._sent[0] <= now - 1:
            self._sent.popleft()
        if self.limits.bot_rate is None or len(self._sent) < self.limits.bot_rate:
            return 0
        return self._sent[0] + 1 - now

    def _chat_wait(self, chat_id: int, now: float) -> float:
        rate, burst = self.limits.chat_rate, self.limits.chat_burst
        if rate is None:
            return 0
        bucket = self._buckets.setdefault(chat_id, _Bucket(burst, now))
        bucket.tokens = min(burst, bucket.tokens + (now - bucket.filled) * rate)
        bucket.filled = now
        # A thousandth of a message absorbs the rounding of a clock.
        return 0 if bucket.tokens >= 0.999 else (1 - bucket.tokens) / rate
