"""What a person may have of themselves: everything that is kept of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

Record = Mapping[str, object]
"""A row as plain data: texts, numbers, moments as ISO 8601."""


@dataclass(frozen=True, slots=True)
class Membership:
    """What is kept of a person in one branch: about themselves, and records by the name of their section."""

    about: Record
    sections: Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class MyData:
    """Everything that is kept of a person, in all branches that their account is known in."""

    made_at: datetime
    memberships: tuple[Membership, ...]
    applications: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erasing a person would do: in which branches, and which of them would be left with nobody to keep them.

    `mark` tells whether it is still the same when they say yes.
    """

    branches: tuple[str, ...]
    stranded: tuple[str, ...]
    mark: int


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day and time so many months earlier; the last day of a month that has no such day."""
    index = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(index, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


RETENTION = (3, 6, 12, 24)
"""For how many months a branch may keep who has left; the secretary or the head chooses."""
