"""The outbox: notices owed, who holds them while they leave, and what came of each.

Every row ends in a state that says what became of it: nothing is lost silently. A row is held under a lease while its
message is on the way; whoever no longer holds it cannot write down an outcome.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, false, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.notices import Kind, Notice
from bot.domain.obligations import Obligation
from bot.domain.speaking import PASSED_ON
from db.identities import can_be_written_to
from db.inserts import insert_new, insert_once
from db.proxies import company_of, spoken_for
from db.tables import IdentityRow, OutboxRow


class DeliveryState(StrEnum):
    """Where a notice stands. Pending and uncertain ones leave at `next_at`; the last four are final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    """Held under a lease; it has surely not left."""
    LEAVING = "leaving"
    """Held under a lease, and on its way at this moment: whoever is stopped now does not know whether it arrived."""
    UNCERTAIN = "uncertain"
    """It may have arrived: it is sent once more and says so."""
    SENT = "sent"
    BLOCKED = "blocked"
    """The person cannot be reached by any account; it comes back when they return in time."""
    DEAD = "dead"
    CANCELLED = "cancelled"


HELD = (DeliveryState.CLAIMED, DeliveryState.LEAVING)
"""The states of what somebody holds under a lease."""


class Reason(StrEnum):
    """Why a notice was not sent, or not surely."""

    DONE = "done"
    """It is owed no longer: done meanwhile, moved, or the person no longer answers for it."""
    LATE = "late"
    """Its use had passed."""
    TRIES = "tries"
    """The messenger could not take it, time after time."""
    REFUSED = "refused"
    UNCERTAIN = "uncertain"
    TOLD = "told"
    """Whom it would go to has been told the same already, in the stead of others or for one of them."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A claimed row. `attempts` counts the failed ones; `uncertain`: an earlier copy may have arrived.

    `group_id` is the group chat that it is owed to, 0 where it is a member.
    """

    id: int
    branch_id: int
    notice: Notice
    due: datetime
    until: datetime
    attempts: int
    uncertain: bool
    group_id: int = 0


async def owe(  # noqa: PLR0913, PLR0917 (what a row is made of)
    session: AsyncSession, branch_id: int, notice: Notice, key: str, due: datetime, until: datetime, now: datetime
) -> bool:
    """Write down that a notice is owed; False, and no change, when its key is there already.

    What has lost its use by `now` is written as cancelled, so that it is accounted for.
    """
    return await insert_once(session, OutboxRow, **_row(branch_id, Obligation(notice, "", due, until), key, now))


async def owe_all(session: AsyncSession, branch_id: int, owed: Sequence[Obligation], now: datetime) -> int:
    """Write down what a branch owes by now and does not have yet; return how many notices came to be owed.

    What was dropped as done and is owed again (a claim was returned, a meeting moved back) waits again.
    """
    if not owed:
        return 0
    since = min(each.due for each in owed)
    query = select(OutboxRow.key).where(OutboxRow.branch_id == branch_id, OutboxRow.due >= since)
    known = set(await session.scalars(query))
    new = [each for each in owed if each.key not in known]
    await insert_new(session, OutboxRow, [_row(branch_id, each, each.key, now) for each in new])
    again = and_(OutboxRow.key.in_(known & {each.key for each in owed}), OutboxRow.outcome == Reason.DONE)
    return len(new) + await _wait_again(session, and_(again, OutboxRow.state == DeliveryState.CANCELLED), now)


def _row(branch_id: int, owed: Obligation, key: str, now: datetime) -> dict[str, object]:
    late = owed.until <= now
    return {
        "key": key,
        "branch_id": branch_id,
        "member_id": owed.notice.member_id or None,
        "group_id": owed.group_id or None,
        "kind": owed.notice.kind.value,
        "subject": owed.notice.subject,
        "refers_to": owed.notice.refers_to,
        "revision": owed.notice.revision,
        "due": owed.due,
        "until": owed.until,
        "state": DeliveryState.CANCELLED.value if late else DeliveryState.PENDING.value,
        "next_at": owed.due,
        "outcome": Reason.LATE.value if late else "",
    }


