"""Identities: the accounts that a member may be written to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Exists, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.dialog.model import Address
from db.branches import changed
from db.tables import IdentityRow, InviteRow, MemberRow, OutboxRow, ShownCardRow

A_MOMENT = timedelta(microseconds=1)
BLOCKED, UNSUBSCRIBED, STOPPED = "blocked", "unsubscribed", "stopped"
"""Why an account may not be written to: its owner has blocked the bot, ended their subscription in the messenger, or
said that they want nothing; then using it changes nothing, until they say that they want to be written to again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A member's account that may be written to, and the language they read there.

    `current` is False where it talks to another branch at the moment.
    """

    id: int
    door: str
    account: str
    language: str
    current: bool


async def identities_of(session: AsyncSession, member_id: int) -> tuple[Identity, ...]:
    """Return the accounts that a member may be written to on, the one used last first."""
    query = (
        select(IdentityRow.id, IdentityRow.door, IdentityRow.account, IdentityRow.language, IdentityRow.current)
        .where(IdentityRow.member_id == member_id, IdentityRow.blocked_at.is_(None))
        .order_by(IdentityRow.used_at.desc(), IdentityRow.id.desc())
    )
    return tuple(Identity(*found) for found in await session.execute(query))


def can_be_written_to(member_id: ColumnElement[int] | InstrumentedAttribute[int] | int) -> Exists:
    """Say in a query that a member has an account which may be written to."""
    return exists().where(IdentityRow.member_id == member_id, IdentityRow.blocked_at.is_(None))


async def accounts_at(session: AsyncSession, address: Address) -> tuple[IdentityRow, ...]:
    """Return an account as that of each member whose it is, in whatever branch."""
    return tuple(await session.scalars(select(IdentityRow).where(at(address)).order_by(IdentityRow.id)))


async def account_of(session: AsyncSession, identity_id: int) -> tuple[IdentityRow, ...]:
    """Return what `accounts_at` does, for the account of an identity; nothing when it is gone."""
    identity = await session.get(IdentityRow, identity_id)
    return await accounts_at(session, Address(identity.door, identity.account)) if identity else ()


async def open_again(session: AsyncSession, identity: IdentityRow, now: datetime) -> None:
    """Write to an account again, as its person is back; they speak for themselves, and the branch sees it."""
    identity.blocked_at, identity.silence = None, ""
    await _speaks_themselves(session, identity.member_id, now)


async def _speaks_themselves(session: AsyncSession, member_id: int, now: datetime) -> None:
    member = await session.get_one(MemberRow, member_id)
    member.by_proxy = False
    await changed(session, member.branch_id, now)


async def bind(session: AsyncSession, member_id: int, address: Address, language: str, now: datetime) -> IdentityRow:
    """Make an account the member's; from now on it talks to their branch, whatever other branches it is known in.

    Nobody speaks for them any more.
    """
    await session.execute(update(IdentityRow).where(at(address)).values(current=False))
    used_at = await use_next(session, member_id, now)
    identity = IdentityRow(
        member_id=member_id, door=address.door, account=address.account, language=language, used_at=used_at
    )
    session.add(identity)
    await _speaks_themselves(session, member_id, now)
    await session.flush()
    return identity


async def drop_identities(session: AsyncSession, identity_ids: Collection[int]) -> None:
    """Forget accounts: no row knows them any more, and those of their owner in another branch talk to it again."""
    rows = list(await session.scalars(select(IdentityRow).where(IdentityRow.id.in_(identity_ids))))
    for table in (InviteRow, OutboxRow):
        await session.execute(update(table).where(table.identity_id.in_(identity_ids)).values(identity_id=None))
    for kept in (ShownCardRow.identity_id, IdentityRow.id):
        await session.execute(delete(kept.class_).where(kept.in_(identity_ids)))
    for row in rows:
        if row.current:
            await _talk_to_the_last(session, Address(row.door, row.account))


async def talk_by(session: AsyncSession, address: Address, identity_id: int) -> None:
    """Have an account talk to the branch that one of its identities is of, and to no other."""
    await session.execute(update(IdentityRow).where(at(address)).values(current=False))
    await session.execute(update(IdentityRow).where(IdentityRow.id == identity_id).values(current=True))


async def _talk_to_the_last(session: AsyncSession, address: Address) -> None:
    others = select(IdentityRow.id).where(at(address)).order_by(IdentityRow.used_at.desc(), IdentityRow.id.desc())
    last = await session.scalar(others.limit(1))
    if last is not None:
        await talk_by(session, address, last)


def at(address: Address) -> ColumnElement[bool]:
    """Return the identities of an account."""
    return and_(IdentityRow.door == address.door, IdentityRow.account == address.account)


async def use_next(session: AsyncSession, member_id: int, now: datetime) -> datetime:
    """Return the moment to note for a member's use of an account now: after every use noted before.

    A clock may stand earlier than the last use does: it was put back, or a rehearsal is over.
    """
    last = await session.scalar(select(func.max(IdentityRow.used_at)).where(IdentityRow.member_id == member_id))
    return max(now, last + A_MOMENT) if last else now
