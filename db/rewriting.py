"""Rewriting every text of a branch's plans and of its trail that holds the name of somebody who is erased."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from itertools import count

from sqlalchemy import Select, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.domain.erasing import Eraser
from bot.domain.names import APOSTROPHES
from db.tables import (
    ActivityRow,
    AnnouncementRow,
    AuditRow,
    Base,
    CorrectionRow,
    DoubtRow,
    EvidenceRow,
    GoalRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
    RegistryDraftRow,
    ReportRow,
    RequestRow,
    StepRow,
)

REWRITTEN: dict[type[Base], tuple[str, ...]] = {
    GoalRow: ("title",),
    ActivityRow: ("title", "term", "resources", "result", "notes", "hints"),
    DoubtRow: ("activity", "text", "args", "settled"),
    CorrectionRow: ("before",),
    OccurrenceRow: ("words", "reason"),
    ReportRow: ("words", "messages"),
    EvidenceRow: ("name",),
    StepRow: ("words",),
    RequestRow: ("wanted", "reason", "answer"),
    AnnouncementRow: ("words",),
}
"""What people write into a plan and about it, where a name can stand."""


async def rewrite_plans(session: AsyncSession, branch_id: int, without: Eraser) -> None:
    """Take a person out of all plans of the branch, drafts and newer editions among them."""
    for table, columns in REWRITTEN.items():
        for row in await session.scalars(_of_branch(table, branch_id)):
            for column in columns:
                before = getattr(row, column)
                after = rewritten(before, without)
                if after != before:
                    setattr(row, column, after)
    await _rewrite_parties(session, branch_id, without)


async def _rewrite_parties(session: AsyncSession, branch_id: int, without: Eraser) -> None:
    """Take a person out of posts and groups that are called by them; no two of a kind may end up with one name."""
    parties = (await session.scalars(select(PartyRow).where(PartyRow.branch_id == branch_id))).all()
    taken = {(party.kind, party.name) for party in parties}
    for party in parties:
        plain = without(party.name)
        if plain != party.name:
            spelled = (f"{plain} {number}" if number > 1 else plain for number in count(1))
            party.name = next(name for name in spelled if (party.kind, name) not in taken)
            taken.add((party.kind, party.name))


def _of_branch(table: type[Base], branch_id: int) -> Select[Base]:
    plans = select(PlanRow.id).where(PlanRow.branch_id == branch_id)
    activities = select(ActivityRow.id).where(ActivityRow.plan_id.in_(plans))
    query = select(table)
    match table.__name__:
        case "GoalRow" | "ActivityRow" | "DoubtRow":
            return query.where(_column(table, "plan_id").in_(plans))
        case "RequestRow" | "AnnouncementRow":
            return query.where(_column(table, "branch_id") == branch_id)
        case "StepRow":
            occurrences = select(OccurrenceRow.id).where(OccurrenceRow.activity_id.in_(activities))
            return query.where(_column(table, "occurrence_id").in_(occurrences))
        case "EvidenceRow":
            reports = select(ReportRow.id).where(ReportRow.activity_id.in_(activities))
            return query.where(_column(table, "report_id").in_(reports))
        case _:
            return query.where(_column(table, "activity_id").in_(activities))


def _column(table: type[Base], name: str) -> InstrumentedAttribute[int]:
    column: InstrumentedAttribute[int] = getattr(table, name)
    return column


def rewritten(value: object, without: Eraser) -> object:
    """Return a text, or all texts of a JSON value, without the person; its keys are the program's own."""
    match value:
        case str():
            return without(value)
        case dict():
            return {key: rewritten(each, without) for key, each in value.items()}
        case list():
            return [rewritten(each, without) for each in value]
        case _:
            return value


async def drop_registry_draft(session: AsyncSession, branch_id: int, without: Eraser) -> None:
    """Throw away a members' list that waits to be stored and names the person; it can be sent once more.

    Rewriting it would put somebody without a name into the association's list.
    """
    row = await session.scalar(select(RegistryDraftRow).where(RegistryDraftRow.branch_id == branch_id))
    if row is not None and rewritten(row.data, without) != row.data:
        await session.delete(row)


async def empty_trail(session: AsyncSession, member: MemberRow, names: Collection[str], without: Eraser) -> None:
    """Empty the words of the trail that are theirs, and those of others that hold one of their names.

    They cannot be changed otherwise: the database lets the words of an entry be emptied and nothing else.
    """
    theirs = or_(AuditRow.member_id == member.id, AuditRow.on_behalf_of == member.id)
    await session.execute(update(AuditRow).where(theirs, AuditRow.words != "").values(words=""))
    spoken = select(AuditRow.id, AuditRow.words).where(AuditRow.branch_id == member.branch_id, AuditRow.words != "")
    pieces = {piece for name in names for piece in _pieces(name)}
    hints = or_(false(), *(AuditRow.words.contains(each, autoescape=True) for each in pieces))
    found = [key for key, words in await session.execute(spoken.where(hints)) if _holds(words, without)]
    await session.execute(update(AuditRow).where(AuditRow.id.in_(found)).values(words=""))


def _holds(words: str, without: Eraser) -> bool:
    """Tell whether words hold a name, each text by itself where they are a list that the program has written."""
    if without(words) != words:
        return True
    try:
        listed = json.loads(words)
    except ValueError:
        return False
    return bool(rewritten(listed, without) != listed)


def _pieces(name: str) -> Iterable[str]:
    """Return pieces of a name, as it may be written, of which any text with the name holds one."""
    for part in name.split():
        piece = max("".join(" " if letter in APOSTROPHES else letter for letter in part).split(), key=len, default="")
        if len(piece) > 1:
            yield from {piece, piece.upper(), piece.lower(), piece.capitalize()}
