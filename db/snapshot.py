"""From rows to the one immutable picture of a plan."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, bindparam, exists, select
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
from bot.domain.windows import Mode, Period, Window, calendar_year
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

_Keys = dict[str, int]
_Plans = dict[str, list[int]]

# Made once, as making a statement takes longer than running it, and of single columns, as whole rows in a session take
# twice as long: what a branch's first question after a change costs.
_PLANS = bindparam("plans", type_=Integer, expanding=True)
_PLAN, _BRANCH = bindparam("plan", type_=Integer), bindparam("branch", type_=Integer)
_PUBLISHED = select(PlanRow.id, PlanRow.year, PlanRow.published_at).where(
    PlanRow.branch_id == _BRANCH, PlanRow.published_at.is_not(None)
)
_BEFORE = _PUBLISHED.where(PlanRow.year <= bindparam("year")).order_by(PlanRow.year.desc()).limit(1)
_AFTER = _PUBLISHED.order_by(PlanRow.year).limit(1)
_DRAFT = select(PlanRow.id, PlanRow.year).where(PlanRow.branch_id == _BRANCH, PlanRow.published_at.is_(None))
_LATEST_DRAFT = _DRAFT.order_by(PlanRow.imported_at.desc(), PlanRow.id.desc()).limit(1)
_THAT_DRAFT = _DRAFT.where(PlanRow.id == _PLAN)
_NAME = select(BranchRow.name, BranchRow.revision).where(BranchRow.id == _BRANCH)
_GOALS = select(GoalRow.id, GoalRow.number, GoalRow.title).where(GoalRow.plan_id.in_(_PLANS)).order_by(GoalRow.position)
_DUTIES = (
    select(DutyRow.activity_id, DutyRow.party_id, DutyRow.lead)
    .join(ActivityRow, ActivityRow.id == DutyRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS))
    .order_by(DutyRow.position)
)
_ACTIVITIES = (
    select(
        ActivityRow.id,
        PlanRow.year,
        ActivityRow.goal_id,
        ActivityRow.number,
        ActivityRow.title,
        ActivityRow.term,
        ActivityRow.windows,
        ActivityRow.mode,
        ActivityRow.resources,
        ActivityRow.result,
        ActivityRow.notes,
    )
    .join(PlanRow, PlanRow.id == ActivityRow.plan_id)
    .where(ActivityRow.plan_id.in_(_PLANS))
    .order_by(PlanRow.year.desc(), ActivityRow.position)
)
_OCCURRENCES = (
    select(
        OccurrenceRow.id,
        OccurrenceRow.activity_id,
        OccurrenceRow.first,
        OccurrenceRow.last,
        OccurrenceRow.continuous,
        OccurrenceRow.state,
        OccurrenceRow.revision,
        OccurrenceRow.claimed_by,
        OccurrenceRow.claimed_at,
        OccurrenceRow.words,
        OccurrenceRow.decided_by,
        OccurrenceRow.decided_at,
        OccurrenceRow.reason,
    )
    .join(ActivityRow, ActivityRow.id == OccurrenceRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS))
    .order_by(OccurrenceRow.last, ActivityRow.position)
)
_MEETINGS = (
    select(MeetingRow.id, MeetingRow.quarter, MeetingRow.revision, MeetingRow.day, MeetingRow.time)
    .where(MeetingRow.plan_id == _PLAN)
    .order_by(MeetingRow.quarter)
)
_CHECK_INS = (
    select(CheckInRow.activity_id, CheckInRow.quarter, CheckInRow.member_id, CheckInRow.words)
    .join(ActivityRow, ActivityRow.id == CheckInRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS))
    .order_by(CheckInRow.id)
)
_PARTIES = (
    select(PartyRow.id, PartyRow.kind, PartyRow.name, PartyRow.member_id)
    .where(PartyRow.branch_id == _BRANCH)
    .order_by(PartyRow.id)
)
_OPEN_DOOR = exists().where(IdentityRow.member_id == MemberRow.id, IdentityRow.blocked_at.is_(None))
_MEMBERS = (
    select(MemberRow.id, MemberRow.name, MemberRow.role, _OPEN_DOOR, MemberRow.joined_at)
    .where(MemberRow.branch_id == _BRANCH)
    .order_by(MemberRow.id)
)


async def load_snapshot(session: AsyncSession, branch_id: int, today: date, zone: ZoneInfo) -> Snapshot | None:
    """Return what `read_snapshot` does, as the session's transaction sees it."""
    await session.flush()
    connection = await session.connection()
    return await connection.run_sync(read_snapshot, branch_id, today, zone)


