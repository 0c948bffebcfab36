"""Actions of who goes through a newer edition of the plan in force; `plan` is the edition's draft."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowChanges:
    """List what a newer edition changes, with what has been chosen so far; 0 is the latest one."""

    plan: int


@dataclass(frozen=True, slots=True)
class ShowChange:
    """Show the change at a place of the list, counted from 1; 0 is the first one that nobody has decided on."""

    plan: int
    at: int


@dataclass(frozen=True, slots=True)
class ChooseChange:
    """Accept a change (1) or leave what is (0).

    `mark` is that of the change as the person saw it, so that the choice holds for nothing else.
    """

    plan: int
    mark: int
    accepted: int


@dataclass(frozen=True, slots=True)
class AskAcceptAll:
    """Show every change and ask whether to accept them all."""

    plan: int


@dataclass(frozen=True, slots=True)
class AcceptAll:
    """Accept every change as they were at the branch's revision that the person saw."""

    plan: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskApply:
    """Say what applying the accepted changes would set going, and ask whether to."""

    plan: int


@dataclass(frozen=True, slots=True)
class ApplyEdition:
    """Apply the accepted changes, as everything was at the branch's revision that the person saw."""

    plan: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskDropEdition:
    """Ask whether to leave the plan as it is and drop the newer edition."""

    plan: int


@dataclass(frozen=True, slots=True)
class DropEdition:
    """Drop a newer edition as it was at the branch's revision that the person saw."""

    plan: int
    revision: int


Editions = (
    ShowChanges
    | ShowChange
    | ChooseChange
    | AskAcceptAll
    | AcceptAll
    | AskApply
    | ApplyEdition
    | AskDropEdition
    | DropEdition
)

TAGS: dict[str, type[Editions]] = {
    "el": ShowChanges,
    "ec": ShowChange,
    "ed": ChooseChange,
    "eq": AskAcceptAll,
    "ea": AcceptAll,
    "eu": AskApply,
    "ep": ApplyEdition,
    "en": AskDropEdition,
    "ex": DropEdition,
}
"""What their codes begin with."""
