"""How much somebody may do at once: a bucket that every act fills a little and that time empties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum


class Admission(Enum):
    """What becomes of an act."""

    OPEN = "open"
    """It goes on."""
    JUST_SHUT = "just shut"
    """It is the first too many: its author is told so, once."""
    SHUT = "shut"
    """It is another one too many."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many acts at once; what was used is free again bit by bit, all of it after the period.

    Whoever goes beyond is shut out until all of it is free.
    """

    at_once: int
    period: timedelta

    @property
    def each(self) -> timedelta:
        """The time after which one more act is free."""
        return self.period / self.at_once


@dataclass(frozen=True, slots=True)
class Bucket:
    """What of a limit is used: all of it is free again at `empty_at`; `shut` until then after one act too many."""

    empty_at: datetime
    shut: bool = False

    def at(self, now: datetime, limit: Limit) -> Bucket:
        """Return the bucket as time has left it; a clock that was put back shuts nobody out beyond a period."""
        if self.empty_at <= now:
            return Bucket(now)
        return Bucket(min(self.empty_at, now + limit.period), self.shut)


def take(bucket: Bucket, limit: Limit, now: datetime) -> tuple[Bucket, Admission]:
    """Return the bucket after an act at a moment, and what becomes of the act. Whoever is shut out uses nothing up."""
    before = bucket.at(now, limit)
    if before.shut:
        return before, Admission.SHUT
    empty_at = before.empty_at + limit.each
    if empty_at - now > limit.period:
        return Bucket(now + limit.period, shut=True), Admission.JUST_SHUT
    return Bucket(empty_at), Admission.OPEN


def give_back(bucket: Bucket, limit: Limit, now: datetime) -> Bucket:
    """Return the bucket as if its last act had not been."""
    before = bucket.at(now, limit)
    return before if before.shut else Bucket(max(now, before.empty_at - limit.each))
