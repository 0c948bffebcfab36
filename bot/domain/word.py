"""Whose word closes an occurrence, where several answer for it; what the others say is a contribution to theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.duties import PRESIDIUM_ROLES, is_presidium, people_of, responsible_for, with_roles
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Activity, Member, Party, Role, Snapshot


class Rule(StrEnum):
    """Why it is theirs."""

    LEAD = "lead"
    """They lead."""
    PRESIDIUM = "presidium"
    BODY = "body"
    """A body leads, but not the presidium: its people speak for it, and so does anybody of the presidium."""
    FIRST = "first"
    """Who leads is not in the bot, and they are the first named who is."""
    SECRETARY = "secretary"
    """Nobody who is named is in the bot."""


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word it is, by which rule, and the party of the plan behind it (None for the secretary)."""

    rule: Rule
    members: tuple[Member, ...]
    party: Party | None = None


def word_on(snapshot: Snapshot, activity: Activity) -> Word:
    """Return whose word closes the activity's occurrences: the lead's, else that of the first named in the bot."""
    led = any(duty.lead for duty in activity.duties)
    for place, party in enumerate(_in_turn(snapshot, activity)):
        word = _word_of(snapshot, party)
        if word.members:
            leads = led and place == 0
            return word if leads or word.rule is not Rule.LEAD else Word(Rule.FIRST, word.members, party)
    return Word(Rule.SECRETARY, with_roles(snapshot, frozenset({Role.SECRETARY})))


def closers_of(snapshot: Snapshot, activity: Activity) -> tuple[Member, ...]:
    """Return whose claims close the activity's occurrences; the secretary's too, when none of its people is reached."""
    members = word_on(snapshot, activity).members
    if any(each.reachable or each.by_proxy for each in responsible_for(snapshot, activity)):
        return members
    secretaries = with_roles(snapshot, frozenset({Role.SECRETARY}))
    return tuple({each.id: each for each in (*members, *secretaries)}.values())


def closes(snapshot: Snapshot, member_id: int, activity: Activity) -> bool:
    """Tell whether the member's word closes the activity's occurrences."""
    return any(each.id == member_id for each in closers_of(snapshot, activity))


def _in_turn(snapshot: Snapshot, activity: Activity) -> Iterator[Party]:
    for duty in sorted(activity.duties, key=lambda each: not each.lead):
        yield snapshot.parties[duty.party_id]


def _word_of(snapshot: Snapshot, party: Party) -> Word:
    people = people_of(snapshot, party)
    if is_presidium(party):
        return Word(Rule.PRESIDIUM, _in_the_bot(people), party)
    if party.kind is PartyKind.PERSON or party.member_id is not None:
        return Word(Rule.LEAD, _in_the_bot(people), party)
    presidium = with_roles(snapshot, PRESIDIUM_ROLES)
    either = {each.id: each for each in (*people, *presidium)}
    return Word(Rule.BODY, _in_the_bot(tuple(either.values())), party)


def _in_the_bot(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Return those who have come, and those for whom the secretary speaks."""
    return tuple(each for each in members if each.reachable or each.joined_on is not None or each.by_proxy)
