"""Actions about the bodies that plans name: their members, added and taken out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowBodies:
    """Show the bodies and groups of the plans, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowBody:
    """Show the members of a body, a page at a time."""

    party: int
    page: int


@dataclass(frozen=True, slots=True)
class AskBodyMember:
    """Ask whom to add to a body: a page of the branch's members to choose from, or a surname in words."""

    party: int
    page: int


@dataclass(frozen=True, slots=True)
class AddBodyMember:
    """Make somebody a member of a body."""

    party: int
    member: int


@dataclass(frozen=True, slots=True)
class RemoveBodyMember:
    """Take somebody out of a body."""

    party: int
    member: int


Bodies = ShowBodies | ShowBody | AskBodyMember | AddBodyMember | RemoveBodyMember

TAGS: dict[str, type[Bodies]] = {
    "bo": ShowBodies,
    "bd": ShowBody,
    "ba": AskBodyMember,
    "bm": AddBodyMember,
    "bx": RemoveBodyMember,
}
"""What their codes begin with."""
