"""Which member stands behind a name in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.names import Likeness, compare, parse_name
from bot.domain.people.model import Kind
from db.tables import MemberRow, PartyRow


async def link_members(session: AsyncSession, branch_id: int) -> None:
    """Join the plan's people to the branch's members by surname and initials, where that is beyond doubt.

    Beyond doubt: one member fits the name and it fits no other member. Spellings that a human has called one person
    share their member; a spelling that is only similar is never joined here.
    """
    query = select(PartyRow).where(PartyRow.branch_id == branch_id, PartyRow.kind == Kind.PERSON)
    parties = (await session.scalars(query)).all()
    members = (await session.scalars(select(MemberRow).where(MemberRow.branch_id == branch_id))).all()
    for party in parties:
        fitting = [member for member in members if _same(party.name, member.name)]
        if party.member_id is None and len(fitting) == 1 and not _rivals(parties, party, fitting[0]):
            party.member_id = fitting[0].id
    _share(parties)
    await session.flush()


def _same(one: str, other: str) -> bool:
    first, second = parse_name(one), parse_name(other)
    return first is not None and second is not None and compare(first, second) is Likeness.SAME


def _rivals(parties: Iterable[PartyRow], party: PartyRow, member: MemberRow) -> bool:
    """Tell whether the member's name fits two people of the plan that do not fit each other («Шевченко Т.»)."""
    fitting = (each for each in parties if each.id != party.id and _same(each.name, member.name))
    return any(not _same(each.name, party.name) for each in fitting)


def _share(parties: Sequence[PartyRow]) -> None:
    by_id = {party.id: party for party in parties}
    pairs = [(party, by_id[party.same_as]) for party in parties if party.same_as in by_id]
    for one, other in [*pairs, *reversed(pairs)]:
        one.member_id = one.member_id or other.member_id
        other.member_id = other.member_id or one.member_id
