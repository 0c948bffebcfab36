"""The trail as it is read: a page at a time from its end, with what each entry is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.trail import About, Entry, subject_of
from bot.domain.windows import Period, PeriodKind, Window
from db.tables import ActivityRow, AuditRow, DoubtRow, MeetingRow, MemberRow, OccurrenceRow, PartyRow, PlanRow

_Subject = tuple[str, int]
_WHO, _WHOM = aliased(MemberRow), aliased(MemberRow)
_OF_PLANS = frozenset({"activity", "occurrence", "plan", "meeting", "doubt", "goal"})
"""What belongs to a plan: where it cannot be shown, what was said of it cannot be either."""


_CONTENT = frozenset({"activity", "occurrence", "doubt"})
"""What a draft is about, which is for its reviewers alone."""
# How each is read, the column of its id, and that of its branch. A statement is typed by its columns: they share none.
_QUERIES: dict[str, Any] = {
    "activity": (
        select(ActivityRow.id, ActivityRow.number, ActivityRow.title).join(PlanRow, PlanRow.id == ActivityRow.plan_id),
        ActivityRow.id,
        PlanRow.branch_id,
    ),
    "occurrence": (
        select(OccurrenceRow.id, ActivityRow.number, ActivityRow.title, OccurrenceRow.first, OccurrenceRow.last)
        .join(ActivityRow, ActivityRow.id == OccurrenceRow.activity_id)
        .join(PlanRow, PlanRow.id == ActivityRow.plan_id),
        OccurrenceRow.id,
        PlanRow.branch_id,
    ),
    "doubt": (
        select(DoubtRow.id, DoubtRow.activity).join(PlanRow, PlanRow.id == DoubtRow.plan_id),
        DoubtRow.id,
        PlanRow.branch_id,
    ),
    "plan": (select(PlanRow.id, PlanRow.kind, PlanRow.year, PlanRow.month), PlanRow.id, PlanRow.branch_id),
    "meeting": (
        select(MeetingRow.id, MeetingRow.quarter).join(PlanRow, PlanRow.id == MeetingRow.plan_id),
        MeetingRow.id,
        PlanRow.branch_id,
    ),
    "member": (select(MemberRow.id, MemberRow.name), MemberRow.id, MemberRow.branch_id),
    "party": (select(PartyRow.id, PartyRow.name), PartyRow.id, PartyRow.branch_id),
}


async def read_trail(
    session: AsyncSession, branch_id: int, *, activity_id: int, before: int, most: int, drafts: bool
) -> tuple[Entry, ...]:
    """Return at most so many entries of the branch, the latest first.

    Args:
        session: a transaction that reads.
        branch_id: whose trail.
        activity_id: the activity whose entries alone are meant, with those of its occurrences; 0 for all.
        before: the entry before which they stand; 0 for the last ones.
        most: how many.
        drafts: whether the reader sees plans that are not published.
    """
    query = select(AuditRow, _WHO.name, _WHOM.name).where(AuditRow.branch_id == branch_id)
    query = query.outerjoin(_WHO, _WHO.id == AuditRow.member_id).outerjoin(_WHOM, _WHOM.id == AuditRow.on_behalf_of)
    if before:
        query = query.where(AuditRow.id < before)
    if activity_id:
        query = query.where(AuditRow.subject.in_(await _subjects(session, activity_id)))
    found = (await session.execute(query.order_by(AuditRow.id.desc()).limit(most))).all()
    abouts = await abouts_of(session, branch_id, {subject_of(row.subject) for row, *_ in found}, drafts=drafts)
    return tuple(_entry(*each, abouts) for each in found)


def _entry(row: AuditRow, who: str | None, whom: str | None, abouts: dict[_Subject, About]) -> Entry:
    subject = subject_of(row.subject)
    hidden = subject[0] in _OF_PLANS and subject not in abouts
    words = "" if hidden else row.words
    return Entry(row.id, row.at, row.verb, who, whom, words, abouts.get(subject))


async def _subjects(session: AsyncSession, activity_id: int) -> list[str]:
    occurrences = await session.scalars(select(OccurrenceRow.id).where(OccurrenceRow.activity_id == activity_id))
    return [f"activity:{activity_id}", *(f"occurrence:{each}" for each in occurrences)]


async def abouts_of(
    session: AsyncSession, branch_id: int, subjects: Collection[_Subject], *, drafts: bool
) -> dict[_Subject, About]:
    """Return what subjects are, of those that are still there, belong to the branch and may be shown."""
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for kind, number in subjects:
        ids[kind].append(number)
    found: dict[_Subject, About] = {}
    for kind in ids.keys() & _QUERIES.keys():
        query, key, branch = _QUERIES[kind]
        query = query.where(key.in_(ids[kind]), branch == branch_id)
        if kind in _CONTENT and not drafts:
            query = query.where(PlanRow.published_at.is_not(None))
        abouts = {(kind, row.id): _about(kind, row) for row in await session.execute(query)}
        found |= {subject: about for subject, about in abouts.items() if about != About()}
    return found


def _about(kind: str, row: Row[Any]) -> About:
    match kind:
        case "activity":
            return About(row.title, row.number)
        case "occurrence":
            return About(row.title, row.number, Window(row.first, row.last))
        case "doubt":
            return About(row.activity or "")
        case "plan":
            return About(period=Period(PeriodKind(row.kind), row.year, row.month or None))
        case "meeting":
            return About(quarter=row.quarter)
        case _:
            return About(row.name)
