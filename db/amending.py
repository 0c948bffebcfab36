"""Amending a plan: another activity, who answers for one by what a person says, and whether a number is free."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people.model import Named
from db.drafts import party_named, store_duties
from db.parties import link_members
from db.tables import ActivityRow, DutyRow


async def replace_duties(
    session: AsyncSession, branch_id: int, activity: ActivityRow, named: tuple[Named, ...]
) -> None:
    """Make those named responsible for the activity instead of those who are; the first person leads."""
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity.id))
    await store_duties(session, branch_id, activity.id, named)
    await link_members(session, branch_id)


async def add_duty(session: AsyncSession, branch_id: int, activity: ActivityRow, named: Named) -> None:
    """Make somebody co-responsible for the activity, or its lead where nobody else is responsible; once is enough."""
    party = await party_named(session, branch_id, named)
    rows = (await session.scalars(select(DutyRow).where(DutyRow.activity_id == activity.id))).all()
    if any(row.party_id == party.id for row in rows):
        return
    last = max((row.position for row in rows), default=-1)
    session.add(DutyRow(activity_id=activity.id, party_id=party.id, position=last + 1, lead=not rows))
    await session.flush()
    await link_members(session, branch_id)


async def add_activity(
    session: AsyncSession, plan_id: int, goal_id: int | None, number: str | None, title: str
) -> ActivityRow:
    """Add an activity without a term and people; it stands after the last one of its goal."""
    siblings = ActivityRow.goal_id.is_(None) if goal_id is None else ActivityRow.goal_id == goal_id
    last = func.max(ActivityRow.position)
    position = await session.scalar(select(last).where(ActivityRow.plan_id == plan_id, siblings))
    if position is None:
        position = await session.scalar(select(last).where(ActivityRow.plan_id == plan_id))
    row = ActivityRow(
        plan_id=plan_id,
        goal_id=goal_id,
        position=position or 0,
        number=number,
        title=title,
        term="",
        windows=[],
        mode=None,
        resources="",
        result="",
    )
    session.add(row)
    await session.flush()
    return row


async def is_number_free(session: AsyncSession, plan_id: int, number: str) -> bool:
    """Tell whether no activity of the plan has the number."""
    query = select(func.count()).where(
        ActivityRow.plan_id == plan_id, func.rtrim(func.coalesce(ActivityRow.number, ""), ".") == number
    )
    return not await session.scalar(query)
