"""The terms of a draft and the doubts about them, for a draft that turns out to be of another year."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.draft import Doubt
from bot.domain.review import TERM_CODES
from db.reviewing import draft_doubts
from db.settling import reopen
from db.tables import ActivityRow, CorrectionRow, DoubtRow, PlanRow


async def activities_of(session: AsyncSession, plan_id: int) -> Sequence[ActivityRow]:
    """Return the rows of the plan in its order."""
    query = select(ActivityRow).where(ActivityRow.plan_id == plan_id)
    return (await session.scalars(query.order_by(ActivityRow.position, ActivityRow.id))).all()


async def term_doubts_of(session: AsyncSession, plan_id: int) -> dict[int | None, DoubtRow]:
    """Return the doubts about terms by the activity's id; None stands for an activity that is not known."""
    about = {each.id: each.activity_id for each in await draft_doubts(session, plan_id) if each.code in TERM_CODES}
    rows = await session.scalars(select(DoubtRow).where(DoubtRow.id.in_(about)))
    return {about[row.id]: row for row in rows}


async def is_corrected(session: AsyncSession, plan_id: int) -> bool:
    """Tell whether a person has corrected an activity of the plan, so that its cells are not the document's alone."""
    query = select(CorrectionRow.id).join(ActivityRow, ActivityRow.id == CorrectionRow.activity_id)
    found = query.where(ActivityRow.plan_id == plan_id, CorrectionRow.undone_at.is_(None)).limit(1)
    return await session.scalar(found) is not None


async def renew_doubt(session: AsyncSession, plan: PlanRow, row: DoubtRow | None, doubt: Doubt | None) -> None:
    """Put a doubt in the place of the one there was; either may be None. An equal one keeps its answer."""
    if row is not None and doubt is not None and (row.code, row.text, row.args) == (doubt.code, doubt.text, doubt.args):
        return
    if row is not None and doubt is not None:
        row.code, row.text, row.args = doubt.code, doubt.text, dict(doubt.args)
        reopen(row)
    elif row is not None:
        await session.delete(row)
    elif doubt is not None:
        args = dict(doubt.args)
        session.add(DoubtRow(plan_id=plan.id, activity=doubt.activity, code=doubt.code, text=doubt.text, args=args))