async def load_draft(
    session: AsyncSession, branch_id: int, plan_id: int, today: date, zone: ZoneInfo
) -> Snapshot | None:
    """Return what `read_draft` does, as the session's transaction sees it."""
    await session.flush()
    connection = await session.connection()
    return await connection.run_sync(read_draft, branch_id, plan_id, today, zone)


def epoch(today: date) -> tuple[int, bool]:
    """Return what a snapshot depends on beside the branch's revision: the year, and whether it has only begun."""
    return today.year, today.month == 1


def read_snapshot(connection: Connection, branch_id: int, today: date, zone: ZoneInfo) -> Snapshot | None:
    """Return the branch's published plan of the year, else the latest before, else the first; None without one.

    In January the plan of the year before comes along, where that is another one.
    """
    year, begun = epoch(today)
    of_branch: _Keys = {"branch": branch_id, "year": year}
    plan = connection.execute(_BEFORE, of_branch).first() or connection.execute(_AFTER, of_branch).first()
    if plan is None or plan.published_at is None:
        return None
    before = connection.execute(_BEFORE, {"branch": branch_id, "year": plan.year - 1}).first() if begun else None
    plans = [plan.id] if before is None or before.year != year - 1 else [plan.id, before.id]
    published_on = plan.published_at.astimezone(zone).date()
    return _picture(connection, branch_id, plans, calendar_year(plan.year), published_on, zone)


def read_draft(connection: Connection, branch_id: int, plan_id: int, today: date, zone: ZoneInfo) -> Snapshot | None:
    """Return a plan that is not published, as if it were published today; None when there is none.

    `plan_id` 0 is the one that was read last. For the eyes of those who review it, and for nobody else's.
    """
    query, keys = (
        (_THAT_DRAFT, {"branch": branch_id, "plan": plan_id}) if plan_id else (_LATEST_DRAFT, {"branch": branch_id})
    )
    plan = connection.execute(query, keys).first()
    if plan is None:
        return None
    return _picture(connection, branch_id, [plan.id], calendar_year(plan.year), today, zone)


def _picture(
    connection: Connection, branch_id: int, plans: list[int], period: Period, published_on: date, zone: ZoneInfo
) -> Snapshot:
    """Return the first of the plans, with the activities of them all."""
    of_branch: _Keys = {"branch": branch_id}
    of_plan, of_plans = {"plan": plans[0]}, {"plans": plans}
    branch = connection.execute(_NAME, of_branch).one()
    return Snapshot(
        branch_id=branch_id,
        branch_name=branch.name,
        revision=branch.revision,
        plan_id=plans[0],
        period=period,
        published_on=published_on,
        goals=tuple(Goal(*row) for row in connection.execute(_GOALS, of_plans)),
        activities=_activities(connection, of_plans),
        occurrences=_occurrences(connection, of_plans),
        meetings=tuple(Meeting(*row) for row in connection.execute(_MEETINGS, of_plan)),
        check_ins=tuple(CheckIn(*row) for row in connection.execute(_CHECK_INS, of_plans)),
        parties=_parties(connection, of_branch),
        members=_members(connection, of_branch, zone),
    )


def _activities(connection: Connection, of_plans: _Plans) -> tuple[Activity, ...]:
    duties: dict[int, list[Duty]] = {}
    for activity_id, party_id, lead in connection.execute(_DUTIES, of_plans):
        duties.setdefault(activity_id, []).append(Duty(party_id, lead))
    return tuple(
        Activity(
            id=row.id,
            year=row.year,
            goal_id=row.goal_id,
            number=row.number,
            title=row.title,
            term=row.term,
            windows=tuple(Window(date.fromisoformat(first), date.fromisoformat(last)) for first, last in row.windows),
            mode=Mode(row.mode) if row.mode is not None else None,
            duties=tuple(duties.get(row.id, ())),
            resources=row.resources,
            result=row.result,
            notes=row.notes,
        )
        for row in connection.execute(_ACTIVITIES, of_plans)
    )


def _occurrences(connection: Connection, of_plans: _Plans) -> tuple[Occurrence, ...]:
    return tuple(
        Occurrence(key, activity_id, Window(first, last), continuous, State(state), *rest)
        for key, activity_id, first, last, continuous, state, *rest in connection.execute(_OCCURRENCES, of_plans)
    )


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


def _parties(connection: Connection, of_branch: _Keys) -> dict[int, Party]:
    rows = connection.execute(_PARTIES, of_branch)
    return {key: Party(key, PartyKind(kind), name, member_id) for key, kind, name, member_id in rows}


def _members(connection: Connection, of_branch: _Keys, zone: ZoneInfo) -> dict[int, Member]:
    rows = connection.execute(_MEMBERS, of_branch)
    return {
        key: Member(key, name, Role(role), reachable, joined.astimezone(zone).date() if joined else None)
        for key, name, role, reachable, joined in rows
    }
