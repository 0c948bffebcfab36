"""Who of the members' list is a member in the bot: by surname and initials, never by a merely similar spelling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.registry import Registered
from bot.domain.registry_matching import compare_registries, duplicates


@dataclass(frozen=True, slots=True)
class Who:
    """People of the list by their place in it: those who are surely a member (by id), and those to be asked about."""

    sure: Mapping[int, int]
    asked: Mapping[int, tuple[int, ...]]


def who_is_who(people: Sequence[Registered], members: Mapping[int, str]) -> Who:
    """Tell who of the list is which member of the bot; `members` are names by id.

    Sure is who fits one member whom nobody else fits, among people none of whom could be another of the list or of the
    members. Namesakes and similar spellings are asked about.
    """
    names = {key: Registered(name, "", None) for key, name in members.items()}
    found = compare_registries(list(names.values()), people)
    key_of = {id(each): key for key, each in names.items()}
    place_of = {id(each): place for place, each in enumerate(people)}
    doubles = _twice(people) | _twice(list(names.values()))
    sure: dict[int, int] = {}
    asked: dict[int, tuple[int, ...]] = {}
    for each in (*found.changed, *found.same):
        place, key = place_of[id(each.after)], key_of[id(each.before)]
        if {id(each.after), id(each.before)} & doubles:
            asked[place] = (key,)
        else:
            sure[place] = key
    for one in found.unsure:
        asked[place_of[id(one.read)]] = tuple(key_of[id(each)] for each in one.known)
    return Who(sure, asked)


def _twice(people: Sequence[Registered]) -> set[int]:
    return {id(each) for group in duplicates(people) for each in group}
