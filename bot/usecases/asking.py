"""Somebody's place in a branch, to ask in their name: nothing is written."""

from __future__ import annotations

from bot.domain.asking.askers import askers, with_asker
from bot.domain.plan import Member, Snapshot
from bot.errors import PlanovykError
from bot.usecases.house import House
from bot.usecases.joining import branch_named


async def place_of(house: House, branch: str, person: str) -> tuple[Snapshot, Member]:
    """Return the plan of a branch as a person sees it today, and the person.

    Somebody whom the plan names but who has not been invited is taken for an ordinary member. Raises PlanovykError for
    an unknown branch, one without a plan in force, and a name that is nobody's or several people's.
    """
    async with house.store.reading() as session:
        found = await branch_named(session, branch)
        branch_id, revision, name = found.id, found.revision, found.name
    snapshot = await house.store.snapshot(branch_id, revision, house.today())
    if snapshot is None:
        raise PlanovykError("error.no-plan", branch=name)
    people = askers(snapshot, person)
    if not people:
        raise PlanovykError("error.nobody", name=person)
    if len(people) > 1:
        raise PlanovykError("error.several-people", name=person, people=", ".join(each.name for each in people))
    return with_asker(snapshot, people[0]), people[0]
