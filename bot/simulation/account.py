"""What became of every notice of a year, and which promises were broken."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.dialog.model import Address
from bot.domain.notices import Kind, hours_of
from bot.domain.obligations import Obligation
from bot.domain.worktime import next_allowed
from bot.simulation.messengers import Accepted, Network
from bot.simulation.observer import Observer
from bot.simulation.world import ZONE
from db.outbox import DeliveryState, Reason
from db.tables import OutboxRow

MOST_COPIES = 2
ENOUGH = timedelta(hours=1)
"""Of hours in which it may leave, for a notice that nothing keeps: after that there is no excuse for its being late."""


class Fate(StrEnum):
    """What became of a notice that was owed."""

    SENT = "sent"
    REPEATED = "repeated"
    """Sent, and once more with the word that it may be a second copy."""
    DONE = "done"
    LATE = "late"
    TOLD = "told"
    WAITING = "waiting"
    """Its person cannot be reached."""
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


class Promise(StrEnum):
    """What is never to happen."""

    LOST = "lost"
    """It was owed, and nothing says what became of it; or what is said is not so."""
    DUPLICATE = "duplicate"
    NIGHT = "night"
    EARLY = "early"
    NEEDLESS = "needless"
    """It was sent though nothing called for it."""
    FAULT = "fault"
    """The program failed at its work, or did not notice that its clock had jumped."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A promise broken, and by what: a notice's key, or an event."""

    promise: Promise
    what: str


@dataclass
class Account:
    """A year's result."""

    seed: int
    fates: Counter[Fate] = field(default_factory=Counter)
    breaches: list[Breach] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    @property
    def owed(self) -> int:
        """How many notices there were."""
        return self.fates.total()


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known at the end of a year.

    `accounts` has those of each member that they had from the beginning and have still, `reachable` the members who can
    be written to. `expected` are the keys of what people were owed because of others' doings.
    """

    observer: Observer
    network: Network
    rows: Sequence[OutboxRow]
    expected: frozenset[str]
    accounts: Mapping[int, Sequence[Address]]
    reachable: frozenset[int]
    faults: Sequence[str]


def account_of(seed: int, evidence: Evidence) -> Account:
    """Return what became of everything that was owed, or was sent without being owed."""
    account = Account(seed)
    rows = {row.key: row for row in evidence.rows}
    arrived: dict[str, list[Accepted]] = defaultdict(list)
    for message in evidence.network.arrived:
        for key in message.keys:
            arrived[key].append(message)
    missing = (evidence.observer.owed.keys() | evidence.expected | arrived.keys()) - rows.keys()
    account.breaches += [Breach(Promise.LOST, key) for key in sorted(missing)]
    for key, row in rows.items():
        fate = _fate(row, arrived[key], evidence)
        if fate is None:
            account.breaches.append(Breach(Promise.LOST, f"{key} {row.state} {row.outcome}".rstrip()))
        else:
            account.fates[fate] += 1
        account.breaches += [Breach(each, key) for each in _faults_of(row, arrived[key])]
    account.breaches += [Breach(Promise.FAULT, each) for each in evidence.faults]
    account.story = evidence.observer.world.story
    return account


def _fate(row: OutboxRow, arrived: Sequence[Accepted], evidence: Evidence) -> Fate | None:
    """Return what became of a notice; None when that is not said, or is not so."""
    if row.state == DeliveryState.SENT:
        return (Fate.REPEATED if len(arrived) > 1 else Fate.SENT) if arrived else None
    if row.state == DeliveryState.BLOCKED:
        return Fate.WAITING if _unreachable(row, evidence) else None
    if row.state not in {DeliveryState.CANCELLED, DeliveryState.DEAD}:
        return None
    return _given_up(row, evidence)


def _given_up(row: OutboxRow, evidence: Evidence) -> Fate | None:
    fate = _REASONS.get(row.outcome)
    if fate is Fate.DONE and not _ceased(row, evidence.observer):
        return None
    if fate is Fate.LATE and not _excused(row, evidence):
        return None
    return None if fate is Fate.REFUSED and row.key not in evidence.network.refused else fate


_REASONS: Mapping[str, Fate] = {
    Reason.DONE: Fate.DONE,
    Reason.LATE: Fate.LATE,
    Reason.TOLD: Fate.TOLD,
    Reason.REFUSED: Fate.REFUSED,
    Reason.UNCERTAIN: Fate.UNCERTAIN,
}
"""Why a notice may be given up. That it could not be put into words, time after time, is a fault of ours."""


def _ceased(row: OutboxRow, observer: Observer) -> bool:
    """Tell whether a reminder that was dropped as done was owed no longer; others are not the plan's to say."""
    return row.key not in observer.known or row.key in observer.ended


def _excused(row: OutboxRow, evidence: Evidence) -> bool:
    """Tell whether something kept a notice from leaving in time, or it was written off when a term was corrected."""
    owed = evidence.observer.known.get(row.key)
    if owed is None or row.until < owed.until or row.key in evidence.network.troubled:
        return True
    blind = evidence.observer.world.blind
    if any(begin < owed.until and end > owed.due for begin, end in blind):
        return True
    return _came_late(owed, evidence.observer) or row.member_id not in evidence.reachable


def _came_late(owed: Obligation, observer: Observer) -> bool:
    """Tell whether it came to be owed when there was hardly an hour left in which people are written to."""
    came = max(owed.due, observer.first[owed.key])
    return next_allowed(came, hours_of(owed.notice.kind), ZONE) + ENOUGH > owed.until


def _unreachable(row: OutboxRow, evidence: Evidence) -> bool:
    """Tell whether a person could not be written to for some of the time in which a notice was of use."""
    accounts = evidence.accounts.get(row.member_id, ())
    return not any(evidence.network.was_open(each, row.due, row.until) for each in accounts)


def _faults_of(row: OutboxRow, arrived: Sequence[Accepted]) -> Iterator[Promise]:
    unmarked = [each for each in arrived[1:] if not each.marked]
    if unmarked or len(arrived) > MOST_COPIES:
        yield Promise.DUPLICATE
    if any(not _by_day(Kind(row.kind), each.at) for each in arrived):
        yield Promise.NIGHT
    if any(each.at < row.due for each in arrived):
        yield Promise.EARLY
    if any(row.key in each.needless for each in arrived):
        yield Promise.NEEDLESS


def _by_day(kind: Kind, moment: datetime) -> bool:
    return next_allowed(moment, hours_of(kind), ZONE) == moment
