"""Requests for a change of the plan: what can be asked for, by whom, and whose consent it takes.

One table says it all; whether a member is on a side of it is told in `bot.domain.requesting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RequestKind(StrEnum):
    """What is asked for."""

    MOVE = "move"
    """Another term."""
    DELEGATE = "delegate"
    """Somebody else leads it, and its author stays beside them."""
    SUBSTITUTE = "substitute"
    """Somebody else does it in its author's place."""
    CANCEL = "cancel"
    ADD = "add"
    """An activity that the plan has not."""


KINDS = tuple(RequestKind)
"""In the order of their numbers in actions."""
HANDING_OVER = frozenset({RequestKind.DELEGATE, RequestKind.SUBSTITUTE})


class RequestState(StrEnum):
    """Where a request stands; it is settled once."""

    BEGUN = "begun"
    """Its author is still asked for the rest of it; nobody else sees it."""
    OPEN = "open"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    STALE = "stale"
    """What it is about has changed, or its people have left: nothing is to be decided any more."""


class Side(StrEnum):
    """What somebody is to a request, or to what it is about."""

    ANYBODY = "anybody"
    RESPONSIBLE = "responsible"
    """They answer for the activity, themselves or through a body."""
    NAMED = "named"
    """They answer for it themselves."""
    KEEPER = "keeper"
    """They keep the plan."""
    ASKED = "asked"
    """The person who is to take it over."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Who may ask for a change, who makes it at once without asking, and whose consent the others need."""

    asks: Side
    agrees: Side
    at_once: Side = Side.KEEPER
    reason: bool = False
    """Whether it must be said why."""


TERMS: Mapping[RequestKind, Terms] = {
    RequestKind.MOVE: Terms(Side.RESPONSIBLE, Side.KEEPER, reason=True),
    RequestKind.DELEGATE: Terms(Side.RESPONSIBLE, Side.ASKED),
    RequestKind.SUBSTITUTE: Terms(Side.NAMED, Side.ASKED),
    RequestKind.CANCEL: Terms(Side.RESPONSIBLE, Side.KEEPER, reason=True),
    RequestKind.ADD: Terms(Side.ANYBODY, Side.KEEPER),
}
"""The rights, one row a kind. Those who keep the plan hear of what was handed over, and can take it back."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a member asks for. `asked_id` is who is to take it over; `wanted` what it comes to, by kind.

    Its keys: ``mark`` (what the activity was, see `bot.domain.requesting`), ``term``, ``title``, ``plan``, ``goal``.
    """

    id: int
    kind: RequestKind
    state: RequestState
    revision: int
    member_id: int
    asked_id: int | None
    activity_id: int | None
    at: datetime
    wanted: Mapping[str, object]
    reason: str = ""
    settled_at: datetime | None = None
    settled_by: int | None = None
    answer: str = ""

    @property
    def open(self) -> bool:
        """Tell whether it waits for a decision."""
        return self.state is RequestState.OPEN

    def number(self, name: str) -> int:
        """Return a number of what is wanted; 0 where it has none of the name."""
        value = self.wanted.get(name)
        return value if isinstance(value, int) else 0

    def words(self, name: str) -> str:
        """Return a text of what is wanted; empty where it has none of the name."""
        value = self.wanted.get(name)
        return value if isinstance(value, str) else ""
