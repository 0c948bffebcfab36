"""Coming in: personal invitations, joining by one, and leaving."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from bot.dialog.speech import LANGUAGES
from bot.domain.enlisting import LONGEST_NAME
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.errors import PlanovykError
from bot.usecases.house import House
from db import branches
from db.caller import Caller
from db.identities import bind, set_reachable, use_next
from db.members import JOIN
from db.outbox import owe
from db.parties import link_members
from db.tables import AuditRow, BranchRow, IdentityRow, InviteRow, MemberRow

INVITE_HOURS = timedelta(hours=48)
NEWS_USEFUL = timedelta(days=14)
"""For how long it is worth hearing that somebody has come in."""
LONGEST_BRANCH_NAME = 200
USE_NOTED_EVERY = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody came in by their invitation."""

    member_id: int


async def invite(house: House, branch_name: str, name: str, role: Role, *, new_branch: bool = False) -> str:
    """Return a fresh start token for a person of a branch; only its hash is kept.

    A person invited before keeps their place and gets the role named now. A branch that is not there yet is made only
    with `new_branch`: a misspelt name must not become a second branch. Raises PlanovykError for an unknown branch or an
    impossible name.
    """
    spelled = " ".join(name.split())
    if not spelled or len(spelled) > LONGEST_NAME:
        raise PlanovykError("error.name", name=spelled[:LONGEST_NAME])
    token = house.token()
    async with house.store.writing() as session:
        find = branch_called(session, branch_name, house.now()) if new_branch else branch_named(session, branch_name)
        branch = await find
        member = await _member(session, branch.id, spelled, role)
        expires = house.now() + INVITE_HOURS
        session.add(InviteRow(member_id=member.id, token_hash=hashed(token), expires_at=expires))
        await link_members(session, branch.id)
        await branches.changed(session, branch.id, house.now())
    return token


async def branch_named(session: AsyncSession, name: str) -> BranchRow:
    """Return the branch of a name. Raises PlanovykError when there is none."""
    branch = await session.scalar(select(BranchRow).where(BranchRow.name == " ".join(name.split())))
    if branch is None:
        raise PlanovykError("error.no-branch", branch=name)
    return branch


async def branch_called(session: AsyncSession, name: str, now: datetime) -> BranchRow:
    """Return the branch of a name, made where there is none. Raises PlanovykError for an impossible name."""
    spelled = " ".join(name.split())
    if not 0 < len(spelled) <= LONGEST_BRANCH_NAME:
        raise PlanovykError("error.branch-name", most=LONGEST_BRANCH_NAME)
    branch = await session.scalar(select(BranchRow).where(BranchRow.name == spelled))
    if branch is None:
        branch = BranchRow(name=spelled, created_at=now)
        session.add(branch)
        await session.flush()
    return branch


async def _member(session: AsyncSession, branch_id: int, name: str, role: Role) -> MemberRow:
    present = select(MemberRow).where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    member = await session.scalar(present.where(MemberRow.name == name).order_by(MemberRow.id).limit(1))
    if member is None:
        member = MemberRow(branch_id=branch_id, name=name, role=role)
        session.add(member)
    member.role = role
    await session.flush()
    return member


def hashed(token: str) -> str:
    """Return what is kept of a start token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def join(house: House, address: Address, token: str) -> Joined | None:
    """Bind an account to the person invited by the token; None when the token is unknown, used or out of date."""
    now = house.now()
    async with house.store.writing() as session:
        invitation = await _usable(session, token, now)
        if invitation is None:
            return None
        invitation.used_at = now
        member = await session.get_one(MemberRow, invitation.member_id)
        member.joined_at = member.joined_at or now
        identity = await bind(session, member.id, address, LANGUAGES[0], now)
        invitation.identity_id = identity.id
        session.add(_trail(member, now, JOIN))
        await _tell(session, invitation, member, house)
        await branches.changed(session, member.branch_id, now)
    house.nudge()
    return Joined(member.id)


async def _tell(session: AsyncSession, invitation: InviteRow, member: MemberRow, house: House) -> None:
    """Owe whoever made the invitation in the chat the news that it was used."""
    if invitation.made_by is None:
        return
    now = house.now()
    notice = Notice(Kind.JOINED, member.id, invitation.made_by, house.today(), invitation.id)
    await owe(session, member.branch_id, notice, notice.key, now, now + NEWS_USEFUL, now)


async def _usable(session: AsyncSession, token: str, now: datetime) -> InviteRow | None:
    query = (
        select(InviteRow)
        .join(MemberRow, MemberRow.id == InviteRow.member_id)
        .where(InviteRow.token_hash == hashed(token), InviteRow.used_at.is_(None), InviteRow.revoked_at.is_(None))
        .where(MemberRow.left_at.is_(None))
    )
    invitation = await session.scalar(query)
    return invitation if invitation and invitation.expires_at > now else None


def _trail(member: MemberRow, now: datetime, verb: str) -> AuditRow:
    return AuditRow(branch_id=member.branch_id, member_id=member.id, at=now, verb=verb, subject=f"member:{member.id}")


async def note_use(house: House, caller: Caller) -> None:
    """Remember which account a member used last, so that they are reminded there; rarely needs a write."""
    now = house.now()
    if caller.latest and not caller.blocked and now - caller.used_at < USE_NOTED_EVERY:
        return
    async with house.store.writing() as session:
        identity = await session.get_one(IdentityRow, caller.identity_id)
        identity.used_at = await use_next(session, caller.member_id, now)
        if identity.blocked_at is not None:
            await set_reachable(session, identity.id, caller.branch_id, now, reachable=True)


async def leave(house: House, address: Address) -> None:
    """Mark an account as unreachable: its owner has unsubscribed or blocked the bot."""
    caller = await house.store.caller(address)
    if caller is None or caller.blocked:
        return
    async with house.store.writing() as session:
        await set_reachable(session, caller.identity_id, caller.branch_id, house.now(), reachable=False)


async def come_back(house: House, address: Address) -> None:
    """Mark an account as reachable again: what its owner could not be told meanwhile is owed anew."""
    caller = await house.store.caller(address)
    if caller is None or not caller.blocked:
        return
    async with house.store.writing() as session:
        await set_reachable(session, caller.identity_id, caller.branch_id, house.now(), reachable=True)
    house.nudge()


async def speak(house: House, caller: Caller, language: str) -> None:
    """Keep the language the person chose for this account."""
    async with house.store.writing() as session:
        identity = await session.get_one(IdentityRow, caller.identity_id)
        identity.language = language
