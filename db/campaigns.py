"""A year's renewal of memberships: who was to renew, who has, and who has been reminded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.notices import Kind
from bot.domain.renewing import Campaign
from db.inserts import insert_new
from db.outbox import DeliveryState
from db.registry import REACHABLE, due_on, listed_in
from db.tables import CampaignPersonRow, CampaignRow, MemberRow, OutboxRow, RegistrationRow


@dataclass(frozen=True, slots=True)
class DuePerson:
    """Somebody to renew: their registration, the day they have paid until, and their member (None: unreachable)."""

    id: int
    paid_until: date | None
    member_id: int | None


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of a campaign: their registration, the day known when they came into it, and the day known now."""

    id: int
    before: date | None
    now: date | None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a campaign as the outbox has it."""

    registration_id: int
    round: int
    state: DeliveryState


async def campaign_of(session: AsyncSession, branch_id: int, year: int) -> Campaign | None:
    """Return the branch's campaign of a year; None before it is begun."""
    row = await _row(session, branch_id, year)
    return Campaign(row.id, row.round, row.begun_at, row.round_at) if row else None


async def _row(session: AsyncSession, branch_id: int, year: int) -> CampaignRow | None:
    query = select(CampaignRow).where(CampaignRow.branch_id == branch_id, CampaignRow.year == year)
    return (await session.scalars(query)).one_or_none()


async def begin_round(session: AsyncSession, branch_id: int, year: int, number: int, now: datetime) -> int:
    """Begin a round of a campaign, and the campaign with its first one; return the campaign's id."""
    row = await _row(session, branch_id, year)
    if row is None:
        row = CampaignRow(branch_id=branch_id, year=year, round=number, begun_at=now, round_at=now)
        session.add(row)
        await session.flush()
    elif row.round < number:
        row.round, row.round_at = number, now
    return row.id


async def call(session: AsyncSession, campaign_id: int, people: Iterable[DuePerson]) -> None:
    """Count people among those of a campaign; who is there already stays with the day known then."""
    rows: list[dict[str, object]] = [
        {"campaign_id": campaign_id, "registration_id": each.id, "paid_until": each.paid_until} for each in people
    ]
    await insert_new(session, CampaignPersonRow, rows)


async def due_people(session: AsyncSession, branch_id: int, today: date) -> tuple[DuePerson, ...]:
    """Return everybody of the list who is to renew, in its order."""
    in_bot = and_(MemberRow.id == RegistrationRow.member_id, MemberRow.left_at.is_(None), REACHABLE)
    query = (
        select(RegistrationRow.id, RegistrationRow.paid_until, MemberRow.id)
        .select_from(RegistrationRow)
        .outerjoin(MemberRow, in_bot)
        .where(listed_in(branch_id), due_on(today))
        .order_by(RegistrationRow.position, RegistrationRow.id)
    )
    return tuple(DuePerson(*row) for row in await session.execute(query))


async def called_people(session: AsyncSession, campaign_id: int) -> tuple[Called, ...]:
    """Return the people of a campaign who are still in the list."""
    query = (
        select(RegistrationRow.id, CampaignPersonRow.paid_until, RegistrationRow.paid_until)
        .join(CampaignPersonRow, CampaignPersonRow.registration_id == RegistrationRow.id)
        .where(CampaignPersonRow.campaign_id == campaign_id, RegistrationRow.left_at.is_(None))
    )
    return tuple(Called(*row) for row in await session.execute(query))


async def reminders_of(session: AsyncSession, branch_id: int, since: datetime) -> tuple[Reminder, ...]:
    """Return the reminders to renew that a branch has owed since a moment."""
    query = select(OutboxRow.subject, OutboxRow.revision, OutboxRow.state).where(
        OutboxRow.branch_id == branch_id, OutboxRow.kind == Kind.RENEWAL, OutboxRow.due >= since
    )
    return tuple(
        Reminder(subject, number, DeliveryState(state)) for subject, number, state in await session.execute(query)
    )
