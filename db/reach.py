"""The ways to the members of a branch: accounts, invitations, and what last reached them."""

from __future__ import annotations

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.reach import Contact
from db.tables import IdentityRow, InviteRow, MemberRow, OutboxRow

_OPEN = exists().where(IdentityRow.member_id == MemberRow.id, IdentityRow.blocked_at.is_(None))
_SILENCE = (
    select(IdentityRow.silence)
    .where(IdentityRow.member_id == MemberRow.id)
    .order_by(IdentityRow.used_at.desc())
    .limit(1)
    .scalar_subquery()
)
_INVITED = (
    select(func.max(InviteRow.expires_at))
    .where(InviteRow.member_id == MemberRow.id, InviteRow.used_at.is_(None), InviteRow.revoked_at.is_(None))
    .scalar_subquery()
)
_DELIVERED = select(func.max(OutboxRow.sent_at)).where(OutboxRow.member_id == MemberRow.id).scalar_subquery()


async def contacts_of(session: AsyncSession, branch_id: int) -> tuple[Contact, ...]:
    """Return the ways to each member of the branch, by name."""
    query = select(MemberRow.id, MemberRow.name, _OPEN, _SILENCE, MemberRow.by_proxy, _INVITED, _DELIVERED)
    rows = await session.execute(query.where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None)))
    found = (Contact(key, name, is_open, silence or "", *rest) for key, name, is_open, silence, *rest in rows)
    return tuple(sorted(found, key=lambda each: (each.name.casefold(), each.id)))
