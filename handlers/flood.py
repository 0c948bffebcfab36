"""Who writes too much at once: kept in memory and within bounds, before the database is asked anything.

A restart forgets it, which costs nothing: a flood begins anew, and so does the counting of it.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.dialog.model import Address, Answer, Incoming
from bot.dialog.pages.manners import too_many
from bot.dialog.speech import language_for
from bot.domain.flood import Admission, Bucket, Limit, give_back, take

MOST = 20_000
"""Accounts that are remembered at once; the one heard of longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one account may do, and all together."""

    people: Limit
    """Updates of anybody."""
    strangers: Limit
    """Updates of somebody unknown that bring no start token."""
    tries: Limit
    """Start tokens of one account that let nobody in."""
    tries_of_all: Limit
    """The same of all accounts together."""
    groups: Limit = field(default_factory=lambda: Limit(15, timedelta(minutes=1)))
    """Answers in one group chat: Telegram takes twenty messages a minute there."""


LIMITS = Limits(
    # More than a lively person taps, and one every two seconds for as long as they like.
    people=Limit(30, timedelta(minutes=1)),
    strangers=Limit(10, timedelta(minutes=1)),
    tries=Limit(5, timedelta(hours=1)),
    tries_of_all=Limit(100, timedelta(minutes=1)),
)


class Buckets:
    """The buckets of the latest accounts under one limit."""

    def __init__(self, limit: Limit, most: int = MOST) -> None:
        self._limit = limit
        self._most = most
        self._kept: OrderedDict[Address, Bucket] = OrderedDict()

    def __len__(self) -> int:
        """How many accounts are remembered."""
        return len(self._kept)

    def take(self, address: Address, now: datetime) -> Admission:
        """Count an act of an account, and tell what becomes of it."""
        bucket, admission = take(self._kept.get(address, Bucket(now)), self._limit, now)
        self._keep(address, bucket)
        return admission

    def give_back(self, address: Address, now: datetime) -> None:
        """Count the last act of an account as one that was not."""
        if address in self._kept:
            self._keep(address, give_back(self._kept[address], self._limit, now))

    def wait(self, address: Address, now: datetime) -> timedelta:
        """Return after how long nothing of what an account did counts any more."""
        return self._kept.get(address, Bucket(now)).at(now, self._limit).empty_at - now

    def _keep(self, address: Address, bucket: Bucket) -> None:
        self._kept[address] = bucket
        self._kept.move_to_end(address)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


class Tries:
    """The start tokens that strangers try: few of one account, and a bounded number of all together."""

    _ALL = Address("", "")

    def __init__(self, limit: Limit, limit_of_all: Limit) -> None:
        self._of_one = Buckets(limit)
        self._of_all = Buckets(limit_of_all, most=1)

    def take(self, address: Address, now: datetime) -> timedelta | None:
        """Count a try; None when it may be made, else how long its author has to wait."""
        if self._of_one.take(address, now) is not Admission.OPEN:
            return self._of_one.wait(address, now)
        if self._of_all.take(self._ALL, now) is not Admission.OPEN:
            self._of_one.give_back(address, now)
            return self._of_all.wait(self._ALL, now)
        return None

    def give_back(self, address: Address, now: datetime) -> None:
        """Count the last try as none: its token was right, or nobody could look it up."""
        self._of_one.give_back(address, now)
        self._of_all.give_back(self._ALL, now)


class Gates:
    """What everybody has used of the limits."""

    def __init__(self, limits: Limits) -> None:
        self.people = Buckets(limits.people)
        self.strangers = Buckets(limits.strangers)
        self.groups = Buckets(limits.groups)
        self.tries = Tries(limits.tries, limits.tries_of_all)


def too_often(gates: Gates, incoming: Incoming, now: datetime) -> Answer | None:
    """Return what is said to somebody who writes too much at once: a word the first time, then nothing; None else."""
    language = language_for(incoming.language)
    match gates.people.take(incoming.address, now):
        case Admission.OPEN:
            return None
        case Admission.JUST_SHUT:
            return Answer((too_many(gates.people.wait(incoming.address, now)),), language)
        case Admission.SHUT:
            return Answer((), language)
