"""How a member changes what needs no published plan: with a right looked at now, once for an update, with its trail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Action, encode
from bot.domain.plan import Role
from bot.usecases.house import House
from db import branches, inbox
from db.caller import Caller
from db.tables import AuditRow, IdentityRow, MemberRow


@dataclass(frozen=True, slots=True)
class Deed:
    """A member inside one transaction; `fresh` is False for an update that was taken before."""

    session: AsyncSession
    member: MemberRow
    now: datetime
    fresh: bool

    @property
    def branch_id(self) -> int:
        """The branch that the member is of."""
        return self.member.branch_id


@asynccontextmanager
async def doing(
    house: House, caller: Caller, update_key: str, about: Action, may: Callable[[Role], bool]
) -> AsyncIterator[Deed | None]:
    """Open the transaction of a change: take the update, look at the member's role as it is now.

    Yields None, and takes nothing, when the member has left, their role may not, or the account is theirs no longer.
    `about` shows what came of it, should the update come again.
    """
    now = house.now()
    async with house.store.writing() as session:
        member = await session.get(MemberRow, caller.member_id)
        account = await session.get(IdentityRow, caller.identity_id)
        theirs = account is not None and account.member_id == caller.member_id
        if member is None or not theirs or member.left_at is not None or not may(Role(member.role)):
            yield None
            return
        yield Deed(session, member, now, await inbox.take(session, update_key, encode(about), now))


def entry(deed: Deed, verb: str, subject: str, words: str = "", *, on_behalf_of: int | None = None) -> AuditRow:
    """Return an entry of the trail, for what the member does now."""
    return AuditRow(
        branch_id=deed.branch_id,
        member_id=deed.member.id,
        at=deed.now,
        verb=verb,
        subject=subject,
        words=words,
        on_behalf_of=on_behalf_of,
    )


async def note(deed: Deed, verb: str, subject: str, words: str = "", *, on_behalf_of: int | None = None) -> None:
    """Write the trail of a change and let everybody who looks at the branch see it."""
    deed.session.add(entry(deed, verb, subject, words, on_behalf_of=on_behalf_of))
    await branches.changed(deed.session, deed.branch_id, deed.now)
