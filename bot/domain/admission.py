"""Who somebody at the general entrance may be: people of the branch of their surname, for a human to choose from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.names import Likeness, PersonName, compare, is_given, parse_name
from bot.domain.plan import Role

LONGEST_NAME = 100
_SHORTEST_SURNAME = 3
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whom the branch knows by name: a member, or, with no `member_id`, a person that only the plan names.

    `has_account`: they are in the bot already. `does` is what they answer for, by number or title, `also` how much
    there is beyond that.
    """

    member_id: int | None
    party_id: int | None
    name: str
    role: Role
    has_account: bool = False
    does: tuple[str, ...] = ()
    also: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody whom an applicant may be, and how far the two names agree."""

    known: Known
    likeness: Likeness


_CLOSENESS = {Likeness.SAME: 0, Likeness.SIMILAR: 1, Likeness.DIFFERENT: 2}


def own_name(words: str) -> str | None:
    """Return how somebody calls themselves, on one line and in the length of a name; None when there are no letters."""
    shown = "".join(each for each in words if each.isprintable() or each.isspace())
    name = " ".join(shown.split())
    return name[:LONGEST_NAME].rstrip() if _LETTERS.search(name) and not name.startswith("/") else None


def is_full(name: str) -> bool:
    """Tell whether a name surely has a surname and more, whatever letters it begins with."""
    read = parse_name(capitalised(name))
    return read is not None and bool(read.initials)


def capitalised(name: str) -> str:
    """Return a name with capitals where phones leave them out."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def proposals(name: str, people: Iterable[Known]) -> tuple[Proposal, ...]:
    """Return those of one surname or a similar one, the closest first.

    The initials only tell who comes first: «Леся» and «Олександра» may be one person.
    """
    spelled = capitalised(name)
    read = parse_name(spelled)
    surnames = [read] if read else [PersonName(word) for word in spelled.split(" ") if _may_be_surname(word)]
    found = (
        Proposal(known, likeness) for known in people if (likeness := _likeness(spelled, read, surnames, known.name))
    )
    return tuple(sorted(found, key=lambda each: (_CLOSENESS[each.likeness], each.known.name)))


def _may_be_surname(word: str) -> bool:
    return len(word) >= _SHORTEST_SURNAME and not is_given(word)


def _likeness(spelled: str, read: PersonName | None, surnames: Sequence[PersonName], known: str) -> Likeness | None:
    """Tell how far a known name agrees with a spelled one; None when not even the surnames do."""
    if capitalised(known).casefold() == spelled.casefold():
        return Likeness.SAME
    other = parse_name(capitalised(known))
    if other is None or all(_apart(each, other) for each in surnames):
        return None
    return compare(read, other) if read else Likeness.SIMILAR


def _apart(one: PersonName, other: PersonName) -> bool:
    return compare(PersonName(one.surname), PersonName(other.surname)) is Likeness.DIFFERENT
