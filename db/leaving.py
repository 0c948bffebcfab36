"""A member leaves the branch: no way in is left to them, nothing is sent to them, and the history keeps them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.branches import changed
from db.identities import drop_identities
from db.outbox import drop_waiting
from db.requests import settle_of_leaver
from db.tables import BodyMemberRow, IdentityRow, InviteRow, LinkCodeRow, MemberRow, PartyRow


async def let_go(session: AsyncSession, member: MemberRow, now: datetime) -> None:
    """End a membership from this moment on; what the plan says of them and what they have done stays.

    Their accounts are forgotten, as nobody may write to them, and their invitations and codes are of no use any more.
    """
    member.left_at, member.awaiting, member.by_proxy = now, None, False
    await shut_out(session, member.id, now)
    await session.execute(delete(BodyMemberRow).where(BodyMemberRow.member_id == member.id))
    await session.execute(update(PartyRow).where(PartyRow.member_id == member.id).values(member_id=None))
    await settle_of_leaver(session, member.id, now)
    await drop_waiting(session, member.id)
    await changed(session, member.branch_id, now)


async def shut_out(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Take every way in from a member: accounts, open invitations and codes."""
    accounts = await session.scalars(select(IdentityRow.id).where(IdentityRow.member_id == member_id))
    await drop_identities(session, accounts.all())
    await close_ways(session, member_id, now)


async def close_ways(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Let nobody come in as the member by what was made until now: open invitations and codes."""
    await revoke_invitations(session, member_id, now)
    await session.execute(delete(LinkCodeRow).where(LinkCodeRow.member_id == member_id))


async def revoke_invitations(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Have the member's invitations that nobody has used open nothing any more."""
    open_ones = (InviteRow.member_id == member_id, InviteRow.used_at.is_(None), InviteRow.revoked_at.is_(None))
    await session.execute(update(InviteRow).where(*open_ones).values(revoked_at=now))
