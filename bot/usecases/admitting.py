"""Those who keep a branch's people say who an applicant is, or that they are not let in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Admit, Refuse, ShowApplicant
from bot.dialog.model import Address
from bot.domain.access import may_keep_people
from bot.domain.admission import Known, Proposal, proposals
from bot.domain.names import Likeness
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.usecases.acting import Verdict
from bot.usecases.deeds import Deed, doing, note
from bot.usecases.house import House
from bot.usecases.joining import let_in
from db.acquaintances import known_people
from db.applicants import Applicant, count_waiting, settle, waiting_in
from db.belonging import member_at
from db.caller import Caller
from db.outbox import owe
from db.parties import link_members
from db.tables import ApplicantRow, MemberRow, PartyRow

WELCOME_OF_USE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Settled:
    """An applicant whom somebody has decided on: as whom they were let in, None if not; and by whom, None by nobody."""

    member: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An applicant, with those of their name who are not in the bot yet, and those who are."""

    applicant: Applicant
    proposals: tuple[Proposal, ...]
    namesakes: tuple[Known, ...]


async def how_many_wait(house: House, caller: Caller) -> int:
    """Return how many wait to be admitted, for those who may admit; 0 for others."""
    if not may_keep_people(caller.role):
        return 0
    async with house.store.reading() as session:
        return await count_waiting(session, caller.branch_id)


async def applicants(house: House, caller: Caller) -> tuple[Applicant, ...]:
    """Return who waits, the longest waiting first, for those who may admit."""
    if not may_keep_people(caller.role):
        return ()
    async with house.store.reading() as session:
        return await waiting_in(session, caller.branch_id)


async def candidate(house: House, caller: Caller, applicant_id: int) -> Candidate | Settled | None:
    """Return an applicant with whom they may be, or what became of them; None for those who may not admit."""
    if not may_keep_people(caller.role):
        return None
    async with house.store.reading() as session:
        row = await session.get(ApplicantRow, applicant_id)
        if row is None or row.branch_id != caller.branch_id or not (row.name or row.settled_at):
            return None
        if row.settled_at is not None:
            return Settled(await _name(session, row.member_id), await _name(session, row.settled_by))
        found = proposals(row.name, await known_people(session, row.branch_id))
    applicant = Applicant(row.id, row.name, row.door, row.asked_at)
    free = tuple(each for each in found if not each.known.has_account)
    return Candidate(applicant, free, tuple(each.known for each in found if each.known.has_account))


async def _name(session: AsyncSession, member_id: int | None) -> str | None:
    member = await session.get(MemberRow, member_id) if member_id is not None else None
    return member.name if member else None


async def admit(house: House, caller: Caller, update_key: str, action: Admit) -> Verdict:
    """Let an applicant in as whom they were said to be. Stale when that is not possible any more, or was done."""
    async with doing(house, caller, update_key, ShowApplicant(action.applicant), may_keep_people) as deed:
        if deed is None:
            return Verdict.REFUSED
        row = await _waiting(deed, action.applicant)
        member = await _said_to_be(deed, row, action) if row is not None else None
        if row is None or member is None:
            return Verdict.STALE
        language, address = row.language, Address(row.door, row.account)
        await settle(deed.session, row, deed.now, by=deed.member.id, member_id=member.id)
        await let_in(deed.session, member, address, language, deed.now)
        await link_members(deed.session, deed.branch_id)
        await note(deed, "admit", f"member:{member.id}")
        welcome = Notice(Kind.ADMITTED, row.id, member.id, house.today())
        until = deed.now + WELCOME_OF_USE
        await owe(deed.session, deed.branch_id, welcome, welcome.key, deed.now, until, deed.now)
    house.nudge()
    return Verdict.DONE


async def refuse(house: House, caller: Caller, update_key: str, action: Refuse) -> Verdict:
    """Do not let an applicant in: their account is forgotten at once, and nobody writes to them."""
    async with doing(house, caller, update_key, ShowApplicant(action.applicant), may_keep_people) as deed:
        if deed is None:
            return Verdict.REFUSED
        row = await _waiting(deed, action.applicant)
        if row is None:
            return Verdict.STALE
        await settle(deed.session, row, deed.now, by=deed.member.id)
        await note(deed, "refuse", f"applicant:{row.id}")
        return Verdict.DONE


async def _waiting(deed: Deed, applicant_id: int) -> ApplicantRow | None:
    """Return the applicant's row if they wait at this branch and nobody has decided."""
    row = await deed.session.get(ApplicantRow, applicant_id)
    here = row is not None and row.branch_id == deed.branch_id and row.settled_at is None and row.name != ""
    return row if here and deed.fresh else None


async def _said_to_be(deed: Deed, row: ApplicantRow, action: Admit) -> MemberRow | None:
    """Return the member that the applicant becomes; None when somebody else is behind that name by now."""
    if await member_at(deed.session, Address(row.door, row.account), deed.branch_id) is not None:
        return None
    known = {(each.member_id, each.party_id): each for each in await known_people(deed.session, deed.branch_id)}
    if action.member:
        chosen = known.get((action.member, None))
        free = chosen is not None and not chosen.has_account
        return await deed.session.get_one(MemberRow, action.member) if free else None
    if action.party:
        return await _of_plan(deed, known.get((None, action.party)))
    await _keep_apart(deed, row.name, list(known.values()))
    return await _new_member(deed, row.name)


async def _of_plan(deed: Deed, person: Known | None) -> MemberRow | None:
    """Make a person of the plan a member, under the name that the plan has for them."""
    if person is None:
        return None
    member = await _new_member(deed, person.name)
    (await deed.session.get_one(PartyRow, person.party_id)).member_id = member.id
    return member


async def _keep_apart(deed: Deed, name: str, people: list[Known]) -> None:
    """Give those of the plan whom the newcomer was said not to be places of their own, before names are joined.

    A person of the plan whose surname and initials are the newcomer's would be taken for them otherwise.
    """
    for each in proposals(name, people):
        if each.known.party_id is not None and each.likeness is Likeness.SAME:
            await _of_plan(deed, each.known)


async def _new_member(deed: Deed, name: str) -> MemberRow:
    member = MemberRow(branch_id=deed.branch_id, name=name, role=Role.MEMBER.value)
    deed.session.add(member)
    await deed.session.flush()
    return member
