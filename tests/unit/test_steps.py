"""The life of an occurrence: every step from every state, and histories that cannot have been."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.plan import State
from bot.domain.steps import Step, after, possible, replay

ALLOWED = {
    State.PLANNED: {Step.TAKE, Step.CLAIM, Step.CONFIRM, Step.CANCEL},
    State.TAKEN: {Step.CLAIM, Step.CONFIRM, Step.CANCEL},
    State.CLAIMED: {Step.WITHDRAW, Step.CONFIRM, Step.RETURN, Step.CANCEL},
    State.RETURNED: {Step.TAKE, Step.CLAIM, Step.CONFIRM, Step.UNDO, Step.CANCEL},
    State.CONFIRMED: {Step.UNDO},
    State.CANCELLED: {Step.REVIVE},
}
TAKEN_BACK = {Step.WITHDRAW, Step.UNDO, Step.REVIVE}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_a_step_is_taken_from_where_it_makes_sense(state: State, step: Step) -> None:
    assert possible(state, step) == (step in ALLOWED[state])
    if step not in ALLOWED[state]:
        with pytest.raises(ValueError, match="cannot be taken"):
            after(state, step)


def test_a_step_leads_where_its_name_says() -> None:
    assert [after(State.PLANNED, step) for step in (Step.TAKE, Step.CLAIM, Step.CONFIRM, Step.CANCEL)] == [
        State.TAKEN, State.CLAIMED, State.CONFIRMED, State.CANCELLED,
    ]  # fmt: skip
    assert after(State.CLAIMED, Step.RETURN) is State.RETURNED


@pytest.mark.parametrize(
    ("history", "comes_to"),
    [
        ([], State.PLANNED),
        ([Step.TAKE, Step.CLAIM, Step.CONFIRM], State.CONFIRMED),
        ([Step.TAKE, Step.CLAIM, Step.CONFIRM, Step.UNDO], State.CLAIMED),
        ([Step.CONFIRM, Step.UNDO], State.PLANNED),
        ([Step.CLAIM, Step.RETURN, Step.UNDO], State.CLAIMED),
        ([Step.TAKE, Step.CLAIM, Step.WITHDRAW], State.TAKEN),
        ([Step.CLAIM, Step.RETURN, Step.CANCEL, Step.REVIVE], State.RETURNED),
    ],
)
def test_a_history_comes_to_its_last_state(history: list[Step], comes_to: State) -> None:
    assert replay(history) is comes_to


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_taking_a_step_back_puts_back_what_was(steps: list[Step]) -> None:
    taken: list[Step] = []
    for step in steps:
        if possible(replay(taken), step):
            taken.append(step)
    states = [replay(taken[:length]) for length in range(len(taken) + 1)]
    for place, step in enumerate(taken):
        if step in TAKEN_BACK:
            assert states[place + 1] in states[: place + 1]
        elif place + 1 < len(taken) and taken[place + 1] in TAKEN_BACK:
            assert states[place + 2] is states[place]


def test_a_history_that_cannot_have_been_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be taken"):
        replay([Step.RETURN])
