"""Reading the log of deliveries: what was owed to whom, and what has become of it."""

from __future__ import annotations

from bot.dialog.actions import Action
from bot.domain.access import may_keep_people, may_read_deliveries, may_review
from bot.domain.deliveries import MOST_IN_FILE, Delivery, Extent
from bot.domain.plan import Role
from bot.usecases.deeds import doing, entry
from bot.usecases.house import House
from db.caller import Caller
from db.delivery_log import read_deliveries, read_delivery


async def deliveries(house: House, caller: Caller, extent: Extent, *, before: int, most: int) -> tuple[Delivery, ...]:
    """Return a page of the log (see `read_deliveries`); nothing for those who may not read it."""
    role = caller.role
    if not may_read_deliveries(role):
        return ()
    async with house.store.reading() as session:
        return await read_deliveries(
            session, caller.branch_id, extent, people=may_keep_people(role), drafts=may_review(role), before=before,
            most=most,
        )  # fmt: skip


async def delivery(house: House, caller: Caller, notice_id: int) -> Delivery | None:
    """Return one notice; None for those who may not read it."""
    role = caller.role
    if not may_read_deliveries(role):
        return None
    async with house.store.reading() as session:
        return await read_delivery(
            session, caller.branch_id, notice_id, people=may_keep_people(role), drafts=may_review(role)
        )


async def export_deliveries(
    house: House, caller: Caller, extent: Extent, about: Action, update_key: str
) -> tuple[Delivery, ...]:
    """Return the latest notices to be sent as a file, and write down that they were; nothing without the right."""
    async with doing(house, caller, update_key, about, may_read_deliveries) as deed:
        if deed is None:
            return ()
        role = Role(deed.member.role)
        found = await read_deliveries(
            deed.session, deed.branch_id, extent, people=may_keep_people(role), drafts=may_review(role),
            most=MOST_IN_FILE,
        )  # fmt: skip
        if deed.fresh and found:
            deed.session.add(entry(deed, "export-deliveries", _subject(extent)))
        return found


def _subject(extent: Extent) -> str:
    named = (
        ("member", extent.member),
        ("activity", extent.activity),
        ("meeting", extent.meeting),
        ("announcement", extent.announcement),
    )
    return next((f"{what}:{key}" for what, key in named if key), "deliveries:0")
