"""Identities: the accounts that a member may be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.branches import changed
from db.tables import IdentityRow

A_MOMENT = timedelta(microseconds=1)


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
    blocked_at = None if reachable else now
    await session.execute(update(IdentityRow).where(IdentityRow.id == identity_id).values(blocked_at=blocked_at))
    await changed(session, branch_id, now)


async def use_next(session: AsyncSession, member_id: int, now: datetime) -> datetime:
    """Return the moment to note for a member's use of an account now: after every use noted before.

    A clock may stand earlier than the last use does: it was put back, or a rehearsal is over.
    """
    last = await session.scalar(select(func.max(IdentityRow.used_at)).where(IdentityRow.member_id == member_id))
    return max(now, last + A_MOMENT) if last else now
