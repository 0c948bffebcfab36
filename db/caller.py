"""Who is talking: the member behind an account, in one indexed read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.dialog.model import Address
from bot.domain.plan import Role
from db.tables import BranchRow, IdentityRow, MemberRow


@dataclass(frozen=True, slots=True)
class Caller:
    """A known person at a door, as they are at this moment.

    `awaiting` is the code of the action whose answer their next words are; `latest` tells whether this account is
    the one they used last (it is where their reminders go).
    """

    member_id: int
    identity_id: int
    branch_id: int
    branch_name: str
    revision: int
    name: str
    role: Role
    language: str
    awaiting: str | None
    used_at: datetime
    latest: bool
    blocked: bool


async def find_caller(session: AsyncSession, address: Address) -> Caller | None:
    """Return the member behind an account, or None for a stranger."""
    other = aliased(IdentityRow)
    last_use = select(func.max(other.used_at)).where(other.member_id == IdentityRow.member_id).scalar_subquery()
    query = (
        select(IdentityRow, MemberRow, BranchRow, IdentityRow.used_at >= last_use)
        .join(MemberRow, MemberRow.id == IdentityRow.member_id)
        .join(BranchRow, BranchRow.id == MemberRow.branch_id)
        .where(IdentityRow.door == address.door, IdentityRow.account == address.account)
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    identity, member, branch, latest = found.tuple()
    return Caller(
        member_id=member.id,
        identity_id=identity.id,
        branch_id=branch.id,
        branch_name=branch.name,
        revision=branch.revision,
        name=member.name,
        role=Role(member.role),
        language=identity.language,
        awaiting=member.awaiting,
        used_at=identity.used_at,
        latest=latest,
        blocked=identity.blocked_at is not None,
    )