async def settled(session: AsyncSession, keys: Sequence[str]) -> frozenset[str]:
    """Return those of the keys whose notice will not leave any more: sent, given up, or too late."""
    over = OutboxRow.state.in_([DeliveryState.SENT, DeliveryState.DEAD])
    dropped = and_(OutboxRow.state == DeliveryState.CANCELLED, OutboxRow.outcome != Reason.DONE)
    return frozenset(await session.scalars(select(OutboxRow.key).where(OutboxRow.key.in_(keys), over | dropped)))


async def told(session: AsyncSession, kind: Kind, subject: int, since: datetime) -> frozenset[int]:
    """Return the members whom a notice of the kind about the subject, due since then, has reached or is reaching."""
    left = OutboxRow.state.in_([DeliveryState.SENT, *HELD, DeliveryState.UNCERTAIN])
    query = select(OutboxRow.member_id).where(OutboxRow.kind == kind, OutboxRow.subject == subject, left)
    return frozenset(await session.scalars(query.where(OutboxRow.due >= since, OutboxRow.member_id.is_not(None))))


async def claim(session: AsyncSession, now: datetime, lease: str, lease_seconds: float, limit: int) -> tuple[Owed, ...]:
    """Take what is due for up to `limit` people under the lease, the longest waiting first.

    A person's due rows are taken together, for they make one message, and none while others of theirs are on the way;
    so are those of all for whom one person speaks.
    The conditional UPDATE makes it safe for several processes: a row that another took meanwhile is not returned.
    """
    theirs = OutboxRow.member_id.is_not(None)
    due = and_(_is_due(now), theirs)
    busy = select(OutboxRow.member_id).where(OutboxRow.state.in_(HELD), theirs)
    first = (
        select(OutboxRow.member_id)
        .where(due, OutboxRow.member_id.not_in(busy))
        .order_by(OutboxRow.next_at, OutboxRow.id)
        .limit(limit)
    )
    waiting = (await session.scalars(first)).all()
    if not waiting:
        return ()
    people = await company_of(session, waiting)
    which = and_(due, OutboxRow.member_id.in_(people), OutboxRow.member_id.not_in(busy))
    return await _take(session, which, lease, now + timedelta(seconds=lease_seconds))


async def claim_for_groups(
    session: AsyncSession, now: datetime, lease: str, lease_seconds: float, limit: int
) -> tuple[Owed, ...]:
    """Take up to `limit` rows that are due to group chats under the lease; see `claim`."""
    due = and_(_is_due(now), OutboxRow.group_id.is_not(None))
    first = select(OutboxRow.id).where(due).order_by(OutboxRow.next_at, OutboxRow.id).limit(limit)
    which = and_(due, OutboxRow.id.in_((await session.scalars(first)).all()))
    return await _take(session, which, lease, now + timedelta(seconds=lease_seconds))


def _is_due(now: datetime) -> ColumnElement[bool]:
    return and_(OutboxRow.state.in_([DeliveryState.PENDING, DeliveryState.UNCERTAIN]), OutboxRow.next_at <= now)


async def _take(
    session: AsyncSession, which: ColumnElement[bool], lease: str, leased_until: datetime
) -> tuple[Owed, ...]:
    change = (
        update(OutboxRow)
        .where(which)
        .values(state=DeliveryState.CLAIMED, lease=lease, leased_until=leased_until)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False)
    )
    rows = sorted(await session.scalars(change), key=lambda row: (row.due, row.id))
    return tuple(_owed(row) for row in rows)


def _owed(row: OutboxRow) -> Owed:
    notice = Notice(Kind(row.kind), row.subject, row.member_id or 0, row.refers_to, row.revision)
    uncertain = row.outcome == Reason.UNCERTAIN
    return Owed(row.id, row.branch_id, notice, row.due, row.until, row.attempts, uncertain, row.group_id or 0)


