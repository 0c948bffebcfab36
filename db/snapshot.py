"""From rows to the one immutable picture of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import (
    Activity,
    CheckIn,
    Duty,
    Goal,
    Meeting,
    Member,
    Occurrence,
    Party,
    Role,
    Snapshot,
    State,
)
from bot.domain.windows import Mode, Window, calendar_year
from db.tables import (
    ActivityRow,
    BranchRow,
    CheckInRow,
    DutyRow,
    GoalRow,
    IdentityRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)


async def load_snapshot(session: AsyncSession, branch_id: int, year: int, zone: ZoneInfo) -> Snapshot | None:
    """Return the branch's published plan of `year`, else the latest before it, else the first; None without one."""
    plan = await _published_plan(session, branch_id, year)
    if plan is None or plan.published_at is None:
        return None
    branch = await session.get_one(BranchRow, branch_id)
    duties = await _duties(session, plan.id)
    return Snapshot(
        branch_id=branch_id,
        branch_name=branch.name,
        revision=branch.revision,
        plan_id=plan.id,
        period=calendar_year(plan.year),
        published_on=plan.published_at.astimezone(zone).date(),
        goals=await _goals(session, plan.id),
        activities=await _activities(session, plan.id, duties),
        occurrences=await _occurrences(session, plan.id),
        meetings=await _meetings(session, plan.id),
        check_ins=await _check_ins(session, plan.id),
        parties=await _parties(session, branch_id),
        members=await _members(session, branch_id, zone),
    )


async def _published_plan(session: AsyncSession, branch_id: int, year: int) -> PlanRow | None:
    query = select(PlanRow).where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_not(None))
    before = query.where(PlanRow.year <= year).order_by(PlanRow.year.desc()).limit(1)
    after = query.order_by(PlanRow.year).limit(1)
    return await session.scalar(before) or await session.scalar(after)


async def _goals(session: AsyncSession, plan_id: int) -> tuple[Goal, ...]:
    rows = await session.scalars(select(GoalRow).where(GoalRow.plan_id == plan_id).order_by(GoalRow.position))
    return tuple(Goal(row.id, row.number, row.title) for row in rows)


async def _duties(session: AsyncSession, plan_id: int) -> dict[int, list[Duty]]:
    query = (
        select(DutyRow)
        .join(ActivityRow, ActivityRow.id == DutyRow.activity_id)
        .where(ActivityRow.plan_id == plan_id)
        .order_by(DutyRow.position)
    )
    found: dict[int, list[Duty]] = {}
    for row in await session.scalars(query):
        found.setdefault(row.activity_id, []).append(Duty(row.party_id, row.lead))
    return found


async def _activities(session: AsyncSession, plan_id: int, duties: dict[int, list[Duty]]) -> tuple[Activity, ...]:
    query = select(ActivityRow).where(ActivityRow.plan_id == plan_id).order_by(ActivityRow.position)
    return tuple(_activity(row, duties.get(row.id, [])) for row in await session.scalars(query))


def _activity(row: ActivityRow, duties: Sequence[Duty]) -> Activity:
    return Activity(
        id=row.id,
        goal_id=row.goal_id,
        number=row.number,
        title=row.title,
        term=row.term,
        windows=tuple(Window(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.windows),
        mode=Mode(row.mode) if row.mode is not None else None,
        duties=tuple(duties),
        resources=row.resources,
        result=row.result,
    )


async def _occurrences(session: AsyncSession, plan_id: int) -> tuple[Occurrence, ...]:
    query = (
        select(OccurrenceRow)
        .join(ActivityRow, ActivityRow.id == OccurrenceRow.activity_id)
        .where(ActivityRow.plan_id == plan_id)
        .order_by(OccurrenceRow.last, ActivityRow.position)
    )
    return tuple(occurrence_of(row) for row in await session.scalars(query))


def occurrence_of(row: OccurrenceRow) -> Occurrence:
    """Return the domain's value of a row."""
    return Occurrence(
        id=row.id,
        activity_id=row.activity_id,
        window=Window(row.first, row.last),
        continuous=row.continuous,
        state=State(row.state),
        revision=row.revision,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
        words=row.words,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )


async def _meetings(session: AsyncSession, plan_id: int) -> tuple[Meeting, ...]:
    rows = await session.scalars(select(MeetingRow).where(MeetingRow.plan_id == plan_id).order_by(MeetingRow.quarter))
    return tuple(Meeting(row.id, row.quarter, row.revision, row.day, row.time) for row in rows)


async def _check_ins(session: AsyncSession, plan_id: int) -> tuple[CheckIn, ...]:
    query = (
        select(CheckInRow)
        .join(ActivityRow, ActivityRow.id == CheckInRow.activity_id)
        .where(ActivityRow.plan_id == plan_id)
        .order_by(CheckInRow.id)
    )
    return tuple(
        CheckIn(row.activity_id, row.quarter, row.member_id, row.words) for row in await session.scalars(query)
    )


async def _parties(session: AsyncSession, branch_id: int) -> dict[int, Party]:
    rows = await session.scalars(select(PartyRow).where(PartyRow.branch_id == branch_id).order_by(PartyRow.id))
    return {row.id: Party(row.id, PartyKind(row.kind), row.name, row.member_id) for row in rows}


async def _members(session: AsyncSession, branch_id: int, zone: ZoneInfo) -> dict[int, Member]:
    open_door = exists().where(IdentityRow.member_id == MemberRow.id, IdentityRow.blocked_at.is_(None))
    query = select(MemberRow, open_door).where(MemberRow.branch_id == branch_id).order_by(MemberRow.id)
    rows = (await session.execute(query)).tuples()
    return {row.id: _member(row, reachable=reachable, zone=zone) for row, reachable in rows}


def _member(row: MemberRow, *, reachable: bool, zone: ZoneInfo) -> Member:
    joined = row.joined_at.astimezone(zone).date() if row.joined_at else None
    return Member(row.id, row.name, Role(row.role), reachable, joined)
