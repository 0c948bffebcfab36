"""Who has heard what: of the outbox, the rows that went to somebody else than whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import DeliveryState, Owed, Reason
from db.tables import IdentityRow, OutboxRow


@dataclass(frozen=True, slots=True)
class Passing:
    """A row on its way to a `listener` who is none of the `people` that it is about."""

    owed: Owed
    listener: int
    people: frozenset[int]


async def heard(session: AsyncSession, passing: Iterable[Passing]) -> frozenset[int]:
    """Return the ids of those rows that are no news: their listener has heard the same, or their people have.

    What a listener has heard for one person is no reason not to tell them for another.
    """
    return frozenset([each.owed.id for each in passing if await _is_no_news(session, each)])


async def _is_no_news(session: AsyncSession, passing: Passing) -> bool:
    owed, listener = passing.owed, passing.listener
    notice = owed.notice
    same = and_(
        OutboxRow.branch_id == owed.branch_id,
        OutboxRow.kind == notice.kind,
        OutboxRow.subject == notice.subject,
        OutboxRow.refers_to == notice.refers_to,
        OutboxRow.revision == notice.revision,
        OutboxRow.due == owed.due,
        OutboxRow.member_id != notice.member_id,
    )
    arrived = (OutboxRow.state == DeliveryState.SENT) | (OutboxRow.outcome == Reason.UNCERTAIN)
    accounts = select(IdentityRow.id).where(IdentityRow.member_id == listener)
    for_others = OutboxRow.identity_id.in_(accounts) | OutboxRow.member_id.in_(passing.people)
    to_them = for_others if notice.member_id == listener else OutboxRow.member_id == listener
    return bool(await session.scalar(select(exists().where(same, arrived, to_them))))
