"""What an answer to a doubt about a draft has changed, kept with it so that another answer can take its place.

`DoubtRow.settled` holds "times" (how often it was answered), "words" (the person's own), "activity" (the row's id) and
"before": of a term its meaning, of people the names, of a number that, of two spellings the parties that were
joined, of a person among the resources whether they were added. An answer that changed nothing has an empty one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeGuard

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.occurrences import Dated, Meaning
from bot.domain.people.model import Kind, Named
from bot.domain.review import IN_RESOURCES, SAME_PERSON, Answered, FirstReading, Settling
from bot.domain.windows import Mode
from db.amending import add_duty, remove_duty, replace_duties, responsible_named
from db.correcting import meaning_of, retime
from db.days import days_read
from db.parties import join_spellings, part_spellings
from db.steps import By
from db.tables import ActivityRow, DoubtRow

Before = dict[str, object]
_HARMLESS = frozenset({Settling.LEAVE, Settling.YES})


def answered_of(row: DoubtRow) -> Answered | None:
    """Return how a doubt is settled; None while it is open."""
    if row.answer is None:
        return None
    settling, before, words = Settling(row.answer), _before(row), (row.settled or {}).get("words", "")
    first = FirstReading(_term_in(before), _people_in(before))
    return Answered(settling, str(words), final=_is_final(row, settling), first=first)


def times_of(row: DoubtRow) -> int:
    """Return how often a doubt has been answered."""
    times = (row.settled or {}).get("times")
    return times if isinstance(times, int) else int(row.answer is not None)


def activity_of(row: DoubtRow) -> int | None:
    """Return the activity that an answer has been about; None where that is not kept."""
    found = (row.settled or {}).get("activity")
    return found if isinstance(found, int) else None


def keep_answer(row: DoubtRow, settling: Settling, words: str, activity_id: int | None, before: Before) -> None:
    """Write an answer down, with what it has changed."""
    row.settled = {"times": times_of(row) + 1, "words": words, "activity": activity_id, "before": before}
    row.answer = settling


def reopen(row: DoubtRow) -> None:
    """Let a doubt be open again, as if nobody had settled it."""
    row.answer = row.answered_at = row.settled = None


async def set_term(session: AsyncSession, activity: ActivityRow, term: Dated, by: By) -> Before:
    """Give the activity a term; returns what it was before."""
    before = _term_of(activity)
    await retime(session, activity, term, by)
    return before


def _term_of(activity: ActivityRow) -> Before:
    return {"windows": activity.windows, "mode": activity.mode, "hints": activity.hints}


def term_as_read(activity: ActivityRow, row: DoubtRow | None) -> Meaning:
    """Return what the reader has read of the activity's term; `row` is the doubt about it, if there is one."""
    first = _term_in(_before(row)) if row is not None else None
    return first or meaning_of(activity)


def keep_first_term(row: DoubtRow, activity: ActivityRow) -> None:
    """Keep the activity's term as what the reader has read, beside the answer that has another."""
    _keep_before(row, _term_of(activity))


async def set_people(
    session: AsyncSession, branch_id: int, activity: ActivityRow, named: tuple[Named, ...], *, all_of_them: bool
) -> Before:
    """Make those named responsible; returns who was, without those that another doubt has added from the resources.

    `all_of_them` tells that a person has named everybody, so that those others are no longer there by that doubt alone.
    """
    added = await _added(session, activity)
    people = [each for each in await responsible_named(session, activity) if each not in map(_in_resources, added)]
    await replace_duties(session, branch_id, activity, named)
    if all_of_them:
        for row in added:
            _keep_before(row, {"added": False})
    return {"people": [[each.kind.value, each.name] for each in people]}


async def add_from_resources(session: AsyncSession, branch_id: int, activity: ActivityRow, row: DoubtRow) -> Before:
    """Make the person of a doubt responsible; returns whether that has changed anything."""
    return {"added": await add_duty(session, branch_id, activity, _in_resources(row))}


