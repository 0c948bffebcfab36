"""An account falls silent: it is written to no more, and when it was a person's last one, somebody is told once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.access import RIGHTS, Right
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from db.branches import changed
from db.identities import STOPPED, can_be_written_to, open_again
from db.outbox import HELD, DeliveryState, owe
from db.selves import selves_of
from db.tables import IdentityRow, MemberRow, OutboxRow

USEFUL = timedelta(days=60)


async def fall_silent(session: AsyncSession, identity: IdentityRow, why: str, now: datetime) -> None:
    """Write to an account no more; `why` is of `db.identities`. One that is silent already stays as it was."""
    if identity.blocked_at is not None:
        return
    identity.blocked_at, identity.silence = now, why
    await session.flush()
    member = await session.get_one(MemberRow, identity.member_id)
    await changed(session, member.branch_id, now)
    if member.left_at is None and not await _has_open_account(session, member.id):
        await _tell(session, member, now)


async def stop_writing(session: AsyncSession, member_id: int, now: datetime) -> bool:
    """Write to a person no more, in none of their messengers and branches; False when that is so already."""
    loud = [each for each in await _accounts(session, member_id) if each.silence != STOPPED]
    for each in loud:
        await fall_silent(session, each, STOPPED, now)
        each.silence = STOPPED
    return bool(loud)


async def write_again(session: AsyncSession, member_id: int, now: datetime) -> bool:
    """Write to a person again who had asked for silence; False when they had not."""
    stopped = [each for each in await _accounts(session, member_id) if each.silence == STOPPED]
    for each in stopped:
        await open_again(session, each, now)
    return bool(stopped)


async def _accounts(session: AsyncSession, member_id: int) -> tuple[IdentityRow, ...]:
    selves = [each.id for each in await selves_of(session, member_id)]
    query = select(IdentityRow).where(IdentityRow.member_id.in_(selves)).order_by(IdentityRow.id)
    return tuple(await session.scalars(query))


async def _has_open_account(session: AsyncSession, member_id: int) -> bool:
    accounts = can_be_written_to(member_id)
    return bool(await session.scalar(select(accounts)))


async def _tell(session: AsyncSession, member: MemberRow, now: datetime) -> None:
    """Owe the secretary, or the head where she cannot be reached, the word that a person cannot be written to."""
    recipient = await _keeper(session, member)
    if recipient is None or await _waits(session, member.id, recipient):
        return
    notice = Notice(Kind.UNREACHABLE, member.id, recipient, now.date())
    key = f"{notice.kind}:{member.id}:{now.isoformat()}:{recipient}"
    await owe(session, member.branch_id, notice, key, now, now + USEFUL, now)


async def _keeper(session: AsyncSession, member: MemberRow) -> int | None:
    able = can_be_written_to(MemberRow.id)
    others = select(MemberRow.id).where(
        MemberRow.branch_id == member.branch_id,
        MemberRow.left_at.is_(None),
        MemberRow.role.in_(RIGHTS[Right.KEEP_PEOPLE]),
        MemberRow.id != member.id,
    )
    secretary_first = case((MemberRow.role == Role.SECRETARY, 0), else_=1)
    return await session.scalar(others.where(able).order_by(secretary_first, MemberRow.id).limit(1))


async def _waits(session: AsyncSession, member_id: int, recipient: int) -> bool:
    """Tell whether the recipient is still to hear of it from the time before."""
    waiting = OutboxRow.state.in_([DeliveryState.PENDING, *HELD, DeliveryState.BLOCKED])
    about = (OutboxRow.kind == Kind.UNREACHABLE, OutboxRow.subject == member_id, OutboxRow.member_id == recipient)
    return bool(await session.scalar(select(exists().where(waiting, *about))))
