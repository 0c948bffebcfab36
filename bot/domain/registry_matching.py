"""Who is who in members' lists: the same person twice in one, and what a newer list changes in the known one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from bot.domain.names import Likeness, PersonName, compare, fold, is_initial
from bot.domain.registry import Registered, person_of, words_of
from bot.domain.wording import same_wording

_Key = TypeVar("_Key", bound=Hashable)
_LETTERS_OF_TWO_SLIPS = 4
_NAMES_KEPT = 8192
"""Names whose forms are kept: a branch's list is compared every time that it is opened, and reading names is dear."""
_FROM_SAME_ON = (Likeness.SAME, Likeness.SIMILAR, Likeness.DIFFERENT)


class Difference(StrEnum):
    """What a newer list says otherwise of a person; NAME is another spelling of it."""

    NAME = "name"
    LIBRARY = "library"
    PAID_UNTIL = "paid-until"


@dataclass(frozen=True, slots=True)
class Changed:
    """One person of both lists, of whom the newer one says something otherwise."""

    before: Registered
    after: Registered

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What is otherwise, in the order of the list's columns."""
        one, other = self.before, self.after
        said = (
            (Difference.NAME, fold(one.name) != fold(other.name)),
            (Difference.LIBRARY, not same_wording(one.library, other.library)),
            (Difference.PAID_UNTIL, one.paid_until != other.paid_until),
        )
        return tuple(difference for difference, holds in said if holds)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A person of the newer list who may be one of these of the known one, for somebody to decide."""

    read: Registered
    known: tuple[Registered, ...]


@dataclass(frozen=True, slots=True)
class RegistryChanges:
    """What a newer list changes; `same` are those of both lists about whom it changes nothing."""

    new: tuple[Registered, ...]
    gone: tuple[Registered, ...]
    changed: tuple[Changed, ...]
    unsure: tuple[Unsure, ...]
    same: tuple[Changed, ...] = field(default=(), compare=False)


def duplicates(entries: Sequence[Registered]) -> Iterator[tuple[Registered, ...]]:
    """Yield the entries that are one person by their names, two or more at a time."""
    for spellings in _grouped(map(_spelling, entries), lambda one: one.surname).values():
        groups: list[list[_Spelling]] = []
        for one in spellings:
            group = next((each for each in groups if any(_same(one, other) for other in each)), None)
            if group is None:
                groups.append([one])
            else:
                group.append(one)
        yield from (tuple(one.entry for one in group) for group in groups if len(group) > 1)


def compare_registries(known: Sequence[Registered], read: Sequence[Registered]) -> RegistryChanges:
    """Return what the list just read changes in the known one, in the order of the lists.

    A person is the same by the rule of names; where given names are written out they must agree too, as a branch of
    hundreds has an Ольга and an Олена of one surname. Who is merely similar, or the same as several, is unsure: nobody
    of them is new or gone until somebody has decided. The entries come back as the very objects that were given.
    """
    olds, news = list(map(_spelling, known)), list(map(_spelling, read))
    pairs = _paired(olds, news)
    joined = {new: old for old, new in pairs.items()}
    missing = _without(olds, pairs)
    unsure = dict(_unsure(missing, _without(news, joined)))
    both = [Changed(joined[new].entry, new.entry) for new in news if new in joined]
    return RegistryChanges(
        tuple(new.entry for new in _without(news, (*joined, *unsure))),
        tuple(old.entry for old in _without(missing, (old for found in unsure.values() for old in found))),
        tuple(each for each in both if each.differences),
        tuple(Unsure(new.entry, tuple(old.entry for old in found)) for new, found in unsure.items()),
        tuple(each for each in both if not each.differences),
    )


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the forms that are compared: whole, the surname, and the words beside it."""

    whole: str
    person: PersonName | None
    surname: str
    given: tuple[str, ...]
    letters: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Spelling:
    """A row with its name in those forms; two rows are two, whatever they say."""

    entry: Registered
    whole: str
    person: PersonName | None
    surname: str
    given: tuple[str, ...]
    letters: frozenset[str]


def _spelling(entry: Registered) -> _Spelling:
    name = _name(entry.name)
    return _Spelling(entry, name.whole, name.person, name.surname, name.given, name.letters)


