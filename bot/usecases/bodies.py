"""The bodies that plans name: who is in them, changed from the chat."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete

from bot.dialog.actions import AddBodyMember, RemoveBodyMember, ShowBody
from bot.domain.access import may_keep_people
from bot.domain.duties import is_presidium
from bot.domain.members import called
from bot.domain.plan import Party
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from db.bodies import Body, BodyMember, bodies_of, body_of, members_of, others_than
from db.caller import Caller
from db.inserts import insert_once
from db.tables import BodyMemberRow, MemberRow


@dataclass(frozen=True, slots=True)
class Inside:
    """A body with its members."""

    party: Party
    members: tuple[BodyMember, ...]

    @property
    def by_roles(self) -> bool:
        """Tell whether the members' roles say who is in it, so that nobody is added here."""
        return is_presidium(self.party)


class Outcome(StrEnum):
    """What came of a change; only DONE has changed anything, or found it changed already."""

    DONE = "done"
    REFUSED = "refused"
    GONE = "gone"
    """The body or the person is not there any more."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The outcome, and the name of whom it is about (empty where they are gone)."""

    outcome: Outcome
    name: str = ""


async def list_bodies(house: House, caller: Caller) -> tuple[Body, ...] | None:
    """Return the bodies of the branch's plans; None when the caller may not keep its people."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        return await bodies_of(session, caller.branch_id)


async def look_inside(house: House, caller: Caller, party_id: int) -> Inside | None:
    """Return a body with its members; None when it is not the branch's, or the caller may not keep its people."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        party = await body_of(session, caller.branch_id, party_id)
        return Inside(party, await members_of(session, caller.branch_id, party)) if party else None


async def choose_from(house: House, caller: Caller, party_id: int, words: str = "") -> Inside | None:
    """Return those of the branch who are not of the body; with `words` only those whose surname begins so.

    None where `look_inside` has none, and for a body that the members' roles make.
    """
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        party = await body_of(session, caller.branch_id, party_id)
        if party is None or is_presidium(party):
            return None
        others = await others_than(session, caller.branch_id, party)
    return Inside(party, tuple(each for each in others if called(each.name, words)))


async def add_to_body(house: House, caller: Caller, wanted: AddBodyMember, update_key: str) -> Changed:
    """Make somebody a member of a body; from now on they are asked and reminded of what it answers for."""
    async with doing(house, caller, update_key, ShowBody(wanted.party, 0), may_keep_people) as deed:
        return await _change(deed, wanted) if deed else Changed(Outcome.REFUSED)


async def remove_from_body(house: House, caller: Caller, wanted: RemoveBodyMember, update_key: str) -> Changed:
    """Take somebody out of a body; what they have done for it stays theirs."""
    async with doing(house, caller, update_key, ShowBody(wanted.party, 0), may_keep_people) as deed:
        return await _change(deed, wanted) if deed else Changed(Outcome.REFUSED)


async def _change(deed: Deed, wanted: AddBodyMember | RemoveBodyMember) -> Changed:
    party = await body_of(deed.session, deed.branch_id, wanted.party)
    member = await deed.session.get(MemberRow, wanted.member)
    if party is None or is_presidium(party) or member is None or member.branch_id != deed.branch_id or member.left_at:
        return Changed(Outcome.GONE)
    adding = isinstance(wanted, AddBodyMember)
    changed = deed.fresh and await (_add(deed, wanted) if adding else _remove(deed, wanted))
    if changed:
        await note(deed, "add-to-body" if adding else "remove-from-body", f"member:{member.id}", party.name)
    return Changed(Outcome.DONE, member.name)


async def _add(deed: Deed, wanted: AddBodyMember | RemoveBodyMember) -> bool:
    return await insert_once(deed.session, BodyMemberRow, party_id=wanted.party, member_id=wanted.member)


async def _remove(deed: Deed, wanted: AddBodyMember | RemoveBodyMember) -> bool:
    its = (BodyMemberRow.party_id == wanted.party, BodyMemberRow.member_id == wanted.member)
    return await deed.session.scalar(delete(BodyMemberRow).where(*its).returning(BodyMemberRow.member_id)) is not None
