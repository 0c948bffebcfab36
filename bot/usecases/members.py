"""The branch's people before those who keep them; nobody else sees anything of it."""

from __future__ import annotations

from bot.domain.access import may_keep_people
from bot.domain.members import MemberCard, Named, Roll
from bot.usecases.house import House
from db import members
from db.caller import Caller


async def see_all(house: House, caller: Caller) -> Roll | None:
    """Return everybody of the branch; None for who may not keep people."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        return await members.roll_of(session, caller.branch_id, house.now())


async def see_member(house: House, caller: Caller, member_id: int) -> MemberCard | None:
    """Return a person of the branch, or who was one; None for who may not keep people, and for anybody else."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        row = await members.member_of(session, caller.branch_id, member_id)
        return await members.card_of(session, row, house.now()) if row else None


async def see_named(house: House, caller: Caller, party_id: int) -> Named | int | None:
    """Return somebody whom only the plan names, or the id of the member that they are by now; None as above."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        party = await members.party_of(session, caller.branch_id, party_id)
        if party is not None:
            return Named(party.id, party.name)
        return await members.member_behind(session, caller.branch_id, party_id)
