"""Identities: the accounts that a member may be written to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.branches import changed
from db.tables import IdentityRow


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


async def block_identity(session: AsyncSession, identity_id: int, branch_id: int, now: datetime) -> None:
    """Write to an account no more until its person comes back; the branch's picture changes with it."""
    await session.execute(update(IdentityRow).where(IdentityRow.id == identity_id).values(blocked_at=now))
    await changed(session, branch_id, now)
