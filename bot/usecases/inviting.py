"""Personal links made in the chat: for one person, and for the next few of the whole list.

A token stands in the answer and nowhere else: the database has its hash, the trail that there was one.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialog.actions import InviteMember, InviteNamed, JoinNamed, ShowMember, ShowMembers, ShowNamed
from bot.domain.access import may_keep_people
from bot.domain.enlisting import Lookalike, lookalikes
from bot.domain.members import Invitation, Listed, Named, Roll
from bot.domain.plan import Role
from bot.usecases.channels import handles, links_of
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from bot.usecases.joining import INVITE_HOURS, hashed
from bot.usecases.keeping import Outcome
from db.caller import Caller
from db.leaving import revoke_invitations
from db.members import member_of, party_of, roll_of, subject_of
from db.parties import link_members
from db.tables import InviteRow, MemberRow, PartyRow

AT_ONCE = 10
"""Messages to pass on that one tap makes: few enough to go through them, and for any messenger to take in a row."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What came of asking for links; `member_id` and `party_id` are whom it was about, 0 where there is none.

    `invitations` are for the answer alone. `rest` are those of the list who have none yet, `unclear` those whom only
    the plan names and who may be somebody known. `alike` is for ALIKE: whom the plan's name may stand for.
    """

    outcome: Outcome
    member_id: int = 0
    party_id: int = 0
    invitations: tuple[Invitation, ...] = ()
    rest: int = 0
    unclear: int = 0
    name: str = ""
    alike: tuple[Lookalike, ...] = ()


async def invite_member(house: House, caller: Caller, about: InviteMember, update_key: str) -> Invited:
    """Make a link for a member; earlier ones that nobody has used open nothing any more."""
    async with doing(house, caller, update_key, ShowMember(about.member), may_keep_people) as deed:
        row = await member_of(deed.session, deed.branch_id, about.member) if deed else None
        if deed is None or row is None:
            return Invited(Outcome.REFUSED)
        if not deed.fresh:
            return Invited(Outcome.REPEATED, row.id)
        if row.left_at is not None:
            return Invited(Outcome.STALE, row.id)
        return Invited(Outcome.DONE, row.id, invitations=(await _invite(house, deed, row),))


async def invite_named(house: House, caller: Caller, about: InviteNamed, update_key: str) -> Invited:
    """Make a member of somebody whom the plan names, and a link for them, unless they may be somebody known."""
    async with doing(house, caller, update_key, ShowNamed(about.party), may_keep_people) as deed:
        if deed is None:
            return Invited(Outcome.REFUSED)
        party = await party_of(deed.session, deed.branch_id, about.party)
        if not deed.fresh or party is None:
            return Invited(Outcome.STALE if deed.fresh else Outcome.REPEATED, party_id=about.party)
        roll = await roll_of(deed.session, deed.branch_id, deed.now)
        alike = () if about.sure else lookalikes(party.name, _without_the_plan(roll))
        if alike:
            return Invited(Outcome.ALIKE, party_id=party.id, name=party.name, alike=alike)
        row = await _enlist(deed, party)
        return Invited(Outcome.DONE, row.id, invitations=(await _invite(house, deed, row),))


async def join_named(house: House, caller: Caller, about: JoinNamed, update_key: str) -> Invited:
    """Keep that somebody whom the plan names is a member, or one who has left."""
    async with doing(house, caller, update_key, ShowMember(about.member), may_keep_people) as deed:
        row = await member_of(deed.session, deed.branch_id, about.member) if deed else None
        if deed is None or row is None:
            return Invited(Outcome.REFUSED)
        party = await party_of(deed.session, deed.branch_id, about.party)
        if not deed.fresh or party is None or row.left_at is not None:
            return Invited(Outcome.STALE if deed.fresh else Outcome.REPEATED, row.id)
        party.member_id = row.id
        await deed.session.flush()
        await link_members(deed.session, deed.branch_id)
        await note(deed, "join-name", subject_of(row.id), party.name)
    house.nudge()
    return Invited(Outcome.DONE, about.member)


async def invite_everybody(house: House, caller: Caller, update_key: str) -> Invited:
    """Make links for the next few who have not joined and hold none that works: members, then those in the plans.

    Whoever the plan's name may stand for already is left out: that takes a word of a human's.
    """
    async with doing(house, caller, update_key, ShowMembers(0), may_keep_people) as deed:
        if deed is None:
            return Invited(Outcome.REFUSED)
        if not deed.fresh:
            return Invited(Outcome.REPEATED)
        roll = await roll_of(deed.session, deed.branch_id, deed.now)
        clear, unclear = _sorted_out(roll)
        waiting: list[Listed | Named] = [*roll.uninvited, *clear]
        made = [await _invite(house, deed, await _row_of(deed, each)) for each in waiting[:AT_ONCE]]
        return Invited(Outcome.DONE, invitations=tuple(made), rest=len(waiting) - len(made), unclear=len(unclear))


def _sorted_out(roll: Roll) -> tuple[list[Named], list[Named]]:
    """Return whom only the plans name: who is surely nobody known, and who may be."""
    clear: list[Named] = []
    unclear: list[Named] = []
    for each in roll.named:
        (unclear if lookalikes(each.name, _without_the_plan(roll)) else clear).append(each)
    return clear, unclear


def _without_the_plan(roll: Roll) -> Roll:
    return Roll(roll.members, (), roll.gone)


async def _row_of(deed: Deed, person: Listed | Named) -> MemberRow:
    if isinstance(person, Listed):
        return await deed.session.get_one(MemberRow, person.id)
    party = await deed.session.get_one(PartyRow, person.id)
    # Another one of the list may have turned out to be this one, too.
    if party.member_id is not None:
        return await deed.session.get_one(MemberRow, party.member_id)
    return await _enlist(deed, party)


async def _enlist(deed: Deed, party: PartyRow) -> MemberRow:
    row = MemberRow(branch_id=deed.branch_id, name=party.name, role=Role.MEMBER)
    deed.session.add(row)
    await deed.session.flush()
    party.member_id = row.id
    await deed.session.flush()
    await link_members(deed.session, deed.branch_id)
    await note(deed, "add-member", subject_of(row.id))
    return row


async def _invite(house: House, deed: Deed, row: MemberRow) -> Invitation:
    token, expires = house.token(), deed.now + INVITE_HOURS
    await revoke_invitations(deed.session, row.id, deed.now)
    invite = InviteRow(member_id=row.id, token_hash=hashed(token), expires_at=expires, made_by=deed.member.id)
    deed.session.add(invite)
    await deed.session.flush()
    await note(deed, "invite", subject_of(row.id))
    links = links_of(await handles(deed.session), token)
    return Invitation(row.id, row.name, expires, token, links.telegram, links.viber)
