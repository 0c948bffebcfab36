"""What is of no use any more goes: who has left long ago, updates taken, invitations, codes, requests to be let in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.personal import months_before
from bot.domain.requests import RequestState
from db.erasing import erase
from db.reporting import drop, forgotten
from db.tables import (
    AnnouncementRow,
    ApplicantRow,
    AuditRow,
    BranchRow,
    InboxRow,
    InviteRow,
    LinkCodeRow,
    MemberRow,
    OutboxRow,
    RegistrationRow,
    RequestRow,
)

INBOX_DAYS = timedelta(days=400)
"""No messenger brings an update again after so long; a number of Telegram's may come again when a bot was silent."""
USELESS_DAYS = timedelta(days=30)
"""For how long what has run out or was settled is kept, for whoever asks what became of it."""
BATCH = 500
"""Rows that are deleted in one transaction: nobody waits long for it."""

Sweep = Callable[[AsyncSession, datetime], Awaitable[int]]
"""Deletes at most BATCH rows of a kind in a transaction; returns how many they were."""


async def long_gone(session: AsyncSession, now: datetime) -> tuple[int, ...]:
    """Return the members who have left longer ago than their branch keeps those who have."""
    gone = await _of_branches(session, MemberRow, "left_at", now)
    query = select(MemberRow.id).where(MemberRow.erased_at.is_(None), gone).order_by(MemberRow.id)
    return tuple(await session.scalars(query))


async def forget_member(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Erase a member who has left, whole; the trail tells that it was nobody's doing."""
    member = await session.get_one(MemberRow, member_id)
    session.add(AuditRow(branch_id=member.branch_id, at=now, verb="erase", subject=f"member:{member.id}"))
    await erase(session, member, now)


async def sweep_inbox(session: AsyncSession, now: datetime) -> int:
    """Forget updates that no messenger will bring again."""
    return await _sweep(session, InboxRow.key, InboxRow.at < now - INBOX_DAYS)


async def sweep_invites(session: AsyncSession, now: datetime) -> int:
    """Forget invitations that have run out."""
    return await _sweep(session, InviteRow.id, InviteRow.expires_at < now - USELESS_DAYS)


async def sweep_codes(session: AsyncSession, now: datetime) -> int:
    """Forget codes between messengers that have run out."""
    return await _sweep(session, LinkCodeRow.id, LinkCodeRow.expires_at < now - USELESS_DAYS)


async def sweep_applicants(session: AsyncSession, now: datetime) -> int:
    """Forget requests to be let in that were answered, and those that nobody has answered all that time."""
    unanswered = and_(ApplicantRow.settled_at.is_(None), await _of_branches(session, ApplicantRow, "asked_at", now))
    return await _sweep(session, ApplicantRow.id, or_(ApplicantRow.settled_at < now - USELESS_DAYS, unanswered))


async def sweep_registrations(session: AsyncSession, now: datetime) -> int:
    """Forget who has left the association's list longer ago than the branch keeps them."""
    gone = await _of_branches(session, RegistrationRow, "left_at", now)
    return await _sweep(session, RegistrationRow.id, gone)


async def sweep_accounts(session: AsyncSession, now: datetime) -> int:
    """Forget to which account old notices went; that they were sent, and when, stays."""
    old = and_(OutboxRow.identity_id.is_not(None), await _of_branches(session, OutboxRow, "sent_at", now))
    some = select(OutboxRow.id).where(old).limit(BATCH)
    change = update(OutboxRow).where(OutboxRow.id.in_(some)).values(identity_id=None).returning(OutboxRow.id)
    return len((await session.scalars(change.execution_options(synchronize_session=False))).all())


async def sweep_reports(session: AsyncSession, now: datetime) -> int:
    """Forget reports that somebody has begun and left; what went with them is nobody's then, and goes as such."""
    left = (await forgotten(session, now - USELESS_DAYS))[:BATCH]
    for row in left:
        await drop(session, row)
    return len(left)


async def sweep_requests(session: AsyncSession, now: datetime) -> int:
    """Forget requests for a change that somebody has begun and never sent."""
    begun = and_(RequestRow.state == RequestState.BEGUN, RequestRow.at < now - USELESS_DAYS)
    return await _sweep(session, RequestRow.id, begun)


async def sweep_announcements(session: AsyncSession, now: datetime) -> int:
    """Forget the words of old announcements; that they were sent, when and to whom stays."""
    old = and_(AnnouncementRow.words != "", await _of_branches(session, AnnouncementRow, "made_at", now))
    some = select(AnnouncementRow.id).where(old).limit(BATCH)
    change = update(AnnouncementRow).where(AnnouncementRow.id.in_(some)).values(words="").returning(AnnouncementRow.id)
    return len((await session.scalars(change.execution_options(synchronize_session=False))).all())


async def sweep_announcement_drafts(session: AsyncSession, now: datetime) -> int:
    """Forget announcements that were never sent."""
    unsent = AnnouncementRow.sent_at.is_(None)
    return await _sweep(session, AnnouncementRow.id, and_(unsent, AnnouncementRow.made_at < now - USELESS_DAYS))


SWEEPS: dict[str, Sweep] = {
    "inbox": sweep_inbox,
    "invites": sweep_invites,
    "codes": sweep_codes,
    "applicants": sweep_applicants,
    "registrations": sweep_registrations,
    "accounts": sweep_accounts,
    "reports": sweep_reports,
    "requests": sweep_requests,
    "announcements": sweep_announcements,
    "announcement-drafts": sweep_announcement_drafts,
}
"""By the name under which the log counts them."""


async def _sweep(session: AsyncSession, key: Any, which: Any) -> int:  # noqa: ANN401 - columns of any table
    some = select(key).where(which).limit(BATCH)
    gone = delete(key.class_).where(key.in_(some)).returning(key)
    return len((await session.scalars(gone.execution_options(synchronize_session=False))).all())


async def _of_branches(session: AsyncSession, table: Any, column: str, now: datetime) -> Any:  # noqa: ANN401 - see above
    """Return the condition that a row's moment lies longer ago than its branch keeps who has left."""
    kept = (await session.scalars(select(BranchRow.retention_months).distinct())).all()
    branches = {each: select(BranchRow.id).where(BranchRow.retention_months == each) for each in kept}
    moment = getattr(table, column)
    long_ago = (and_(table.branch_id.in_(branches[each]), moment < months_before(now, each)) for each in kept)
    return or_(false(), *long_ago)
