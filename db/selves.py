"""Who is one person: the members of several branches behind the same accounts; and who keeps a branch's people."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.access import RIGHTS, Right, may_keep_people
from bot.domain.plan import Role
from db.tables import BranchRow, IdentityRow, MemberRow

Account = tuple[str, str]
"""The name of a door and an account there."""


async def accounts_of(session: AsyncSession, member_ids: Collection[int]) -> frozenset[Account]:
    """Return the accounts of members, whether they may be written to or not."""
    query = select(IdentityRow.door, IdentityRow.account).where(IdentityRow.member_id.in_(member_ids))
    return frozenset((door, account) for door, account in await session.execute(query))


async def selves_of(session: AsyncSession, member_id: int) -> tuple[MemberRow, ...]:
    """Return every member that a person is: with their accounts come those who share one, and the accounts of these."""
    known: frozenset[int] = frozenset()
    found = frozenset({member_id})
    while found != known:
        known = found
        accounts = await accounts_of(session, known)
        shared = select(IdentityRow.member_id).where(tuple_(IdentityRow.door, IdentityRow.account).in_(accounts))
        found = known | frozenset((await session.scalars(shared)).all())
    return tuple(await session.scalars(select(MemberRow).where(MemberRow.id.in_(found)).order_by(MemberRow.id)))


async def left_without_keeper(session: AsyncSession, members: Collection[MemberRow]) -> tuple[str, ...]:
    """Return the branches that would be left with members, and with nobody who keeps them, if these members went."""
    gone = [member.id for member in members]
    keeping = [member.branch_id for member in members if may_keep_people(Role(member.role))]
    other = aliased(MemberRow)
    of_branch = exists().where(other.branch_id == BranchRow.id, other.left_at.is_(None), other.id.not_in(gone))
    account = exists().where(IdentityRow.member_id == other.id)
    keeper = of_branch.where(other.role.in_(RIGHTS[Right.KEEP_PEOPLE]), account)
    query = select(BranchRow.name).where(BranchRow.id.in_(keeping), of_branch, ~keeper)
    return tuple(await session.scalars(query.order_by(BranchRow.name)))
