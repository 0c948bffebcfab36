"""Actions of the work's life beside a plain report and decision: who is at it, taken back, all at once, its history."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TakeOn:
    """Say that one is at an occurrence."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class ClaimAs:
    """Report on an occurrence; `outcome` is its place in `bot.domain.reports.OUTCOMES`."""

    occurrence: int
    revision: int
    outcome: int


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take a claim back before it is decided on."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class UndoDecision:
    """Take a decision back."""

    occurrence: int
    revision: int


@dataclass(frozen=True, slots=True)
class AskConfirmAll:
    """Show what would be confirmed at once."""


@dataclass(frozen=True, slots=True)
class ConfirmAll:
    """Confirm all that was seen; `mark` tells what that was."""

    mark: int


@dataclass(frozen=True, slots=True)
class ShowHistory:
    """Show a page (from 0) of what has become of an occurrence, step by step."""

    occurrence: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowRules:
    """Show the rules of the branch."""


@dataclass(frozen=True, slots=True)
class SetOwnClaims:
    """Let the presidium confirm what they have reported themselves (1), or not (0)."""

    on: int


Deciding = (
    TakeOn | ClaimAs | Withdraw | UndoDecision | AskConfirmAll | ConfirmAll | ShowHistory | ShowRules | SetOwnClaims
)

TAGS: dict[str, type[Deciding]] = {
    "kt": TakeOn,
    "ko": ClaimAs,
    "kw": Withdraw,
    "ku": UndoDecision,
    "ka": AskConfirmAll,
    "kx": ConfirmAll,
    "kh": ShowHistory,
    "kr": ShowRules,
    "ks": SetOwnClaims,
}
"""What their codes begin with."""
