"""What the history of an occurrence comes to: its steps that stand, and what they say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.plan import State
from bot.domain.steps import LEADS_TO, TAKES_BACK, Step, after


@dataclass(frozen=True, slots=True)
class Taken:
    """One step as it was taken: by whom, when, in which words, and in whose name where not their own.

    `member_id` is None where that was not kept: what was done before steps were. `outcome` and `participants` are those
    of the report that a claim was made of; `report_id` leads to its evidence.
    """

    step: Step
    at: datetime
    member_id: int | None
    on_behalf_of: int | None = None
    words: str = ""
    report_id: int | None = None
    outcome: str = ""
    participants: int | None = None

    @property
    def author(self) -> int | None:
        """The member who says so, whoever has written it down."""
        return self.on_behalf_of or self.member_id

    @property
    def recorder(self) -> int | None:
        """Who has written it down for its author; None where the author did."""
        return self.member_id if self.on_behalf_of else None


def standing(history: Iterable[Taken]) -> tuple[Taken, ...]:
    """Return the steps that nobody has taken back, in their order. Raises ValueError for an impossible history."""
    return tuple(each for _, each in _stand(history))


def taken_back(history: Iterable[Taken]) -> frozenset[int]:
    """Return the places, from 0, of the steps that were taken back. Raises ValueError for an impossible history."""
    steps = tuple(history)
    stand = {place for place, _ in _stand(steps)}
    return frozenset(place for place, each in enumerate(steps) if place not in stand and each.step not in TAKES_BACK)


def _stand(history: Iterable[Taken]) -> list[tuple[int, Taken]]:
    stand: list[tuple[int, Taken]] = []
    for place, each in enumerate(history):
        after(_state([step for _, step in stand]), each.step)
        if each.step in TAKES_BACK:
            stand.pop()
        else:
            stand.append((place, each))
    return stand


def _state(stand: Sequence[Taken]) -> State:
    return LEADS_TO[stand[-1].step] if stand else State.PLANNED


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an occurrence stands, and by which steps: who is at it, the claim, the decision.

    `reason` is why it was returned, until it is claimed or confirmed again.
    """

    state: State
    take: Taken | None = None
    claim: Taken | None = None
    decision: Taken | None = None
    reason: str = ""


def stand_of(history: Iterable[Taken]) -> Stand:
    """Return where the history has led. Raises ValueError for one that cannot have been."""
    steps = standing(history)
    return Stand(
        state=_state(steps),
        take=_last(steps, Step.TAKE),
        claim=_last(steps, Step.CLAIM),
        decision=_last(steps, Step.CONFIRM, Step.RETURN),
        reason=_reason(steps),
    )


def _last(steps: Sequence[Taken], *kinds: Step) -> Taken | None:
    return next((each for each in reversed(steps) if each.step in kinds), None)


def _reason(steps: Sequence[Taken]) -> str:
    last = _last(steps, Step.RETURN, Step.CLAIM, Step.CONFIRM)
    return last.words if last and last.step is Step.RETURN else ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of an occurrence's history as people read it: a step, somebody's part, or a change of its activity.

    `what` is the step, ``contribute``, ``ask-help``, or the verb of the correction; `evidence` counts what goes along.
    """

    at: datetime
    member_id: int | None
    what: str
    words: str = ""
    recorded_by: int | None = None
    outcome: str = ""
    evidence: int = 0
    taken_back: bool = False
    corrects: bool = False


def events_of(history: Sequence[Taken], evidence: Mapping[int, int]) -> list[Event]:
    """Return the steps as entries; `evidence` has how much goes with a report, by its id."""
    back = taken_back(history)
    return [
        Event(
            at=each.at,
            member_id=each.author,
            what=each.step.value,
            words=each.words,
            recorded_by=each.recorder,
            outcome=each.outcome,
            evidence=evidence.get(each.report_id or 0, 0),
            taken_back=place in back,
        )
        for place, each in enumerate(history)
    ]
