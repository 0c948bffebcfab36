"""What the history of an occurrence comes to, and what of it stands."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.history import Taken, events_of, stand_of, standing, taken_back
from bot.domain.plan import State
from bot.domain.steps import Step, possible, replay
from tests.unit.plans import MORNING

ANNA, BORYS = 1, 2


def taken(*steps: Step) -> list[Taken]:
    """A history in which each step is a minute after the one before, with its number for words."""
    return [
        Taken(step, MORNING + timedelta(minutes=number), number, words=f"слова {number}")
        for number, step in enumerate(steps, start=1)
    ]


def test_an_occurrence_without_a_history_is_planned() -> None:
    stand = stand_of([])
    assert (stand.state, stand.claim, stand.decision, stand.reason) == (State.PLANNED, None, None, "")


def test_a_withdrawn_claim_leaves_the_one_before_with_why_it_was_returned() -> None:
    history = taken(Step.CLAIM, Step.RETURN, Step.CLAIM, Step.WITHDRAW)
    stand = stand_of(history)
    assert (stand.state, stand.claim, stand.decision) == (State.RETURNED, history[0], history[1])
    assert stand.reason == "слова 2"


def test_an_undone_decision_leaves_the_claim_as_it_waited() -> None:
    history = taken(Step.TAKE, Step.CLAIM, Step.CONFIRM, Step.UNDO)
    stand = stand_of(history)
    assert (stand.state, stand.take, stand.claim, stand.decision) == (State.CLAIMED, history[0], history[1], None)


def test_a_claim_and_a_confirmation_take_the_reason_away() -> None:
    assert stand_of(taken(Step.CLAIM, Step.RETURN, Step.TAKE)).reason == "слова 2"
    assert stand_of(taken(Step.CLAIM, Step.RETURN, Step.CLAIM)).reason == ""
    assert stand_of(taken(Step.CLAIM, Step.RETURN, Step.CONFIRM)).reason == ""


def test_a_step_in_somebodys_name_is_theirs_and_names_who_wrote_it_down() -> None:
    step = Taken(Step.CLAIM, MORNING, BORYS, on_behalf_of=ANNA)
    assert (step.author, step.recorder) == (ANNA, BORYS)
    own = Taken(Step.CLAIM, MORNING, ANNA)
    assert (own.author, own.recorder) == (ANNA, None)


def test_what_was_taken_back_stays_in_the_history_and_is_marked() -> None:
    history = taken(Step.CLAIM, Step.CONFIRM, Step.UNDO, Step.RETURN)
    events = events_of(history, {})
    assert [(event.what, event.taken_back) for event in events] == [
        ("claim", False), ("confirm", True), ("undo", False), ("return", False),
    ]  # fmt: skip


def test_a_history_that_cannot_have_been_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be taken"):
        standing(taken(Step.CONFIRM, Step.CLAIM))


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_what_stands_is_the_shortest_way_to_where_the_history_leads(steps: list[Step]) -> None:
    possible_ones: list[Step] = []
    for step in steps:
        if possible(replay(possible_ones), step):
            possible_ones.append(step)
    history = taken(*possible_ones)
    stand = standing(history)
    assert stand_of(history).state is replay(possible_ones) is replay([each.step for each in stand])
    assert len(history) == len(stand) + 2 * len(taken_back(history))
