"""Who of a branch's members' list is a member in the bot: joined where it is beyond doubt, else asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.registry import Registered
from bot.domain.registry_members import Who, who_is_who
from db.registry import listed_in
from db.tables import MemberRow, RegistrationRow


@dataclass(frozen=True, slots=True)
class Unlinked:
    """Those of the list and of the bot who are not joined yet, by id, and what can be said of them."""

    people: Mapping[int, Registered]
    members: Mapping[int, str]
    who: Who

    @property
    def sure(self) -> dict[int, int]:
        """Return the members who are beyond doubt, by registration."""
        keys = list(self.people)
        return {keys[place]: member_id for place, member_id in self.who.sure.items()}

    @property
    def asked(self) -> dict[int, tuple[int, ...]]:
        """Return those to be asked about, by registration, in the list's order."""
        keys = list(self.people)
        return {keys[place]: self.who.asked[place] for place in sorted(self.who.asked)}


async def unlinked(session: AsyncSession, branch_id: int, anew: int = 0) -> Unlinked:
    """Return who may be joined; whom a human has told apart is not among them, but for the registration `anew`."""
    asked = or_(~RegistrationRow.told_apart, RegistrationRow.id == anew)
    people = await session.execute(
        select(RegistrationRow.id, RegistrationRow.name, RegistrationRow.library, RegistrationRow.paid_until)
        .where(listed_in(branch_id), RegistrationRow.member_id.is_(None), asked)
        .order_by(RegistrationRow.position, RegistrationRow.id)
    )
    found = {key: Registered(name, library, day) for key, name, library, day in people}
    names = await free_members(session, branch_id) if found else {}
    return Unlinked(found, names, who_is_who(list(found.values()), names))


async def member_names(session: AsyncSession, branch_id: int) -> dict[int, str]:
    """Return the names of the branch's members, by id."""
    present = select(MemberRow.id, MemberRow.name).where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None))
    rows = await session.execute(present.order_by(MemberRow.id))
    return {key: name for key, name in rows if name}


async def free_members(session: AsyncSession, branch_id: int) -> dict[int, str]:
    """Return the names of the members who are nobody of the list yet, by id."""
    taken = select(RegistrationRow.member_id).where(listed_in(branch_id), RegistrationRow.member_id.is_not(None))
    known = set(await session.scalars(taken))
    return {key: name for key, name in (await member_names(session, branch_id)).items() if key not in known}


async def link_registered(session: AsyncSession, branch_id: int) -> int:
    """Join those who are beyond doubt, and part those whose member has left; return how many were joined."""
    gone = select(MemberRow.id).where(MemberRow.branch_id == branch_id, MemberRow.left_at.is_not(None))
    parted = update(RegistrationRow).where(listed_in(branch_id), RegistrationRow.member_id.in_(gone))
    await session.execute(parted.values(member_id=None, told_apart=False))
    sure = (await unlinked(session, branch_id)).sure
    if sure:
        await session.execute(
            update(RegistrationRow), [{"id": key, "member_id": member_id} for key, member_id in sure.items()]
        )
    return len(sure)
