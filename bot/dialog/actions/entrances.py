"""Actions of who lets people in: the branch's general entrance, and those who wait at it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowEntrance:
    """Show the general entrance: its link and code, or that none is open."""


@dataclass(frozen=True, slots=True)
class DrawEntrance:
    """Show the links of the general entrance as pictures for another phone's camera."""


@dataclass(frozen=True, slots=True)
class OpenEntrance:
    """Open a general entrance with a new code; the one that the person saw (0: none) is closed."""

    entrance: int


@dataclass(frozen=True, slots=True)
class CloseEntrance:
    """Close the general entrance that the person saw."""

    entrance: int


@dataclass(frozen=True, slots=True)
class ShowApplicants:
    """List those who wait to be admitted to a branch (0: the one talked about), a page of them."""

    branch: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowApplicant:
    """Show somebody who waits, with those they may be, a page of them."""

    applicant: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Admit:
    """Say who an applicant is: a member without an account, a person of the plan, or, with 0 for both, somebody new."""

    applicant: int
    member: int = 0
    party: int = 0


@dataclass(frozen=True, slots=True)
class Refuse:
    """Do not let an applicant in."""

    applicant: int


Entrances = ShowEntrance | DrawEntrance | OpenEntrance | CloseEntrance | ShowApplicants | ShowApplicant | Admit | Refuse

TAGS: dict[str, type[Entrances]] = {
    "ns": ShowEntrance,
    "nd": DrawEntrance,
    "no": OpenEntrance,
    "nc": CloseEntrance,
    "nl": ShowApplicants,
    "na": ShowApplicant,
    "ny": Admit,
    "nx": Refuse,
}
"""What their codes begin with."""
