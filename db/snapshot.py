"""From rows to the one immutable picture of a plan."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Integer, Row, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.in_force import in_force
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import (
    Activity,
    CheckIn,
    Contribution,
    Duty,
    Goal,
    Meeting,
    Member,
    Occurrence,
    Party,
    PlanHead,
    Role,
    Shown,
    Snapshot,
    State,
)
from bot.domain.reporting import EvidenceKind
from bot.domain.windows import Mode, Period, PeriodKind, Window
from db.approved import read_approved
from db.days import days_read
from db.identities import can_be_written_to
from db.requests import read_requests
from db.tables import (
    ActivityRow,
    BodyMemberRow,
    BranchRow,
    DutyRow,
    EvidenceRow,
    GoalRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
    ReportRow,
)

_Keys = dict[str, int]
_Plans = dict[str, list[int]]

# Made once, as making a statement takes longer than running it, and of single columns, as whole rows in a session take
# twice as long: what a branch's first question after a change costs.
_PLANS = bindparam("plans", type_=Integer, expanding=True)
_PLAN, _BRANCH = bindparam("plan", type_=Integer), bindparam("branch", type_=Integer)
_HEADS = select(PlanRow.id, PlanRow.kind, PlanRow.year, PlanRow.month, PlanRow.published_at).where(
    PlanRow.branch_id == _BRANCH
)
_PUBLISHED = _HEADS.where(PlanRow.published_at.is_not(None))
_THAT_PUBLISHED = _PUBLISHED.where(PlanRow.id == _PLAN)
_DRAFTS = _HEADS.where(PlanRow.published_at.is_(None))
_THAT_DRAFT = _DRAFTS.where(PlanRow.id == _PLAN)
_LATEST_DRAFT = _DRAFTS.order_by(PlanRow.imported_at.desc(), PlanRow.id.desc()).limit(1)
_NAME = select(BranchRow.name, BranchRow.revision, BranchRow.own_claims).where(BranchRow.id == _BRANCH)
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
        ActivityRow.plan_id,
        ActivityRow.goal_id,
        ActivityRow.number,
        ActivityRow.title,
        ActivityRow.term,
        ActivityRow.windows,
        ActivityRow.mode,
        ActivityRow.resources,
        ActivityRow.result,
        ActivityRow.notes,
        ActivityRow.hints,
        ActivityRow.revision,
        ActivityRow.cancelled_at,
    )
    .where(ActivityRow.plan_id.in_(_PLANS))
    .order_by(ActivityRow.position, ActivityRow.id)
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
        OccurrenceRow.recorded_by,
        OccurrenceRow.outcome,
        OccurrenceRow.participants,
        OccurrenceRow.taken_by,
        OccurrenceRow.taken_at,
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
    select(
        ReportRow.activity_id,
        ReportRow.quarter,
        ReportRow.member_id,
        ReportRow.words,
        ReportRow.recorded_by,
        ReportRow.participants,
        ReportRow.id,
    )
    .join(ActivityRow, ActivityRow.id == ReportRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS), ReportRow.quarter.is_not(None), ReportRow.ended_at.is_not(None))
    .order_by(ReportRow.id)
)
_CONTRIBUTIONS = (
    select(
        ReportRow.id,
        ReportRow.occurrence_id,
        ReportRow.member_id,
        ReportRow.outcome,
        ReportRow.words,
        ReportRow.ended_at,
        ReportRow.participants,
        ReportRow.recorded_by,
    )
    .join(ActivityRow, ActivityRow.id == ReportRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS), ReportRow.occurrence_id.is_not(None), ReportRow.ended_at.is_not(None))
    .where(ReportRow.closes.is_(False))
    .order_by(ReportRow.id)
)
_PIECES = func.count(EvidenceRow.id)
_SHOWN = (
    select(
        ReportRow.id,
        ReportRow.occurrence_id,
        ReportRow.member_id,
        ReportRow.ended_at,
        ReportRow.closes,
        *(_PIECES.filter(EvidenceRow.kind == kind.value) for kind in EvidenceKind),
    )
    .join(EvidenceRow, EvidenceRow.report_id == ReportRow.id)
    .join(ActivityRow, ActivityRow.id == ReportRow.activity_id)
    .where(ActivityRow.plan_id.in_(_PLANS), ReportRow.occurrence_id.is_not(None), ReportRow.ended_at.is_not(None))
    .group_by(ReportRow.id)
    .order_by(ReportRow.id)
)
_PARTIES = (
    select(PartyRow.id, PartyRow.kind, PartyRow.name, PartyRow.member_id)
    .where(PartyRow.branch_id == _BRANCH)
    .order_by(PartyRow.id)
)
_OPEN_DOOR = can_be_written_to(MemberRow.id)
_MEMBERS = (
    select(
        MemberRow.id,
        MemberRow.name,
        MemberRow.role,
        _OPEN_DOOR,
        MemberRow.joined_at,
        MemberRow.by_proxy,
        MemberRow.left_at.is_not(None),
    )
    .where(MemberRow.branch_id == _BRANCH)
    .order_by(MemberRow.id)
)
_BODIES = (
    select(BodyMemberRow.party_id, BodyMemberRow.member_id)
    .join(PartyRow, PartyRow.id == BodyMemberRow.party_id)
    .where(PartyRow.branch_id == _BRANCH)
    .order_by(BodyMemberRow.party_id, BodyMemberRow.member_id)
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


async def load_published(
    session: AsyncSession, branch_id: int, plan_id: int, today: date, zone: ZoneInfo
) -> Snapshot | None:
    """Return what `read_published` does, as the session's transaction sees it."""
    await session.flush()
    connection = await session.connection()
    return await connection.run_sync(read_published, branch_id, plan_id, today, zone)


