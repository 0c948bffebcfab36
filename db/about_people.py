"""Notices about people: whether each is still owed, and what it says, read at the moment when it leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.access import RIGHTS, Right, may_keep_people
from bot.domain.erasing import NO_WORDS
from bot.domain.notices import Facts, Kind, Notice
from bot.domain.plan import Role
from bot.domain.renewing import NO_DAY
from db.identities import can_be_written_to
from db.proxies import speaker_of
from db.tables import AnnouncementRow, ApplicantRow, BranchRow, InviteRow, MemberRow, PlanRow, RegistrationRow

Reader = Callable[[AsyncSession, Notice], Awaitable[Facts | None]]
"""Reads what a notice says; None when it is owed no longer."""


async def _unreachable(session: AsyncSession, notice: Notice) -> Facts | None:
    open_account = can_be_written_to(MemberRow.id)
    silent = select(MemberRow.name).where(MemberRow.id == notice.subject, MemberRow.left_at.is_(None), ~open_account)
    reader = await session.get(MemberRow, notice.member_id)
    name = await session.scalar(silent) if reader and may_keep_people(Role(reader.role)) else None
    return {"who": name} if name else None


async def _renewal(session: AsyncSession, notice: Notice) -> Facts | None:
    """Return the day that a membership is paid until, as long as no other one has been learnt since."""
    day = None if notice.refers_to == NO_DAY else notice.refers_to
    query = select(RegistrationRow.id).where(
        RegistrationRow.id == notice.subject,
        RegistrationRow.member_id == notice.member_id,
        RegistrationRow.left_at.is_(None),
        RegistrationRow.paid_until.is_not_distinct_from(day),
    )
    if await session.scalar(query) is None:
        return None
    return {"day": day} if day else {}


async def _applicant(session: AsyncSession, notice: Notice) -> Facts | None:
    """Return the branch that somebody waits at, as long as they do and the member told of it lets people in."""
    waiting = select(ApplicantRow.branch_id).where(ApplicantRow.id == notice.subject, ApplicantRow.settled_at.is_(None))
    branch, told = await session.scalar(waiting), await session.get(MemberRow, notice.member_id)
    if branch is None or told is None or told.left_at is not None or not may_keep_people(Role(told.role)):
        return None
    return {"branch": branch}


async def _admitted(session: AsyncSession, notice: Notice) -> Facts | None:
    query = select(MemberRow.name, MemberRow.role, BranchRow.id, BranchRow.name).join(
        BranchRow, BranchRow.id == MemberRow.branch_id
    )
    row = (await session.execute(query.where(MemberRow.id == notice.member_id, MemberRow.left_at.is_(None)))).first()
    if row is None:
        return None
    who, role, branch_id, branch = row
    published = exists().where(PlanRow.branch_id == branch_id, PlanRow.published_at.is_not(None))
    return {"who": who, "role": role, "branch": branch, "planned": int(bool(await session.scalar(select(published))))}


async def _joined(session: AsyncSession, notice: Notice) -> Facts | None:
    inviter = aliased(MemberRow)
    keepers = inviter.role.in_(RIGHTS[Right.KEEP_PEOPLE])
    keeps = exists().where(inviter.id == notice.member_id, inviter.left_at.is_(None), keepers)
    came = (
        select(MemberRow.name)
        .join(InviteRow, InviteRow.member_id == MemberRow.id)
        .where(InviteRow.id == notice.revision, InviteRow.identity_id.is_not(None))
        .where(MemberRow.id == notice.subject, MemberRow.left_at.is_(None), keeps)
    )
    name = await session.scalar(came)
    return {"who": name} if name else None


async def _announcement(session: AsyncSession, notice: Notice) -> Facts | None:
    """Return the words and whose they are, unless it was stopped; for who is spoken for, who passes them on to whom."""
    row, member = (
        await session.get(AnnouncementRow, notice.subject),
        await session.get(MemberRow, notice.member_id),
    )
    if row is None or row.sent_at is None or row.stopped_at is not None or row.words in {"", NO_WORDS}:
        return None
    author = await session.get(MemberRow, row.member_id)
    if member is None or member.left_at is not None or author is None:
        return None
    facts = {"words": row.words, "who": author.name}
    speaker = await speaker_of(session, member) if member.by_proxy else None
    return facts | {"to": member.name, "speaker": speaker} if speaker else facts


READERS: Mapping[Kind, Reader] = {
    Kind.UNREACHABLE: _unreachable,
    Kind.RENEWAL: _renewal,
    Kind.APPLICANT: _applicant,
    Kind.ADMITTED: _admitted,
    Kind.JOINED: _joined,
    Kind.ANNOUNCEMENT: _announcement,
}
"""The kinds of notice about a person, which leave without a published plan too; the words are in
`bot.dialog.pages.notices_of_people`."""


async def facts_of(session: AsyncSession, notices: Iterable[Notice]) -> dict[Notice, Facts]:
    """Return what those of the notices say that are about people and still owed."""
    found: dict[Notice, Facts] = {}
    for notice in notices:
        facts = await READERS[notice.kind](session, notice) if notice.kind in READERS else None
        if facts is not None:
            found[notice] = facts
    return found
