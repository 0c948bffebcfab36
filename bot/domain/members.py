"""The people of a branch as those who keep them see them."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.names import Likeness, PersonName, compare, fold, parse_name
from bot.domain.plan import Role

_ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET, start=1)}


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as the list shows them. `joined`: some account is theirs; `invited_until`: a link of theirs works."""

    id: int
    name: str
    role: Role
    joined: bool
    invited_until: datetime | None = None
    by_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the plans name and who is no member; `id` is the party's."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A member who has come in by a link lately, and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody of a branch, in alphabetical order: members, those whom only the plans name, and who has left."""

    members: tuple[Listed, ...]
    named: tuple[Named, ...]
    gone: tuple[Named, ...]
    newcomers: tuple[Newcomer, ...] = ()

    @property
    def uninvited(self) -> tuple[Listed, ...]:
        """Members who have not joined, hold no link that works, and are not spoken for."""
        return tuple(each for each in self.members if not (each.joined or each.invited_until or each.by_proxy))


@dataclass(frozen=True, slots=True)
class Account:
    """A member's account: where, and by whose invitation it came in, when.

    `joined_at` is None for one that was added without an invitation; `invited_by` is empty for an invitation that the
    host made. `done` counts what the trail has of the member since then.
    """

    id: int
    door: str
    mark: int
    joined_at: datetime | None = None
    invited_by: str = ""
    done: int = 0


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An account that was not the member's after all: when that was said, and what the trail has of it meanwhile."""

    at: datetime
    done: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """All that whoever keeps the people sees of one; `named_as` are the spellings of the plans."""

    id: int
    name: str
    role: Role
    accounts: tuple[Account, ...]
    invited_until: datetime | None
    left_at: datetime | None
    named_as: tuple[str, ...]
    forgotten: Forgotten | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal link for one person, on its way to whoever passes it on: it is kept nowhere."""

    member_id: int
    name: str
    expires_at: datetime
    token: str = field(repr=False)
    telegram: str | None = field(repr=False)
    viber: str | None = field(repr=False)


def once(named: Iterable[Named]) -> tuple[Named, ...]:
    """Return each person once, in the fullest of the spellings that are the same by the rule of names."""
    kept: list[Named] = []
    by_surname: dict[str, list[PersonName]] = {}
    for each in sorted(named, key=lambda one: (-len(_initials(one.name)), one.id)):
        name = parse_name(each.name)
        if name is not None:
            before = by_surname.setdefault(fold(name.surname), [])
            if any(compare(name, other) is Likeness.SAME for other in before):
                continue
            before.append(name)
        kept.append(each)
    return tuple(sorted(kept, key=lambda one: alphabetical(one.name)))


def _initials(name: str) -> tuple[str, ...]:
    read = parse_name(name)
    return read.initials if read else ()


def alphabetical(name: str) -> tuple[tuple[int, str], ...]:
    """Return what names are sorted by: the Ukrainian alphabet, in which «і» and «ї» do not come last."""
    return tuple((_PLACES.get(letter, 0), letter) for letter in fold(name) if letter != "'")


def find(words: str, people: Sequence[Listed], named: Sequence[Named]) -> tuple[tuple[Listed, ...], tuple[Named, ...]]:
    """Return those in whose name a word begins with what was written."""
    wanted = fold(" ".join(words.split()))
    starts = re.compile(rf"(?<![^\W_]){re.escape(wanted)}")
    members = tuple(each for each in people if wanted and starts.search(fold(each.name)))
    return members, tuple(each for each in named if wanted and starts.search(fold(each.name)))


def called(name: str, words: str) -> bool:
    """Tell whether a word of the name begins with the first one that was written; everybody is called by none."""
    said = words.split()
    if not said:
        return True
    read = parse_name(name)
    names = [read.surname if read else "", *name.split()]
    return any(fold(each).startswith(fold(said[0])) for each in names if each)


def mark_of_account(door: str, account: str) -> int:
    """Return a number that tells an account from another one that may come to have its id."""
    return zlib.crc32(f"{door}:{account}".encode())
