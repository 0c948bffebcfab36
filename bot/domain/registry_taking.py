"""What storing a members' list that was just read does to the stored one, with what a human has answered about it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.registry import Known, Registered
from bot.domain.registry_matching import Changed, Difference, Unsure, compare_registries

NOBODY = 0
"""The answer that somebody of the new list is nobody of the stored one."""


@dataclass(frozen=True, slots=True)
class Met:
    """A person of both lists: as stored, and as read, with their place in the new one (from 0)."""

    known: Known
    read: Registered
    place: int

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What the new list says otherwise."""
        return Changed(self.known.person, self.read).differences

    @property
    def takes_back(self) -> bool:
        """Tell whether the new list knows nothing of a renewal that a human has noted."""
        before, after = self.known.person.paid_until, self.read.paid_until
        return self.known.noted and before is not None and (after is None or after < before)


@dataclass(frozen=True, slots=True)
class Asked:
    """A person of the new list who may be one of these of the stored one, for a human to say."""

    place: int
    read: Registered
    among: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Taking:
    """What storing the list does. Nothing is stored while anybody is `asked` about."""

    new: tuple[tuple[int, Registered], ...]
    gone: tuple[Known, ...]
    met: tuple[Met, ...]
    asked: tuple[Asked, ...]
    keeps_noted: bool

    @property
    def changed(self) -> tuple[Met, ...]:
        """Return those of whom anything changes; a noted renewal that is kept changes nothing."""
        return tuple(each for each in self.met if self.changes(each))

    @property
    def noted(self) -> tuple[Met, ...]:
        """Return those whose noted renewal the new list does not know."""
        return tuple(each for each in self.met if each.takes_back)

    def changes(self, met: Met) -> tuple[Difference, ...]:
        """Return what changes of a person."""
        kept = Difference.PAID_UNTIL if self.day_of(met) == met.known.person.paid_until else None
        return tuple(each for each in met.differences if each is not kept)

    def day_of(self, met: Met) -> date | None:
        """Return the day that a person of both lists has paid until once the new one is stored."""
        return met.known.person.paid_until if self.keeps_noted and met.takes_back else met.read.paid_until

    @property
    def mark(self) -> int:
        """A number that tells what is done, so that what a person has seen is what is done."""
        people = [
            [(place, each) for place, each in self.new],
            [each.id for each in self.gone],
            [(each.known.id, each.known.person, each.place, self.day_of(each)) for each in self.met],
            [each.place for each in self.asked],
        ]
        return zlib.crc32(repr(people).encode())


def taking(
    known: Sequence[Known], read: Sequence[Registered], answers: Mapping[int, int], *, keeps_noted: bool = True
) -> Taking:
    """Return what storing the list that was read does to the stored one.

    `answers` say by its place in the new list who of the stored one a person is (an id, or NOBODY); one that the lists
    no longer allow is as if it had not been given. A noted renewal that the list does not know is kept unless
    `keeps_noted` is False.
    """
    changes = compare_registries([each.person for each in known], read)
    of_person = {id(each.person): each for each in known}
    places = {id(each): place for place, each in enumerate(read)}
    met = [
        Met(of_person[id(each.before)], each.after, places[id(each.after)])
        for each in (*changes.changed, *changes.same)
    ]
    new = [(places[id(each)], each) for each in changes.new]
    found = _answered(changes.unsure, of_person, places, answers)
    met += [Met(each, one.read, one.place) for one, each in found.chosen]
    new += [(one.place, one.read) for one in found.nobody]
    gone = (*(of_person[id(each)] for each in changes.gone), *found.left_over)
    return Taking(
        tuple(sorted(new, key=lambda each: each[0])),
        tuple(sorted(gone, key=lambda each: each.id)),
        tuple(sorted(met, key=lambda each: each.place)),
        tuple(found.open),
        keeps_noted,
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """Those who were unsure, by what was said of them, and the stored people whom nobody of them can be any more."""

    chosen: list[tuple[Asked, Known]]
    nobody: list[Asked]
    open: list[Asked]
    left_over: list[Known]


def _answered(
    unsure: Sequence[Unsure], of_person: Mapping[int, Known], places: Mapping[int, int], answers: Mapping[int, int]
) -> _Answered:
    every = [
        Asked(places[id(each.read)], each.read, tuple(of_person[id(one)] for one in each.known)) for each in unsure
    ]
    candidates = {one.id: one for each in every for one in each.among}
    chosen: dict[int, Asked] = {}
    for each in every:
        answer = answers.get(each.place, NOBODY)
        if answer not in chosen and any(one.id == answer for one in each.among):
            chosen[answer] = each
    found = _Answered([(each, candidates[key]) for key, each in chosen.items()], [], [], [])
    taken = {each.place for each in chosen.values()}
    for each in every:
        among = tuple(one for one in each.among if one.id not in chosen)
        if each.place in taken:
            continue
        if not among or answers.get(each.place) == NOBODY:
            found.nobody.append(each)
        else:
            found.open.append(Asked(each.place, each.read, among))
    waiting = {one.id for each in found.open for one in each.among}
    found.left_over.extend(one for key, one in candidates.items() if key not in chosen and key not in waiting)
    return found
