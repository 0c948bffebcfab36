"""Actions about a person's own accounts: their messengers, and the branches that an account is known in.

`identity` is the id of the account's binding, so that a button that was drawn before somebody left does nothing after
they have come back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowAccounts:
    """Show the person's messengers."""


@dataclass(frozen=True, slots=True)
class OfferLink:
    """Show a fresh code that joins another messenger to the person."""


@dataclass(frozen=True, slots=True)
class AskUnlink:
    """Ask whether to be known no more in one of the messengers."""

    identity: int


@dataclass(frozen=True, slots=True)
class Unlink:
    """Be known no more in one of the messengers."""

    identity: int


@dataclass(frozen=True, slots=True)
class AskSignOut:
    """Ask whether to be known nowhere any more."""


@dataclass(frozen=True, slots=True)
class SignOut:
    """Be known nowhere any more; `identity` is the account that was asked."""

    identity: int


@dataclass(frozen=True, slots=True)
class ShowBranches:
    """Show the branches that the account is known in, a page of them."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class GoTo:
    """Talk about a branch from now on."""

    branch: int


Accounts = ShowAccounts | OfferLink | AskUnlink | Unlink | AskSignOut | SignOut | ShowBranches | GoTo

TAGS: dict[str, type[Accounts]] = {
    "jm": ShowAccounts,
    "jl": OfferLink,
    "ja": AskUnlink,
    "ju": Unlink,
    "jq": AskSignOut,
    "jx": SignOut,
    "jb": ShowBranches,
    "jg": GoTo,
}
"""What their codes begin with."""
