"""The registry: the association's members of a branch, with their libraries and the days they have paid until."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.names import PersonName, is_capitalised, name_tokens, parse_name

FOR_GOOD = date.max
"""Paid until the end of days: «безстроково», as of honorary members."""
RENEW_WITHIN = 60
"""Days before the last one in which a membership is to be renewed."""
_ASIDE = re.compile(r"\([^()]*\)")
_PARTICLES = frozenset("кизи кізи гизи огли оглу де фон ван van von de".split())
_MOST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Registered:
    """A member of the association as the list has them.

    `library` is empty where the list names none. The membership lasts through `paid_until`: FOR_GOOD where it has no
    end, None where the list says nothing or «не сплачено».
    """

    name: str
    library: str
    paid_until: date | None


@dataclass(frozen=True, slots=True)
class RegistryDoubt:
    """Something for the secretary to look at: the key of a text and its values. No dropped value is among them."""

    code: str
    args: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegistryDraft:
    """A members' list as read from a document, in the order of its rows."""

    entries: tuple[Registered, ...]
    doubts: tuple[RegistryDoubt, ...] = ()


class Standing(StrEnum):
    """How a membership stands on a day."""

    PAID = "paid"
    ENDING = "ending"
    """Paid through a day that is near."""
    EXPIRED = "expired"
    UNDATED = "undated"
    """No day is known."""


def standing_of(paid_until: date | None, today: date, within: int = RENEW_WITHIN) -> Standing:
    """Tell how a membership stands; it ends soon where its last day comes `within` days after today."""
    if paid_until is None:
        return Standing.UNDATED
    if paid_until < today:
        return Standing.EXPIRED
    return Standing.ENDING if paid_until <= today + timedelta(days=within) else Standing.PAID


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the stored list. `noted`: the day is one that a human has noted as a renewal."""

    id: int
    person: Registered
    noted: bool = False
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of the stored list as whoever keeps it sees them.

    `member` is their name in the bot, empty where they are not in it; `reachable` tells whether they can be written to
    there. `noted_at` and `noted_by` say when a renewal was noted last, and whose name stands for it.
    """

    id: int
    person: Registered
    member: str = ""
    reachable: bool = False
    noted_at: datetime | None = None
    noted_by: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """A stored list in numbers: people, libraries, those in the bot, and how the memberships stand."""

    people: int
    libraries: int
    in_bot: int
    expired: int
    ending: int
    undated: int

    @property
    def due(self) -> int:
        """How many are to renew."""
        return self.expired + self.ending + self.undated


@dataclass(frozen=True, slots=True)
class Due:
    """Whose membership is to be renewed: it has ended or ends soon (the soonest first), or no day is known."""

    expired: tuple[Registered, ...]
    ending: tuple[Registered, ...]
    undated: tuple[Registered, ...]


def due(entries: Sequence[Registered], today: date, within: int) -> Due:
    """Return who is to renew by the day that comes `within` days after today; that day and today are included.

    Who has paid until today is a member today: their membership ends soon and has not expired.
    """
    dated = [(entry.paid_until, entry) for entry in entries if entry.paid_until is not None]
    dated.sort(key=lambda each: each[0])
    last = today + timedelta(days=within)
    return Due(
        tuple(entry for day, entry in dated if day < today),
        tuple(entry for day, entry in dated if today <= day <= last and day != FOR_GOOD),
        tuple(entry for entry in entries if entry.paid_until is None),
    )


def person_of(name: str) -> PersonName | None:
    """Read a name of a members' list; None when it is no name.

    Beside what `parse_name` reads, two to four capitalised words are a name with its surname first, as lists have it:
    not every given name is a common one. A former surname in brackets does not count.
    """
    known = parse_name(_ASIDE.sub(" ", name))
    words = [word for word in words_of(name) if word.casefold() not in _PARTICLES]
    if known or not 1 < len(words) <= _MOST_WORDS or not all(map(is_capitalised, words)):
        return known
    return PersonName(words[0], tuple(word[0] for word in words[1:3]))


def words_of(name: str) -> list[str]:
    """Return the words and initials of a name, without what stands in brackets; none where it holds other signs."""
    return name_tokens(_ASIDE.sub(" ", name)) or []
