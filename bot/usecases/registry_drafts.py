"""A members' list comes in through the conversation, is looked at, and is stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Action, ShowRegistry, ShowRegistryDraft, encode
from bot.domain.access import may_keep_members
from bot.domain.registry import Registered, RegistryDraft
from bot.domain.registry_members import who_is_who
from bot.domain.registry_taking import Taking
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from db import inbox
from db.caller import Caller
from db.registry_drafts import KeptDraft, answer, draft_id_of, draft_row, keep_draft, keep_noted, opened
from db.registry_links import link_registered, member_names
from db.tables import RegistrationRow, RegistryDraftRow


async def take_registry(house: House, caller: Caller, read: RegistryDraft, update_key: str) -> int | None:
    """Keep a list that was read as the branch's draft, in place of an earlier one; return its id.

    Nothing of the stored list changes. None for somebody who may not; 0 where the same update was taken before.
    """
    async with doing(house, caller, update_key, ShowRegistry(), may_keep_members) as deed:
        if deed is None:
            return None
        if not deed.fresh:
            return 0
        row = await keep_draft(deed.session, deed.branch_id, deed.member.id, read, deed.now)
        deed.member.awaiting = None
        await inbox.tell(deed.session, update_key, encode(ShowRegistryDraft(row.id)))
        await note(deed, "take-registry", f"registry-draft:{row.id}")
        return row.id


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft before it is stored: what it holds and does, and how many of its people are in the bot, or may be."""

    kept: KeptDraft
    in_bot: int
    alike: int


async def draft_before(house: House, caller: Caller, draft_id: int = 0) -> Preview | None:
    """Return a draft (0: the branch's) beside the stored list as it is now; None without one, or without the right."""
    if not may_keep_members(caller.role):
        return None
    async with house.store.reading() as session:
        key = draft_id or await draft_id_of(session, caller.branch_id)
        row = await draft_row(session, caller.branch_id, key)
        if row is None:
            return None
        kept, members = await opened(session, row), await member_names(session, caller.branch_id)
    who = who_is_who(kept.draft.entries, members)
    return Preview(kept, len(who.sure), len(who.asked))


class Storing(StrEnum):
    """What came of a change of a draft, or of storing it."""

    DONE = "done"
    CHANGED = "changed"
    """It would do something else than the person saw; nothing was stored."""
    GONE = "gone"
    """There is no such draft any more: it was stored, replaced or thrown away."""
    REFUSED = "refused"


async def answer_same(
    house: House, caller: Caller, draft_id: int, place: int, registration_id: int, update_key: str
) -> Storing:
    """Say who of the stored list somebody of the new one is; an answer that the lists do not allow is not kept."""
    async with doing(house, caller, update_key, ShowRegistryDraft(draft_id), may_keep_members) as deed:
        row, came = await _draft_of(deed, draft_id)
        if deed is None or row is None or not deed.fresh:
            return came
        asked = {each.place: each for each in (await opened(deed.session, row)).taking.asked}.get(place)
        if asked is None or registration_id not in {0, *(each.id for each in asked.among)}:
            return Storing.CHANGED
        answer(row, place, registration_id)
        await note(deed, "answer-same", f"registry-draft:{row.id}", f"{place}: {registration_id}")
    return Storing.DONE


async def choose_noted(house: House, caller: Caller, draft_id: int, update_key: str, *, keeps: bool) -> Storing:
    """Keep the renewals that were noted against the new list, or take the days of the list."""
    async with doing(house, caller, update_key, ShowRegistryDraft(draft_id), may_keep_members) as deed:
        row, came = await _draft_of(deed, draft_id)
        if deed is not None and row is not None and deed.fresh:
            keep_noted(row, keeps=keeps)
            await note(deed, "keep-noted", f"registry-draft:{row.id}", str(int(keeps)))
    return came


async def drop_registry(house: House, caller: Caller, draft_id: int, update_key: str) -> Storing:
    """Throw a draft away; the stored list stays as it is."""
    async with doing(house, caller, update_key, ShowRegistry(), may_keep_members) as deed:
        row, came = await _draft_of(deed, draft_id)
        if deed is not None and row is not None and deed.fresh:
            await note(deed, "drop-registry", f"registry-draft:{row.id}")
            await deed.session.delete(row)
    return came


async def _draft_of(deed: Deed | None, draft_id: int) -> tuple[RegistryDraftRow | None, Storing]:
    if deed is None:
        return None, Storing.REFUSED
    row = await draft_row(deed.session, deed.branch_id, draft_id)
    return row, Storing.DONE if row else Storing.GONE


async def save_registry(house: House, caller: Caller, draft_id: int, mark: int, update_key: str) -> Storing:
    """Store a draft exactly as the person saw it: what it does has that mark, and nobody is asked about any more."""
    about: Action = ShowRegistry()
    async with doing(house, caller, update_key, about, may_keep_members) as deed:
        row, came = await _draft_of(deed, draft_id)
        if deed is None or row is None or not deed.fresh:
            return came
        found = (await opened(deed.session, row)).taking
        if found.mark != mark or found.asked:
            return Storing.CHANGED
        await _store(deed, found)
        await deed.session.delete(row)
        await deed.session.flush()
        await link_registered(deed.session, deed.branch_id)
        words = f"+{len(found.new)} -{len(found.gone)} ~{len(found.changed)}"
        await note(deed, "save-registry", f"registry-draft:{draft_id}", words)
    return Storing.DONE


async def _store(deed: Deed, found: Taking) -> None:
    """Write the list: every statement once for all of its rows, however many people there are."""
    await _let_go(deed, [each.id for each in found.gone])
    met = [
        _values(each.place, each.read) | {"id": each.known.id, "paid_until": found.day_of(each)} for each in found.met
    ]
    if met:
        await deed.session.execute(update(RegistrationRow), met)
    await _forget_notes(deed.session, found)
    new = [_values(place, each) | {"branch_id": deed.branch_id} for place, each in found.new]
    if new:
        await deed.session.execute(insert(RegistrationRow), new)


def _values(place: int, person: Registered) -> dict[str, object]:
    return {
        "position": place,
        "name": person.name,
        "library": person.library,
        "paid_until": person.paid_until,
    }


async def _let_go(deed: Deed, ids: list[int]) -> None:
    if ids:
        await deed.session.execute(update(RegistrationRow), [{"id": each, "left_at": deed.now} for each in ids])


async def _forget_notes(session: AsyncSession, found: Taking) -> None:
    """A day that comes from the list is no noted renewal any more, and there is nothing to put back."""
    rows: list[dict[str, object]] = [
        {"id": each.known.id, "renewed_at": None, "renewed_by": None, "paid_before": None}
        for each in found.met
        if each.known.noted and found.day_of(each) != each.known.person.paid_until
    ]
    if rows:
        await session.execute(update(RegistrationRow), rows)