def epoch(today: date) -> tuple[int, int]:
    """Return what a snapshot depends on beside the branch's revision: plans begin, end and are let go by the month."""
    return today.year, today.month


def read_snapshot(connection: Connection, branch_id: int, today: date, zone: ZoneInfo) -> Snapshot | None:
    """Return the branch's published plans that matter today as one picture (see `in_force`); None without any."""
    of_period: dict[Period, PlanHead] = {}
    for row in connection.execute(_PUBLISHED, {"branch": branch_id}):
        head = _head(row, today, zone)
        of_period[head.period] = head
    heads = tuple(of_period[period] for period in in_force(of_period, today))
    return _picture(connection, branch_id, heads, zone) if heads else None


def read_draft(connection: Connection, branch_id: int, plan_id: int, today: date, zone: ZoneInfo) -> Snapshot | None:
    """Return a plan that is not published, as if it were published today; None when there is none.

    `plan_id` 0 is the one that was read last. For the eyes of those who review it, and for nobody else's.
    """
    keys = {"branch": branch_id, "plan": plan_id} if plan_id else {"branch": branch_id}
    row = connection.execute(_THAT_DRAFT if plan_id else _LATEST_DRAFT, keys).first()
    return _picture(connection, branch_id, (_head(row, today, zone),), zone) if row else None


def read_published(
    connection: Connection, branch_id: int, plan_id: int, today: date, zone: ZoneInfo
) -> Snapshot | None:
    """Return one published plan of the branch alone; None when there is none of that id."""
    row = connection.execute(_THAT_PUBLISHED, {"branch": branch_id, "plan": plan_id}).first()
    return _picture(connection, branch_id, (_head(row, today, zone),), zone) if row else None


def _head(row: Row[int, str, int, int, datetime | None], today: date, zone: ZoneInfo) -> PlanHead:
    published_on = row.published_at.astimezone(zone).date() if row.published_at else today
    return PlanHead(row.id, Period(PeriodKind(row.kind), row.year, row.month or None), published_on)


