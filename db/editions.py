"""A newer edition beside the plan in force: read with the choices made, and what was accepted of it made so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.comparing import Change, ChangeKind, compare, pair_editions, same_term
from bot.domain.editions import Edition, woven
from bot.domain.occurrences import occurrence_windows
from bot.domain.plan import Activity, Goal, Snapshot
from bot.domain.wording import same_wording
from db.correcting import Correction, bring_back, call_off, image_of, keep, retime
from db.days import days_written
from db.drafts import occurrence_rows
from db.outbox import DeliveryState
from db.reviewing import plan_of
from db.snapshot import load_draft, load_published
from db.tables import ActivityRow, ChoiceRow, DutyRow, GoalRow, OutboxRow

_Taken = tuple[str, str]
"""What was changed («activity:7») and in which way («moved people»), for the trail."""


async def load_edition(
    session: AsyncSession, branch_id: int, plan_id: int, today: date, zone: ZoneInfo
) -> Edition | None:
    """Return a draft (0: the latest) as a newer edition of the plan in force; None when there is no such plan."""
    newer = await load_draft(session, branch_id, plan_id, today, zone)
    plan = await plan_of(session, branch_id, newer.period, published=True) if newer else None
    current = await load_published(session, branch_id, plan.id, today, zone) if plan else None
    if newer is None or current is None:
        return None
    return Edition(current, newer, compare(current, newer, _cancelled(current)), await _choices(session, newer.plan_id))


async def choose(session: AsyncSession, plan_id: int, marks: Iterable[int], *, accepted: bool) -> None:
    """Keep whether the changes of these marks are accepted, in place of what was chosen before."""
    for mark in set(marks):
        await session.merge(ChoiceRow(plan_id=plan_id, mark=mark, accepted=accepted))
    await session.flush()


async def keys_written(session: AsyncSession, branch_id: int) -> frozenset[str]:
    """Return the keys of the branch's notices that were sent or will be; what was cancelled may be owed again."""
    query = select(OutboxRow.key).where(
        OutboxRow.branch_id == branch_id, OutboxRow.state != DeliveryState.CANCELLED.value
    )
    return frozenset(await session.scalars(query))


async def take_over(session: AsyncSession, edition: Edition, correction: Correction) -> tuple[_Taken, ...]:
    """Make the accepted changes in the plan in force; each changed activity keeps what it was, to be undone.

    Rows of occurrences stay with their claims and confirmations. Returns what was changed, the goals first.
    """
    pairs = pair_editions(edition.current, edition.newer, _cancelled(edition.current))
    taking = _Taking(session, edition, correction, _reversed(pairs.goals), _reversed(pairs.rows))
    taken: list[_Taken] = []
    for change in edition.accepted:
        if change.kind is ChangeKind.GOAL:
            await _retitle(taking, change)
            taken.append((f"goal:{change.old}", change.kind))
    for (old, new), kinds in _by_row(edition.accepted).items():
        activity_id = await _take_row(taking, old, new, kinds)
        taken.append((f"activity:{activity_id}", " ".join(kinds)))
    await _put_in_order(taking)
    return tuple(taken)


@dataclass(frozen=True, slots=True)
class _Taking:
    """What changes are made with; `goals` and `rows` give the id in the plan in force to one of the edition."""

    session: AsyncSession
    edition: Edition
    correction: Correction
    goals: dict[int, int]
    rows: dict[int, int]
    renumbered: dict[int, int] = field(default_factory=dict)

    @property
    def plan_id(self) -> int:
        """The plan in force."""
        return self.edition.current.plan_id

    def newer(self, activity_id: int | None) -> Activity:
        """Return a row of the edition."""
        return self.edition.newer.activity_of[activity_id or 0]


def _reversed(pairs: Mapping[int, int]) -> dict[int, int]:
    return {new: old for old, new in pairs.items()}


def _cancelled(plan: Snapshot) -> frozenset[int]:
    return frozenset(activity.id for activity in plan.activities if activity.cancelled_on is not None)


async def _choices(session: AsyncSession, plan_id: int) -> dict[int, bool]:
    query = select(ChoiceRow.mark, ChoiceRow.accepted).where(ChoiceRow.plan_id == plan_id)
    return dict((await session.execute(query)).all())


def _by_row(changes: Iterable[Change]) -> dict[tuple[int | None, int | None], list[ChangeKind]]:
    """Put the changes of one activity together."""
    found: dict[tuple[int | None, int | None], list[ChangeKind]] = {}
    for each in changes:
        if each.kind is not ChangeKind.GOAL:
            found.setdefault((each.old, each.new), []).append(each.kind)
    return found


async def _retitle(taking: _Taking, change: Change) -> None:
    goal = await taking.session.get_one(GoalRow, change.old)
    goal.title = next(each.title for each in taking.edition.newer.goals if each.id == change.new)


