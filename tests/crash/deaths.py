"""The named points at which a program is killed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import assert_never

from tests.servers.watching import Moment

COMMITS, SENDINGS, MOMENT = 16, 6, 0.5
"""How much a program does in a day of the house, and in how many seconds."""


@dataclass(frozen=True, slots=True)
class AtCommit:
    """Just before or just after its commit of that number."""

    number: int
    before: bool


@dataclass(frozen=True, slots=True)
class AtSending:
    """At a moment of its call of that number that shows somebody something."""

    number: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class AnyTime:
    """So many seconds after its start."""

    seconds: float


@dataclass(frozen=True, slots=True)
class AtRest:
    """When it has done all it had to; so die those who come to no such point as was drawn for them."""


Death = AtCommit | AtSending | AnyTime | AtRest


def some_death(random: Random) -> Death:
    """Draw a death; every named point comes up."""
    match random.choices(("commit", "sending", "any time"), (5, 4, 1))[0]:
        case "commit":
            return AtCommit(random.randint(1, COMMITS), before=random.random() < 0.5)
        case "sending":
            return AtSending(random.randint(1, SENDINGS), random.choice(list(Moment)))
        case _:
            return AnyTime(random.uniform(0, MOMENT))


def name_of(death: Death) -> str:
    """Name the kind of a death for the summary."""
    match death:
        case AtCommit(_, before):
            return "before a commit" if before else "after a commit"
        case AtSending(_, moment):
            return f"a sending {moment.name.lower()}"
        case AnyTime():
            return "at any time"
        case AtRest():
            return "at rest"
        case _:
            assert_never(death)
