"""Group chats: bound to a branch by those who keep its people, unbound, moved; and whether people are named there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.dialog.actions import ShowGroups
from bot.dialog.model import Address
from bot.domain.access import may_keep_people
from bot.usecases.deeds import doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.groups import BoundGroup, bound_group, group_row, groups_of, handle_at, lose_group, unbind
from db.tables import BranchRow, GroupRow


class Outcome(StrEnum):
    """What came of it."""

    DONE = "done"
    REFUSED = "refused"
    TAKEN = "taken"
    """The group belongs to another branch."""


@dataclass(frozen=True, slots=True)
class Place:
    """A group chat as an answer there sees it: the bot's public name there, and the branch, if it is bound to one."""

    handle: str
    bound: BoundGroup | None


async def place_at(house: House, address: Address) -> Place:
    """Return what is known of a group chat."""
    async with house.store.reading() as session:
        return Place(await handle_at(session, address.door), await bound_group(session, address))


async def bind_group(house: House, caller: Caller, address: Address, update_key: str) -> Outcome:
    """Make a group chat one of the caller's branch; one of another branch stays that branch's."""
    async with doing(house, caller, update_key, ShowGroups(), may_keep_people) as deed:
        if deed is None:
            return Outcome.REFUSED
        row = await group_row(deed.session, address)
        if row is not None:
            return Outcome.DONE if row.branch_id == deed.branch_id else Outcome.TAKEN
        row = GroupRow(
            branch_id=deed.branch_id,
            door=address.door,
            account=address.account,
            made_by=deed.member.id,
            made_at=deed.now,
        )
        deed.session.add(row)
        await deed.session.flush()
        await note(deed, "bind-group", f"group:{row.id}")
    return Outcome.DONE


async def leave_group(house: House, address: Address) -> None:
    """Forget a group chat that the bot was taken out of."""
    async with house.store.writing() as session:
        row = await group_row(session, address)
        if row is not None:
            await lose_group(session, row.id, house.now())


async def move_group(house: House, address: Address, moved_to: str) -> None:
    """Know a group chat by its new account; nothing happens to one that is known by it already."""
    async with house.store.writing() as session:
        row = await group_row(session, address)
        if row is None:
            return
        if await group_row(session, Address(address.door, moved_to)) is None:
            row.account = moved_to
        else:
            await unbind(session, row)


async def groups(house: House, caller: Caller) -> tuple[tuple[BoundGroup, ...], bool] | None:
    """Return the branch's group chats and whether people are named there; None for who may not know."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        branch = await session.get_one(BranchRow, caller.branch_id)
        return await groups_of(session, caller.branch_id), branch.names_in_groups


async def name_in_groups(house: House, caller: Caller, update_key: str, *, named: bool) -> None:
    """Name people in the group chats from now on, or nobody."""
    async with doing(house, caller, update_key, ShowGroups(), may_keep_people) as deed:
        if deed is None or not deed.fresh:
            return
        branch = await deed.session.get_one(BranchRow, deed.branch_id)
        if branch.names_in_groups != named:
            branch.names_in_groups = named
            await note(deed, "names-in-groups" if named else "no-names-in-groups", f"branch:{branch.id}")


async def unbind_group(house: House, caller: Caller, group_id: int, update_key: str) -> None:
    """Answer in a group chat of the branch no more."""
    async with doing(house, caller, update_key, ShowGroups(), may_keep_people) as deed:
        row = await deed.session.get(GroupRow, group_id) if deed else None
        if deed is not None and row is not None and row.branch_id == deed.branch_id:
            await note(deed, "unbind-group", f"group:{row.id}")
            await unbind(deed.session, row)
