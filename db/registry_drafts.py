"""A members' list between its reading and its storing, with what has been answered about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.registry import Registered, RegistryDoubt, RegistryDraft
from bot.domain.registry_taking import Taking, taking
from db.registry import known_people
from db.tables import RegistryDraftRow


class _Kept(msgspec.Struct):
    """What the row holds. `answers` say who a person is, by their place in the list (see `registry_taking`)."""

    people: list[tuple[str, str, date | None]]
    doubts: list[tuple[str, dict[str, str | int]]]
    answers: dict[str, int] = {}
    keeps_noted: bool = True


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """A list that was read, and what storing it would do as the stored one is now."""

    id: int
    draft: RegistryDraft
    taking: Taking


async def keep_draft(
    session: AsyncSession, branch_id: int, member_id: int, read: RegistryDraft, now: datetime
) -> RegistryDraftRow:
    """Keep a list that was read, in place of an earlier one of the branch."""
    await session.execute(delete(RegistryDraftRow).where(RegistryDraftRow.branch_id == branch_id))
    people = [(each.name, each.library, each.paid_until) for each in read.entries]
    kept = _Kept(people, [(each.code, dict(each.args)) for each in read.doubts])
    row = RegistryDraftRow(branch_id=branch_id, member_id=member_id, at=now, data=msgspec.to_builtins(kept))
    session.add(row)
    await session.flush()
    return row


async def draft_id_of(session: AsyncSession, branch_id: int) -> int:
    """Return the id of the branch's draft; 0 without one."""
    return await session.scalar(select(RegistryDraftRow.id).where(RegistryDraftRow.branch_id == branch_id)) or 0


async def draft_row(session: AsyncSession, branch_id: int, draft_id: int) -> RegistryDraftRow | None:
    """Return the branch's draft of that id; None when it is gone."""
    row = await session.get(RegistryDraftRow, draft_id)
    return row if row is not None and row.branch_id == branch_id else None


async def opened(session: AsyncSession, row: RegistryDraftRow) -> KeptDraft:
    """Return what a row holds, beside the stored list as it is now."""
    kept = msgspec.convert(row.data, _Kept)
    people = tuple(Registered(*each) for each in kept.people)
    draft = RegistryDraft(people, tuple(RegistryDoubt(code, args) for code, args in kept.doubts))
    known = await known_people(session, row.branch_id)
    answers: Mapping[int, int] = {int(place): answer for place, answer in kept.answers.items()}
    return KeptDraft(row.id, draft, taking(known, people, answers, keeps_noted=kept.keeps_noted))


def answer(row: RegistryDraftRow, place: int, registration_id: int) -> None:
    """Keep who somebody of the list is."""
    kept = msgspec.convert(row.data, _Kept)
    kept.answers[str(place)] = registration_id
    row.data = msgspec.to_builtins(kept)


def keep_noted(row: RegistryDraftRow, *, keeps: bool) -> None:
    """Keep whether renewals that were noted stand against the list."""
    kept = msgspec.convert(row.data, _Kept)
    kept.keeps_noted = keeps
    row.data = msgspec.to_builtins(kept)
