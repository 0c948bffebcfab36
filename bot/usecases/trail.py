"""Reading the trail: who did what, when, and on whose behalf."""

from __future__ import annotations

from bot.domain.access import may_read_trail, may_review
from bot.domain.trail import Entry
from bot.usecases.house import House
from db.caller import Caller
from db.trail import read_trail


async def trail(house: House, caller: Caller, *, activity_id: int, before: int, most: int) -> tuple[Entry, ...] | None:
    """Return a page of the branch's trail (see `read_trail`); None for those who may not read it.

    The title of a draft's activity, and what was said about it, are for those alone who review drafts.
    """
    if not may_read_trail(caller.role):
        return None
    drafts = may_review(caller.role)
    async with house.store.reading() as session:
        return await read_trail(
            session, caller.branch_id, activity_id=activity_id, before=before, most=most, drafts=drafts
        )
