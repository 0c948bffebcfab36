"""The people of a branch as those who keep them see them, read in a handful of statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.domain.erasing import is_nobody
from bot.domain.members import (
    Account,
    Forgotten,
    Listed,
    MemberCard,
    Named,
    Newcomer,
    Roll,
    alphabetical,
    mark_of_account,
    once,
)
from bot.domain.people.model import Kind
from bot.domain.plan import Role
from db.tables import AuditRow, DutyRow, IdentityRow, InviteRow, MemberRow, PartyRow

FORGET, JOIN = "forget-account", "join"
"""Verbs of the trail: an account was not the member's; somebody came in."""
LATELY = timedelta(days=7)
MOST_NEWCOMERS = 3

_JOINED = exists().where(IdentityRow.member_id == MemberRow.id)


def still_works(now: datetime) -> ColumnElement[bool]:
    """Tell whether an invitation opens the door at this moment."""
    unused = and_(InviteRow.used_at.is_(None), InviteRow.revoked_at.is_(None))
    return and_(unused, InviteRow.expires_at > now)


def subject_of(member_id: int) -> str:
    """Return how the trail names a member as what it is about."""
    return f"member:{member_id}"


async def roll_of(session: AsyncSession, branch_id: int, now: datetime) -> Roll:
    """Return everybody of a branch; the names of those who were erased are gone."""
    until = select(func.max(InviteRow.expires_at)).where(InviteRow.member_id == MemberRow.id, still_works(now))
    query = select(
        MemberRow.id,
        MemberRow.name,
        MemberRow.role,
        _JOINED,
        until.scalar_subquery(),
        MemberRow.by_proxy,
        MemberRow.left_at,
    ).where(MemberRow.branch_id == branch_id, MemberRow.erased_at.is_(None))
    rows = sorted(await session.execute(query), key=lambda row: (alphabetical(row[1]), row[0]))
    return Roll(
        tuple(Listed(row[0], row[1], Role(row[2]), row[3], row[4], row[5]) for row in rows if row[6] is None),
        await _named(session, branch_id),
        tuple(Named(row[0], row[1]) for row in rows if row[6] is not None),
        await _newcomers(session, branch_id, now),
    )


async def _named(session: AsyncSession, branch_id: int) -> tuple[Named, ...]:
    answers = exists().where(DutyRow.party_id == PartyRow.id)
    people = and_(PartyRow.branch_id == branch_id, PartyRow.kind == Kind.PERSON, PartyRow.member_id.is_(None))
    query = select(PartyRow.id, PartyRow.name, PartyRow.same_as).where(people, answers)
    rows = (await session.execute(query)).all()
    there = {key for key, _, _ in rows}
    known = [each for each in rows if not is_nobody(each.name)]
    return once(Named(key, name) for key, name, same_as in known if same_as not in there)


async def _newcomers(session: AsyncSession, branch_id: int, now: datetime) -> tuple[Newcomer, ...]:
    query = (
        select(MemberRow.name, InviteRow.used_at)
        .join(InviteRow, InviteRow.member_id == MemberRow.id)
        .where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
        .where(InviteRow.identity_id.is_not(None), InviteRow.used_at > now - LATELY)
        .order_by(InviteRow.used_at.desc(), InviteRow.id.desc())
        .limit(MOST_NEWCOMERS)
    )
    return tuple(Newcomer(name, at) for name, at in await session.execute(query) if at is not None)


async def member_of(session: AsyncSession, branch_id: int, member_id: int) -> MemberRow | None:
    """Return a person of the branch who is a member or was one; None for others' and for whoever was erased."""
    row = await session.get(MemberRow, member_id)
    return row if row and row.branch_id == branch_id and row.erased_at is None else None


async def party_of(session: AsyncSession, branch_id: int, party_id: int) -> PartyRow | None:
    """Return a person whom the branch's plans name, and who is no member yet."""
    row = await session.get(PartyRow, party_id)
    if row is None or row.branch_id != branch_id or row.kind != Kind.PERSON:
        return None
    return row if row.member_id is None and not is_nobody(row.name) else None


async def card_of(session: AsyncSession, row: MemberRow, now: datetime) -> MemberCard:
    """Return what there is to see of a member."""
    until = select(func.max(InviteRow.expires_at)).where(InviteRow.member_id == row.id, still_works(now))
    spelled = select(PartyRow.name).where(PartyRow.member_id == row.id, PartyRow.name != row.name)
    return MemberCard(
        row.id,
        row.name,
        Role(row.role),
        await _accounts(session, row.id),
        await session.scalar(until),
        row.left_at,
        tuple(await session.scalars(spelled.order_by(PartyRow.id))),
        await _forgotten(session, row),
    )


async def _accounts(session: AsyncSession, member_id: int) -> tuple[Account, ...]:
    inviter = aliased(MemberRow)
    query = (
        select(IdentityRow.id, IdentityRow.door, IdentityRow.account, InviteRow.used_at, inviter.name)
        .outerjoin(InviteRow, InviteRow.identity_id == IdentityRow.id)
        .outerjoin(inviter, inviter.id == InviteRow.made_by)
        .where(IdentityRow.member_id == member_id)
        .order_by(IdentityRow.id)
    )
    rows = (await session.execute(query)).all()
    return tuple(
        [
            Account(key, door, mark_of_account(door, account), at, who or "", await done_since(session, member_id, at))
            for key, door, account, at, who in rows
        ]
    )


async def done_since(session: AsyncSession, member_id: int, since: datetime | None) -> int:
    """Count what the trail has of a member since a moment, coming in not counted; 0 without a moment."""
    if since is None:
        return 0
    theirs = (AuditRow.member_id == member_id, AuditRow.at >= since, AuditRow.verb != JOIN)
    return await session.scalar(select(func.count()).select_from(AuditRow).where(*theirs)) or 0


async def _forgotten(session: AsyncSession, row: MemberRow) -> Forgotten | None:
    about = (AuditRow.branch_id == row.branch_id, AuditRow.subject == subject_of(row.id), AuditRow.verb == FORGET)
    query = select(AuditRow.at, AuditRow.words).where(*about).order_by(AuditRow.id.desc()).limit(1)
    found = (await session.execute(query)).one_or_none()
    return Forgotten(found[0], int(found[1] or 0)) if found else None


async def accounts_of(session: AsyncSession, member_id: int) -> Sequence[IdentityRow]:
    """Return every account of a member, those that have blocked the bot too, the oldest first."""
    query = select(IdentityRow).where(IdentityRow.member_id == member_id).order_by(IdentityRow.id)
    return (await session.scalars(query)).all()


async def came_by_invitation(session: AsyncSession, identity_ids: Sequence[int]) -> frozenset[int]:
    """Return those of the accounts that came in by an invitation, and were not added by their owner."""
    query = select(InviteRow.identity_id).where(InviteRow.identity_id.in_(identity_ids))
    return frozenset(each for each in await session.scalars(query) if each is not None)


async def joined_at(session: AsyncSession, identity_id: int) -> datetime | None:
    """Return when an account came in by an invitation; None for one that did not."""
    query = select(InviteRow.used_at).where(InviteRow.identity_id == identity_id)
    found: datetime | None = await session.scalar(query.limit(1))
    return found


async def member_behind(session: AsyncSession, branch_id: int, party_id: int) -> int | None:
    """Return the member whom a party of the branch's plans stands for, if it does for one."""
    row = await session.get(PartyRow, party_id)
    return row.member_id if row and row.branch_id == branch_id else None
