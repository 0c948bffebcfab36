"""Members who will never join, and those who speak for them, as the rows know them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.domain.access import RIGHTS, Right
from bot.domain.plan import Role
from db.identities import can_be_written_to
from db.tables import MemberRow


def spoken_for(member_id: InstrumentedAttribute[int], branch_id: int) -> ColumnElement[bool]:
    """Tell whether a member of the branch will never join while somebody who speaks for them can be written to."""
    them, speaker = aliased(MemberRow), aliased(MemberRow)
    silent = exists().where(them.id == member_id, them.by_proxy)
    account = can_be_written_to(speaker.id)
    able = and_(speaker.branch_id == branch_id, speaker.role.in_(RIGHTS[Right.SPEAK_FOR]), speaker.left_at.is_(None))
    return and_(silent, exists().where(able, account, speaker.id != member_id))


async def speaker_of(session: AsyncSession, member: MemberRow) -> int | None:
    """Return who speaks for a member, as `bot.domain.speaking.speaker_for` has it; None where they are reachable."""
    if await session.scalar(select(can_be_written_to(member.id))):
        return None
    able = MemberRow.branch_id == member.branch_id, MemberRow.left_at.is_(None), MemberRow.id != member.id
    roles = case((MemberRow.role == Role.SECRETARY, 0), else_=1)
    query = select(MemberRow.id).where(*able, MemberRow.role.in_(RIGHTS[Right.SPEAK_FOR]))
    first = query.where(can_be_written_to(MemberRow.id)).order_by(roles, MemberRow.id).limit(1)
    speaker: int | None = await session.scalar(first)
    return speaker


async def company_of(session: AsyncSession, member_ids: Sequence[int]) -> frozenset[int]:
    """Return the members, with all those whose notices make one message with theirs.

    What a branch's speaker is owed, and what those are for whom they speak, goes out together.
    """
    one = aliased(MemberRow)
    circle = MemberRow.by_proxy | MemberRow.role.in_(RIGHTS[Right.SPEAK_FOR])
    with_proxies = select(one.branch_id).where(one.by_proxy)
    branches = select(MemberRow.branch_id).where(MemberRow.id.in_(member_ids), circle)
    along = select(MemberRow.id).where(
        circle, MemberRow.branch_id.in_(branches), MemberRow.branch_id.in_(with_proxies), MemberRow.left_at.is_(None)
    )
    return frozenset(member_ids).union(await session.scalars(along))