def _picture(connection: Connection, branch_id: int, plans: tuple[PlanHead, ...], zone: ZoneInfo) -> Snapshot:
    """Return the first of the plans, with the activities of them all."""
    of_branch: _Keys = {"branch": branch_id}
    of_plan, of_plans = {"plan": plans[0].id}, {"plans": [plan.id for plan in plans]}
    branch = connection.execute(_NAME, of_branch).one()
    members, left = _members(connection, of_branch, zone)
    activities, parties = _activities(connection, of_plans, zone), _parties(connection, of_branch)
    return Snapshot(
        branch_id=branch_id,
        branch_name=branch.name,
        revision=branch.revision,
        plans=plans,
        goals=tuple(Goal(*row) for row in connection.execute(_GOALS, of_plans)),
        activities=activities,
        occurrences=_occurrences(connection, of_plans),
        meetings=tuple(Meeting(*row) for row in connection.execute(_MEETINGS, of_plan)),
        check_ins=_check_ins(connection, of_plans),
        parties=parties,
        members=members,
        left=left,
        bodies=_bodies(connection, of_branch),
        contributions=_contributions(connection, of_plans),
        own_claims=branch.own_claims,
        requests=read_requests(connection, branch_id),
        approved=read_approved(connection, of_plans, activities, parties),
        shown=_shown(connection, of_plans),
    )


def _check_ins(connection: Connection, of_plans: _Plans) -> tuple[CheckIn, ...]:
    rows = connection.execute(_CHECK_INS, of_plans)
    return tuple(
        CheckIn(row.activity_id, row.quarter or 0, row.member_id, row.words, row.recorded_by, row.participants, row.id)
        for row in rows
    )


def _activities(connection: Connection, of_plans: _Plans, zone: ZoneInfo) -> tuple[Activity, ...]:
    """Return the activities of the plans, each plan's in its own order."""
    duties: dict[int, list[Duty]] = {}
    for activity_id, party_id, lead in connection.execute(_DUTIES, of_plans):
        duties.setdefault(activity_id, []).append(Duty(party_id, lead))
    place = {plan_id: place for place, plan_id in enumerate(of_plans["plans"])}
    rows = sorted(connection.execute(_ACTIVITIES, of_plans), key=lambda row: place[row.plan_id])
    return tuple(
        Activity(
            id=row.id,
            plan_id=row.plan_id,
            goal_id=row.goal_id,
            number=row.number,
            title=row.title,
            term=row.term,
            windows=days_read(row.windows),
            mode=Mode(row.mode) if row.mode is not None else None,
            duties=tuple(duties.get(row.id, ())),
            resources=row.resources,
            result=row.result,
            notes=row.notes,
            hints=row.hints,
            revision=row.revision,
            cancelled_on=row.cancelled_at.astimezone(zone).date() if row.cancelled_at else None,
        )
        for row in rows
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
        recorded_by=row.recorded_by,
        outcome=row.outcome,
        participants=row.participants,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
    )


def _contributions(connection: Connection, of_plans: _Plans) -> tuple[Contribution, ...]:
    return tuple(
        Contribution(key, occurrence_id, member_id, outcome, words, at, *rest)
        for key, occurrence_id, member_id, outcome, words, at, *rest in connection.execute(_CONTRIBUTIONS, of_plans)
        if occurrence_id is not None and at is not None
    )


def _shown(connection: Connection, of_plans: _Plans) -> tuple[Shown, ...]:
    return tuple(
        Shown(key, occurrence_id, member_id, at, closes, *counts)
        for key, occurrence_id, member_id, at, closes, *counts in connection.execute(_SHOWN, of_plans)
        if occurrence_id is not None and at is not None
    )


def _parties(connection: Connection, of_branch: _Keys) -> dict[int, Party]:
    rows = connection.execute(_PARTIES, of_branch)
    return {key: Party(key, PartyKind(kind), name, member_id) for key, kind, name, member_id in rows}


def _members(connection: Connection, of_branch: _Keys, zone: ZoneInfo) -> tuple[dict[int, Member], dict[int, Member]]:
    """Return the members, and those who have left."""
    members: dict[int, Member] = {}
    left: dict[int, Member] = {}
    for key, name, role, reachable, joined, by_proxy, gone in connection.execute(_MEMBERS, of_branch):
        joined_on = joined.astimezone(zone).date() if joined else None
        member = Member(key, name, Role(role), reachable and not gone, joined_on, by_proxy)
        (left if gone else members)[key] = member
    return members, left


def _bodies(connection: Connection, of_branch: _Keys) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for party_id, member_id in connection.execute(_BODIES, of_branch):
        found.setdefault(party_id, []).append(member_id)
    return {party_id: tuple(members) for party_id, members in found.items()}
