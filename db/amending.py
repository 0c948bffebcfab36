"""Amending a plan: another activity, who answers for one by what a person says, and whether a number is free."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.names import parse_name
from bot.domain.people.model import Kind, Named
from db.drafts import party_named, store_duties
from db.parties import link_members
from db.tables import ActivityRow, DutyRow, MemberRow, PartyRow


async def replace_duties(
    session: AsyncSession, branch_id: int, activity: ActivityRow, named: tuple[Named, ...]
) -> None:
    """Make those named responsible for the activity instead of those who are; the first person leads."""
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity.id))
    await store_duties(session, branch_id, activity.id, named)
    await link_members(session, branch_id)


async def add_duty(session: AsyncSession, branch_id: int, activity: ActivityRow, named: Named) -> bool:
    """Make somebody co-responsible for the activity, or its lead where nobody else is responsible.

    Returns False where they were responsible already.
    """
    party = await party_named(session, branch_id, named)
    rows = (await session.scalars(select(DutyRow).where(DutyRow.activity_id == activity.id))).all()
    if any(row.party_id == party.id for row in rows):
        return False
    last = max((row.position for row in rows), default=-1)
    session.add(DutyRow(activity_id=activity.id, party_id=party.id, position=last + 1, lead=not rows))
    await session.flush()
    await link_members(session, branch_id)
    return True


async def hand_over(
    session: AsyncSession, activity: ActivityRow, member: MemberRow, taker: MemberRow, *, stays: bool
) -> bool:
    """Have somebody answer for an activity in a member's place, or (`stays`) lead it with the member beside them.

    Returns False, and changes nothing, where the plan has no name that is the taker's alone, or the member no part.
    """
    query = select(DutyRow).where(DutyRow.activity_id == activity.id).order_by(DutyRow.position)
    rows = (await session.scalars(query)).all()
    named = select(PartyRow.id).where(PartyRow.member_id == member.id, PartyRow.id.in_([row.party_id for row in rows]))
    own = set(await session.scalars(named))
    party = await _party_of(session, taker) if stays or own else None
    if party is None:
        return False
    kept = [(row.party_id, row.lead) for row in rows if row.party_id != party.id]
    if stays:
        duties = [(party.id, True), *((each, False) for each, _ in kept)]
    else:
        duties = _in_place_of(own, kept, party.id, leads=any(row.lead for row in rows if row.party_id == party.id))
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity.id))
    for position, (party_id, lead) in enumerate(duties):
        session.add(DutyRow(activity_id=activity.id, party_id=party_id, position=position, lead=lead))
    await session.flush()
    return True


def _in_place_of(own: set[int], kept: list[tuple[int, bool]], party_id: int, *, leads: bool) -> list[tuple[int, bool]]:
    """Put a party where the first of one's own stands; it leads where one of them did, or it did before."""
    first = next(place for place, (each, _) in enumerate(kept) if each in own)
    lead = leads or any(each in own and was for each, was in kept)
    others = [(place, duty) for place, duty in enumerate(kept) if duty[0] not in own]
    before, after = [duty for at, duty in others if at < first], [duty for at, duty in others if at > first]
    return [*before, (party_id, lead), *after]


async def _party_of(session: AsyncSession, member: MemberRow) -> PartyRow | None:
    """Return the name that the plans have for a member, or a new one; None where it is somebody else's too."""
    theirs = (PartyRow.branch_id == member.branch_id, PartyRow.kind == Kind.PERSON, PartyRow.member_id == member.id)
    known: PartyRow | None = await session.scalar(select(PartyRow).where(*theirs).order_by(PartyRow.id).limit(1))
    if known is not None:
        return known
    read = parse_name(member.name)
    for name in dict.fromkeys([read.written() if read else member.name, member.name]):
        party = await party_named(session, member.branch_id, Named(Kind.PERSON, name))
        if party.member_id is None:
            party.member_id = member.id
            return party
    return None


async def remove_duty(session: AsyncSession, branch_id: int, activity: ActivityRow, named: Named) -> None:
    """Make somebody responsible for the activity no more; where they led it, the first person of the others does."""
    left = [each for each in await responsible_named(session, activity) if each != named]
    await replace_duties(session, branch_id, activity, tuple(left))


async def responsible_named(session: AsyncSession, activity: ActivityRow) -> tuple[Named, ...]:
    """Return those responsible for the activity as the plan names them, in its order."""
    query = select(PartyRow).join(DutyRow, DutyRow.party_id == PartyRow.id).where(DutyRow.activity_id == activity.id)
    return tuple(Named(Kind(row.kind), row.name) for row in await session.scalars(query.order_by(DutyRow.position)))


async def add_activity(
    session: AsyncSession, plan_id: int, goal_id: int | None, number: str | None, title: str
) -> ActivityRow:
    """Add an activity without a term and people; it stands after the last one of its goal."""
    siblings = ActivityRow.goal_id.is_(None) if goal_id is None else ActivityRow.goal_id == goal_id
    last = func.max(ActivityRow.position)
    position = await session.scalar(select(last).where(ActivityRow.plan_id == plan_id, siblings))
    if position is None:
        position = await session.scalar(select(last).where(ActivityRow.plan_id == plan_id))
    row = ActivityRow(
        plan_id=plan_id,
        goal_id=goal_id,
        position=position or 0,
        number=number,
        title=title,
        term="",
        windows=[],
        mode=None,
        resources="",
        result="",
    )
    session.add(row)
    await session.flush()
    return row


async def is_number_free(session: AsyncSession, plan_id: int, number: str, beside: int = 0) -> bool:
    """Tell whether no activity of the plan has the number, not counting the one whose id is `beside`."""
    query = select(func.count()).where(
        ActivityRow.plan_id == plan_id,
        ActivityRow.id != beside,
        func.rtrim(func.coalesce(ActivityRow.number, ""), ".") == number,
    )
    return not await session.scalar(query)
