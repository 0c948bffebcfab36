"""The life of an occurrence: which steps there are, what each makes of it, and what its history comes to.

    planned ──take──▶ taken ──claim──▶ claimed ──confirm──▶ confirmed
       └───────────────claim──────────▶   │ ◀──undo──────────┘
                                          └──return──▶ returned ──claim──▶ claimed …

Whatever is not confirmed can be cancelled, and comes back as what it was. Who may take a step is `bot.domain.access`'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from bot.domain.plan import State


class Step(StrEnum):
    """What can be done with an occurrence."""

    TAKE = "take"
    """Somebody responsible says that they are at it."""
    CLAIM = "claim"
    """Its lead says what was done: done, partly, or that help is needed."""
    WITHDRAW = "withdraw"
    """The author of a claim takes it back, before it is decided on."""
    CONFIRM = "confirm"
    RETURN = "return"
    UNDO = "undo"
    """A decision is taken back."""
    CANCEL = "cancel"
    REVIVE = "revive"
    """What was cancelled is owed again."""


_OPEN = frozenset({State.PLANNED, State.TAKEN, State.RETURNED})
_FROM: dict[Step, frozenset[State]] = {
    Step.TAKE: frozenset({State.PLANNED, State.RETURNED}),
    Step.CLAIM: _OPEN,
    Step.WITHDRAW: frozenset({State.CLAIMED}),
    Step.CONFIRM: _OPEN | {State.CLAIMED},
    Step.RETURN: frozenset({State.CLAIMED}),
    Step.UNDO: frozenset({State.CONFIRMED, State.RETURNED}),
    Step.CANCEL: _OPEN | {State.CLAIMED},
    Step.REVIVE: frozenset({State.CANCELLED}),
}
LEADS_TO: dict[Step, State] = {
    Step.TAKE: State.TAKEN,
    Step.CLAIM: State.CLAIMED,
    Step.CONFIRM: State.CONFIRMED,
    Step.RETURN: State.RETURNED,
    Step.CANCEL: State.CANCELLED,
}
TAKES_BACK = frozenset(Step) - frozenset(LEADS_TO)
"""The steps that put back what was before a claim, a decision or a cancelling."""


def possible(state: State, step: Step) -> bool:
    """Tell whether a step can be taken from a state."""
    return state in _FROM[step]


def after(state: State, step: Step, before: State = State.PLANNED) -> State:
    """Return what a step makes of a state.

    `before` is what the occurrence was before the step that this one takes back (a claim, a decision, a cancelling).
    Raises ValueError for a step that cannot be taken from there.
    """
    if not possible(state, step):
        message = f"{step} cannot be taken from {state}"
        raise ValueError(message)
    return LEADS_TO.get(step, before)


def replay(history: Iterable[Step]) -> State:
    """Return the state that a history comes to, begun as planned. Raises ValueError for one that cannot have been."""
    states = [State.PLANNED]
    for step in history:
        if step in LEADS_TO:
            states.append(after(states[-1], step))
        else:
            after(states[-1], step)
            states.pop()
    return states[-1]
