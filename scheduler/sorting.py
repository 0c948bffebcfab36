"""From claimed rows to messages: each row is judged, what one person is owed now becomes one message."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from bot.domain.notices import Facts, Notice, OtherBranch, still_owed
from bot.domain.plan import Snapshot
from bot.domain.speaking import recipient_of, stood_for
from bot.logs import log_event
from db.about_people import READERS, facts_of
from db.branches import other_branch, revisions_of
from db.hearing import Passing, heard
from db.identities import Identity, identities_of
from db.outbox import Owed, Reason, cancel, mark_blocked, put_off
from scheduler.post import Post
from scheduler.verdicts import Drop, Go, Verdict, Wait, judge

CLOSED_DOOR_PAUSE = timedelta(hours=1)
"""How long a notice waits when none of its person's messengers is open in this process."""
FAULT_PAUSE = timedelta(hours=1)
"""How long a branch's notices wait when its plan cannot be read."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """Rows that leave together to one member; `snapshot` is None where no plan is published.

    `facts` has those of the notices about people. `repeated`: an earlier copy of just these may have arrived.
    `elsewhere` is their branch when the account talks to another one.
    """

    rows: tuple[Owed, ...]
    snapshot: Snapshot | None
    facts: Mapping[Notice, Facts]
    recipient: int
    identity: Identity
    repeated: bool
    elsewhere: OtherBranch | None = None

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of the rows."""
        return tuple(row.id for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows of a branch are judged by: its plan, and what is known of the people they are about."""

    snapshot: Snapshot | None
    facts: Mapping[Notice, Facts]

    def want(self, notice: Notice) -> bool:
        """Tell whether the present state still calls for the notice."""
        if notice.kind in READERS:
            return notice in self.facts
        return self.snapshot is not None and still_owed(self.snapshot, notice)

    def recipient(self, notice: Notice) -> int:
        """Return the member to whom the notice goes."""
        speaker = self.facts.get(notice, {}).get("speaker")
        if isinstance(speaker, int):
            return speaker
        return recipient_of(self.snapshot, notice) if self.snapshot else notice.member_id


@dataclass(frozen=True, slots=True)
class _Parcel:
    """Rows that may leave together to one member, before it is known to which account."""

    recipient: int
    repeated: bool
    known: _Known
    rows: list[Owed]

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(row.id for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Piles:
    """Rows by what becomes of them."""

    waiting: defaultdict[datetime, list[int]] = field(default_factory=lambda: defaultdict(list))
    dropped: defaultdict[Reason, list[int]] = field(default_factory=lambda: defaultdict(list))
    going: dict[tuple[int, bool], _Parcel] = field(default_factory=dict)


async def sort_out(post: Post, lease: str, claimed: Sequence[Owed], now: datetime) -> tuple[Message, ...]:
    """Write down what does not leave now and why; return the messages that do."""
    piles = await _pile(post, claimed, now)
    messages: list[Message] = []
    async with post.store.writing() as session:
        for moment, ids in piles.waiting.items():
            await put_off(session, lease, ids, moment)
        for reason, ids in piles.dropped.items():
            await cancel(session, lease, ids, reason)
        for parcel in piles.going.values():
            identities = await identities_of(session, parcel.recipient)
            identity = next((each for each in identities if each.door in post.doors), None)
            if identity is not None:
                branch_id = parcel.rows[0].branch_id
                elsewhere = None if identity.current else await other_branch(session, branch_id)
                messages.append(_message(parcel, identity, elsewhere))
            elif identities:
                await put_off(session, lease, parcel.ids, now + CLOSED_DOOR_PAUSE)
            else:
                await mark_blocked(session, lease, parcel.ids)
    return tuple(messages)


def _message(parcel: _Parcel, identity: Identity, elsewhere: OtherBranch | None) -> Message:
    known, rows = parcel.known, tuple(parcel.rows)
    return Message(rows, known.snapshot, known.facts, parcel.recipient, identity, parcel.repeated, elsewhere)


async def _pile(post: Post, claimed: Sequence[Owed], now: datetime) -> _Piles:
    async with post.store.reading() as session:
        revisions = await revisions_of(session, (row.branch_id for row in claimed))
    piles = _Piles()
    for branch_id, revision in revisions.items():
        rows = [row for row in claimed if row.branch_id == branch_id]
        try:
            await _pile_branch(post, piles, rows, revision, now)
        except Exception as error:  # noqa: BLE001 (one branch's trouble must not keep the others from their reminders)
            log_event(_log, "branch-not-judged", level=logging.ERROR, error=error, branch=branch_id)
            piles.waiting[now + FAULT_PAUSE] += [row.id for row in rows]
    return piles


async def _pile_branch(post: Post, piles: _Piles, rows: Sequence[Owed], revision: int, now: datetime) -> None:
    today = now.astimezone(post.store.zone).date()
    snapshot = await post.store.snapshot(rows[0].branch_id, revision, today)
    async with post.store.reading() as session:
        known = _Known(snapshot, await facts_of(session, [row.notice for row in rows]))
        judged = [(row, judge(row, now, post.store.zone, wanted=known.want(row.notice))) for row in rows]
        told = await heard(session, _passing(judged, snapshot) if snapshot else ())
    for row, verdict in judged:
        _put(piles, row, Drop(Reason.TOLD) if row.id in told else verdict, known)


def _passing(judged: Sequence[tuple[Owed, Verdict]], snapshot: Snapshot) -> Iterator[Passing]:
    """Return what would go to somebody who is none of those it is about, and may be no news."""
    for row, verdict in judged:
        recipient = recipient_of(snapshot, row.notice)
        people = stood_for(snapshot, row.notice, recipient) if isinstance(verdict, Go) else frozenset()
        if people:
            yield Passing(row, recipient, people)


def _put(piles: _Piles, row: Owed, verdict: Verdict, known: _Known) -> None:
    match verdict:
        case Go():
            recipient = known.recipient(row.notice)
            empty = _Parcel(recipient, row.uncertain, known, [])
            piles.going.setdefault((recipient, row.uncertain), empty).rows.append(row)
        case Wait(until):
            piles.waiting[until].append(row.id)
        case Drop(reason):
            piles.dropped[reason].append(row.id)
        case _:
            assert_never(verdict)
