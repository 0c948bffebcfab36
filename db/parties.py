"""Which member stands behind a name in the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.names import Likeness, PersonName, compare, fold, parse_name
from bot.domain.people.model import Kind
from db.tables import MemberRow, PartyRow

Row = TypeVar("Row", PartyRow, MemberRow)


async def link_members(session: AsyncSession, branch_id: int) -> None:
    """Join the plan's people to the branch's members by surname and initials, where that is beyond doubt.

    Beyond doubt: one member fits the name and it fits no other member. Spellings that a human has called one person
    share their member; a spelling that is only similar is never joined here.
    """
    parties = await people_named(session, branch_id)
    present = select(MemberRow).where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    members = _by_surname(await session.scalars(present))
    for surname, named in _by_surname(parties).items():
        for name, party in named:
            fitting = [each for each in members.get(surname, ()) if _same(name, each[0])]
            if party.member_id is None and len(fitting) == 1 and not _rivals(named, name, fitting[0][0]):
                party.member_id = fitting[0][1].id
    _share(parties)
    await session.flush()


async def join_spellings(session: AsyncSession, branch_id: int, one: str, other: str) -> list[int]:
    """Keep that two spellings of a name are one person, as a human has said; their member is shared.

    Returns the ids of the parties that this has joined to others, for `part_spellings`.
    """
    joined: list[int] = []
    parties = await people_named(session, branch_id)
    by_id = {party.id: party for party in parties}
    people = _by_surname(parties)
    for left, right in product(_called(people, one), _called(people, other)):
        first, second = first_spelling(left, by_id), first_spelling(right, by_id)
        if first.id != second.id:
            second.same_as = first.id
            joined.append(second.id)
    await link_members(session, branch_id)
    return joined


async def part_spellings(session: AsyncSession, branch_id: int, joined: Collection[int]) -> None:
    """Take back what `join_spellings` has done; a member shared with a spelling stays behind those it fits."""
    parties = await people_named(session, branch_id)
    by_id = {party.id: party for party in parties}
    roots = {first_spelling(party, by_id).id for party in parties if party.id in joined}
    group = [party for party in parties if first_spelling(party, by_id).id in roots]
    for party in group:
        party.same_as = None if party.id in joined else party.same_as
        if party.member_id is not None and not fits(party, await session.get_one(MemberRow, party.member_id)):
            party.member_id = None
    await link_members(session, branch_id)


def fits(party: PartyRow, member: MemberRow) -> bool:
    """Tell whether a name of the plan is a member's by surname and initials."""
    one, other = parse_name(party.name), parse_name(member.name)
    return one is not None and other is not None and _same(one, other)


async def people_named(session: AsyncSession, branch_id: int) -> Sequence[PartyRow]:
    """Return the people whom the branch's plans name, in whichever spelling."""
    query = select(PartyRow).where(PartyRow.branch_id == branch_id, PartyRow.kind == Kind.PERSON)
    return (await session.scalars(query.order_by(PartyRow.id))).all()


def first_spelling(party: PartyRow, by_id: Mapping[int, PartyRow]) -> PartyRow:
    """Follow a spelling to the one that all spellings of the person point to in the end."""
    while party.same_as is not None:
        party = by_id[party.same_as]
    return party


def _by_surname(rows: Iterable[Row]) -> dict[str, list[tuple[PersonName, Row]]]:
    """Put people with the names they are read as together by surname: those of another surname are never the same.

    A name that cannot be read as one is left out, as it is the same as no other.
    """
    groups: dict[str, list[tuple[PersonName, Row]]] = {}
    for row in rows:
        name = parse_name(row.name)
        if name is not None:
            groups.setdefault(fold(name.surname), []).append((name, row))
    return groups


def _called(people: Mapping[str, list[tuple[PersonName, PartyRow]]], spelling: str) -> list[PartyRow]:
    name = parse_name(spelling)
    return [party for each, party in people.get(fold(name.surname), ()) if _same(each, name)] if name else []


def _same(one: PersonName, other: PersonName) -> bool:
    return compare(one, other) is Likeness.SAME


def _rivals(named: Iterable[tuple[PersonName, PartyRow]], party: PersonName, member: PersonName) -> bool:
    """Tell whether the member's name fits two people of the plan that do not fit each other («Шевченко Т.»)."""
    return any(_same(each, member) and not _same(each, party) for each, _ in named)


def _share(parties: Sequence[PartyRow]) -> None:
    by_id = {party.id: party for party in parties}
    spellings: dict[int, list[PartyRow]] = {}
    for party in parties:
        spellings.setdefault(first_spelling(party, by_id).id, []).append(party)
    for group in spellings.values():
        member_id = next((each.member_id for each in group if each.member_id), None)
        for each in group:
            each.member_id = each.member_id or member_id
