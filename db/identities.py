"""Identities: the accounts that a member may be written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from db.branches import changed
from db.tables import IdentityRow, InviteRow, OutboxRow, ShownCardRow

A_MOMENT = timedelta(microseconds=1)
BLOCKED = "blocked"
"""Why an account may not be written to: its owner has blocked the bot or unsubscribed in the messenger."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A member's account that may be written to, and the language they read there."""

    id: int
    door: str
    account: str
    language: str


async def identities_of(session: AsyncSession, member_id: int) -> tuple[Identity, ...]:
    """Return the accounts that a member may be written to on, the one used last first."""
    query = (
        select(IdentityRow.id, IdentityRow.door, IdentityRow.account, IdentityRow.language)
        .where(IdentityRow.member_id == member_id, IdentityRow.blocked_at.is_(None))
        .order_by(IdentityRow.used_at.desc(), IdentityRow.id.desc())
    )
    return tuple(Identity(*found) for found in await session.execute(query))


async def set_reachable(
    session: AsyncSession, identity_id: int, branch_id: int, now: datetime, *, reachable: bool
) -> None:
    """Write to an account no more, or again as its person is back; the branch's picture changes with it."""
    silent = {"blocked_at": None, "silence": ""} if reachable else {"blocked_at": now, "silence": BLOCKED}
    await session.execute(update(IdentityRow).where(IdentityRow.id == identity_id).values(silent))
    await changed(session, branch_id, now)


async def bind(session: AsyncSession, member_id: int, address: Address, language: str, now: datetime) -> IdentityRow:
    """Make an account the member's; from now on it talks to their branch, whatever other branches it is known in."""
    await session.execute(update(IdentityRow).where(_at(address)).values(current=False))
    used_at = await use_next(session, member_id, now)
    identity = IdentityRow(
        member_id=member_id, door=address.door, account=address.account, language=language, used_at=used_at
    )
    session.add(identity)
    await session.flush()
    return identity


async def drop_identities(session: AsyncSession, identity_ids: Collection[int]) -> None:
    """Forget accounts: no row knows them any more, and those of their owner in another branch talk to it again."""
    rows = list(await session.scalars(select(IdentityRow).where(IdentityRow.id.in_(identity_ids))))
    for table in (InviteRow, OutboxRow):
        await session.execute(update(table).where(table.identity_id.in_(identity_ids)).values(identity_id=None))
    for kept in (ShownCardRow.identity_id, IdentityRow.id):
        await session.execute(delete(kept.class_).where(kept.in_(identity_ids)))
    for row in rows:
        if row.current:
            await _talk_to_the_last(session, Address(row.door, row.account))


async def _talk_to_the_last(session: AsyncSession, address: Address) -> None:
    others = select(IdentityRow.id).where(_at(address)).order_by(IdentityRow.used_at.desc(), IdentityRow.id.desc())
    last = await session.scalar(others.limit(1))
    if last is not None:
        await session.execute(update(IdentityRow).where(IdentityRow.id == last).values(current=True))


def _at(address: Address) -> ColumnElement[bool]:
    return and_(IdentityRow.door == address.door, IdentityRow.account == address.account)


async def use_next(session: AsyncSession, member_id: int, now: datetime) -> datetime:
    """Return the moment to note for a member's use of an account now: after every use noted before.

    A clock may stand earlier than the last use does: it was put back, or a rehearsal is over.
    """
    last = await session.scalar(select(func.max(IdentityRow.used_at)).where(IdentityRow.member_id == member_id))
    return max(now, last + A_MOMENT) if last else now
