"""The named points at which a program is killed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import assert_never

from tests.servers.watching import Moment

LATEST_COMMIT, LATEST_SENDING, LATEST_MOMENT = 9, 4, 0.4
"""What a program does in the first moments of its life; whoever comes to no such point is killed at LATEST_MOMENT."""


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


Death = AtCommit | AtSending | AnyTime


def some_death(random: Random) -> Death:
    """Draw a death; every named point comes up."""
    match random.choices(("commit", "sending", "any time"), (5, 4, 1))[0]:
        case "commit":
            return AtCommit(random.randint(1, LATEST_COMMIT), before=random.random() < 0.5)
        case "sending":
            return AtSending(random.randint(1, LATEST_SENDING), random.choice(list(Moment)))
        case _:
            return AnyTime(random.uniform(0, LATEST_MOMENT))


def name_of(death: Death) -> str:
    """Name the kind of a death for the summary."""
    match death:
        case AtCommit(_, before):
            return "before a commit" if before else "after a commit"
        case AtSending(_, moment):
            return f"a sending {moment.name.lower()}"
        case AnyTime():
            return "at any time"
        case _:
            assert_never(death)
