"""Drafts and their doubts, read for those who review them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.review import IN_RESOURCES, TERM_CODES, DraftDoubt, mark_of
from bot.domain.windows import Period
from db.tables import ActivityRow, DoubtRow, PlanRow


@dataclass(frozen=True, slots=True)
class DraftHead:
    """That there is a plan which is not published: what it is for, and how many doubts about it are open."""

    plan_id: int
    period: Period
    doubts: int


async def latest_draft(session: AsyncSession, branch_id: int) -> DraftHead | None:
    """Return the head of the branch's draft that was read last."""
    draft = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_(None))
    plan = await session.scalar(draft.order_by(PlanRow.imported_at.desc(), PlanRow.id.desc()).limit(1))
    if plan is None:
        return None
    count = select(func.count()).where(DoubtRow.plan_id == plan.id, DoubtRow.answer.is_(None))
    return DraftHead(plan.id, plan.period, await session.scalar(count) or 0)


async def published_periods(session: AsyncSession, branch_id: int) -> frozenset[Period]:
    """Return what the branch's published plans are for."""
    query = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_not(None))
    return frozenset(plan.period for plan in await session.scalars(query))


async def plan_of(session: AsyncSession, branch_id: int, period: Period, *, published: bool) -> PlanRow | None:
    """Return the branch's plan of a period: the one in force, or the one that is still under review."""
    state = PlanRow.published_at.is_not(None) if published else PlanRow.published_at.is_(None)
    query = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.kind == period.kind, state)
    return await session.scalar(query.where(PlanRow.year == period.year, PlanRow.month == (period.month or 0)))


async def open_draft_doubts(session: AsyncSession, plan_id: int) -> tuple[DraftDoubt, ...]:
    """Return the open doubts about a draft in the order in which the reader had them, each with its activity."""
    rows = (await session.scalars(select(DoubtRow).where(DoubtRow.plan_id == plan_id).order_by(DoubtRow.id))).all()
    activities = await session.scalars(
        select(ActivityRow).where(ActivityRow.plan_id == plan_id).order_by(ActivityRow.position)
    )
    where = _located(rows, activities.all())
    return tuple(
        DraftDoubt(row.id, mark_of_row(row), row.code, row.text, row.args, where.get(row.id))
        for row in rows
        if row.answer is None
    )


def mark_of_row(row: DoubtRow) -> int:
    """Return what tells the doubt from others; see `mark_of`."""
    return mark_of(row.activity, row.code, row.text, row.args)


def _located(doubts: Iterable[DoubtRow], activities: Sequence[ActivityRow]) -> dict[int, int]:
    """Find the activity of each doubt, which names it by number or title only.

    Where several rows go by one name, equal doubts belong to them in their order, if there are as many of both.
    """
    named: defaultdict[str, list[ActivityRow]] = defaultdict(list)
    for activity in activities:
        for name in {activity.number or activity.title, activity.title}:
            named[name].append(activity)
    alike: defaultdict[int, list[DoubtRow]] = defaultdict(list)
    for doubt in doubts:
        if doubt.activity is not None:
            alike[mark_of_row(doubt)].append(doubt)
    found: dict[int, int] = {}
    for twins in alike.values():
        fitting = [each for each in named[twins[0].activity or ""] if _holds(each, twins[0])]
        if len(fitting) == len(twins):
            found.update((doubt.id, activity.id) for doubt, activity in zip(twins, fitting, strict=True))
    return found


def _holds(activity: ActivityRow, doubt: DoubtRow) -> bool:
    """Tell whether the activity has the cell that the doubt quotes, where it is kept as written."""
    if doubt.code in TERM_CODES:
        return activity.term == doubt.text
    return doubt.code != IN_RESOURCES or activity.resources == doubt.text
