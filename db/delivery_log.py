"""The log of deliveries as the outbox has it: a page at a time from its end, by person, activity or meeting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.deliveries import OF_PLAN, Delivery, Extent, Fate
from bot.domain.notices import ABOUT, Kind
from bot.domain.trail import About
from db.outbox import DeliveryState, Reason
from db.tables import AnnouncementRow, MemberRow, OccurrenceRow, OutboxRow, ReportRow
from db.trail import abouts_of

_OF_REPORTS = (Kind.CONTRIBUTION, Kind.HELP)
_OF_MEETINGS = (*ABOUT["meeting"], Kind.GROUP_MEETING)
_SUBJECTS: Mapping[Kind, str] = {
    **{kind: subject for subject, kinds in ABOUT.items() for kind in kinds},
    Kind.GROUP_MEETING: "meeting",
    Kind.UNREACHABLE: "member",
    Kind.JOINED: "member",
}
"""What the subject of a kind is, where it can be named; that of a report is the activity behind it."""
_FATES: Mapping[str, Fate] = {
    DeliveryState.SENT: Fate.SENT,
    DeliveryState.PENDING: Fate.WAITING,
    DeliveryState.CLAIMED: Fate.LEAVING,
    DeliveryState.LEAVING: Fate.LEAVING,
    DeliveryState.UNCERTAIN: Fate.UNCERTAIN,
    DeliveryState.BLOCKED: Fate.BLOCKED,
}
_ENDS: Mapping[str, Fate] = {
    Reason.DONE: Fate.DONE,
    Reason.LATE: Fate.LATE,
    Reason.TOLD: Fate.TOLD,
    Reason.TRIES: Fate.TRIES,
    Reason.REFUSED: Fate.REFUSED,
    Reason.UNCERTAIN: Fate.PERHAPS,
}
_Subject = tuple[str, int]


async def read_deliveries(  # noqa: PLR0913 (whose, which, and as whom)
    session: AsyncSession, branch_id: int, extent: Extent, *, people: bool, drafts: bool, before: int = 0, most: int
) -> tuple[Delivery, ...]:
    """Return at most so many notices of the branch, the latest first.

    Args:
        session: a transaction that reads.
        branch_id: whose log; what a extent of another branch's names is not found.
        extent: whose notices alone, or about what.
        people: whether the reader keeps the people, and sees the notices about them too.
        drafts: whether the reader sees plans that are not published.
        before: the notice before which they stand; 0 for the last ones.
        most: how many.
    """
    which = [await _within(session, branch_id, extent)]
    which += [OutboxRow.id < before] if before else []
    query = _query(*which, people=people).order_by(OutboxRow.id.desc()).limit(most)
    return await _read(session, branch_id, (await session.execute(query)).all(), drafts=drafts)


async def read_delivery(
    session: AsyncSession, branch_id: int, notice_id: int, *, people: bool, drafts: bool
) -> Delivery | None:
    """Return one notice of the branch (see `read_deliveries`); None where there is none to be seen."""
    query = _query(OutboxRow.id == notice_id, OutboxRow.branch_id == branch_id, people=people)
    found = await _read(session, branch_id, (await session.execute(query)).all(), drafts=drafts)
    return found[0] if found else None


def _query(*which: ColumnElement[bool], people: bool) -> Select[OutboxRow, str]:
    query = select(OutboxRow, MemberRow.name).join(MemberRow, MemberRow.id == OutboxRow.member_id, isouter=True)
    return query.where(*which) if people else query.where(*which, OutboxRow.kind.in_(OF_PLAN))


async def _within(session: AsyncSession, branch_id: int, extent: Extent) -> ColumnElement[bool]:
    """Return the condition of a extent, which an index answers; a branch's own members and plans alone are known."""
    of_branch = MemberRow.branch_id == branch_id
    if extent.member:
        return and_(OutboxRow.member_id == extent.member, of_branch)
    if extent.meeting:
        return and_(_about(_OF_MEETINGS, [extent.meeting]), of_branch)
    if extent.announcement:
        return and_(_about([Kind.ANNOUNCEMENT], [extent.announcement]), of_branch)
    if extent.activity:
        return and_(await _of_activity(session, extent.activity), of_branch)
    return OutboxRow.branch_id == branch_id


async def _of_activity(session: AsyncSession, activity_id: int) -> ColumnElement[bool]:
    occurrences = await session.scalars(select(OccurrenceRow.id).where(OccurrenceRow.activity_id == activity_id))
    reports = await session.scalars(select(ReportRow.id).where(ReportRow.activity_id == activity_id))
    of_steps = _about(ABOUT["occurrence"], occurrences.all()), _about(_OF_REPORTS, reports.all())
    return or_(*of_steps, _about(ABOUT["activity"], [activity_id]))


def _about(kinds: Collection[Kind], subjects: Collection[int]) -> ColumnElement[bool]:
    return and_(OutboxRow.kind.in_(kinds), OutboxRow.subject.in_(subjects))


async def _read(
    session: AsyncSession, branch_id: int, rows: Sequence[Row[OutboxRow, str]], *, drafts: bool
) -> tuple[Delivery, ...]:
    subjects = await _subjects(session, [row for row, _ in rows])
    abouts = await abouts_of(session, branch_id, set(subjects.values()), drafts=drafts)
    known = {key: abouts[subject] for key, subject in subjects.items() if subject in abouts}
    known |= await _announced(session, [row for row, _ in rows if row.kind == Kind.ANNOUNCEMENT])
    return tuple(_delivery(row, name or "", known.get(row.id)) for row, name in rows)


async def _subjects(session: AsyncSession, rows: Sequence[OutboxRow]) -> dict[int, _Subject]:
    """Return what the rows are about, as the trail names it, by their ids."""
    reports = {row.subject for row in rows if row.kind in _OF_REPORTS}
    query = select(ReportRow.id, ReportRow.activity_id).where(ReportRow.id.in_(reports))
    behind = dict((await session.execute(query)).all()) if reports else {}
    found = {row.id: (_SUBJECTS[Kind(row.kind)], row.subject) for row in rows if row.kind in _SUBJECTS}
    told = [row for row in rows if row.kind in _OF_REPORTS and row.subject in behind]
    return found | {row.id: ("activity", behind[row.subject]) for row in told}


async def _announced(session: AsyncSession, rows: Sequence[OutboxRow]) -> dict[int, About]:
    """Return the words of announcements, which the readers of notices about people alone see, by the rows' ids."""
    words = select(AnnouncementRow.id, AnnouncementRow.words).where(
        AnnouncementRow.id.in_({row.subject for row in rows}), AnnouncementRow.words != ""
    )
    found = dict((await session.execute(words)).all()) if rows else {}
    return {row.id: About(found[row.subject]) for row in rows if row.subject in found}


def _delivery(row: OutboxRow, name: str, about: About | None) -> Delivery:
    fate = _FATES.get(row.state) or _ENDS.get(row.outcome, Fate.DONE)
    moment = row.sent_at if fate is Fate.SENT else row.next_at
    return Delivery(
        row.id, row.member_id or 0, name, Kind(row.kind), row.refers_to, about, fate, row.due, moment, row.door,
        row.passed_on,
    )  # fmt: skip
