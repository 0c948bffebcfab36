"""A person's own accounts: which there are, parting one, and being known nowhere any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import ShowAccounts, SignOut, Unlink
from bot.dialog.model import Address
from bot.domain.access import may_keep_accounts
from bot.usecases.deeds import Deed, doing
from bot.usecases.house import House
from bot.usecases.joining import entry_of
from db import branches
from db.applicants import forget_waiting
from db.belonging import accounts_of, selves_of
from db.caller import Caller
from db.identities import drop_identities
from db.leaving import shut_out
from db.tables import LinkCodeRow, MemberRow


@dataclass(frozen=True, slots=True)
class Account:
    """A messenger of a person: the one they write in now (`here`), and the one they are written to (`latest`)."""

    identity_id: int
    door: str
    used_at: datetime
    here: bool
    latest: bool
    silent: bool


class Parted(StrEnum):
    """What came of parting an account."""

    DONE = "done"
    LAST = "last"
    """It is the only one: that is signing out, and asked as such."""
    STALE = "stale"


async def accounts(house: House, caller: Caller) -> tuple[Account, ...]:
    """Return the member's accounts, the one used last first."""
    async with house.store.reading() as session:
        rows = await accounts_of(session, [caller.member_id])
    latest = next((row.id for row in rows if row.blocked_at is None), None)
    return tuple(
        Account(
            row.id, row.door, row.used_at, row.id == caller.identity_id, row.id == latest, row.blocked_at is not None
        )
        for row in rows
    )


async def unlink(house: House, caller: Caller, update_key: str, action: Unlink) -> Parted:
    """Part an account from the person, in every branch of theirs; open codes go too, as it may be in wrong hands."""
    async with doing(house, caller, update_key, ShowAccounts(), may_keep_accounts) as deed:
        if deed is None or not deed.fresh:
            return Parted.STALE
        rows = await accounts_of(deed.session, [caller.member_id])
        parted = next((row for row in rows if row.id == action.identity), None)
        if parted is None:
            return Parted.STALE
        if len(rows) == 1:
            return Parted.LAST
        await _part(deed, Address(parted.door, parted.account))
    house.nudge()
    return Parted.DONE


async def _part(deed: Deed, address: Address) -> None:
    selves = await selves_of(deed.session, deed.member.id)
    known = [
        row
        for row in await accounts_of(deed.session, [each.id for each in selves])
        if (row.door, row.account) == (address.door, address.account)
    ]
    await drop_identities(deed.session, [row.id for row in known])
    await deed.session.execute(delete(LinkCodeRow).where(LinkCodeRow.member_id.in_([each.id for each in selves])))
    await forget_waiting(deed.session, [address], deed.now)
    await _note(deed, [each for each in selves if each.id in {row.member_id for row in known}], "unlink")


async def sign_out(house: House, caller: Caller, update_key: str, action: SignOut) -> bool:
    """Forget every account of the person, in every branch of theirs, with the ways in that are open to them.

    They stay members; what is owed to them waits until they come back. False when the button was not that of this
    account's present binding.
    """
    async with doing(house, caller, update_key, ShowAccounts(), may_keep_accounts) as deed:
        if deed is None or not deed.fresh or action.identity != caller.identity_id:
            return False
        selves = await selves_of(deed.session, deed.member.id)
        await forget_waiting(deed.session, await _addresses(deed.session, [each.id for each in selves]), deed.now)
        for member in selves:
            member.awaiting = None
            await shut_out(deed.session, member.id, deed.now)
        await _note(deed, selves, "sign-out")
    return True


async def _addresses(session: AsyncSession, member_ids: Collection[int]) -> set[Address]:
    return {Address(row.door, row.account) for row in await accounts_of(session, member_ids)}


async def _note(deed: Deed, members: Sequence[MemberRow], verb: str) -> None:
    for member in members:
        deed.session.add(entry_of(member, deed.now, verb))
        await branches.changed(deed.session, member.branch_id, deed.now)
