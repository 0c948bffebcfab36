"""Which member stands behind a name in the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

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
    parties = await _people(session, branch_id)
    members = (await session.scalars(select(MemberRow).where(MemberRow.branch_id == branch_id))).all()
    for party in parties:
        fitting = [member for member in members if _same(party.name, member.name)]
        if party.member_id is None and len(fitting) == 1 and not _rivals(parties, party, fitting[0]):
            party.member_id = fitting[0].id
    _share(parties)
    await session.flush()


async def join_spellings(session: AsyncSession, branch_id: int, one: str, other: str) -> None:
    """Keep for good that two spellings of a name are one person, as a human has said; their member is shared."""
    parties = await _people(session, branch_id)
    by_id = {party.id: party for party in parties}
    named = [[party for party in parties if _same(party.name, name)] for name in (one, other)]
    for left, right in product(*named):
        first, second = _first_spelling(left, by_id), _first_spelling(right, by_id)
        if first.id != second.id:
            second.same_as = first.id
    await link_members(session, branch_id)


async def _people(session: AsyncSession, branch_id: int) -> Sequence[PartyRow]:
    query = select(PartyRow).where(PartyRow.branch_id == branch_id, PartyRow.kind == Kind.PERSON)
    return (await session.scalars(query.order_by(PartyRow.id))).all()


def _first_spelling(party: PartyRow, by_id: Mapping[int, PartyRow]) -> PartyRow:
    """Follow a spelling to the one that all spellings of the person point to in the end."""
    while party.same_as is not None:
        party = by_id[party.same_as]
    return party


def _same(one: str, other: str) -> bool:
    first, second = parse_name(one), parse_name(other)
    return first is not None and second is not None and compare(first, second) is Likeness.SAME


def _rivals(parties: Iterable[PartyRow], party: PartyRow, member: MemberRow) -> bool:
    """Tell whether the member's name fits two people of the plan that do not fit each other («Шевченко Т.»)."""
    fitting = (each for each in parties if each.id != party.id and _same(each.name, member.name))
    return any(not _same(each.name, party.name) for each in fitting)


def _share(parties: Sequence[PartyRow]) -> None:
    by_id = {party.id: party for party in parties}
    spellings: dict[int, list[PartyRow]] = {}
    for party in parties:
        spellings.setdefault(_first_spelling(party, by_id).id, []).append(party)
    for group in spellings.values():
        member_id = next((each.member_id for each in group if each.member_id), None)
        for each in group:
            each.member_id = each.member_id or member_id
