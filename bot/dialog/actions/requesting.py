"""Actions about changes that somebody asks for: what is asked, the questions on the way, and what is answered to it.

`mark` is that of the activity as the person saw it (see `bot.domain.requesting.request_mark`), `revision` that of the
request; `how` is the place of the kind in `bot.domain.requests.KINDS`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowChanging:
    """Show which changes of an activity can be asked for."""

    activity: int


@dataclass(frozen=True, slots=True)
class AskMove:
    """Ask for the term to move an activity to; the next words are the answer."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class HandOver:
    """Ask for somebody else to take an activity over."""

    activity: int
    mark: int
    how: int


@dataclass(frozen=True, slots=True)
class AskTaker:
    """Ask who is to take it over: a page of members to choose from, or a surname in words."""

    request: int
    page: int


@dataclass(frozen=True, slots=True)
class ChooseTaker:
    """Say who is to take it over."""

    request: int
    member: int


@dataclass(frozen=True, slots=True)
class AskCancelling:
    """Ask for an activity to be cancelled."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class StartProposing:
    """Choose where a proposed activity would go; plan 0 is the leading one."""

    plan: int


@dataclass(frozen=True, slots=True)
class Propose:
    """Ask for the title of a proposed activity under a goal (0: under none); the next words are the answer."""

    plan: int
    goal: int


@dataclass(frozen=True, slots=True)
class AskProposedTerm:
    """Ask for the term of a proposed activity; the next words are the answer."""

    request: int


@dataclass(frozen=True, slots=True)
class AskWhy:
    """Ask why the change is asked for; the next words are the answer."""

    request: int


@dataclass(frozen=True, slots=True)
class SendRequest:
    """Send a request without saying why, where that need not be said."""

    request: int


@dataclass(frozen=True, slots=True)
class ShowRequest:
    """Show a request and where it stands."""

    request: int


@dataclass(frozen=True, slots=True)
class ShowRequests:
    """Show the requests that wait for the person's word and their own, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class AgreeTo:
    """Agree to a request, so that the change is made."""

    request: int
    revision: int


@dataclass(frozen=True, slots=True)
class DeclineRequest:
    """Decline a request; the next words say why."""

    request: int
    revision: int


@dataclass(frozen=True, slots=True)
class TakeOver:
    """Take over what somebody asks one to."""

    request: int
    revision: int


@dataclass(frozen=True, slots=True)
class CannotTake:
    """Say that one cannot take it over."""

    request: int
    revision: int


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """Take one's own request back."""

    request: int
    revision: int


@dataclass(frozen=True, slots=True)
class ShowApproved:
    """Show where the plan stands otherwise than it was approved, a page at a time."""

    page: int


Requesting = (
    ShowChanging
    | AskMove
    | HandOver
    | AskTaker
    | ChooseTaker
    | AskCancelling
    | StartProposing
    | Propose
    | AskProposedTerm
    | AskWhy
    | SendRequest
    | ShowRequest
    | ShowRequests
    | AgreeTo
    | DeclineRequest
    | TakeOver
    | CannotTake
    | WithdrawRequest
    | ShowApproved
)

TAGS: dict[str, type[Requesting]] = {
    "xs": ShowChanging,
    "xm": AskMove,
    "xh": HandOver,
    "xt": AskTaker,
    "xw": ChooseTaker,
    "xc": AskCancelling,
    "xg": StartProposing,
    "xn": Propose,
    "xp": AskProposedTerm,
    "xr": AskWhy,
    "xd": SendRequest,
    "xo": ShowRequest,
    "xl": ShowRequests,
    "xa": AgreeTo,
    "xx": DeclineRequest,
    "xy": TakeOver,
    "xz": CannotTake,
    "xb": WithdrawRequest,
    "xv": ShowApproved,
}
"""What their codes begin with."""
