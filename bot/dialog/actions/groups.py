"""Actions about the branch's group chats, from a private chat."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowGroups:
    """Show the branch's group chats, and whether people are named there."""


@dataclass(frozen=True, slots=True)
class NameInGroups:
    """Name people in the group chats (1), or name nobody (0)."""

    named: int


@dataclass(frozen=True, slots=True)
class UnbindGroup:
    """Answer in a group chat no more."""

    group: int


Groups = ShowGroups | NameInGroups | UnbindGroup

TAGS: dict[str, type[Groups]] = {
    "ug": ShowGroups,
    "un": NameInGroups,
    "uu": UnbindGroup,
}
"""What their codes begin with."""
