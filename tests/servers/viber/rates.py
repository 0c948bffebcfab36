"""Viber's limits: 100 messages an hour to a person who does not answer, 500 broadcasts in 10 seconds."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.servers.viber.errors import ApiError, Status

_HOUR = 3600.0
_BROADCAST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class ViberLimits:
    """The limits in force; None switches one off."""

    unanswered_an_hour: int | None = 100
    broadcasts_in_ten_seconds: int | None = 500

    @classmethod
    def unhurried(cls) -> ViberLimits:
        """No sending limits: for tests of something else."""
        return cls(None, None)


@dataclass(slots=True)
class Rates:
    """Counts by the given clock (seconds, monotonic)."""

    limits: ViberLimits
    clock: Callable[[], float]
    _unanswered: dict[str, deque[float]] = field(default_factory=dict)
    _broadcasts: deque[float] = field(default_factory=deque)

    def answered(self, receiver: str) -> None:
        """The person has written: the count starts anew."""
        self._unanswered.pop(receiver, None)

    def count_message(self, receiver: str) -> None:
        """Count one message to a person. Raises ApiError 12."""
        sent = self._unanswered.setdefault(receiver, deque())
        _count(sent, self.clock(), _HOUR, self.limits.unanswered_an_hour)

    def count_broadcast(self) -> None:
        """Count one broadcast request. Raises ApiError 12."""
        _count(self._broadcasts, self.clock(), _BROADCAST_SECONDS, self.limits.broadcasts_in_ten_seconds)


def _count(times: deque[float], now: float, period: float, limit: int | None) -> None:
    while times and times[0] <= now - period:
        times.popleft()
    if limit is not None and len(times) >= limit:
        raise ApiError(Status.TOO_MANY_REQUESTS, "tooManyRequests")
    times.append(now)