@lru_cache(_NAMES_KEPT)
def _name(words: str) -> _Name:
    whole, person = fold(words), person_of(words)
    surname = fold(person.surname) if person else whole
    given = tuple(word for word in words_of(words) if fold(word) != surname) if person else ()
    return _Name(whole, person, surname, given, frozenset(surname) - {"'"})


def _same(one: _Spelling, other: _Spelling) -> bool:
    return _likeness(one, other) is Likeness.SAME


def _likeness(one: _Spelling, other: _Spelling) -> Likeness:
    """Tell how far two names agree; given names and patronymics do where either is an initial."""
    if one.whole == other.whole:
        return Likeness.SAME
    if one.person is None or other.person is None:
        return Likeness.DIFFERENT
    both = zip(one.given, other.given, strict=False)
    words = [pair for pair in both if not (is_initial(pair[0]) or is_initial(pair[1]))]
    found = [compare(one.person, other.person)]
    found += [compare(PersonName(left), PersonName(right)) for left, right in words]
    return max(found, key=_FROM_SAME_ON.index)


def _paired(known: Sequence[_Spelling], read: Sequence[_Spelling]) -> dict[_Spelling, _Spelling]:
    """Join who is written the same and in the same library, then who is written the same, then who is the same."""
    pairs: dict[_Spelling, _Spelling] = {}
    for join in (_in_one_library, _of_one_name, _of_one_person):
        pairs |= join(_without(known, pairs), _without(read, pairs.values()))
    return pairs


def _in_one_library(known: Sequence[_Spelling], read: Sequence[_Spelling]) -> dict[_Spelling, _Spelling]:
    return _by_key(known, read, lambda one: (one.whole, fold(one.entry.library)))


def _of_one_name(known: Sequence[_Spelling], read: Sequence[_Spelling]) -> dict[_Spelling, _Spelling]:
    return _by_key(known, read, lambda one: one.whole)


def _by_key(
    known: Sequence[_Spelling], read: Sequence[_Spelling], key: Callable[[_Spelling], Hashable]
) -> dict[_Spelling, _Spelling]:
    """Join those whose key nobody else of their own list has."""
    of_known, of_read = _grouped(known, key), _grouped(read, key)
    both = ((found, of_read.get(said, [])) for said, found in of_known.items())
    return {old[0]: new[0] for old, new in both if len(old) == len(new) == 1}


def _of_one_person(known: Sequence[_Spelling], read: Sequence[_Spelling]) -> dict[_Spelling, _Spelling]:
    """Join those who are the same as each other and as nobody else."""
    of_surname = _grouped(known, lambda one: one.surname)
    found = {new: [old for old in of_surname.get(new.surname, ()) if _same(old, new)] for new in read}
    times = Counter(old for olds in found.values() for old in olds)
    return {olds[0]: new for new, olds in found.items() if len(olds) == 1 == times[olds[0]]}


def _unsure(known: Sequence[_Spelling], read: Sequence[_Spelling]) -> Iterator[tuple[_Spelling, list[_Spelling]]]:
    """Yield each of the read who may be one of the known, with them.

    Initials must agree and two slips put at most two letters out and two in: who is further is not worth the dear look.
    """
    of_initial = _grouped(known, _initial)
    for new in read:
        initial = _initial(new)
        near = [*of_initial.get(initial, ()), *of_initial.get("", ())] if initial else known
        near = [old for old in near if len(old.letters ^ new.letters) <= _LETTERS_OF_TWO_SLIPS]
        found = [old for old in near if _likeness(old, new) is not Likeness.DIFFERENT]
        if found:
            yield new, found


def _initial(one: _Spelling) -> str:
    return fold(one.person.initials[0])[:1] if one.person and one.person.initials else ""


def _without(some: Iterable[_Spelling], taken: Iterable[_Spelling]) -> list[_Spelling]:
    out = set(taken)
    return [one for one in some if one not in out]


def _grouped(some: Iterable[_Spelling], key: Callable[[_Spelling], _Key]) -> dict[_Key, list[_Spelling]]:
    groups: dict[_Key, list[_Spelling]] = {}
    for one in some:
        groups.setdefault(key(one), []).append(one)
    return groups
