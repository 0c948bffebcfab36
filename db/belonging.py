"""The branches that an account is known in, and everything that one person is in them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Integer, Select, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.dialog.model import Address
from db.identities import at, talk_by
from db.tables import (
    ActivityRow,
    AnnouncementRow,
    ApplicantRow,
    BranchRow,
    DoubtRow,
    EntranceRow,
    IdentityRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    OutboxRow,
    PartyRow,
    PlanRow,
    RegistrationRow,
    ReportRow,
    RequestRow,
)


@dataclass(frozen=True, slots=True)
class Belonging:
    """A branch that an account is known in; `current`: the one it talks to."""

    branch_id: int
    branch_name: str
    identity_id: int
    current: bool


async def belongings(session: AsyncSession, address: Address) -> tuple[Belonging, ...]:
    """Return the branches of an account by their names."""
    query = (
        select(BranchRow.id, BranchRow.name, IdentityRow.id, IdentityRow.current)
        .select_from(IdentityRow)
        .join(MemberRow, MemberRow.id == IdentityRow.member_id)
        .join(BranchRow, BranchRow.id == MemberRow.branch_id)
        .where(at(address), MemberRow.left_at.is_(None))
        .order_by(BranchRow.name, BranchRow.id)
    )
    return tuple(Belonging(*row) for row in await session.execute(query))


async def talk_about(session: AsyncSession, address: Address, branch_id: int) -> bool:
    """Have an account talk to a branch; False, and no change, when it is not known there."""
    found = next((each for each in await belongings(session, address) if each.branch_id == branch_id), None)
    if found is not None and not found.current:
        await talk_by(session, address, found.identity_id)
    return found is not None


async def member_at(session: AsyncSession, address: Address, branch_id: int) -> int | None:
    """Return whose an account is in a branch; None where it is nobody's."""
    query = select(MemberRow.id).join(IdentityRow, IdentityRow.member_id == MemberRow.id)
    here = and_(at(address), MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    member_id: int | None = await session.scalar(query.where(here))
    return member_id


async def selves_of(session: AsyncSession, member_id: int) -> Sequence[MemberRow]:
    """Return what the person behind a member is in every branch: that member, and who shares an account of theirs."""
    own, shared = aliased(IdentityRow), aliased(IdentityRow)
    same = and_(shared.door == own.door, shared.account == own.account)
    others = select(shared.member_id).join(own, same).where(own.member_id == member_id)
    query = select(MemberRow).where((MemberRow.id == member_id) | MemberRow.id.in_(others), MemberRow.left_at.is_(None))
    return (await session.scalars(query.order_by(MemberRow.id))).all()


async def accounts_of(session: AsyncSession, member_ids: Collection[int]) -> Sequence[IdentityRow]:
    """Return the accounts of members, the one used last first."""
    query = select(IdentityRow).where(IdentityRow.member_id.in_(member_ids))
    return (await session.scalars(query.order_by(IdentityRow.used_at.desc(), IdentityRow.id.desc()))).all()


_KEY = bindparam("key", type_=Integer)
_OF_PLAN = select(PlanRow.branch_id)
_OF_ACTIVITY = _OF_PLAN.join(ActivityRow, ActivityRow.plan_id == PlanRow.id)
_OF_MEMBER = select(MemberRow.branch_id)
_BRANCH_OF: Mapping[str, Select[int]] = {
    "branch": select(BranchRow.id).where(BranchRow.id == _KEY),
    "plan": _OF_PLAN.where(PlanRow.id == _KEY),
    "activity": _OF_ACTIVITY.where(ActivityRow.id == _KEY),
    "occurrence": _OF_ACTIVITY.join(OccurrenceRow, OccurrenceRow.activity_id == ActivityRow.id).where(
        OccurrenceRow.id == _KEY
    ),
    "report": _OF_ACTIVITY.join(ReportRow, ReportRow.activity_id == ActivityRow.id).where(ReportRow.id == _KEY),
    "meeting": _OF_PLAN.join(MeetingRow, MeetingRow.plan_id == PlanRow.id).where(MeetingRow.id == _KEY),
    "doubt": _OF_PLAN.join(DoubtRow, DoubtRow.plan_id == PlanRow.id).where(DoubtRow.id == _KEY),
    "member": _OF_MEMBER.where(MemberRow.id == _KEY),
    "identity": _OF_MEMBER.join(IdentityRow, IdentityRow.member_id == MemberRow.id).where(IdentityRow.id == _KEY),
    "party": select(PartyRow.branch_id).where(PartyRow.id == _KEY),
    "entrance": select(EntranceRow.branch_id).where(EntranceRow.id == _KEY),
    "applicant": select(ApplicantRow.branch_id).where(ApplicantRow.id == _KEY),
    "request": select(RequestRow.branch_id).where(RequestRow.id == _KEY),
    "announcement": select(AnnouncementRow.branch_id).where(AnnouncementRow.id == _KEY),
    "notice": select(OutboxRow.branch_id).where(OutboxRow.id == _KEY),
    "registration": select(RegistrationRow.branch_id).where(RegistrationRow.id == _KEY),
}
"""The branch of what an action speaks of, by the name that its id has in actions."""


async def branch_of(session: AsyncSession, subjects: Iterable[tuple[str, int]]) -> int | None:
    """Return the branch of the first of the subjects that is there: (what it is, its id)."""
    for what, key in subjects:
        query = _BRANCH_OF.get(what)
        if query is not None and key:
            branch_id: int | None = await session.scalar(query, {"key": key})
            if branch_id is not None:
                return branch_id
    return None
