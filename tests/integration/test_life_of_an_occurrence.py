"""Whatever people do in whichever order, at once or again: no state is lost, and the history tells all of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.access import may_take
from bot.domain.plan import State
from bot.domain.reports import Outcome
from bot.domain.steps import Step, after, replay
from bot.usecases.acting import Verdict
from tests.integration.grounds import Made
from tests.integration.working import Workers, is_what_its_history_says

WHO = ("responsible", "other", "presidium", "head", "secretary")
DEED = st.tuples(
    st.sampled_from([Step.TAKE, Step.CLAIM, Step.CLAIM, Step.WITHDRAW, Step.CONFIRM, Step.RETURN, Step.UNDO]),
    st.sampled_from(WHO),
    st.sampled_from(["once", "once", "again", "two"]),
)
"""What is done, by whom, and whether the update comes once, five times, or another person does the same at once."""


@given(deeds=st.lists(DEED, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_history_is_whole_and_every_decision_has_one_winner(
    made: Made, tmp_path: Path, deeds: list[tuple[Step, str, str]]
) -> None:
    asyncio.run(_live(made, tmp_path, deeds))


async def _live(made: Made, folder: Path, deeds: list[tuple[Step, str, str]]) -> None:
    async with made.two(folder) as (scene, _):
        workers = Workers(scene)
        await workers.helps("other")
        taken: list[Step] = []
        states = [State.PLANNED]
        for number, (step, who, how) in enumerate(deeds):
            workers.scene.clock.moment += timedelta(hours=1)
            expected = await _expects(workers, step, who)
            done = await _does(workers, step, who, how, f"{number}")
            assert (Verdict.DONE in done) >= expected
            steps = [Step(each.verb) for each in await workers.steps()]
            assert steps[: len(taken)] == taken, "the history is only ever added to"
            assert len(steps) - len(taken) in {int(expected), int(how == "two")}, "one winner"
            taken = steps
            states.append(replay(taken))
            row = await workers.scene.row()
            assert (State(row.state), row.revision) == (states[-1], len(taken))
            assert await is_what_its_history_says(scene.store, row)


async def _expects(workers: Workers, step: Step, who: str) -> bool:
    """Tell whether the step is theirs to take now, by the table of rights."""
    snapshot = await workers.scene.snapshot()
    occurrence = snapshot.occurrence_of[workers.scene.occurrence]
    may = may_take(step, snapshot, snapshot.members[workers.scene.people[who]], occurrence)
    if may:
        after(occurrence.state, step)
    recent = occurrence.decided_at is not None and workers.scene.house.now() - occurrence.decided_at <= timedelta(1)
    return may and (step is not Step.UNDO or recent)


async def _does(workers: Workers, step: Step, who: str, how: str, key: str) -> list[Verdict]:
    if how == "two":
        other = "presidium" if who != "presidium" else "head"
        return list(await asyncio.gather(_do(workers, step, who, key), _do(workers, step, other, f"{key}-other")))
    return [await _do(workers, step, who, key) for _ in range(5 if how == "again" else 1)]


async def _do(workers: Workers, step: Step, who: str, key: str) -> Verdict:
    match step:
        case Step.TAKE:
            return await workers.takes(who, key)
        case Step.CLAIM:
            return await workers.claims(who, f"Слова {key}", Outcome.PARTLY if who == "head" else Outcome.DONE, key)
        case Step.WITHDRAW:
            return await workers.withdraws(who, key)
        case Step.CONFIRM:
            return await workers.confirms(who, key)
        case Step.RETURN:
            return await workers.returns(who, f"Причина {key}", key)
        case _:
            return await workers.undoes(who, key)
