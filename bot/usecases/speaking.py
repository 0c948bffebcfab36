"""Speaking for people who will never join: from when on, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from bot.dialog.actions import ShowProxy, SpeakFor
from bot.domain.access import may_speak_for
from bot.domain.erasing import is_nobody
from bot.domain.people.model import Kind
from bot.domain.plan import Role
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.identities import identities_of
from db.parties import fits, link_members
from db.tables import MemberRow, PartyRow


class Outcome(StrEnum):
    """What came of it; only DONE has changed anything, or found it changed already."""

    DONE = "done"
    REFUSED = "refused"
    JOINED = "joined"
    """They are in the bot, and speak for themselves."""
    UNSURE = "unsure"
    """The plan's name fits members of the branch, and nobody has said which."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """The outcome, and the member it is about (0: none)."""

    outcome: Outcome
    member_id: int = 0


async def speak_for(house: House, caller: Caller, wanted: SpeakFor, update_key: str) -> Spoken:
    """Have somebody's notices go to who speaks for them, or no more; a person whom only the plan knows gets a place.

    What they are owed stays theirs, so that nothing is told twice or lost when they change their mind.
    """
    about = ShowProxy(wanted.member, wanted.party)
    async with doing(house, caller, update_key, about, may_speak_for) as deed:
        spoken = await _speak(deed, wanted) if deed else Spoken(Outcome.REFUSED)
    house.nudge()
    return spoken


async def _speak(deed: Deed, wanted: SpeakFor) -> Spoken:
    member = await _member(deed, wanted)
    if not isinstance(member, MemberRow):
        return member
    if await identities_of(deed.session, member.id):
        return Spoken(Outcome.JOINED, member.id)
    if deed.fresh and member.by_proxy != bool(wanted.on):
        member.by_proxy = bool(wanted.on)
        await note(deed, "speak-for" if wanted.on else "speak-no-more", f"member:{member.id}")
    return Spoken(Outcome.DONE, member.id)


async def _member(deed: Deed, wanted: SpeakFor) -> MemberRow | Spoken:
    if wanted.member:
        member = await deed.session.get(MemberRow, wanted.member)
        ours = member is not None and member.branch_id == deed.branch_id and member.left_at is None
        return member if member and ours else Spoken(Outcome.REFUSED)
    party = await deed.session.get(PartyRow, wanted.party)
    if party is None or party.branch_id != deed.branch_id or party.kind != Kind.PERSON:
        return Spoken(Outcome.REFUSED)
    if party.member_id is not None:
        return await deed.session.get_one(MemberRow, party.member_id)
    if is_nobody(party.name):
        return Spoken(Outcome.REFUSED)
    return await _of_the_plan(deed, party)


async def _of_the_plan(deed: Deed, party: PartyRow) -> MemberRow | Spoken:
    """Make a member of a person whom only the plan knows."""
    present = select(MemberRow).where(MemberRow.branch_id == deed.branch_id, MemberRow.left_at.is_(None))
    if any(fits(party, each) for each in await deed.session.scalars(present)):
        return Spoken(Outcome.UNSURE)
    member = MemberRow(branch_id=deed.branch_id, name=party.name, role=Role.MEMBER.value, by_proxy=False)
    deed.session.add(member)
    await deed.session.flush()
    party.member_id = member.id
    await link_members(deed.session, deed.branch_id)
    return member
