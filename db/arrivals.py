"""What shows that a message arrived, whose answer from the messenger was never heard: its button has been pressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, case, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.notices import Kind
from db.outbox import DeliveryState, Reason
from db.tables import OutboxRow

_LEAVING = OutboxRow.state == DeliveryState.LEAVING
_UNCERTAIN = and_(
    OutboxRow.outcome == Reason.UNCERTAIN,
    OutboxRow.state.in_([DeliveryState.PENDING, DeliveryState.UNCERTAIN, DeliveryState.DEAD]),
)


async def in_doubt(session: AsyncSession, member_id: int, subjects: Mapping[Kind, int]) -> tuple[int, ...]:
    """Return the member's notices, of these kinds and subjects, of which nobody knows whether they arrived."""
    about = [and_(OutboxRow.kind == kind, OutboxRow.subject == subject) for kind, subject in subjects.items()]
    query = select(OutboxRow.id).where(OutboxRow.member_id == member_id, or_(*about), _LEAVING | _UNCERTAIN)
    return tuple(await session.scalars(query))


async def mark_arrived(session: AsyncSession, ids: Collection[int], identity_id: int, now: datetime) -> None:
    """Write down that notices have arrived at an account by `now`.

    What is leaving at this moment is its holder's to settle; should they have crashed, `recover` finds the moment.
    """
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(ids), _LEAVING | _UNCERTAIN)
        .values(
            state=case((_LEAVING, OutboxRow.state), else_=DeliveryState.SENT.value),
            outcome=case((_LEAVING, OutboxRow.outcome), else_=""),
            identity_id=identity_id,
            sent_at=now,
        )
    )
