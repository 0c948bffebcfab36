"""Actions about who can be written to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowReach:
    """Show how many can be written to, and why the others cannot."""


@dataclass(frozen=True, slots=True)
class ShowReachGroup:
    """Show who is in such a group (its place in `bot.domain.reach.GROUPS`), a page at a time."""

    group: int
    page: int


Reaching = ShowReach | ShowReachGroup

TAGS: dict[str, type[Reaching]] = {
    "ra": ShowReach,
    "rb": ShowReachGroup,
}
"""What their codes begin with."""
