"""Whatever is corrected, reported, decided and put back in whichever order: no work is lost, and undo is exact."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialog.actions import AskPeople, AskTerm, AskTitle, BringBack, CancelActivity, TakeBack
from bot.domain.correcting import seen_mark
from bot.domain.occurrences import goes_on, occurrence_windows
from bot.domain.plan import Activity, Occurrence, State
from bot.usecases import deciding, work
from bot.usecases.acting import Verdict
from bot.usecases.appointing import correct_people
from bot.usecases.correcting import (
    Corrected,
    Outcome,
    bring_activity_back,
    cancel_activity,
    correct_term,
    correct_title,
    see,
    undo,
)
from db.caller import Caller
from db.tables import Base, OccurrenceRow
from tests.integration.correcting import MORNING, YEAR_PLAN, Office, an_office
from tests.integration.drafting import Desk, a_desk
from tests.integration.houses import a_house, quick_store, update_key
from tests.integration.working import is_what_its_history_says

TERMS = ("вересень", "жовтень", "II квартал", "щоквартально", "щомісяця", "протягом року", "1 і 4 квартали", "щотижня")
PEOPLE = ("Тополя С.В.", "Соловейко М.П.", "Тополя С.В., Соловейко М.П.", "Президія")
WORKERS = ("member", "presidium", "head", "secretary")
Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["term"] * 4 + ["people", "title", "cancel", "back"] + ["undo"] * 3 + ["claim"] * 2 + ["confirm", "return"]
        ),
        st.integers(0, 11),
    ),
    min_size=1,
    max_size=14,
)
ACTED = {State.CLAIMED, State.CONFIRMED}


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Desk]:
    """A branch with its plan in force, made once."""
    path = tmp_path_factory.mktemp("corrections") / "planovyk.db"

    async def make() -> Desk:
        store = quick_store(path)
        async with store.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        desk = await a_desk(store, moment=MORNING)
        await an_office(desk, YEAR_PLAN)
        await store.close()
        return desk

    return path, asyncio.run(make())


@dataclass
class Walk:
    """A random walk over one activity, with what must be so of it."""

    office: Office
    number: str
    acted: dict[int, tuple[State, str]] = field(default_factory=dict)
    ever_acted: set[int] = field(default_factory=set)
    before: list[tuple[object, bool]] = field(default_factory=list)
    """What was so before each correction that stands, and whether nobody has acted since."""

    async def caller(self, who: str) -> Caller:
        found = await self.office.desk.store.caller(self.office.desk.address(who))
        assert found is not None
        return found

    async def step(self, what: str, which: int) -> None:
        self.office.desk.clock.moment += timedelta(minutes=1)
        if what in {"claim", "confirm", "return"}:
            await self._act(what, which)
        elif what == "undo":
            await self._undo()
        else:
            await self._correct(what, which)
        await self.check()

    async def _correct(self, what: str, which: int) -> None:
        activity, before = await self.office.activity(self.number), await self.view()
        done = await self._corrected(what, which, activity)
        if done.outcome is Outcome.DONE:
            self.before.append((before, True))
        else:
            assert done.outcome is Outcome.STALE, done
            assert await self.view() == before

    async def _corrected(self, what: str, which: int, activity: Activity) -> Corrected:
        house, caller, key = self.office.desk.house, await self.caller("secretary"), update_key()
        number, mark = activity.id, seen_mark(activity)
        match what:
            case "term":
                return await correct_term(house, caller, AskTerm(number, mark), TERMS[which % len(TERMS)], key)
            case "people":
                return await correct_people(house, caller, AskPeople(number, mark), PEOPLE[which % len(PEOPLE)], key)
            case "title":
                return await correct_title(house, caller, AskTitle(number, mark), f"Назва {which}", key)
            case "cancel":
                return await cancel_activity(house, caller, CancelActivity(number, mark), key)
            case _:
                return await bring_activity_back(house, caller, BringBack(number, mark), key)

    async def _undo(self) -> None:
        house, caller, activity = self.office.desk.house, await self.caller("secretary"), await self._activity()
        sight = await see(house, caller, activity.id)
        assert sight is not None
        assert (sight.last is not None) == bool(self.before)
        if sight.last is None:
            return
        done = await undo(house, caller, TakeBack(activity.id, seen_mark(activity), sight.last.id), update_key())
        view, untouched = self.before[-1]
        if done.outcome is Outcome.DONE:
            self.before.pop()
            assert not untouched or await self.view() == view
        else:
            assert (done.outcome, untouched) == (Outcome.REPORTED, False)

    async def _act(self, what: str, which: int) -> None:
        rows = await self.office.occurrences(self.number)
        if not rows:
            return
        chosen, house, words = rows[which % len(rows)], self.office.desk.house, f"Слова {which}"
        for who in WORKERS:
            caller, key = await self.caller(who), update_key()
            if what == "claim":
                verdict = await work.claim(house, caller, chosen.id, words, key)
            elif what == "confirm":
                verdict = await deciding.confirm(house, caller, chosen.id, chosen.revision, key)
            else:
                verdict = await deciding.give_back(house, caller, chosen.id, chosen.revision, "Причина", key)
            if verdict is Verdict.DONE and await self._has_changed(chosen):
                self._note(what, chosen.id, words)
                return

    async def _has_changed(self, chosen: Occurrence) -> bool:
        """Tell whether the occurrence took a step: what somebody adds beside the lead is none."""
        row = next(row for row in await self.office.rows(self.number) if row.id == chosen.id)
        return row.revision > chosen.revision

    def _note(self, what: str, occurrence: int, words: str) -> None:
        self.ever_acted.add(occurrence)
        self.before = [(view, False) for view, _ in self.before]
        if what == "return":
            self.acted.pop(occurrence)
        else:
            kept = self.acted.get(occurrence, (None, ""))[1] if what == "confirm" else words
            self.acted[occurrence] = (State.CONFIRMED if what == "confirm" else State.CLAIMED, kept)

    async def _activity(self) -> Activity:
        return await self.office.activity(self.number)

    async def view(self) -> object:
        """Everything about the activity that a person could see."""
        plan, activity = await self.office.plan(), await self._activity()
        duties = [(plan.parties[duty.party_id].name, duty.lead) for duty in activity.duties]
        live = [
            (each.id, each.window, each.continuous, each.state, each.words, each.reason)
            for each in await self.office.occurrences(self.number)
        ]
        return activity.title, activity.term, activity.windows, activity.mode, activity.cancelled_on, duties, live

    async def check(self) -> None:
        activity, rows = await self._activity(), {row.id: row for row in await self.office.rows(self.number)}
        for row in rows.values():
            assert await is_what_its_history_says(self.office.desk.store, row)
        for occurrence, (state, words) in self.acted.items():
            waits = state is State.CLAIMED and activity.cancelled_on is not None
            assert rows[occurrence].state == (State.CANCELLED if waits else state)
            assert not words or rows[occurrence].words == words
        live = [row for row in rows.values() if row.state != State.CANCELLED]
        if activity.cancelled_on is not None:
            assert {row.state for row in live} <= {State.CONFIRMED}
            return
        self._check_windows(activity, live)

    def _check_windows(self, activity: Activity, live: Sequence[OccurrenceRow]) -> None:
        wanted = Counter((each.first, each.last) for each in occurrence_windows(activity))
        found = Counter((row.first, row.last) for row in live)
        assert not wanted - found
        spare = found - wanted
        assert all(any((row.first, row.last) == days and row.id in self.ever_acted for row in live) for days in spare)
        assert all(row.continuous == goes_on(activity.mode) for row in live if row.state == State.PLANNED)


@given(steps=STEPS, number=st.sampled_from(["1.1", "1.2", "1.3"]))
@settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_work_is_lost_and_undo_is_exact(
    published: tuple[Path, Desk], tmp_path: Path, steps: list[Step], number: str
) -> None:
    made, desk = published
    path = tmp_path / "planovyk.db"
    path.unlink(missing_ok=True)
    shutil.copy(made, path)
    asyncio.run(_walk(desk, path, steps, number))


async def _walk(desk: Desk, path: Path, steps: list[Step], number: str) -> None:
    store = quick_store(path)
    house, clock, bells = a_house(store, MORNING)
    walk = Walk(Office(Desk(store, house, clock, bells, desk.branch, desk.name, desk.people)), number)
    try:
        for what, which in steps:
            await walk.step(what, which)
    finally:
        await store.close()
