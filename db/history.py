"""What belongs to the history of an occurrence beside its steps."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.history import Event
from db.tables import CorrectionRow, EvidenceRow


async def evidence_counts(session: AsyncSession, report_ids: Collection[int]) -> dict[int, int]:
    """Return how much evidence goes with each of the reports that have some."""
    query = select(EvidenceRow.report_id, func.count()).where(EvidenceRow.report_id.in_(report_ids))
    return dict((await session.execute(query.group_by(EvidenceRow.report_id))).all())


async def corrections_of(session: AsyncSession, activity_id: int) -> list[Event]:
    """Return the changes of an activity, those that were made undone too."""
    query = select(CorrectionRow).where(CorrectionRow.activity_id == activity_id).order_by(CorrectionRow.id)
    return [
        Event(row.at, row.member_id, row.verb, taken_back=row.undone_at is not None, corrects=True)
        for row in await session.scalars(query)
    ]
