"""When something can happen next without anybody's doing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.outbox import DeliveryState
from db.tables import BranchRow, OutboxRow


async def next_moment(session: AsyncSession, after: datetime) -> datetime | None:
    """Return the first moment after `after` when a branch wants a look or a notice may leave; None without one."""
    waiting = OutboxRow.state.in_((DeliveryState.PENDING, DeliveryState.UNCERTAIN))
    moments = (
        await session.scalar(select(func.min(BranchRow.look_at)).where(BranchRow.look_at > after)),
        await session.scalar(select(func.min(OutboxRow.next_at)).where(waiting, OutboxRow.next_at > after)),
    )
    return min((moment for moment in moments if moment is not None), default=None)
