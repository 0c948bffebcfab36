"""Whatever is moved, cancelled, added, handed over and put back: what was approved can be told exactly, for ever."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dialog.actions import AskTitle, BringBack, Home, ShowApproved, TakeBack, encode
from bot.dialog.model import Reply, Tap
from bot.dialog.pages.approved import differences
from bot.domain.correcting import seen_mark
from bot.domain.duties import parties_of
from bot.domain.plan import Activity, Snapshot
from bot.usecases.correcting import bring_activity_back, correct_title, see, undo
from tests.integration.asking_for import Asker, labels, pressed, said
from tests.integration.houses import Scene, move_into, quick_store, update_key

TERMS = ("травень", "II квартал", "щомісяця", "до 15 вересня")
TAKERS = ("Лелека Марта", "Соловейко Марко", "Тополя Сергій")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["move", "cancel", "add", "substitute", "delegate", "title", "back", "undo", "undo"]),
        st.integers(0, 11),
    ),
    min_size=1,
    max_size=9,
)


def seen(plan: Snapshot, activity: Activity) -> tuple[object, ...]:
    """What a plan says of an activity."""
    people = tuple(party.name for party in parties_of(plan, activity))
    cancelled = activity.cancelled_on is not None
    words = (activity.title, activity.number, activity.goal_id, activity.term)
    return (*words, activity.windows, activity.mode, people, cancelled)


def as_approved(plan: Snapshot) -> dict[int, tuple[object, ...]]:
    """The plan as it was published, told from the one that stands."""
    found = {}
    for activity in plan.activities:
        was = plan.approved.get(activity.id)
        if was is None:
            found[activity.id] = seen(plan, activity)
        elif not was.added:
            words = (was.title, was.number, was.goal_id, was.term)
            found[activity.id] = (*words, was.windows, was.mode, was.people, was.cancelled)
    return found


@dataclass
class Year:
    """A branch that changes its plan in the course of a year, whoever may."""

    asker: Asker

    async def step(self, what: str, which: int) -> None:
        self.asker.scene.clock.moment += timedelta(minutes=1)
        match what:
            case "move":
                await self._asks("Перенести", TERMS[which % len(TERMS)], "Ремонт")
            case "cancel":
                await self._asks("Скасувати", "Не встигаємо")
            case "substitute":
                await self._asks("Хтось замість мене", TAKERS[which % len(TAKERS)], "Надіслати без пояснення")
            case "delegate":
                await self._asks("Передати", TAKERS[which % len(TAKERS)], "Надіслати без пояснення")
            case "add":
                menu = await self.asker.sends("other", Tap(encode(Home())))
                steps = ("Запропонувати захід", f"Новий захід {which}", TERMS[which % len(TERMS)], "Просять")
                await self.asker.goes("other", menu, *steps)
            case _:
                await self._corrects(what, which)
        await self._decides()

    async def _asks(self, *steps: str) -> None:
        """Ask from the card, as whoever may; where nobody may, or not for that, nothing is asked."""
        for who in ("responsible", "other", "presidium"):
            page = await self.asker.card(who)
            for step in ("Зміни…", *steps):
                if step in (*TERMS, "Ремонт", "Не встигаємо"):
                    page = await self.asker.goes(who, page, step)
                elif step in labels(page):
                    page = await self.asker.sends(who, pressed(page, step))
                else:
                    break
            if any(row.state == "open" for row in await self.asker.rows()):
                return

    async def _decides(self) -> None:
        """Whoever is asked says yes."""
        names = {number: who for who, number in self.asker.scene.people.items()}
        for row in await self.asker.rows():
            if row.state == "open":
                who = names[row.asked_id] if row.asked_id else "head"
                page = await self.asker.opens(who, row.id)
                await self._presses(who, page, "Беру" if row.asked_id else "Погодити")

    async def _presses(self, who: str, page: Reply, label: str) -> None:
        if label in labels(page):
            await self.asker.sends(who, pressed(page, label))

    async def _corrects(self, what: str, which: int) -> None:
        scene = self.asker.scene
        plan, caller = await scene.snapshot(), await scene.caller("secretary")
        activity = plan.activities[which % len(plan.activities)]
        mark = seen_mark(activity)
        if what == "title":
            await correct_title(scene.house, caller, AskTitle(activity.id, mark), f"Назва {which}", update_key())
        elif what == "back":
            await bring_activity_back(scene.house, caller, BringBack(activity.id, mark), update_key())
        else:
            sight = await see(scene.house, caller, activity.id)
            if sight is not None and sight.last is not None:
                await undo(scene.house, caller, TakeBack(activity.id, mark, sight.last.id), update_key())

    async def check(self, published: dict[int, tuple[object, ...]]) -> None:
        plan = await self.asker.scene.snapshot()
        assert as_approved(plan) == published
        for activity in plan.activities:
            same = published.get(activity.id) == seen(plan, activity)
            gone = activity.id not in published and activity.cancelled_on is not None
            assert any(differences(plan, activity)) is not (same or gone)


@given(steps=STEPS)
@settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_approved_plan_is_the_published_one_after_whatever_was_changed(
    two_branches: tuple[Path, Scene, Scene], tmp_path: Path, steps: list[tuple[str, int]]
) -> None:
    made, scene, _ = two_branches
    path = tmp_path / "walked.db"
    path.unlink(missing_ok=True)
    shutil.copy(made, path)
    asyncio.run(_walk(scene, path, steps))


async def _walk(made: Scene, path: Path, steps: list[tuple[str, int]]) -> None:
    store = quick_store(path)
    year = Year(Asker(move_into(made, store)))
    try:
        published = as_approved(await year.asker.scene.snapshot())
        for what, which in steps:
            await year.step(what, which)
            await year.check(published)
    finally:
        await store.close()


async def test_the_page_tells_each_kind_of_difference_and_who_made_it(scene: Scene) -> None:
    year = Year(Asker(scene))
    await year.step("move", 0)
    await year.step("substitute", 0)
    await year.step("title", 0)
    await year.step("add", 1)
    page = said(await year.asker.sends("presidium", Tap(encode(ShowApproved(0)))))
    assert "Затверджена назва" in page
    assert "тепер «травень»" in page
    assert "тепер Лелека М." in page
    assert "Додано: у затвердженому плані його немає" in page
    assert "Остання зміна: Криничко Тетяна, 10 лютого, 10:03" in page
    assert "Зміни в плані" in labels(await year.asker.sends("other", Tap(encode(Home()))))


async def test_a_plan_that_nobody_has_changed_says_so(scene: Scene) -> None:
    asker = Asker(scene)
    assert "Усе так, як затверджено" in said(await asker.sends("other", Tap(encode(ShowApproved(0)))))
    assert "Зміни в плані" not in labels(await asker.sends("other", Tap(encode(Home()))))
