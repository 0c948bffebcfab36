"""Drafts and their doubts, read for those who review them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.review import IN_RESOURCES, TERM_CODES, DraftDoubt, Settling, mark_of
from bot.domain.windows import Period
from db.settling import activity_of, answered_of, times_of
from db.tables import ActivityRow, DoubtRow, PlanRow


@dataclass(frozen=True, slots=True)
class DraftHead:
    """That there is a plan which is not published, and what it is for."""

    plan_id: int
    period: Period


async def latest_draft(session: AsyncSession, branch_id: int) -> DraftHead | None:
    """Return the head of the branch's draft that was read last."""
    return next(iter(await drafts_of(session, branch_id)), None)


async def drafts_of(session: AsyncSession, branch_id: int) -> tuple[DraftHead, ...]:
    """Return the heads of all drafts of the branch, the one that was read last first."""
    drafts = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_(None))
    plans = await session.scalars(drafts.order_by(PlanRow.imported_at.desc(), PlanRow.id.desc()))
    return tuple(DraftHead(plan.id, plan.period) for plan in plans)


async def published_periods(session: AsyncSession, branch_id: int) -> frozenset[Period]:
    """Return what the branch's published plans are for."""
    query = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_not(None))
    return frozenset(plan.period for plan in await session.scalars(query))


async def plan_of(session: AsyncSession, branch_id: int, period: Period, *, published: bool) -> PlanRow | None:
    """Return the branch's plan of a period: the one in force, or the one that is still under review."""
    state = PlanRow.published_at.is_not(None) if published else PlanRow.published_at.is_(None)
    query = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.kind == period.kind, state)
    return await session.scalar(query.where(PlanRow.year == period.year, PlanRow.month == (period.month or 0)))


async def draft_doubts(session: AsyncSession, plan_id: int) -> tuple[DraftDoubt, ...]:
    """Return the doubts about a draft, open and settled, in the reader's order, each with its activity."""
    rows = (await session.scalars(select(DoubtRow).where(DoubtRow.plan_id == plan_id).order_by(DoubtRow.id))).all()
    activities = await session.scalars(
        select(ActivityRow).where(ActivityRow.plan_id == plan_id).order_by(ActivityRow.position)
    )
    where = _located(rows, activities.all())
    return tuple(
        DraftDoubt(
            row.id, mark_of_row(row) + times_of(row), row.code, row.text, row.args, where.get(row.id), answered_of(row)
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """How a doubt was settled; `mark` tells which, by what it says (see `mark_of`)."""

    mark: int
    settling: Settling
    words: str


async def answers_given(session: AsyncSession, plan_id: int) -> tuple[GivenAnswer, ...]:
    """Return how the doubts about a draft were settled, in the reader's order."""
    query = select(DoubtRow).where(DoubtRow.plan_id == plan_id, DoubtRow.answer.is_not(None)).order_by(DoubtRow.id)
    rows = [(row, answered_of(row)) for row in await session.scalars(query)]
    return tuple(GivenAnswer(mark_of_row(row), each.settling, each.words) for row, each in rows if each)


async def open_draft_doubts(session: AsyncSession, plan_id: int) -> tuple[DraftDoubt, ...]:
    """Return those of the doubts about a draft that nobody has settled."""
    return tuple(each for each in await draft_doubts(session, plan_id) if each.answered is None)


def mark_of_row(row: DoubtRow) -> int:
    """Return what tells the doubt from others; see `mark_of`."""
    return mark_of(row.activity, row.code, row.text, row.args)


def _located(doubts: Sequence[DoubtRow], activities: Sequence[ActivityRow]) -> dict[int, int]:
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
    found = {doubt.id: activity_id for doubt in doubts if (activity_id := activity_of(doubt)) is not None}
    for twins in alike.values():
        fitting = [each for each in named[twins[0].activity or ""] if _holds(each, twins[0])]
        if len(fitting) == len(twins):
            for doubt, activity in zip(twins, fitting, strict=True):
                found.setdefault(doubt.id, activity.id)
    return found


def _holds(activity: ActivityRow, doubt: DoubtRow) -> bool:
    """Tell whether the activity has the cell that the doubt quotes, where it is kept as written."""
    if doubt.code in TERM_CODES:
        return activity.term == doubt.text
    return doubt.code != IN_RESOURCES or activity.resources == doubt.text