async def _take_row(taking: _Taking, old: int | None, new: int | None, kinds: Sequence[ChangeKind]) -> int:
    """Change an activity, or add one; return its id."""
    session = taking.session
    if old is None:
        return await _add(taking, taking.newer(new))
    activity = await session.get_one(ActivityRow, old)
    before = await image_of(session, activity)
    for kind in kinds:
        await _change(taking, activity, kind, new)
    await keep(session, activity, before, taking.correction)
    return old


async def _change(taking: _Taking, activity: ActivityRow, kind: ChangeKind, new: int | None) -> None:
    session = taking.session
    match kind:
        case ChangeKind.REMOVED:
            await call_off(session, activity, taking.correction.by)
        case ChangeKind.ADDED:
            await _revive(taking, activity, taking.newer(new))
        case ChangeKind.MOVED:
            await _move(taking, activity, taking.newer(new))
        case ChangeKind.RENAMED:
            activity.title = taking.newer(new).title
        case ChangeKind.PEOPLE:
            await _replace_duties(session, activity.id, taking.newer(new))
        case ChangeKind.DETAILS:
            await _detail(taking, activity, taking.newer(new))
        case ChangeKind.GOAL:
            raise ValueError("a goal has no row")
        case _:
            assert_never(kind)


async def _add(taking: _Taking, row: Activity) -> int:
    activity = ActivityRow(
        plan_id=taking.plan_id,
        goal_id=await _goal_for(taking, row.goal_id),
        position=len(taking.edition.current.activities),
        number=row.number,
        title=row.title,
        term=row.term,
        windows=days_written(row.windows),
        mode=row.mode,
        resources=row.resources,
        result=row.result,
        notes=row.notes,
        hints=dict(row.hints),
    )
    taking.session.add(activity)
    await taking.session.flush()
    taking.session.add_all(occurrence_rows(activity.id, occurrence_windows(row), row.mode))
    await _replace_duties(taking.session, activity.id, row)
    await keep(taking.session, activity, None, taking.correction)
    taking.rows[row.id] = activity.id
    return activity.id


async def _revive(taking: _Taking, activity: ActivityRow, row: Activity) -> None:
    """Put a cancelled activity back into the plan, as the edition has it."""
    activity.title = row.title
    await _detail(taking, activity, row)
    await _replace_duties(taking.session, activity.id, row)
    await _move(taking, activity, row)
    await bring_back(taking.session, activity, taking.correction.by)


async def _move(taking: _Taking, activity: ActivityRow, row: Activity) -> None:
    activity.term = row.term
    await retime(taking.session, activity, row, taking.correction.by)


async def _detail(taking: _Taking, activity: ActivityRow, row: Activity) -> None:
    activity.number, activity.resources, activity.result, activity.notes = (
        row.number,
        row.resources,
        row.result,
        row.notes,
    )
    activity.goal_id = await _goal_for(taking, row.goal_id)
    # Another term is a change of its own, which need not be accepted with this one.
    if same_term(taking.edition.current.activity_of[activity.id], row):
        activity.term = row.term


async def _replace_duties(session: AsyncSession, activity_id: int, row: Activity) -> None:
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity_id))
    session.add_all(
        DutyRow(activity_id=activity_id, party_id=duty.party_id, position=position, lead=duty.lead)
        for position, duty in enumerate(row.duties)
    )
    await session.flush()


async def _goal_for(taking: _Taking, goal_id: int | None) -> int | None:
    """Return the goal in the plan in force that an edition's is; one that has another number there is made anew."""
    if goal_id is None:
        return None
    wanted = next(each for each in taking.edition.newer.goals if each.id == goal_id)
    known = taking.goals.get(goal_id)
    if known is not None and _same_number(taking, known, wanted):
        return known
    if goal_id not in taking.renumbered:
        row = GoalRow(plan_id=taking.plan_id, position=0, number=wanted.number, title=wanted.title)
        taking.session.add(row)
        await taking.session.flush()
        taking.renumbered[goal_id] = row.id
    return taking.renumbered[goal_id]


def _same_number(taking: _Taking, known: int, wanted: Goal) -> bool:
    goal = next(each for each in taking.edition.current.goals if each.id == known)
    return same_wording(goal.number or "", wanted.number or "")


async def _put_in_order(taking: _Taking) -> None:
    """Give what was added its place: after what it follows in the edition."""
    current, newer = taking.edition.current, taking.edition.newer
    rows = woven([each.id for each in current.activities], _known(newer.activities, taking.rows))
    goals = woven([each.id for each in current.goals], _known(newer.goals, taking.goals | taking.renumbered))
    for table, order, before in ((ActivityRow, rows, current.activities), (GoalRow, goals, current.goals)):
        if len(order) > len(before):
            await taking.session.execute(update(table), [{"id": key, "position": at} for at, key in enumerate(order)])


def _known(items: Iterable[Activity] | Iterable[Goal], ids: Mapping[int, int]) -> list[int]:
    return [ids[each.id] for each in items if each.id in ids]
