"""Those who wait at a general entrance."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from bot.domain.notices import Kind
from db.outbox import drop_about
from db.tables import ApplicantRow

_WAITING = ApplicantRow.settled_at.is_(None)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who waits: how they call themselves, in which messenger, since when."""

    id: int
    name: str
    door: str
    asked_at: datetime


def waits_at(address: Address) -> ColumnElement[bool]:
    """Return the rows of an account that waits."""
    return and_(_WAITING, ApplicantRow.door == address.door, ApplicantRow.account == address.account)


def _waits_in(branch_id: int) -> ColumnElement[bool]:
    """Return the rows of those who wait and have said how they are called."""
    return and_(_WAITING, ApplicantRow.branch_id == branch_id, ApplicantRow.name != "")


async def waiting_in(session: AsyncSession, branch_id: int) -> tuple[Applicant, ...]:
    """Return who waits to be admitted to a branch, the longest waiting first."""
    columns = (ApplicantRow.id, ApplicantRow.name, ApplicantRow.door, ApplicantRow.asked_at)
    query = select(*columns).where(_waits_in(branch_id)).order_by(ApplicantRow.asked_at, ApplicantRow.id)
    return tuple(Applicant(*row) for row in await session.execute(query))


async def count_waiting(session: AsyncSession, branch_id: int) -> int:
    """Return how many wait to be admitted to a branch."""
    return await session.scalar(select(func.count()).select_from(ApplicantRow).where(_waits_in(branch_id))) or 0


async def make_room(session: AsyncSession, branch_id: int, silent_since: datetime, most: int) -> bool:
    """Forget who has not even said a name since a moment; tell whether one more may wait at a branch."""
    waiting = and_(_WAITING, ApplicantRow.branch_id == branch_id)
    silent = and_(waiting, ApplicantRow.name == "", ApplicantRow.asked_at < silent_since)
    await session.execute(delete(ApplicantRow).where(silent))
    count = await session.scalar(select(func.count()).select_from(ApplicantRow).where(waiting))
    return (count or 0) < most


async def settle(
    session: AsyncSession, row: ApplicantRow, now: datetime, *, by: int | None = None, member_id: int | None = None
) -> None:
    """End somebody's waiting: their account and name are kept here no longer, and nobody is told of them any more."""
    row.settled_at, row.settled_by, row.member_id = now, by, member_id
    row.account, row.name = "", ""
    await session.flush()
    await drop_about(session, Kind.APPLICANT, row.id)


async def settle_all(session: AsyncSession, address: Address, now: datetime, member_id: int, branch_id: int) -> None:
    """End an account's waiting in a branch whose member it is now."""
    rows = await session.scalars(select(ApplicantRow).where(waits_at(address), ApplicantRow.branch_id == branch_id))
    for row in rows.all():
        await settle(session, row, now, member_id=member_id)


async def forget_waiting(session: AsyncSession, addresses: Iterable[Address], now: datetime) -> None:
    """End the waiting of accounts that are to be known nowhere."""
    for address in addresses:
        for row in (await session.scalars(select(ApplicantRow).where(waits_at(address)))).all():
            await settle(session, row, now)
