"""Bodies and groups that the plans name, and the members behind each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Row, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.duties import PRESIDIUM_ROLES, is_presidium
from bot.domain.people.model import Kind
from bot.domain.plan import Party, Role
from db.tables import BodyMemberRow, DutyRow, MemberRow, PartyRow

_NAMED = exists().where(DutyRow.party_id == PartyRow.id)
_COUNT = (
    select(func.count())
    .select_from(BodyMemberRow)
    .join(MemberRow, MemberRow.id == BodyMemberRow.member_id)
    .where(BodyMemberRow.party_id == PartyRow.id, MemberRow.left_at.is_(None))
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Body:
    """A body, group or post of the plans, and how many members stand behind it."""

    party: Party
    count: int


@dataclass(frozen=True, slots=True)
class BodyMember:
    """A member of the branch, as one of a body or to be chosen for it."""

    id: int
    name: str
    role: Role


async def bodies_of(session: AsyncSession, branch_id: int) -> tuple[Body, ...]:
    """Return what the branch's plans name that stands for several people or a post, the presidium first."""
    query = select(PartyRow.id, PartyRow.kind, PartyRow.name, _COUNT).where(
        PartyRow.branch_id == branch_id, PartyRow.kind != Kind.PERSON, PartyRow.member_id.is_(None), _NAMED
    )
    presidium = len(await _presidium(session, branch_id))
    found = [Body(Party(key, Kind(kind), name), count) for key, kind, name, count in await session.execute(query)]
    bodies = (Body(each.party, presidium) if is_presidium(each.party) else each for each in found)
    return tuple(sorted(bodies, key=lambda each: (not is_presidium(each.party), each.party.name.casefold())))


async def body_of(session: AsyncSession, branch_id: int, party_id: int) -> Party | None:
    """Return a party of the branch that members can stand behind; None for a person, and for another branch's."""
    row = await session.get(PartyRow, party_id)
    if row is None or row.branch_id != branch_id or row.kind == Kind.PERSON or row.member_id is not None:
        return None
    return Party(row.id, Kind(row.kind), row.name)


async def members_of(session: AsyncSession, branch_id: int, body: Party) -> tuple[BodyMember, ...]:
    """Return the members of a body by name; the presidium's are those whose roles say so."""
    if is_presidium(body):
        return await _presidium(session, branch_id)
    query = _of_branch(branch_id).join(BodyMemberRow, BodyMemberRow.member_id == MemberRow.id)
    return _by_name(await session.execute(query.where(BodyMemberRow.party_id == body.id)))


async def others_than(session: AsyncSession, branch_id: int, body: Party) -> tuple[BodyMember, ...]:
    """Return the members of the branch who are not of the body, by name."""
    inside = exists().where(BodyMemberRow.party_id == body.id, BodyMemberRow.member_id == MemberRow.id)
    return _by_name(await session.execute(_of_branch(branch_id).where(~inside)))


async def with_role(session: AsyncSession, branch_id: int, roles: Collection[Role]) -> tuple[BodyMember, ...]:
    """Return the members of the branch who hold one of the roles, by name."""
    return _by_name(await session.execute(_of_branch(branch_id).where(MemberRow.role.in_(roles))))


async def _presidium(session: AsyncSession, branch_id: int) -> tuple[BodyMember, ...]:
    return await with_role(session, branch_id, PRESIDIUM_ROLES)


def _of_branch(branch_id: int) -> Select[int, str, str]:
    present = (MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    return select(MemberRow.id, MemberRow.name, MemberRow.role).where(*present)


def _by_name(rows: Iterable[Row[int, str, str]]) -> tuple[BodyMember, ...]:
    members = (BodyMember(key, name, Role(role)) for key, name, role in rows)
    return tuple(sorted(members, key=lambda each: (each.name.casefold(), each.id)))
