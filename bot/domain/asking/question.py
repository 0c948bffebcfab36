"""What is asked, once it is understood."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.windows import Window


class Standing(StrEnum):
    """Which of the activities, by how far they are."""

    OVERDUE = "overdue"
    DONE = "done"
    LEFT = "left"


class Aspect(StrEnum):
    """What is asked of an activity: everything, who answers for it, when it is."""

    CARD = "card"
    WHO = "who"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Who:
    """Whose: the parties of the plan with that name, or the person who asks."""

    parties: frozenset[int] = frozenset()
    me: bool = False


@dataclass(frozen=True, slots=True)
class AskList:
    """What is in the plan, narrowed by days, by whose it is, by a goal (its id), by how far it is."""

    window: Window | None = None
    who: Who | None = None
    goal: int | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class AskProgress:
    """How far the plan is, or a goal of it, or somebody, or what ends in some days."""

    window: Window | None = None
    who: Who | None = None
    goal: int | None = None


@dataclass(frozen=True, slots=True)
class AskActivities:
    """One activity or some, by their ids; `sure` is False where not every word was found in the plan.

    Where days were named too, and none of the activities falls in them, `window` says so.
    """

    activities: tuple[int, ...]
    aspect: Aspect = Aspect.CARD
    sure: bool = True
    window: Window | None = None


@dataclass(frozen=True, slots=True)
class AskNumber:
    """The activity of a number, whether the plan has one or not."""

    number: str
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, slots=True)
class AskWhom:
    """Which of some people of a like name is meant; each is the ids of one person's parties."""

    people: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class AskNoGoal:
    """A goal that the plan does not have."""

    number: str


@dataclass(frozen=True, slots=True)
class AskMeetings:
    """When the presidium meets: the next time and all year, or in some days."""

    window: Window | None = None


@dataclass(frozen=True, slots=True)
class AskWaiting:
    """Which claims wait for a decision."""


@dataclass(frozen=True, slots=True)
class AskMenu:
    """Show the menu: a greeting, thanks, a way out."""


@dataclass(frozen=True, slots=True)
class AskHelp:
    """Say what can be asked."""


@dataclass(frozen=True, slots=True)
class AskUnclear:
    """Not understood well enough to answer."""


Question = (
    AskList
    | AskProgress
    | AskActivities
    | AskNumber
    | AskWhom
    | AskNoGoal
    | AskMeetings
    | AskWaiting
    | AskMenu
    | AskHelp
    | AskUnclear
)
