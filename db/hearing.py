"""Who has heard what: of the outbox, the rows that went to somebody else than whose they are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import DeliveryState, Owed, Reason
from db.tables import IdentityRow, OutboxRow


async def heard(session: AsyncSession, going: Iterable[tuple[Owed, int]]) -> frozenset[int]:
    """Return those of the rows whose recipient, given with each, has heard the same: for somebody, or for them all.

    What they have heard for one person is no reason not to tell them for another.
    """
    return frozenset([owed.id for owed, recipient in going if await _has_heard(session, owed, recipient)])


async def _has_heard(session: AsyncSession, owed: Owed, listener: int) -> bool:
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
    for_others = OutboxRow.identity_id.in_(accounts)
    to_them = for_others if notice.member_id == listener else OutboxRow.member_id == listener
    return bool(await session.scalar(select(exists().where(same, arrived, to_them))))
