"""One person in several messengers: a short code joins another one to them, and any of them can be parted again."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import ShowAccounts
from bot.dialog.model import Address
from bot.dialog.speech import LANGUAGES
from bot.domain.access import may_keep_accounts
from bot.domain.codes import LinkCode, link_code
from bot.errors import PlanovykError
from bot.usecases.deeds import doing
from bot.usecases.house import House
from bot.usecases.joining import Joined, entry_of, hashed, let_in
from db.belonging import accounts_of, member_at, selves_of
from db.caller import Caller
from db.tables import LinkCodeRow, MemberRow

LINK_MINUTES = timedelta(minutes=10)
MOST_TRIES = 5
"""Wrong ones after which a code is locked: five of the hundred thousand that its secret part could be."""

MOST_ACCOUNTS = 8
"""Messengers of one person: more than anybody holds, and few enough for one page."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A fresh code; `after_lock`: the one before was locked, as somebody typed wrong ones."""

    code: LinkCode
    after_lock: bool


async def offer_link(house: House, caller: Caller, update_key: str) -> Offered | None:
    """Make a code that joins another messenger to the member, in place of any before; None for a repeated update."""
    async with doing(house, caller, update_key, ShowAccounts(), may_keep_accounts) as deed:
        if deed is None or not deed.fresh:
            return None
        before = await deed.session.scalars(select(LinkCodeRow.tries).where(LinkCodeRow.member_id == deed.member.id))
        after_lock = any(tries >= MOST_TRIES for tries in before)
        await deed.session.execute(delete(LinkCodeRow).where(LinkCodeRow.member_id == deed.member.id))
        code = link_code(house.token())
        expires = deed.now + LINK_MINUTES
        deed.session.add(
            LinkCodeRow(member_id=deed.member.id, handle=code.handle, code_hash=hashed(code.digits), expires_at=expires)
        )
        return Offered(code, after_lock)


async def link(house: House, address: Address, code: LinkCode) -> Joined | None:
    """Join an account to the person who was shown the code, in every branch that their own accounts are known in.

    None when the code is wrong, which is counted, or used, locked or out of date. Raises PlanovykError, and leaves the
    code as it is, when the account is the person's already, or somebody else's in one of the branches, or one of too
    many.
    """
    async with house.store.reading() as session:
        if not await _live(session, code.handle, house.now()):
            return await _used_by(session, address, code)
    async with house.store.writing() as session:
        now = house.now()
        row = await _right(session, code, now)
        if row is None:
            return None
        await _bind_everywhere(session, row.member_id, address, now)
        row.used_at = now
        joined = Joined(row.member_id)
    house.nudge()
    return joined


async def _live(session: AsyncSession, handle: str, now: datetime) -> list[LinkCodeRow]:
    """Return the codes that a handle finds; hardly ever are there two."""
    query = (
        select(LinkCodeRow)
        .join(MemberRow, MemberRow.id == LinkCodeRow.member_id)
        .where(LinkCodeRow.handle == handle, LinkCodeRow.used_at.is_(None), LinkCodeRow.tries < MOST_TRIES)
        .where(LinkCodeRow.expires_at > now, MemberRow.left_at.is_(None))
        .order_by(LinkCodeRow.id)
    )
    return list(await session.scalars(query))


async def _right(session: AsyncSession, code: LinkCode, now: datetime) -> LinkCodeRow | None:
    """Return the row of a right code; a wrong one is a try at every code that it could have been."""
    rows, wanted = await _live(session, code.handle, now), hashed(code.digits)
    for row in rows:
        if hmac.compare_digest(row.code_hash, wanted):
            return row
    missed = LinkCodeRow.id.in_([row.id for row in rows])
    await session.execute(update(LinkCodeRow).where(missed).values(tries=LinkCodeRow.tries + 1))
    return None


async def _bind_everywhere(session: AsyncSession, member_id: int, address: Address, now: datetime) -> None:
    """Make an account the person's in all their branches; it talks to the branch that the code was shown for."""
    selves = await selves_of(session, member_id)
    known = {each.id for each in selves if await member_at(session, address, each.branch_id) == each.id}
    if len(known) == len(selves):
        raise PlanovykError("error.own-account")
    used = await accounts_of(session, [member_id])
    if len(used) >= MOST_ACCOUNTS:
        raise PlanovykError("error.too-many-accounts", most=MOST_ACCOUNTS)
    language = used[0].language if used else LANGUAGES[0]
    for member in sorted(selves, key=lambda each: each.id == member_id):
        await let_in(session, member, address, language, now)
        if member.id not in known:
            session.add(entry_of(member, now, "link"))


async def _used_by(session: AsyncSession, address: Address, code: LinkCode) -> Joined | None:
    """Return whose account came in by a code that is used up: the same words may have come twice."""
    query = select(LinkCodeRow).where(LinkCodeRow.handle == code.handle, LinkCodeRow.used_at.is_not(None))
    for row in await session.scalars(query.where(LinkCodeRow.code_hash == hashed(code.digits))):
        member = await session.get(MemberRow, row.member_id)
        if member and await member_at(session, address, member.branch_id) == member.id:
            return Joined(member.id)
    return None
