"""Erasing a person: the history stays and nobody can tell any more who it was.

What is one's own goes: name, accounts, ways in, words. What the branch's plan says of them is renamed, in every text of
it that holds their name, so that neither an undone correction nor a draft brings it back.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.erasing import NO_WORDS, eraser, is_theirs, numbered_name
from bot.domain.people.model import Kind
from bot.domain.plan import Role
from db.branches import changed
from db.leaving import let_go, shut_out
from db.rewriting import drop_registry_draft, empty_trail, rewrite_plans
from db.selves import Account, accounts_of
from db.tables import (
    AnnouncementRow,
    ApplicantRow,
    EvidenceRow,
    InviteRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    RegistrationRow,
    ReportRow,
    RequestRow,
    StepRow,
)


async def erase(session: AsyncSession, member: MemberRow, now: datetime) -> None:
    """Erase a member, who leaves by it unless they have left before; nothing happens to one who is erased."""
    if member.erased_at is not None:
        return
    others = await _names_of_others(session, member)
    parties = await _parties_of(session, member, others)
    await drop_applications(session, await accounts_of(session, [member.id]), member.id)
    await (shut_out(session, member.id, now) if member.left_at else let_go(session, member, now))
    await session.execute(delete(InviteRow).where(InviteRow.member_id == member.id))
    linked = RegistrationRow.member_id == member.id
    await session.execute(update(RegistrationRow).where(linked).values(member_id=None))
    names = await _rename(session, member, parties)
    without = eraser(names, others)
    await rewrite_plans(session, member.branch_id, without)
    await drop_registry_draft(session, member.branch_id, without)
    await _forget_words(session, member.id)
    await empty_trail(session, member, names, without)
    _forget_self(member, now)
    await session.flush()
    await changed(session, member.branch_id, now)


async def drop_applications(session: AsyncSession, accounts: Collection[Account], member_id: int = 0) -> int:
    """Forget that accounts, and the member they have become, once came by a general entrance; return how often."""
    by_account = tuple_(ApplicantRow.door, ApplicantRow.account).in_(list(accounts))
    theirs = or_(by_account, ApplicantRow.member_id == member_id) if member_id else by_account
    return len((await session.scalars(delete(ApplicantRow).where(theirs).returning(ApplicantRow.id))).all())


def _forget_self(member: MemberRow, now: datetime) -> None:
    member.left_at = member.left_at or now
    member.erased_at = now
    member.name, member.role = "", Role.MEMBER
    member.joined_at = member.awaiting = member.awaiting_since = None
    member.by_proxy = False


async def _names_of_others(session: AsyncSession, member: MemberRow) -> list[str]:
    others = (MemberRow.branch_id == member.branch_id, MemberRow.id != member.id, MemberRow.name != "")
    return list(await session.scalars(select(MemberRow.name).where(*others)))


async def _parties_of(session: AsyncSession, member: MemberRow, others: Collection[str]) -> list[PartyRow]:
    """Return whom the plans name and mean the member by: joined to them, or one person with those, or theirs by name.

    Who has left is joined to nobody, so that only the name is left to tell them by.
    """
    query = select(PartyRow).where(PartyRow.branch_id == member.branch_id, PartyRow.kind == Kind.PERSON)
    people = list(await session.scalars(query.order_by(PartyRow.id)))
    found = {
        each.id
        for each in people
        if each.member_id == member.id or (each.member_id is None and is_theirs(member.name, each.name, others))
    }
    free = [each for each in people if each.member_id in {None, member.id}]
    grown = True
    while grown:
        more = {each.id for each in free if each.same_as in found}
        more |= {each.same_as for each in free if each.id in found and each.same_as is not None}
        grown = not more <= found
        found |= more
    return [each for each in free if each.id in found]


async def _rename(session: AsyncSession, member: MemberRow, parties: Collection[PartyRow]) -> dict[str, str]:
    """Give the parties of the plans names that are nobody's; return all of their names with what takes their place."""
    called = PartyRow.branch_id == member.branch_id, PartyRow.kind == Kind.PERSON
    taken = set(await session.scalars(select(PartyRow.name).where(*called)))
    free = (name for number in range(1, len(taken) + 2) if (name := numbered_name(number)) not in taken)
    names = {party.name: next(free) for party in parties}
    instead = next(iter(names.values()), numbered_name(1))
    for party in parties:
        party.name, party.member_id = names[party.name], None
    return {member.name: instead} | names


async def _forget_words(session: AsyncSession, member_id: int) -> None:
    """Let go of what they have written, and of what they have shown with it.

    Where an empty text would say something else, that it is gone stands there.
    """
    for column, theirs in (
        (OccurrenceRow.words, OccurrenceRow.claimed_by == member_id),
        (OccurrenceRow.reason, OccurrenceRow.decided_by == member_id),
        (ReportRow.words, ReportRow.member_id == member_id),
        (StepRow.words, or_(StepRow.member_id == member_id, StepRow.on_behalf_of == member_id)),
        (RequestRow.reason, RequestRow.member_id == member_id),
        (RequestRow.answer, RequestRow.settled_by == member_id),
        (AnnouncementRow.words, AnnouncementRow.member_id == member_id),
    ):
        words = {column.key: NO_WORDS}
        await session.execute(update(column.class_).where(theirs, column != "").values(words))
    own = ReportRow.member_id == member_id
    await session.execute(delete(EvidenceRow).where(EvidenceRow.report_id.in_(select(ReportRow.id).where(own))))
    await session.execute(delete(ReportRow).where(own, ReportRow.ended_at.is_(None)))
