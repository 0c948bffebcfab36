"""Whom a branch knows by name: its members, and the people whom its plans name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Row, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.admission import Known
from bot.domain.erasing import is_nobody
from bot.domain.plan import Role
from db.parties import first_spelling, people_named
from db.tables import ActivityRow, DutyRow, IdentityRow, MemberRow, PlanRow

MOST_NAMED = 3
"""Activities that are named to tell namesakes apart."""
_Person = tuple[int | None, int | None]
"""A member's id, or that of the first spelling of somebody who is no member."""


async def known_people(session: AsyncSession, branch_id: int) -> tuple[Known, ...]:
    """Return the branch's members, and the people whom its plans name and no member stands behind.

    Spellings that a human has called one person are one, under the first of them.
    """
    parties = {party.id: party for party in await people_named(session, branch_id)}
    persons: dict[int, _Person] = {
        party.id: (party.member_id, None) if party.member_id else (None, first_spelling(party, parties).id)
        for party in parties.values()
    }
    does: dict[_Person, dict[str, None]] = defaultdict(dict)
    for party_id, number, title in await _duties(session, branch_id):
        if party_id in persons:
            does[persons[party_id]][number or title] = None
    members = [
        _known((member_id, None), name, Role(role), does, has_account=has_account)
        for member_id, name, role, has_account in await _members(session, branch_id)
    ]
    strangers = sorted({each for _, each in persons.values() if each and not is_nobody(parties[each].name)})
    return (*members, *(_known((None, each), parties[each].name, Role.MEMBER, does) for each in strangers))


def _known(
    person: _Person, name: str, role: Role, does: dict[_Person, dict[str, None]], *, has_account: bool = False
) -> Known:
    work = list(does[person])
    return Known(*person, name, role, has_account, tuple(work[:MOST_NAMED]), max(0, len(work) - MOST_NAMED))


async def _members(session: AsyncSession, branch_id: int) -> Sequence[Row[int, str, str, bool]]:
    has_account = exists().where(IdentityRow.member_id == MemberRow.id)
    query = (
        select(MemberRow.id, MemberRow.name, MemberRow.role, has_account)
        .where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
        .order_by(MemberRow.id)
    )
    return (await session.execute(query)).all()


async def _duties(session: AsyncSession, branch_id: int) -> Sequence[Row[int, str | None, str]]:
    """Return who answers for what in the branch's plans, of the newest plan first."""
    query = (
        select(DutyRow.party_id, ActivityRow.number, ActivityRow.title)
        .join(ActivityRow, ActivityRow.id == DutyRow.activity_id)
        .join(PlanRow, PlanRow.id == ActivityRow.plan_id)
        .where(PlanRow.branch_id == branch_id, ActivityRow.cancelled_at.is_(None))
        .order_by(PlanRow.year.desc(), PlanRow.id.desc(), ActivityRow.position, ActivityRow.id)
    )
    return (await session.execute(query)).all()