async def leave(session: AsyncSession, lease: str, ids: Iterable[int]) -> int:
    """Write down that the rows leave now, before anything is sent; return how many were still held.

    Whoever was stopped for longer than their lease learns here that the rows are another's by now.
    """
    return await _change(
        session, lease, ids, (DeliveryState.CLAIMED,), {"state": DeliveryState.LEAVING, "sent_at": None}
    )


async def mark_sent(
    session: AsyncSession, lease: str, ids: Iterable[int], identity_id: int | None, now: datetime
) -> int:
    """Write down that the rows went out to an account, or (None) to a group; return how many were still held.

    So do all below.
    """
    account = IdentityRow.id == identity_id
    listener = select(IdentityRow.member_id).where(account).scalar_subquery()
    door = func.coalesce(select(IdentityRow.door).where(account).scalar_subquery(), "")
    passed_on = func.coalesce(OutboxRow.member_id != listener, false())
    how = {"identity_id": identity_id, "sent_at": now, "door": door, "passed_on": passed_on}
    return await _settle(session, lease, ids, DeliveryState.SENT, outcome="", **how)


async def put_off(session: AsyncSession, lease: str, ids: Iterable[int], next_at: datetime) -> int:
    """Let the rows wait until `next_at`; nothing was tried."""
    return await _settle(session, lease, ids, DeliveryState.PENDING, next_at=next_at)


async def retry(session: AsyncSession, lease: str, ids: Iterable[int], next_at: datetime) -> int:
    """Let the rows wait until `next_at` after an attempt that surely failed."""
    tried = OutboxRow.attempts + 1
    return await _settle(session, lease, ids, DeliveryState.PENDING, next_at=next_at, attempts=tried)


async def mark_dead(session: AsyncSession, lease: str, ids: Iterable[int], reason: Reason) -> int:
    """Give the rows up."""
    tried = OutboxRow.attempts + 1
    return await _settle(session, lease, ids, DeliveryState.DEAD, outcome=reason.value, attempts=tried)


async def cancel(session: AsyncSession, lease: str, ids: Iterable[int], reason: Reason) -> int:
    """Drop what need not be sent any more; a row whose first copy may have arrived keeps saying so."""
    kept = case((OutboxRow.outcome == Reason.UNCERTAIN, OutboxRow.outcome), else_=reason.value)
    return await _settle(session, lease, ids, DeliveryState.CANCELLED, outcome=kept)


async def mark_uncertain(session: AsyncSession, lease: str, ids: Iterable[int], next_at: datetime) -> int:
    """Have the rows sent once more from `next_at` on; those that are uncertain for the second time are given up."""
    tried = OutboxRow.attempts + 1
    outcome = Reason.UNCERTAIN.value
    return await _settle(session, lease, ids, _UNCERTAIN_ONCE, outcome=outcome, next_at=next_at, attempts=tried)


async def mark_blocked(session: AsyncSession, lease: str, ids: Iterable[int]) -> int:
    """Keep the rows of a person who cannot be reached; see `reopen`."""
    return await _settle(session, lease, ids, DeliveryState.BLOCKED)


_UNCERTAIN_ONCE = case(
    (OutboxRow.outcome == Reason.UNCERTAIN, DeliveryState.DEAD.value), else_=DeliveryState.UNCERTAIN.value
)


async def _settle(
    session: AsyncSession, lease: str, ids: Iterable[int], state: DeliveryState | ColumnElement[str], **values: object
) -> int:
    return await _change(session, lease, ids, HELD, {"state": state, "lease": None, "leased_until": None, **values})


async def _change(
    session: AsyncSession, lease: str, ids: Iterable[int], held: Sequence[DeliveryState], values: Mapping[str, object]
) -> int:
    change = (
        update(OutboxRow)
        .where(OutboxRow.id.in_(list(ids)), OutboxRow.state.in_(held), OutboxRow.lease == lease)
        .values(values)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(change)).all())


