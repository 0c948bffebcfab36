"""Amending a plan: another activity, who answers for one by what a person says, and whether a number is free."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people.model import Kind, Named
from db.drafts import party_named, store_duties
from db.parties import link_members
from db.tables import ActivityRow, DutyRow, PartyRow


async def replace_duties(
    session: AsyncSession, branch_id: int, activity: ActivityRow, named: tuple[Named, ...]
) -> None:
    """Make those named responsible for the activity instead of those who are; the first person leads."""
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity.id))
    await store_duties(session, branch_id, activity.id, named)
    await link_members(session, branch_id)


async def add_duty(session: AsyncSession, branch_id: int, activity: ActivityRow, named: Named) -> bool:
    """Make somebody co-responsible for the activity, or its lead where nobody else is responsible.

    Returns False where they were responsible already.
    """
    party = await party_named(session, branch_id, named)
    rows = (await session.scalars(select(DutyRow).where(DutyRow.activity_id == activity.id))).all()
    if any(row.party_id == party.id for row in rows):
        return False
    last = max((row.position for row in rows), default=-1)
    session.add(DutyRow(activity_id=activity.id, party_id=party.id, position=last + 1, lead=not rows))
    await session.flush()
    await link_members(session, branch_id)
    return True


async def remove_duty(session: AsyncSession, branch_id: int, activity: ActivityRow, named: Named) -> None:
    """Make somebody responsible for the activity no more; where they led it, the first person of the others does."""
    left = [each for each in await responsible_named(session, activity) if each != named]
    await replace_duties(session, branch_id, activity, tuple(left))


async def responsible_named(session: AsyncSession, activity: ActivityRow) -> tuple[Named, ...]:
    """Return those responsible for the activity as the plan names them, in its order."""
    query = select(PartyRow).join(DutyRow, DutyRow.party_id == PartyRow.id).where(DutyRow.activity_id == activity.id)
    return tuple(Named(Kind(row.kind), row.name) for row in await session.scalars(query.order_by(DutyRow.position)))


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


async def is_number_free(session: AsyncSession, plan_id: int, number: str, beside: int = 0) -> bool:
    """Tell whether no activity of the plan has the number, not counting the one whose id is `beside`."""
    query = select(func.count()).where(
        ActivityRow.plan_id == plan_id,
        ActivityRow.id != beside,
        func.rtrim(func.coalesce(ActivityRow.number, ""), ".") == number,
    )
    return not await session.scalar(query)
