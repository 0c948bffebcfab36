"""Who asks, by a name as somebody types it: a member of the branch, or a person of its plan who has not come in yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.asking.index import places_by_words, places_of
from bot.domain.asking.naming import groups_of
from bot.domain.asking.sounds import sounds
from bot.domain.names import Likeness, compare, parse_name
from bot.domain.people.model import Kind
from bot.domain.plan import Member, Role, Snapshot
from bot.domain.wordforms import folded


def askers(snapshot: Snapshot, name: str) -> tuple[Member, ...]:
    """Return whom a name may mean: one where it is clear, none for an unknown name, several where it is not clear.

    Members come before people whom the plan names alone, and a name written in full before forms and slips of it.
    """
    strangers = _strangers(snapshot)
    for people in (dict(snapshot.members), strangers):
        found = _called(people, name)
        if found:
            return tuple(people[each] for each in found)
    return ()


def with_asker(snapshot: Snapshot, asker: Member) -> Snapshot:
    """Return the plan as it would be with the person among the members, answering for what it names them on."""
    if asker.id in snapshot.members:
        return snapshot
    parties = {**snapshot.parties}
    for key in _group_of(snapshot, -asker.id):
        parties[key] = replace(parties[key], member_id=asker.id)
    return replace(snapshot, members={**snapshot.members, asker.id: asker}, parties=parties)


def _strangers(snapshot: Snapshot) -> dict[int, Member]:
    """Return the people of the plan behind whom no member stands, each once, by an id that no member has."""
    parties = [each for each in snapshot.parties.values() if each.kind is Kind.PERSON and each.member_id is None]
    first = [min(group) for group in groups_of(parties)]
    return {-key: Member(-key, snapshot.parties[key].name, Role.MEMBER, reachable=False) for key in first}


def _group_of(snapshot: Snapshot, party: int) -> frozenset[int]:
    parties = [each for each in snapshot.parties.values() if each.kind is Kind.PERSON and each.member_id is None]
    return next(group for group in groups_of(parties) if party in group)


def _called(people: Mapping[int, Member], name: str) -> list[int]:
    wanted = " ".join(name.split()).casefold()
    same = [key for key, each in people.items() if each.name.casefold() == wanted]
    if same:
        return same
    parsed = parse_name(name)
    for likeness in (Likeness.SAME, Likeness.SIMILAR) if parsed else ():
        read = {key: parse_name(each.name) for key, each in people.items()}
        alike = [key for key, each in read.items() if each and parsed and compare(parsed, each) is likeness]
        if alike:
            return alike
    return sorted(_by_words(people, name))


def _by_words(people: Mapping[int, Member], name: str) -> frozenset[int]:
    places = places_by_words((key, each.name) for key, each in people.items())
    words = [sounds(word) for word in folded(name).replace(".", " ").split()]
    for slips in (False, True):
        found = [places_of(code, places, slips=slips) for code in words if len(code) > 1]
        if found and all(found):
            return frozenset.intersection(*found)
    return frozenset()