async def recover(session: AsyncSession, now: datetime) -> Counter[DeliveryState]:
    """Take back what is held under leases that have run out; return how many rows have come to which state.

    What had not left waits again, as it was. Of what was leaving nobody knows whether it arrived, unless a button of it
    has been pressed: it is uncertain, and given up when it is the second time.
    """
    leaving = OutboxRow.state == DeliveryState.LEAVING
    arrived = and_(leaving, OutboxRow.sent_at.is_not(None))
    change = (
        update(OutboxRow)
        .where(OutboxRow.state.in_(HELD), OutboxRow.leased_until <= now)
        .values(
            state=case(
                (arrived, DeliveryState.SENT.value),
                (leaving, _UNCERTAIN_ONCE),
                else_=DeliveryState.PENDING.value,
            ),
            outcome=case((arrived, ""), (leaving, Reason.UNCERTAIN.value), else_=OutboxRow.outcome),
            next_at=now,
            lease=None,
            leased_until=None,
        )
        .returning(OutboxRow.state)
        .execution_options(synchronize_session=False)
    )
    return Counter(DeliveryState(state) for state in await session.scalars(change))


async def drop_waiting(session: AsyncSession, member_id: int) -> None:
    """Drop what waits for a member who is one no longer; what is on the way at this moment leaves."""
    await _drop(session, OutboxRow.member_id == member_id)


async def forget_group(session: AsyncSession, group_id: int) -> None:
    """Drop what waits for a group chat that is the branch's no more; what it was told stays written, without it."""
    await _drop(session, OutboxRow.group_id == group_id)
    theirs = update(OutboxRow).where(OutboxRow.group_id == group_id)
    await session.execute(
        theirs.where(OutboxRow.state.in_(HELD)).values(
            state=DeliveryState.CANCELLED, outcome=Reason.DONE.value, lease=None, leased_until=None
        )
    )
    await session.execute(theirs.values(group_id=None))


async def drop_about(session: AsyncSession, kind: Kind, subject: int) -> None:
    """Drop what waits to be told of a subject that is settled, to whomever."""
    await _drop(session, and_(OutboxRow.kind == kind, OutboxRow.subject == subject))


async def _drop(session: AsyncSession, which: ColumnElement[bool]) -> None:
    waiting = OutboxRow.state.in_([DeliveryState.PENDING, DeliveryState.UNCERTAIN, DeliveryState.BLOCKED])
    kept = case((OutboxRow.outcome == Reason.UNCERTAIN, OutboxRow.outcome), else_=Reason.DONE.value)
    await session.execute(update(OutboxRow).where(which, waiting).values(state=DeliveryState.CANCELLED, outcome=kept))


_ANY_KEPT = select(
    exists().where(OutboxRow.branch_id == bindparam("branch", type_=Integer), OutboxRow.state == DeliveryState.BLOCKED)
)


async def reopen(session: AsyncSession, branch_id: int, now: datetime) -> int:
    """Owe again what was kept for people of the branch who can be reached again, if it is still of use."""
    if not await session.scalar(_ANY_KEPT, {"branch": branch_id}):
        return 0
    reachable = can_be_written_to(OutboxRow.member_id)
    passed_on = and_(OutboxRow.kind.in_(PASSED_ON), spoken_for(OutboxRow.member_id, branch_id))
    kept = and_(OutboxRow.branch_id == branch_id, OutboxRow.state == DeliveryState.BLOCKED)
    return await _wait_again(session, and_(kept, reachable | passed_on), now)


async def _wait_again(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    kept_mark = case((OutboxRow.outcome == Reason.UNCERTAIN, OutboxRow.outcome), else_="")
    change = (
        update(OutboxRow)
        .where(which, OutboxRow.until > now)
        .values(state=DeliveryState.PENDING, next_at=now, outcome=kept_mark)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len((await session.scalars(change)).all())
