"""Who answers for what: bodies expanded to people, roles to rights of being told."""

from __future__ import annotations

from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Activity, Member, Occurrence, Party, Role, Snapshot

PRESIDIUM_ROLES = frozenset({Role.PRESIDIUM, Role.HEAD})
CALLING_ROLES = frozenset({Role.HEAD, Role.SECRETARY})
CALLED_ROLES = PRESIDIUM_ROLES | CALLING_ROLES
"""Who is called to the presidium's meetings: the secretary too, who keeps its papers."""


def is_presidium(party: Party) -> bool:
    """Tell whether the party is the branch's own presidium, however its name goes on («Президія ЛОВ УБА»)."""
    return party.kind is PartyKind.BODY and party.name.casefold().startswith("президі")


def with_roles(snapshot: Snapshot, roles: frozenset[Role]) -> tuple[Member, ...]:
    """Return the members who hold one of the roles, in the order of their joining the list."""
    return tuple(member for member in snapshot.members.values() if member.role in roles)


def people_of(snapshot: Snapshot, party: Party) -> tuple[Member, ...]:
    """Expand a party to members: a person to themselves, a body to its members (the presidium by their roles)."""
    if is_presidium(party):
        return with_roles(snapshot, PRESIDIUM_ROLES)
    if party.kind is PartyKind.PERSON or party.member_id is not None:
        member = snapshot.members.get(party.member_id or 0)
        return (member,) if member else ()
    members = (snapshot.members.get(member_id) for member_id in snapshot.bodies.get(party.id, ()))
    return tuple(member for member in members if member)


def responsible_for(snapshot: Snapshot, activity: Activity) -> tuple[Member, ...]:
    """Return the members behind an activity, the lead's people first, each once."""
    duties = sorted(activity.duties, key=lambda duty: not duty.lead)
    found = (person for duty in duties for person in people_of(snapshot, snapshot.parties[duty.party_id]))
    return tuple({person.id: person for person in found}.values())


def is_responsible(snapshot: Snapshot, member_id: int, activity: Activity) -> bool:
    """Tell whether the member is lead or co-responsible, themselves or through a body."""
    return any(person.id == member_id for person in responsible_for(snapshot, activity))


def judges_of(snapshot: Snapshot, occurrence: Occurrence) -> tuple[Member, ...]:
    """Return the presidium members who may decide on a claim.

    All but its author, unless nobody else is there or the branch allows it (`own_claims`).
    """
    presidium = with_roles(snapshot, PRESIDIUM_ROLES)
    if snapshot.own_claims:
        return presidium
    others = tuple(member for member in presidium if member.id != occurrence.claimed_by)
    return others or presidium


def parties_of(snapshot: Snapshot, activity: Activity) -> tuple[Party, ...]:
    """Return the parties of an activity as the plan names them, in its order."""
    return tuple(snapshot.parties[duty.party_id] for duty in activity.duties)
