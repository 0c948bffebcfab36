"""Who of the branch can be written to."""

from __future__ import annotations

from bot.domain.access import may_keep_people
from bot.domain.reach import GROUPS, Contact, Reach
from bot.usecases.house import House
from db.caller import Caller
from db.reach import contacts_of


async def reach_of(house: House, caller: Caller) -> dict[Reach, tuple[Contact, ...]] | None:
    """Return the members by how they stand to the bot, each group by name; None for who may not keep people."""
    if not may_keep_people(caller.role):
        return None
    now = house.now()
    async with house.store.reading() as session:
        contacts = await contacts_of(session, caller.branch_id)
    return {reach: tuple(each for each in contacts if each.reach(now) is reach) for reach in GROUPS}
