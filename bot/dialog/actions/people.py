"""Actions about people: the two pages from which everything about them is reached."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowPeople:
    """Show what those who keep the branch's people can do."""


@dataclass(frozen=True, slots=True)
class ShowMe:
    """Show what a person can do about themselves."""


People = ShowPeople | ShowMe

TAGS: dict[str, type[People]] = {
    "pp": ShowPeople,
    "pm": ShowMe,
}
"""What their codes begin with."""
