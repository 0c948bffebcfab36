"""New people of a branch: their names in somebody's words, and the known people whom a name may stand for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.admission import LONGEST_NAME
from bot.domain.members import Roll
from bot.domain.names import Likeness, compare, fold, parse_name
from bot.domain.wording import plain

FEWEST_LETTERS = 2
MOST_NEW = 30
"""Names in one message; what is longer is a list, which comes as a file."""
LONGEST_LIST = 900
"""Characters; a longer message may have lost its end on the way, and with it a part of a name."""
MOST_ALIKE = 4


class Known(StrEnum):
    """As what a person is known already."""

    MEMBER = "member"
    GONE = "gone"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A known person whom a name may stand for; `id` is the member's, or the party's of one who is only named."""

    known: Known
    id: int
    name: str


def lookalikes(name: str, roll: Roll) -> tuple[Lookalike, ...]:
    """Return the known people whom a new name may stand for, members first.

    A member of the very same name counts as much as one of a similar one: there are namesakes, and there are people
    who are entered twice. Of the plan's people only similar ones do, as equal names are joined by themselves.
    """
    people = [Lookalike(Known.MEMBER, each.id, each.name) for each in roll.members]
    people += [Lookalike(Known.GONE, each.id, each.name) for each in roll.gone]
    found = [each for each in people if likeness(name, each.name) is not Likeness.DIFFERENT]
    similar = (each for each in roll.named if likeness(name, each.name) is Likeness.SIMILAR)
    found += [Lookalike(Known.NAMED, each.id, each.name) for each in similar]
    return tuple(found[:MOST_ALIKE])


def likeness(one: str, other: str) -> Likeness:
    """Tell how far two names agree; those that cannot be read are the same in the same words, and else different."""
    left, right = parse_name(one), parse_name(other)
    if left is None or right is None:
        return Likeness.SAME if plain(one) == plain(other) else Likeness.DIFFERENT
    return compare(left, right)


def name_of_person(words: str) -> str | None:
    """Return a name that somebody wrote, on one line; None when it is none, or longer than LONGEST_NAME."""
    name = unicodedata.normalize("NFC", " ".join(words.split())).strip(" ,;")
    letters = sum(letter.isalpha() for letter in name)
    if letters < FEWEST_LETTERS or len(name) > LONGEST_NAME or re.search(r"[\d<>@/\\:]", name):
        return None
    return _capitalised(name) if name == name.lower() else name


def _capitalised(name: str) -> str:
    """Write a name that was typed without a single capital, as on many a phone, with those that belong there."""
    return re.sub(r"(?<![\w'’ʼ`])\w", lambda letter: letter[0].upper(), name)


def names_in(words: str) -> tuple[str, ...] | None:
    """Read names, one a line or parted by semicolons or commas, each once; None when one of them is no name.

    A comma within one name («Тополя, Сергій») is not taken for the end of it.
    """
    parts = [part for line in re.split(r"[\n;]", words) for part in _parts(line)]
    names = [name_of_person(re.sub(r"^\s*(?:\d{1,3}[.)]|[-–—•*])\s+", "", part)) for part in parts]
    found = {fold(name): name for name in reversed(names) if name is not None}
    if not found or len(found) > MOST_NEW or len(words) > LONGEST_LIST or None in names:
        return None
    return tuple(name for name in reversed(found.values()))


def _parts(line: str) -> list[str]:
    whole = [line] if parse_name(line) else line.split(",")
    return [part for part in whole if part.strip(" .,")]
