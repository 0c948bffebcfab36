"""Reports while they are written, and what goes with them: each message adds a part, the last can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reporting import Draft, EvidenceKind, Message, joined_words, last_participants
from bot.domain.reports import Outcome
from db.tables import ActivityRow, EvidenceRow, PlanRow, ReportRow


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that goes with a report that was made: whose it is, and where it lies."""

    member_id: int
    at: datetime
    kind: EvidenceKind
    name: str
    place: str


async def being_written(session: AsyncSession, member_id: int) -> ReportRow | None:
    """Return the report that a member is writing; there is at most one."""
    query = select(ReportRow).where(ReportRow.member_id == member_id, ReportRow.ended_at.is_(None))
    row: ReportRow | None = await session.scalar(query)
    return row


async def just_ended(session: AsyncSession, member_id: int, since: datetime) -> ReportRow | None:
    """Return the last report that a member has ended since then by their own hand."""
    theirs = (ReportRow.member_id == member_id, ReportRow.recorded_by.is_(None), ReportRow.ended_at >= since)
    query = select(ReportRow).where(*theirs, ReportRow.occurrence_id.is_not(None))
    row: ReportRow | None = await session.scalar(query.order_by(ReportRow.id.desc()).limit(1))
    return row


async def as_draft(session: AsyncSession, row: ReportRow) -> Draft:
    """Return the domain's value of a row."""
    query = select(EvidenceRow.kind, func.count()).where(EvidenceRow.report_id == row.id).group_by(EvidenceRow.kind)
    counts: dict[str, int] = dict((await session.execute(query)).all())
    return Draft(
        id=row.id,
        occurrence_id=row.occurrence_id or 0,
        activity_id=row.activity_id,
        outcome=Outcome(row.outcome),
        words=row.words,
        participants=row.participants,
        pictures=counts.get(EvidenceKind.PICTURE, 0),
        files=counts.get(EvidenceKind.FILE, 0),
        links=counts.get(EvidenceKind.LINK, 0),
        messages=len(row.messages),
        ended=row.ended_at is not None,
    )


async def add_message(
    session: AsyncSession, row: ReportRow, message: Message, pieces: Sequence[EvidenceRow], now: datetime
) -> None:
    """Add what one message has brought to a report that is being written."""
    session.add_all(pieces)
    await session.flush()
    whole = asdict(message) | {"evidence": [each.id for each in pieces], "at": now.isoformat()}
    _rewrite(row, [*row.messages, whole])


async def take_last(session: AsyncSession, row: ReportRow) -> tuple[str, ...]:
    """Take back what the last message has added; return the names of its files, which are to be deleted."""
    *kept, last = row.messages
    _rewrite(row, kept)
    return await _drop_pieces(session, EvidenceRow.id.in_(last["evidence"]))


async def drop(session: AsyncSession, row: ReportRow) -> tuple[str, ...]:
    """Forget a report that is being written; return the names of its files, which are to be deleted."""
    places = await _drop_pieces(session, EvidenceRow.report_id == row.id)
    await session.delete(row)
    await session.flush()
    return places


def _rewrite(row: ReportRow, messages: list[dict[str, Any]]) -> None:
    """Have the row say what its messages come to."""
    said = [Message(each["words"], each["participants"]) for each in messages]
    row.words, row.participants, row.messages = joined_words(said), last_participants(said), messages


async def _drop_pieces(session: AsyncSession, which: ColumnElement[bool]) -> tuple[str, ...]:
    gone = delete(EvidenceRow).where(which).returning(EvidenceRow.place)
    return tuple(each for each in (await session.scalars(gone)).all() if each)


async def bytes_kept(session: AsyncSession, branch_id: int) -> int:
    """Return how much the files of a branch's reports take."""
    query = (
        select(func.coalesce(func.sum(EvidenceRow.size), 0))
        .join(ReportRow, ReportRow.id == EvidenceRow.report_id)
        .join(ActivityRow, ActivityRow.id == ReportRow.activity_id)
        .join(PlanRow, PlanRow.id == ActivityRow.plan_id)
        .where(PlanRow.branch_id == branch_id)
    )
    return int(await session.scalar(query) or 0)


async def pieces_of(session: AsyncSession, occurrence_id: int) -> tuple[Piece, ...]:
    """Return what goes with the reports on an occurrence that were made, of the latest first."""
    query = (
        select(ReportRow.member_id, ReportRow.ended_at, EvidenceRow.kind, EvidenceRow.name, EvidenceRow.place)
        .join(EvidenceRow, EvidenceRow.report_id == ReportRow.id)
        .where(ReportRow.occurrence_id == occurrence_id, ReportRow.ended_at.is_not(None))
        .order_by(ReportRow.id.desc(), EvidenceRow.id)
    )
    return tuple(
        Piece(member_id, at, EvidenceKind(kind), name, place)
        for member_id, at, kind, name, place in await session.execute(query)
        if at is not None
    )


async def places_of(session: AsyncSession, member_ids: Collection[int]) -> tuple[str, ...]:
    """Return the names of the files of everything that members have reported, or are about to."""
    query = select(EvidenceRow.place).join(ReportRow, ReportRow.id == EvidenceRow.report_id)
    return tuple(await session.scalars(query.where(ReportRow.member_id.in_(member_ids), EvidenceRow.place != "")))


async def known_places(session: AsyncSession, names: Collection[str]) -> frozenset[str]:
    """Return which of the names are of files that belong to a report."""
    known = set(await session.scalars(select(EvidenceRow.place).where(EvidenceRow.place != "")))
    return frozenset(names) & known


async def forgotten(session: AsyncSession, before: datetime) -> Sequence[ReportRow]:
    """Return the reports that somebody has begun and added nothing to since then."""
    query = select(ReportRow).where(ReportRow.ended_at.is_(None), ReportRow.started_at < before)
    return [each for each in await session.scalars(query) if _touched(each) < before]


def _touched(row: ReportRow) -> datetime:
    return datetime.fromisoformat(str(row.messages[-1]["at"])) if row.messages else row.started_at