async def join_persons(session: AsyncSession, branch_id: int, row: DoubtRow) -> Before:
    """Make the two spellings of a doubt one person; returns which parties that has joined."""
    return {"joined": await join_spellings(session, branch_id, row.args["a"], row.args["b"])}


async def take_back(session: AsyncSession, branch_id: int, row: DoubtRow, activity: ActivityRow | None, by: By) -> None:
    """Undo what the answer to a doubt has changed; answers to other doubts stand."""
    before, term, people = _before(row), _term_in(_before(row)), _people_in(_before(row))
    if "joined" in before:
        await _part(session, branch_id, row)
    if activity is None:
        return
    if term is not None:
        await retime(session, activity, term, by)
    if people is not None:
        await replace_duties(session, branch_id, activity, people)
        for each in await _about_resources(session, activity):
            _keep_before(each, await add_from_resources(session, branch_id, activity, each))
    if before.get("added"):
        await remove_duty(session, branch_id, activity, _in_resources(row))
    if "number" in before:
        activity.number = None


async def _part(session: AsyncSession, branch_id: int, row: DoubtRow) -> None:
    """Undo every joining by the draft's doubts, the last one first, and then all but this one again.

    A spelling is joined to the first of those that are one already, so no joining can be taken out from between others.
    """
    query = select(DoubtRow).where(DoubtRow.plan_id == row.plan_id, DoubtRow.code == SAME_PERSON)
    rows = (await session.scalars(query.where(DoubtRow.answer == Settling.YES).order_by(DoubtRow.id))).all()
    for each in reversed(rows):
        await part_spellings(session, branch_id, _joined_in(_before(each)))
    for each in rows:
        if each.id != row.id and "joined" in _before(each):
            _keep_before(each, await join_persons(session, branch_id, each))


async def _about_resources(session: AsyncSession, activity: ActivityRow) -> list[DoubtRow]:
    query = select(DoubtRow).where(DoubtRow.plan_id == activity.plan_id, DoubtRow.code == IN_RESOURCES)
    rows = await session.scalars(query.where(DoubtRow.answer == Settling.YES).order_by(DoubtRow.id))
    return [row for row in rows if activity_of(row) == activity.id]


async def _added(session: AsyncSession, activity: ActivityRow) -> list[DoubtRow]:
    return [row for row in await _about_resources(session, activity) if _before(row).get("added")]


def _in_resources(row: DoubtRow) -> Named:
    return Named(Kind.PERSON, row.args["name"])


def _is_final(row: DoubtRow, settling: Settling) -> bool:
    """Tell whether an answer cannot be taken back.

    It is one of a version that kept nothing, or it joined what others had joined already.
    """
    if row.settled is None:
        return settling not in _HARMLESS or (settling is Settling.YES and row.code in {SAME_PERSON, IN_RESOURCES})
    return "joined" in _before(row) and not _joined_in(_before(row))


def _before(row: DoubtRow) -> Mapping[str, object]:
    before = (row.settled or {}).get("before")
    return before if _is_mapping(before) else {}


def _keep_before(row: DoubtRow, before: Before) -> None:
    row.settled = {**(row.settled or {}), "before": before}


def _is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _joined_in(before: Mapping[str, object]) -> list[int]:
    joined = before.get("joined")
    return list(joined) if isinstance(joined, list) else []


def _term_in(before: Mapping[str, object]) -> Meaning | None:
    windows, mode, hints = before.get("windows"), before.get("mode"), before.get("hints")
    if not isinstance(windows, list):
        return None
    kept = {str(name): str(value) for name, value in hints.items()} if _is_mapping(hints) else {}
    return Meaning(days_read(windows), Mode(str(mode)) if mode else None, kept)


def _people_in(before: Mapping[str, object]) -> tuple[Named, ...] | None:
    people = before.get("people")
    return tuple(Named(Kind(kind), name) for kind, name in people) if isinstance(people, list) else None
