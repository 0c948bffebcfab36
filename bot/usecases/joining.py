"""Coming in: personal invitations, joining by one, and leaving."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.model import Address
from bot.dialog.speech import LANGUAGES
from bot.domain.admission import LONGEST_NAME
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.errors import PlanovykError
from bot.usecases.house import House
from db import branches
from db.applicants import settle_all
from db.belonging import belongings, member_at, talk_about
from db.caller import Caller
from db.identities import BLOCKED, STOPPED, UNSUBSCRIBED, accounts_at, bind, open_again, use_next
from db.members import JOIN
from db.outbox import owe
from db.parties import link_members
from db.silence import fall_silent
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
    """Bind an account to the person invited by the token; None when the token is unknown, used or out of date.

    An account that other branches know talks to this one from now on. Raises PlanovykError, and leaves the token as it
    is, when the account is already somebody else's in that branch.
    """
    now = house.now()
    async with house.store.writing() as session:
        invitation = await _usable(session, token, now)
        if invitation is None:
            return None
        invitation.used_at = now
        member = await session.get_one(MemberRow, invitation.member_id)
        identity_id = await let_in(session, member, address, LANGUAGES[0], now)
        invitation.identity_id = identity_id
        session.add(entry_of(member, now, JOIN))
        await _tell(session, invitation, member, house)
    house.nudge()
    return Joined(member.id)


async def let_in(session: AsyncSession, member: MemberRow, address: Address, language: str, now: datetime) -> int:
    """Make an account the member's, and talk to their branch; return its identity's id.

    What the account waited for there is settled, and nobody speaks for the member any more. Raises PlanovykError when
    it is already somebody else's in the branch.
    """
    owner = await member_at(session, address, member.branch_id)
    if owner is not None and owner != member.id:
        raise PlanovykError("error.somebody-else")
    if owner is None:
        await bind(session, member.id, address, language, now)
    else:
        await talk_about(session, address, member.branch_id)
    member.joined_at = member.joined_at or now
    member.by_proxy = False
    await settle_all(session, address, now, member.id, member.branch_id)
    await branches.changed(session, member.branch_id, now)
    [here] = [each for each in await belongings(session, address) if each.branch_id == member.branch_id]
    return here.identity_id


async def used_up_by(house: House, address: Address, token: str) -> bool:
    """Tell whether a start token was used by the account's own person; their old link leads to their branch again."""
    used = select(InviteRow.member_id).where(InviteRow.token_hash == hashed(token), InviteRow.used_at.is_not(None))
    async with house.store.reading() as session:
        member = await session.get(MemberRow, await session.scalar(used) or 0)
        if member is None or await member_at(session, address, member.branch_id) != member.id:
            return False
    async with house.store.writing() as session:
        return await talk_about(session, address, member.branch_id)


async def _tell(session: AsyncSession, invitation: InviteRow, member: MemberRow, house: House) -> None:
    """Owe whoever made the invitation in the chat the news that it was used."""
    if invitation.made_by is None:
        return
    now = house.now()
    notice = Notice(Kind.JOINED, member.id, invitation.made_by, house.today(), invitation.id)
    # An invitation's id may be given again once the old one is swept away.
    key = f"{notice.key}:{now.isoformat()}"
    await owe(session, member.branch_id, notice, key, now, now + NEWS_USEFUL, now)


async def _usable(session: AsyncSession, token: str, now: datetime) -> InviteRow | None:
    query = (
        select(InviteRow)
        .join(MemberRow, MemberRow.id == InviteRow.member_id)
        .where(InviteRow.token_hash == hashed(token), InviteRow.used_at.is_(None), InviteRow.revoked_at.is_(None))
        .where(MemberRow.left_at.is_(None))
    )
    invitation = await session.scalar(query)
    return invitation if invitation and invitation.expires_at > now else None


def entry_of(member: MemberRow, now: datetime, verb: str) -> AuditRow:
    """Return an entry of the trail for what somebody does about their own membership."""
    return AuditRow(branch_id=member.branch_id, member_id=member.id, at=now, verb=verb, subject=f"member:{member.id}")


async def note_use(house: House, caller: Caller) -> None:
    """Remember which account a member used last, so that they are reminded there; rarely needs a write."""
    now = house.now()
    if caller.latest and (caller.stopped or not caller.blocked) and now - caller.used_at < USE_NOTED_EVERY:
        return
    async with house.store.writing() as session:
        identity = await session.get_one(IdentityRow, caller.identity_id)
        identity.used_at = await use_next(session, caller.member_id, now)
        if identity.blocked_at is not None and identity.silence != STOPPED:
            await _open_all(session, Address(identity.door, identity.account), now)


async def _open_all(session: AsyncSession, address: Address, now: datetime) -> None:
    for each in await accounts_at(session, address):
        if each.blocked_at is not None and each.silence != STOPPED:
            await open_again(session, each, now)


async def leave(house: House, address: Address, why: str = UNSUBSCRIBED) -> None:
    """Mark an account as silent in every branch of its owner, who has unsubscribed, or (BLOCKED) blocked the bot."""
    caller = await house.store.caller(address)
    if caller is None or caller.blocked:
        return
    async with house.store.writing() as session:
        for each in await accounts_at(session, address):
            await fall_silent(session, each, why, house.now())
    house.nudge()


async def block(house: House, address: Address) -> None:
    """Mark an account as silent whose owner has blocked the bot; see `leave`."""
    await leave(house, address, BLOCKED)


async def come_back(house: House, address: Address) -> None:
    """Mark an account as reachable again: what its owner could not be told meanwhile is owed anew.

    Whoever has said that they want nothing goes on hearing nothing.
    """
    caller = await house.store.caller(address)
    if caller is None or not caller.blocked or caller.stopped:
        return
    async with house.store.writing() as session:
        await _open_all(session, address, house.now())
    house.nudge()


async def speak(house: House, caller: Caller, language: str) -> None:
    """Keep the language the person chose for this account."""
    async with house.store.writing() as session:
        identity = await session.get_one(IdentityRow, caller.identity_id)
        identity.language = language
