"""Branches: their revision, and when the clock must look at them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.notices import OtherBranch
from db.tables import BranchRow


@dataclass(frozen=True, slots=True)
class BranchToLookAt:
    """A branch whose moment has come, at the revision it had when it was found."""

    id: int
    revision: int


async def changed(session: AsyncSession, branch_id: int, now: datetime) -> int:
    """Raise the branch's revision and have the clock look at it again; return the new revision.

    Belongs into the transaction of every change that a snapshot shows. Raises NoResultFound for an unknown branch.
    """
    change = (
        update(BranchRow)
        .where(BranchRow.id == branch_id)
        .values(revision=BranchRow.revision + 1, look_at=now)
        .returning(BranchRow.revision)
    )
    return (await session.scalars(change)).one()


async def revisions_of(session: AsyncSession, branch_ids: Iterable[int]) -> dict[int, int]:
    """Return the present revision of each branch."""
    query = select(BranchRow.id, BranchRow.revision).where(BranchRow.id.in_(sorted(set(branch_ids))))
    return dict((await session.execute(query)).all())


async def other_branch(session: AsyncSession, branch_id: int) -> OtherBranch:
    """Return a branch by its name, for a message to somebody who talks to another one."""
    branch = await session.get_one(BranchRow, branch_id)
    return OtherBranch(branch.id, branch.name)


async def branches_to_look_at(session: AsyncSession, now: datetime, limit: int) -> tuple[BranchToLookAt, ...]:
    """Return at most `limit` branches whose moment has come, the longest waiting first."""
    query = (
        select(BranchRow.id, BranchRow.revision)
        .where(BranchRow.look_at <= now)
        .order_by(BranchRow.look_at, BranchRow.id)
        .limit(limit)
    )
    return tuple(BranchToLookAt(*found) for found in await session.execute(query))


async def set_look_at(session: AsyncSession, branch_id: int, moment: datetime | None, revision: int) -> bool:
    """Say when the branch must be looked at again; None is not before its next change.

    Does nothing (False) when the branch has changed since `revision`: that change still wants its look.
    """
    change = (
        update(BranchRow)
        .where(BranchRow.id == branch_id, BranchRow.revision == revision)
        .values(look_at=moment)
        .returning(BranchRow.id)
    )
    return await session.scalar(change) is not None


async def look_again(session: AsyncSession, now: datetime) -> None:
    """Have the clock look now at every branch that it was to look at later."""
    await session.execute(update(BranchRow).where(BranchRow.look_at > now).values(look_at=now))
