"""Who keeps the branch's people changes one: role, name, account, leaving and coming back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.dialog.actions import AskName, BringMemberBack, ForgetAccount, RemoveMember, SetRole, ShowMember
from bot.domain.access import may_decide_on, may_keep_people
from bot.domain.enlisting import Lookalike, name_of_person
from bot.domain.members import mark_of_account
from bot.domain.plan import Role
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from db.caller import Caller
from db.identities import drop_identities
from db.leaving import close_ways, let_go
from db.members import (
    FORGET,
    accounts_of,
    came_by_invitation,
    done_since,
    joined_at,
    member_of,
    subject_of,
)
from db.outbox import drop_waiting
from db.parties import link_members
from db.tables import IdentityRow, MemberRow

ROLES = tuple(Role)


class Outcome(StrEnum):
    """What came of a change of somebody."""

    DONE = "done"
    STALE = "stale"
    """They are no longer as the person saw them; nothing was changed."""
    REFUSED = "refused"
    REPEATED = "repeated"
    """The update has had its effect before."""
    OWN = "own"
    """Nobody does that to themselves."""
    UNCLEAR = "unclear"
    """The words are no answer; the question stays."""
    ALIKE = "alike"
    """A name is like known ones: the person must say whom they mean."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of a change, and of whom (0 when unknown).

    `count` is what the change was counted to be about. `said`, `name` and `alike` are for ALIKE: the entry of the trail
    with the names as they were said, the name in question, and the known people it is like.
    """

    outcome: Outcome
    member_id: int = 0
    count: int = 0
    said: int = 0
    name: str = ""
    alike: tuple[Lookalike, ...] = ()


Change = Callable[[Deed, MemberRow], Awaitable[Kept]]


async def give_role(house: House, caller: Caller, about: SetRole, update_key: str) -> Kept:
    """Give a member another role; what only the old one was owed is dropped when it would leave."""

    async def change(deed: Deed, row: MemberRow) -> Kept:
        known = about.role < len(ROLES) and about.was < len(ROLES)
        if row.left_at is not None or not known or row.role != ROLES[about.was]:
            return Kept(Outcome.STALE, row.id)
        if not may_decide_on(deed.member.id, row.id):
            return Kept(Outcome.OWN, row.id)
        row.role = ROLES[about.role]
        await note(deed, "give-role", subject_of(row.id), row.role)
        return Kept(Outcome.DONE, row.id)

    return await _keep(house, caller, about.member, update_key, change)


async def rename(house: House, caller: Caller, about: AskName, words: str, update_key: str) -> Kept:
    """Give a member the name they should have; whoever the plans name so is them from now on, too."""

    async def change(deed: Deed, row: MemberRow) -> Kept:
        name = name_of_person(words)
        if name is None:
            return Kept(Outcome.UNCLEAR, row.id)
        deed.member.awaiting = None
        row.name = name
        await deed.session.flush()
        await link_members(deed.session, deed.branch_id)
        await note(deed, "rename-member", subject_of(row.id), name)
        return Kept(Outcome.DONE, row.id)

    return await _keep(house, caller, about.member, update_key, change)


async def remove(house: House, caller: Caller, about: RemoveMember, update_key: str) -> Kept:
    """Let a member leave the branch."""

    async def change(deed: Deed, row: MemberRow) -> Kept:
        if row.left_at is not None:
            return Kept(Outcome.STALE, row.id)
        if not may_decide_on(deed.member.id, row.id):
            return Kept(Outcome.OWN, row.id)
        await let_go(deed.session, row, deed.now)
        await note(deed, "remove-member", subject_of(row.id))
        return Kept(Outcome.DONE, row.id)

    return await _keep(house, caller, about.member, update_key, change)


async def bring_back(house: House, caller: Caller, about: BringMemberBack, update_key: str) -> Kept:
    """Make somebody who has left the same member again; they come in by a new invitation."""

    async def change(deed: Deed, row: MemberRow) -> Kept:
        if row.left_at is None:
            return Kept(Outcome.STALE, row.id)
        await return_to_branch(deed, row)
        await link_members(deed.session, deed.branch_id)
        return Kept(Outcome.DONE, row.id)

    return await _keep(house, caller, about.member, update_key, change)


async def return_to_branch(deed: Deed, row: MemberRow) -> None:
    """Make somebody who has left a member again; what fell due before they join anew is not theirs to hear."""
    row.left_at, row.joined_at = None, None
    await deed.session.flush()
    await note(deed, "bring-member-back", subject_of(row.id))


async def forget_account(house: House, caller: Caller, about: ForgetAccount, update_key: str) -> Kept:
    """Forget an account that is not the member's, with those it may have added, and every way in that was open.

    `count` of the answer is how many entries the trail has of the member since the account came in.
    """

    async def change(deed: Deed, row: MemberRow) -> Kept:
        accounts = await accounts_of(deed.session, row.id)
        wrong = next((each for each in accounts if each.id == about.identity), None)
        if wrong is None or mark_of_account(wrong.door, wrong.account) != about.mark:
            return Kept(Outcome.STALE, row.id)
        if wrong.id == caller.identity_id:
            return Kept(Outcome.OWN, row.id)
        return Kept(Outcome.DONE, row.id, await _forget(deed, row, wrong, caller.identity_id))

    return await _keep(house, caller, about.member, update_key, change)


async def _forget(deed: Deed, row: MemberRow, wrong: IdentityRow, own: int) -> int:
    session = deed.session
    count = await done_since(session, row.id, await joined_at(session, wrong.id))
    later = [each.id for each in await accounts_of(session, row.id) if each.id > wrong.id]
    added = set(later) - await came_by_invitation(session, later) - {own}
    await drop_identities(session, [wrong.id, *added])
    await close_ways(session, row.id, deed.now)
    row.awaiting = None
    await _empty_the_post(deed, row)
    await note(deed, FORGET, subject_of(row.id), str(count))
    return count


async def _empty_the_post(deed: Deed, row: MemberRow) -> None:
    """Have a member without any account left be one who has not joined: nothing waits to be sent to them."""
    if not await accounts_of(deed.session, row.id):
        row.joined_at = None
        await drop_waiting(deed.session, row.id)


async def _keep(house: House, caller: Caller, member_id: int, update_key: str, change: Change) -> Kept:
    async with doing(house, caller, update_key, ShowMember(member_id), may_keep_people) as deed:
        if deed is None:
            return Kept(Outcome.REFUSED)
        row = await member_of(deed.session, deed.branch_id, member_id)
        if row is None:
            return Kept(Outcome.REFUSED)
        kept = await change(deed, row) if deed.fresh else Kept(Outcome.REPEATED, member_id)
    house.nudge()
    return kept
