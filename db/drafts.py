"""From a plan as read to its rows, and away with a draft that is replaced."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.draft import DraftActivity, PlanDraft
from bot.domain.occurrences import goes_on, occurrence_windows
from bot.domain.people.model import Kind, Named
from bot.domain.plan import State
from bot.domain.windows import Mode, PeriodKind, Window
from db.days import days_written
from db.tables import (
    ActivityRow,
    ChoiceRow,
    CorrectionRow,
    DoubtRow,
    DutyRow,
    GoalRow,
    MeetingRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
    StepRow,
)

QUARTERS = (1, 2, 3, 4)


async def store_draft(session: AsyncSession, plan: PlanRow, draft: PlanDraft) -> None:
    """Write goals, activities, their people and occurrences, the meetings and the reader's doubts.

    The presidium meets by the plan of a year, not by that of a month.
    """
    goals = await _store_goals(session, plan, draft)
    for position, activity in enumerate(draft.activities):
        row = _activity_row(plan, goals.get(activity.goal), position, activity)
        session.add(row)
        await session.flush()
        pieces = occurrence_windows(activity.term)
        session.add_all(occurrence_rows(row.id, pieces, activity.term.mode))
        await store_duties(session, plan.branch_id, row.id, activity.responsible)
    if plan.period.kind is not PeriodKind.MONTH:
        session.add_all(MeetingRow(plan_id=plan.id, quarter=quarter) for quarter in QUARTERS)
    session.add_all(
        DoubtRow(plan_id=plan.id, activity=each.activity, code=each.code, text=each.text, args=dict(each.args))
        for each in draft.doubts
    )


async def drop_draft(session: AsyncSession, plan: PlanRow) -> None:
    """Delete a plan that was never published, with everything of it; nobody has acted on it yet.

    Of its people and bodies those stay whom another plan names, a member stands behind, or a human has joined, and
    those to whom a correction of another plan may be taken back.
    """
    activities = select(ActivityRow.id).where(ActivityRow.plan_id == plan.id)
    occurrences = select(OccurrenceRow.id).where(OccurrenceRow.activity_id.in_(activities))
    await session.execute(delete(StepRow).where(StepRow.occurrence_id.in_(occurrences)))
    for table in (OccurrenceRow, DutyRow, CorrectionRow):
        await session.execute(delete(table).where(table.activity_id.in_(activities)))
    for part in (ActivityRow, GoalRow, MeetingRow, DoubtRow, ChoiceRow):
        await session.execute(delete(part).where(part.plan_id == plan.id))
    await session.delete(plan)
    await session.flush()
    await _drop_idle_parties(session, plan.branch_id)


async def _drop_idle_parties(session: AsyncSession, branch_id: int) -> None:
    of_branch = select(ActivityRow.id).join(PlanRow, PlanRow.id == ActivityRow.plan_id)
    on_duty = select(DutyRow.party_id).where(DutyRow.activity_id.in_(of_branch.where(PlanRow.branch_id == branch_id)))
    other = aliased(PartyRow)
    pointed_to = select(other.same_as).where(other.branch_id == branch_id, other.same_as.is_not(None))
    idle = (PartyRow.member_id.is_(None), PartyRow.same_as.is_(None))
    kept = PartyRow.id.in_(on_duty) | PartyRow.id.in_(pointed_to)
    await session.execute(delete(PartyRow).where(PartyRow.branch_id == branch_id, *idle, ~kept))


async def _store_goals(session: AsyncSession, plan: PlanRow, draft: PlanDraft) -> dict[str | None, int]:
    rows = [
        GoalRow(plan_id=plan.id, position=position, number=goal.number, title=goal.title)
        for position, goal in enumerate(draft.goals)
    ]
    session.add_all(rows)
    await session.flush()
    return {row.number or row.title: row.id for row in rows}


def _activity_row(plan: PlanRow, goal_id: int | None, position: int, activity: DraftActivity) -> ActivityRow:
    term = activity.term
    return ActivityRow(
        plan_id=plan.id,
        goal_id=goal_id,
        position=position,
        number=activity.number,
        title=activity.title,
        term=term.text,
        windows=days_written(term.windows),
        mode=term.mode,
        resources=activity.resources,
        result=activity.result,
        notes=activity.notes,
        hints=dict(term.hints),
    )


def occurrence_rows(activity_id: int, windows: Iterable[Window], mode: Mode | None) -> list[OccurrenceRow]:
    """Return the rows of things to finish, one for each window (see `occurrence_windows`), none of it done."""
    return [
        OccurrenceRow(
            activity_id=activity_id,
            first=window.first,
            last=window.last,
            continuous=goes_on(mode),
            state=State.PLANNED,
        )
        for window in windows
    ]


async def store_duties(session: AsyncSession, branch_id: int, activity_id: int, named: tuple[Named, ...]) -> None:
    """Write those responsible for an activity that has none yet; the first person leads."""
    parties = [await party_named(session, branch_id, each) for each in named]
    distinct = list({party.id: party for party in parties}.values())
    lead = next((party.id for party in distinct if party.kind == Kind.PERSON), distinct[0].id if distinct else None)
    session.add_all(
        DutyRow(activity_id=activity_id, party_id=party.id, position=position, lead=party.id == lead)
        for position, party in enumerate(distinct)
    )
    await session.flush()


async def party_named(session: AsyncSession, branch_id: int, named: Named) -> PartyRow:
    """Return the branch's party of that kind and name, adding it when it is missing."""
    query = select(PartyRow).where(
        PartyRow.branch_id == branch_id, PartyRow.kind == named.kind, PartyRow.name == named.name
    )
    party = await session.scalar(query)
    if party is None:
        party = PartyRow(branch_id=branch_id, kind=named.kind, name=named.name)
        session.add(party)
        await session.flush()
    return party
