"""Group chats of branches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from db.outbox import forget_group
from db.tables import AuditRow, BranchRow, ChannelRow, GroupRow


@dataclass(frozen=True, slots=True)
class BoundGroup:
    """A group chat of a branch, with what an answer there needs to know."""

    id: int
    branch_id: int
    branch_name: str
    revision: int
    named: bool
    made_at: datetime


async def group_row(session: AsyncSession, address: Address) -> GroupRow | None:
    """Return the row of a group chat, whosever it is."""
    mine = (GroupRow.door == address.door, GroupRow.account == address.account)
    return await session.scalar(select(GroupRow).where(*mine))


async def bound_group(session: AsyncSession, address: Address) -> BoundGroup | None:
    """Return a group chat that is bound to a branch."""
    found = await _bound(session, GroupRow.door == address.door, GroupRow.account == address.account)
    return found[0] if found else None


async def groups_of(session: AsyncSession, branch_id: int) -> tuple[BoundGroup, ...]:
    """Return the group chats of a branch, the oldest first."""
    return await _bound(session, GroupRow.branch_id == branch_id)


async def _bound(session: AsyncSession, *which: object) -> tuple[BoundGroup, ...]:
    query = (
        select(
            GroupRow.id, BranchRow.id, BranchRow.name, BranchRow.revision, BranchRow.names_in_groups, GroupRow.made_at
        )
        .join(BranchRow, BranchRow.id == GroupRow.branch_id)
        .where(*which)  # type: ignore[arg-type] # conditions, of whatever columns
        .order_by(GroupRow.id)
    )
    return tuple(BoundGroup(*row) for row in await session.execute(query))


@dataclass(frozen=True, slots=True)
class GroupAddress:
    """Where a group chat is told something, and by which branch."""

    id: int
    address: Address
    revision: int
    named: bool


async def address_of(session: AsyncSession, group_id: int) -> GroupAddress | None:
    """Return where to write to a group chat."""
    query = (
        select(GroupRow.id, GroupRow.door, GroupRow.account, BranchRow.revision, BranchRow.names_in_groups)
        .join(BranchRow, BranchRow.id == GroupRow.branch_id)
        .where(GroupRow.id == group_id)
    )
    found = (await session.execute(query)).first()
    return (
        GroupAddress(found.id, Address(found.door, found.account), found.revision, found.names_in_groups)
        if found
        else None
    )


async def unbind(session: AsyncSession, row: GroupRow) -> None:
    """Forget a group chat, and what it was still to be told."""
    await forget_group(session, row.id)
    await session.delete(row)


async def lose_group(session: AsyncSession, group_id: int, now: datetime) -> None:
    """Forget a group chat that the bot is no longer in."""
    row = await session.get(GroupRow, group_id)
    if row is not None:
        session.add(AuditRow(branch_id=row.branch_id, at=now, verb="unbind-group", subject=f"group:{row.id}"))
        await unbind(session, row)


async def handle_at(session: AsyncSession, door: str) -> str:
    """Return the bot's public name in a messenger, empty where it is not known yet."""
    found: str | None = await session.scalar(select(ChannelRow.handle).where(ChannelRow.door == door))
    return found or ""
