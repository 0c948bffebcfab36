"""Notices about people: whether each is still owed, and what it says, read at the moment when it leaves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.duties import CALLING_ROLES
from bot.domain.notices import Facts, Kind, Notice
from db.tables import IdentityRow, InviteRow, MemberRow

Reader = Callable[[AsyncSession, Notice], Awaitable[Facts | None]]
"""Reads what a notice says; None when it is owed no longer."""


async def _unreachable(session: AsyncSession, notice: Notice) -> Facts | None:
    open_account = exists().where(IdentityRow.member_id == MemberRow.id, IdentityRow.blocked_at.is_(None))
    silent = select(MemberRow.name).where(MemberRow.id == notice.subject, MemberRow.left_at.is_(None), ~open_account)
    name = await session.scalar(silent)
    return {"who": name} if name else None


async def _joined(session: AsyncSession, notice: Notice) -> Facts | None:
    inviter = aliased(MemberRow)
    keeps = exists().where(inviter.id == notice.member_id, inviter.left_at.is_(None), inviter.role.in_(CALLING_ROLES))
    came = (
        select(MemberRow.name)
        .join(InviteRow, InviteRow.member_id == MemberRow.id)
        .where(InviteRow.id == notice.revision, InviteRow.identity_id.is_not(None))
        .where(MemberRow.id == notice.subject, MemberRow.left_at.is_(None), keeps)
    )
    name = await session.scalar(came)
    return {"who": name} if name else None


READERS: Mapping[Kind, Reader] = {
    Kind.UNREACHABLE: _unreachable,
    Kind.JOINED: _joined,
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
