"""An activity in its plan, and a plan to add one to, whether it is in force or a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.plan import Activity, Goal, PlanHead, Snapshot
from db.snapshot import load_draft, load_snapshot
from db.tables import ActivityRow, GoalRow, PlanRow


@dataclass(frozen=True, slots=True)
class Picture:
    """An activity in the snapshot that shows it: the branch's plans in force, or a draft alone."""

    snapshot: Snapshot
    activity: Activity
    published: bool


async def picture_of(
    session: AsyncSession, branch_id: int, activity_id: int, today: date, zone: ZoneInfo
) -> Picture | None:
    """Return an activity of the branch as it is now; None when there is none, or its plan is no longer looked at."""
    row = await session.get(ActivityRow, activity_id)
    plan = await session.get(PlanRow, row.plan_id) if row else None
    if plan is None or plan.branch_id != branch_id:
        return None
    published = plan.published_at is not None
    if published:
        snapshot = await load_snapshot(session, branch_id, today, zone)
    else:
        snapshot = await load_draft(session, branch_id, plan.id, today, zone)
    activity = snapshot.activity_of.get(activity_id) if snapshot else None
    return Picture(snapshot, activity, published) if snapshot and activity else None


@dataclass(frozen=True, slots=True)
class Ground:
    """A plan that can get another activity, in the snapshot that shows it, and the plan's own goals."""

    snapshot: Snapshot
    plan: PlanHead
    published: bool
    goals: tuple[Goal, ...]


async def ground_of(session: AsyncSession, branch_id: int, plan_id: int, today: date, zone: ZoneInfo) -> Ground | None:
    """Return a plan of the branch, be it a draft; 0 is the leading one. None when there is none of that id."""
    snapshot = await load_snapshot(session, branch_id, today, zone)
    if snapshot and not plan_id:
        plan_id = snapshot.plan_id
    published = snapshot is not None and plan_id in snapshot.plan_of
    if not published:
        snapshot = await load_draft(session, branch_id, plan_id, today, zone) if plan_id else None
    if snapshot is None:
        return None
    of_plan = await session.scalars(select(GoalRow.id).where(GoalRow.plan_id == plan_id))
    own = frozenset(of_plan)
    goals = tuple(goal for goal in snapshot.goals if goal.id in own)
    return Ground(snapshot, snapshot.plan_of[plan_id], published, goals)
