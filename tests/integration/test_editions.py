"""A newer file for the year shows what it changes, and only what is accepted of it becomes the plan."""

import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.actions import Action
from bot.documents.plan_reader import read_plan
from bot.domain.comparing import ChangeKind
from bot.domain.draft import DraftActivity, PlanDraft
from bot.domain.plan import Role, State
from bot.domain.windows import calendar_year
from bot.usecases.editions import Came, accept_all, apply_edition, drop_edition
from bot.usecases.plans import import_plan
from db.branches import changed
from db.correcting import last_correction, take_back
from db.steps import By
from db.store import Store
from db.tables import ActivityRow, Base, ChoiceRow, CorrectionRow, PlanRow
from handlers.taps import EDITION_TAPS
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, kyiv
from tests.integration.drafting import NAMES, Desk, a_desk, buttons, keys, label, whole
from tests.integration.editing import (
    EVERY_KIND,
    IN_FORCE,
    NEWER,
    YEAR,
    accepts,
    applies,
    caller_of,
    change_of,
    claims,
    confirms,
    edition_of,
    everything,
    names_on,
    pieces_of,
    row_of,
    with_plan_in_force,
)
from tests.integration.houses import a_house, quick_store, update_key
from tests.integration.test_delivery import post_of
from tests.unit.editions import GOALS
from tests.unit.test_comparing import PLANS


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await with_plan_in_force(store)


# --- what a newer file shows


async def test_a_newer_file_shows_what_it_changes_and_changes_nothing_itself(desk: Desk) -> None:
    before = await desk.sees_plan()
    page = await desk.brings(words=NEWER)
    assert keys(page)[:3] == ["draft.taken", "edition.title", "edition.nothing-yet"]
    for line in (
        "Додано: 1", "Прибрано: 1", "Перенесено: 1", "Перейменовано: 1", "Інші відповідальні: 1", "Уточнено: 1",
        "Інші назви цілей: 1",
    ):  # fmt: skip
        assert line in whole(page), line
    assert "Переглянути зміни (7)" in [label(each) for each in buttons(page)]
    assert not [each for each in buttons(page) if isinstance(each.action, actions.AskPublish | actions.Publish)]
    after = await desk.sees_plan()
    assert (after.activities, after.occurrences, after.goals) == (before.activities, before.occurrences, before.goals)


async def test_the_same_plan_again_changes_nothing_and_the_draft_can_be_dropped(desk: Desk) -> None:
    plan = await everything(desk.store, (ActivityRow,))
    page = await desk.brings(words=IN_FORCE)
    assert "edition.same" in keys(page)
    page = await desk.presses("secretary", page, "Прибрати чернетку")
    assert keys(page)[:2] == ["edition.dropped", "menu.title"]
    assert await everything(desk.store, (ActivityRow,)) == plan
    assert not [each for each in buttons(page) if isinstance(each.action, actions.ShowDraft)]


async def test_a_person_spelled_otherwise_is_no_change(desk: Desk) -> None:
    page = await desk.brings(words=IN_FORCE.replace("Тополя С.В.", "С. В. Тополя"))
    assert "edition.same" in keys(page)


async def test_old_buttons_of_publishing_show_the_changes_instead(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    plan = (await edition_of(desk)).newer
    assert "edition.title" in keys(await desk.taps("secretary", actions.AskPublish(plan.plan_id)))
    page = await desk.taps("secretary", actions.Publish(plan.plan_id, plan.revision))
    assert keys(page)[:2] == ["publish.changed", "edition.title"]


async def test_doubts_of_a_newer_edition_are_settled_and_end_in_its_changes(desk: Desk) -> None:
    page = await desk.brings(words=NEWER.replace("\tтравень\t", "\tколись потім\t"))
    page = await desk.presses("secretary", page, "Розглянути питання")
    while not any(key.startswith("doubt.term") for key in keys(page)):
        page = await desk.presses("secretary", page, "Пізніше")
    await desk.says("secretary", "до 20 травня")
    edition = await edition_of(desk)
    added = edition.newer.activity_of[(await change_of(desk, ChangeKind.ADDED)).new or 0]
    assert added.windows[0].last == date(YEAR, 5, 20)
    await applies(desk, ChangeKind.ADDED)
    assert [each.window.last for each in await pieces_of(desk, "Нічні")] == [date(YEAR, 5, 20)]


# --- one at a time


async def test_changes_are_gone_through_one_by_one_and_applied(desk: Desk) -> None:
    page = await desk.brings(words=NEWER)
    page = await desk.presses("secretary", page, "Переглянути зміни")
    page = await desk.presses("secretary", page, "По одній")
    seen = []
    while "edition.change" in keys(page):
        seen.append(whole(page))
        page = await desk.presses("secretary", page, "Прийняти")
    assert len(seen) == 7
    assert any("3 квартал" in each and "4 квартал" in each and "IV квартал" in each for each in seen)
    page = await desk.presses("secretary", page, "Застосувати прийняте (7)…")
    assert keys(page)[0] == "edition.apply"
    page = await desk.presses("secretary", page, "Застосувати")
    assert keys(page)[:2] == ["edition.applied", "menu.title"]
    assert await desk.store.draft(desk.branch, 0, desk.house.today()) is None
    assert desk.bells.rung == 2


async def test_every_button_of_an_edition_leads_on(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    last = {actions.ApplyEdition, actions.DropEdition, actions.AcceptAll}
    waiting = buttons(await desk.taps("head", actions.ShowDraft(0)))
    seen: set[Action] = set()
    while waiting:
        action = waiting.pop(0).action
        if action in seen or type(action) not in set(EDITION_TAPS) - last:
            continue
        seen.add(action)
        page = await desk.taps("head", action)
        assert keys(page)[0] not in {"edition.gone", "menu.title"}
        assert buttons(page)[-1].action == actions.Home()
        waiting.extend(buttons(page))
    assert {type(each) for each in seen} == set(EDITION_TAPS) - last


async def test_choices_outlive_restarts_and_move_to_the_other_messenger(tmp_path: Path) -> None:
    opened = quick_store(tmp_path / "planovyk.db")
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    desk = await with_plan_in_force(opened)
    await desk.brings(words=NEWER)
    await accepts(desk, ChangeKind.MOVED)
    await opened.close()
    desk.store = quick_store(tmp_path / "planovyk.db")
    desk.house, desk.clock, desk.bells = a_house(desk.store, desk.clock.moment)
    desk.restart()
    page = await desk.says("secretary", "меню", door="viber")
    page = await desk.presses("secretary", page, "Чернетка плану", door="viber")
    assert "Прийнято: 1." in whole(page)
    page = await desk.taps("secretary", actions.AskApply(0), door="viber")
    page = await desk.presses("secretary", page, "Застосувати", door="viber")
    assert keys(page)[0] == "edition.applied"
    assert (await row_of(desk, "Видання")).term == "4 квартал"
    assert (await row_of(desk, "Обласний")).title == "Обласний конкурс читців"
    await desk.store.close()


async def test_a_replaced_edition_drops_its_choices_and_old_buttons_choose_nothing(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    change, plan = await change_of(desk, ChangeKind.MOVED), (await edition_of(desk)).newer.plan_id
    await accepts(desk, *EVERY_KIND)
    await desk.brings(words=NEWER.replace("4 квартал", "листопад"))
    edition = await edition_of(desk)
    assert (edition.accepted, len(edition.changes)) == ((), 7)
    page = await desk.taps("secretary", actions.ChooseChange(edition.newer.plan_id, change.mark, 1))
    assert keys(page)[0] == "edition.changed"
    assert (await edition_of(desk)).accepted == ()
    page = await desk.taps("secretary", actions.ChooseChange(plan, change.mark, 1))
    assert keys(page)[0] == "edition.gone"


async def test_a_choice_can_be_changed_and_the_same_tap_again_has_no_second_effect(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    edition, change = await edition_of(desk), await change_of(desk, ChangeKind.MOVED)
    yes, no = (actions.ChooseChange(edition.newer.plan_id, change.mark, each) for each in (1, 0))
    await desk.taps("secretary", yes, key="first")
    await desk.taps("head", no)
    desk.restart()
    await desk.taps("secretary", yes, key="first")
    edition = await edition_of(desk)
    assert (edition.left, edition.accepted) == ((change,), ())


async def test_all_are_accepted_after_the_whole_list_was_shown(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    page = await desk.taps("secretary", actions.ShowChanges(0))
    page = await desk.presses("secretary", page, "Прийняти всі 7")
    shown = [line for line in whole(page).splitlines() if ": " in line]
    for words in ("Видання", "юних читців", "Читання", "Клуб", "Нічні", "Газета", "Розповідати про"):
        assert any(words in line for line in shown), words
    await desk.taps(
        "head",
        actions.ChooseChange((await edition_of(desk)).newer.plan_id, (await edition_of(desk)).changes[0].mark, 0),
    )
    page = await desk.presses("secretary", page, "Прийняти всі 7")
    assert keys(page)[:2] == ["publish.changed", "edition.accept-all"]
    page = await desk.presses("secretary", page, "Прийняти всі 7")
    assert keys(page)[0] == "edition.accepted-all"
    assert len((await edition_of(desk)).accepted) == 7


# --- what is applied, and what is not


async def state_of(desk: Desk) -> dict[ChangeKind, object]:
    """What each kind of change of `NEWER` would change."""
    plan = await desk.sees_plan()
    titles = [each.title for each in plan.activities]
    contest = next(each for each in titles if each.startswith("Обласний"))
    paper, issue = await row_of(desk, "Газета"), await row_of(desk, "Видання")
    return {
        ChangeKind.ADDED: "Нічні бесіди" in titles,
        ChangeKind.REMOVED: (await row_of(desk, "Клуб")).cancelled_on,
        ChangeKind.MOVED: (issue.term, [each.window.last for each in await pieces_of(desk, "Видання")]),
        ChangeKind.RENAMED: contest,
        ChangeKind.PEOPLE: await names_on(desk, "Читання"),
        ChangeKind.DETAILS: paper.resources,
        ChangeKind.GOAL: plan.goals[1].title,
    }


AFTERWARDS: dict[ChangeKind, object] = {
    ChangeKind.ADDED: True,
    ChangeKind.REMOVED: date(YEAR, 2, 9),
    ChangeKind.MOVED: ("4 квартал", [date(YEAR, 12, 31)]),
    ChangeKind.RENAMED: "Обласний конкурс юних читців",
    ChangeKind.PEOPLE: ["Лелека М.", "Дем'яненко О.В."],
    ChangeKind.DETAILS: "Папір",
    ChangeKind.GOAL: "Розповідати про бібліотеки",
}


@pytest.mark.parametrize("kind", ChangeKind)
async def test_one_kind_is_applied_and_the_others_are_not(desk: Desk, kind: ChangeKind) -> None:
    before, ids = await state_of(desk), {each.title: each.id for each in (await desk.sees_plan()).activities}
    await desk.brings(words=NEWER)
    page = await applies(desk, kind)
    assert keys(page)[0] == "edition.applied"
    assert await state_of(desk) == before | {kind: AFTERWARDS[kind]}
    rows = (await desk.sees_plan()).activities
    assert {each.id for each in rows} >= set(ids.values())
    assert [each.plan_id for each in rows] == [rows[0].plan_id] * len(rows)
    assert ("edition", desk.people["secretary"], kind.value) in await desk.trail()


async def test_an_added_activity_stands_in_its_place_with_all_that_belongs_to_it(desk: Desk) -> None:
    await desk.brings(
        words=NEWER.replace("Ціль 2:", "Ціль 3: Мандрувати\n3.1\tПотяг\t2 квартал\tТополя С.В.\t\t\nЦіль 2:")
    )
    await applies(desk, ChangeKind.ADDED)
    plan = await desk.sees_plan()
    assert [each.number for each in plan.activities] == ["1.1", "1.2", "1.3", "1.5", "3.1", "1.4", "2.1"]
    assert [(each.number, each.title) for each in plan.goals] == [
        ("1", "Навчати"), ("3", "Мандрувати"), ("2", "Розповідати"),
    ]  # fmt: skip
    talks = await row_of(desk, "Нічні")
    assert await names_on(desk, "Нічні") == ["Ясен К.П."]
    assert (talks.resources, talks.result, talks.revision) == ("Сад", "Говорять", 1)
    assert [each.window.last for each in plan.occurrences_of[talks.id]] == [date(YEAR, 5, 31)]
    train = await row_of(desk, "Потяг")
    assert next(each.title for each in plan.goals if each.id == train.goal_id) == "Мандрувати"


async def test_an_activity_that_was_cancelled_comes_back_as_the_same_one(desk: Desk) -> None:
    club, pieces = await row_of(desk, "Клуб"), await pieces_of(desk, "Клуб")
    await claims(desk, "member", pieces[0])
    await desk.brings(words=NEWER)
    await applies(desk, ChangeKind.REMOVED)
    assert {each.state for each in await pieces_of(desk, "Клуб")} == {State.CANCELLED}
    page = await desk.brings(words=IN_FORCE.replace("Ходять", "Ходять і співають"))
    assert "Додано: 1" in whole(page)
    page = await desk.taps("secretary", actions.ShowChange(0, 1))
    assert "edition.back-again" in keys(page)
    await applies(desk, ChangeKind.ADDED)
    back = await row_of(desk, "Клуб")
    assert (back.id, back.cancelled_on, back.result) == (club.id, None, "Ходять і співають")
    after = await pieces_of(desk, "Клуб")
    assert [each.id for each in after] == [each.id for each in pieces]
    assert [each.state for each in after] == [State.CLAIMED, *[State.PLANNED] * 3]
    assert after[0].words == "Зробили разом"


async def test_claims_and_confirmations_stay_with_their_activities(desk: Desk) -> None:
    issue, contest, club = (
        await pieces_of(desk, "Видання"),
        await pieces_of(desk, "Обласний"),
        await pieces_of(desk, "Клуб"),
    )
    await claims(desk, "member", issue[0], "Верстка готова")
    await confirms(desk, "head", contest[0])
    await confirms(desk, "head", club[0])
    await desk.brings(words=NEWER)
    pages = [whole(await desk.taps("secretary", actions.ShowChange(0, at))) for at in range(1, 8)]
    assert any("Чекає рішення Президії 1 звіт: він лишиться." in each for each in pages)
    assert any("Захід буде скасовано" in each and "Уже підтверджено 1 строк" in each for each in pages)
    await applies(desk, *EVERY_KIND)
    [moved], [renamed] = await pieces_of(desk, "Видання"), await pieces_of(desk, "Обласний")
    assert (moved.id, moved.state, moved.words, moved.claimed_by) == (
        issue[0].id, State.CLAIMED, "Верстка готова", desk.people["member"],
    )  # fmt: skip
    assert moved.window.last == date(YEAR, 12, 31)
    assert (renamed.id, renamed.state, renamed.decided_by) == (contest[0].id, State.CONFIRMED, desk.people["head"])
    left = await pieces_of(desk, "Клуб")
    assert [each.state for each in left] == [State.CONFIRMED, *[State.CANCELLED] * 3]
    assert [each.id for each in left] == [each.id for each in club]


async def test_what_was_applied_can_be_taken_back_even_after_the_next_edition(desk: Desk) -> None:
    before = await state_of(desk)
    await desk.brings(words=NEWER)
    await applies(desk, *EVERY_KIND - {ChangeKind.GOAL})
    # The draft that is dropped then takes nobody away to whom a correction leads back.
    await desk.brings(words=NEWER)
    await desk.brings(words=NEWER)
    async with desk.store.writing() as session:
        ids = [each.activity_id for each in await session.scalars(select(CorrectionRow))]
        for key in ids:
            activity, correction = await session.get_one(ActivityRow, key), await last_correction(session, key)
            assert correction is not None
            assert (correction.verb, correction.member_id) == ("edition", desk.people["secretary"])
            by = By(desk.people["secretary"], desk.clock.moment)
            assert await take_back(session, activity, correction, by)
        await changed(session, desk.branch, desk.clock.moment)
    assert len(ids) == len(set(ids)) == 6
    after = await state_of(desk)
    assert after | {ChangeKind.ADDED: False} == before
    assert (await row_of(desk, "Нічні")).cancelled_on is not None


async def test_leaving_the_plan_as_it_is_drops_the_edition_and_changes_nothing(desk: Desk) -> None:
    before, rows = await state_of(desk), await everything(desk.store, (ActivityRow,))
    await desk.brings(words=NEWER)
    page = await desk.taps("head", actions.ShowChanges(0))
    page = await desk.presses("head", page, "Лишити план як є")
    assert keys(page)[0] == "edition.drop"
    page = await desk.presses("head", page, "Лишити план як є")
    assert keys(page)[:2] == ["edition.dropped", "menu.title"]
    assert await state_of(desk) == before
    assert await everything(desk.store, (ActivityRow,)) == rows
    async with desk.store.reading() as session:
        assert list(await session.scalars(select(ChoiceRow))) == []
        assert len(list(await session.scalars(select(PlanRow)))) == 1


async def test_asking_what_would_follow_changes_nothing(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, *EVERY_KIND)
    before = await everything(desk.store)
    await desk.taps("secretary", actions.AskApply(0))
    assert await everything(desk.store) == before


# --- who is written to


async def test_the_page_names_exactly_those_who_are_written_to_because_of_it(desk: Desk) -> None:
    newer = NEWER.replace(
        "1.2\tОбласний конкурс юних читців\tчервень\tЛелека М.",
        "1.2\tОбласний конкурс читців\tдо 15 лютого\tДем'яненко О.В.",
    )
    await desk.brings(words=newer)
    await accepts(desk, *EVERY_KIND)
    page = await desk.taps("secretary", actions.AskApply(0))
    named = {
        str(line.text.args["name"]): line.text.args["day"] for line in page.lines if line.text.key == "publish.first"
    }
    assert named[NAMES["head"]] == date(YEAR, 2, 9)
    assert "Ясен К.П." in whole(page)
    telegram = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [telegram, PlayedDoor("viber")])
    await catch_up(post)
    telegram.sent.clear()
    await desk.presses("secretary", page, "Застосувати")
    await catch_up(post)
    assert telegram.accounts == [f"{desk.name}/head"]
    for _ in range(3):
        await catch_up(post)
    assert telegram.accounts == [f"{desk.name}/head"]


async def test_a_reminder_that_was_sent_is_not_sent_again_and_a_moved_one_is_sent_once(desk: Desk) -> None:
    telegram = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [telegram, PlayedDoor("viber")])
    desk.clock.moment = kyiv(9, 17, 10, year=YEAR)
    await catch_up(post)
    assert telegram.accounts.count(f"{desk.name}/member") == 1
    telegram.sent.clear()
    await desk.brings(words=IN_FORCE.replace("\t3 квартал\t", "\tдо 24 вересня\t").replace("на площі", "на майдані"))
    await applies(desk, *EVERY_KIND)
    for hour in (11, 12, 13):
        desk.clock.moment = kyiv(9, 17, hour, year=YEAR)
        await catch_up(post)
    assert telegram.accounts.count(f"{desk.name}/member") == 1
    [letter] = telegram.texts(f"{desk.name}/member")
    assert letter.count("notice.deadline") == 1


# --- two at once, rights, repeats


async def test_of_two_who_apply_at_once_one_wins(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, ChangeKind.MOVED, ChangeKind.ADDED)
    pages = {who: await desk.taps(who, actions.AskApply(0)) for who in ("secretary", "head")}
    assert keys(await desk.presses("secretary", pages["secretary"], "Застосувати"))[0] == "edition.applied"
    before = await everything(desk.store, (ActivityRow, CorrectionRow))
    assert keys(await desk.presses("head", pages["head"], "Застосувати"))[0] == "edition.gone"
    assert await everything(desk.store, (ActivityRow, CorrectionRow)) == before


async def test_of_two_transactions_at_one_moment_one_wins(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, *EVERY_KIND)
    edition = await edition_of(desk)
    plan, revision = edition.newer.plan_id, edition.newer.revision
    acts = [
        apply_edition(desk.house, await caller_of(desk, "secretary"), plan, revision, update_key()),
        apply_edition(desk.house, await caller_of(desk, "head"), plan, revision, update_key()),
        drop_edition(desk.house, await caller_of(desk, "head"), plan, revision, update_key()),
    ]
    assert sorted(await asyncio.gather(*acts)) == [Came.DONE, Came.GONE, Came.GONE]


async def test_what_changed_since_it_was_shown_is_asked_about_anew(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, ChangeKind.MOVED, ChangeKind.REMOVED)
    page = await desk.taps("secretary", actions.AskApply(0))
    [issue] = await pieces_of(desk, "Видання")
    await claims(desk, "member", issue)
    rows = await everything(desk.store, (ActivityRow,))
    page = await desk.presses("secretary", page, "Застосувати")
    assert keys(page)[:2] == ["publish.changed", "edition.apply"]
    assert await everything(desk.store, (ActivityRow,)) == rows
    assert keys(await desk.presses("secretary", page, "Застосувати"))[0] == "edition.applied"


async def test_an_update_that_comes_again_is_answered_alike_and_applied_once(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, *EVERY_KIND)
    page = await desk.taps("secretary", actions.AskApply(0))
    tap = next(each.action for each in buttons(page) if isinstance(each.action, actions.ApplyEdition))
    first = await desk.taps("secretary", tap, key="once")
    before = await everything(desk.store)
    desk.restart()
    assert keys(await desk.taps("secretary", tap, key="once")) == keys(first)
    assert await everything(desk.store) == before


@pytest.mark.parametrize("who", ["member", "presidium"])
async def test_nobody_else_sees_or_applies_a_newer_edition(desk: Desk, who: str) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, ChangeKind.MOVED)
    edition, before = await edition_of(desk), await everything(desk.store)
    plan, revision = edition.newer.plan_id, edition.newer.revision
    every: list[Action] = [
        actions.ShowChanges(plan), actions.ShowChange(plan, 1), actions.ChooseChange(plan, edition.changes[1].mark, 1),
        actions.AskAcceptAll(plan), actions.AcceptAll(plan, revision), actions.AskApply(plan),
        actions.ApplyEdition(plan, revision), actions.AskDropEdition(plan), actions.DropEdition(plan, revision),
    ]  # fmt: skip
    assert {type(each) for each in every} == set(EDITION_TAPS)
    for action in every:
        assert keys(await desk.taps(who, action))[0] == "menu.title"
    assert await everything(desk.store) == before


async def test_a_right_that_was_taken_away_meanwhile_is_gone(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    await accepts(desk, ChangeKind.MOVED)
    caller, edition = await caller_of(desk, "head"), await edition_of(desk)
    await desk.give_role("head", Role.MEMBER)
    before = await everything(desk.store)
    plan, revision = edition.newer.plan_id, edition.newer.revision
    assert await apply_edition(desk.house, caller, plan, revision, update_key()) is Came.REFUSED
    assert await drop_edition(desk.house, caller, plan, revision, update_key()) is Came.REFUSED
    assert await accept_all(desk.house, caller, plan, revision, update_key()) is Came.REFUSED
    assert await everything(desk.store) == before


async def test_the_edition_of_another_branch_is_nobody_elses(desk: Desk) -> None:
    await desk.brings(words=NEWER)
    edition = await edition_of(desk)
    other = await with_plan_in_force(desk.store, name="Чуже відділення")
    before = await everything(desk.store)
    plan = edition.newer.plan_id
    every: list[Action] = [actions.ShowChanges(plan), actions.ApplyEdition(plan, edition.newer.revision)]
    for action in every:
        assert keys(await other.taps("head", action))[0] == "edition.gone"
    assert await everything(desk.store, (ActivityRow, PlanRow)) == {
        name: rows for name, rows in before.items() if name in {"activity", "plan"}
    }


# --- promises for any plan


@settings(
    max_examples=settings().max_examples // 8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(PLANS, PLANS)
async def test_applying_all_leaves_no_change_and_applying_none_changes_nothing(
    store: Store, old: list[DraftActivity], new: list[DraftActivity]
) -> None:
    year = calendar_year(YEAR)
    name = f"Відділення {update_key()}"
    desk = await a_desk(store, name, kyiv(2, 9, 10, year=YEAR))
    earlier, newer = (PlanDraft(year, GOALS, tuple(rows), ()) for rows in (old, new))
    await import_plan(desk.house, earlier, name, publish=True)
    before = await desk.sees_plan()
    await import_plan(desk.house, newer, name, publish=False)
    edition = await edition_of(desk)
    plan = edition.newer
    assert await drop_edition(desk.house, await caller_of(desk), plan.plan_id, plan.revision, update_key()) is Came.DONE
    after = await desk.sees_plan()
    assert (after.activities, after.occurrences, after.goals) == (before.activities, before.occurrences, before.goals)
    await import_plan(desk.house, newer, name, publish=False)
    await takes_all(desk)
    await import_plan(desk.house, newer, name, publish=False)
    assert (await edition_of(desk)).changes == ()
    ids = {each.id for each in (await desk.sees_plan()).activities}
    assert ids >= {each.id for each in before.activities}
    live = [each for each in (await desk.sees_plan()).activities if each.cancelled_on is None]
    assert len(live) == len(new)


async def takes_all(desk: Desk) -> None:
    caller = await caller_of(desk)
    for act in (accept_all, apply_edition):
        plan = (await edition_of(desk)).newer
        assert await act(desk.house, caller, plan.plan_id, plan.revision, update_key()) is Came.DONE


# --- the command line, and the years after


async def test_an_import_beside_a_plan_in_force_says_that_it_waits(desk: Desk) -> None:
    read = read_plan(NEWER.encode(), calendar_year(YEAR))
    stored = await import_plan(desk.house, read, desk.name, publish=False)
    assert (stored.published, stored.beside) == (False, True)
    other = await import_plan(desk.house, replace(read, period=calendar_year(YEAR + 1)), desk.name, publish=False)
    assert other.beside is False


NEXT_YEAR = (
    IN_FORCE.replace("2027", "2028")
    .replace("3 квартал\tТополя С.В.", "3 квартал\tС.В. Тополя")
    .replace("вересень\tТополя С.В.", "вересень\tТопля С.В.")
)


async def test_people_joined_once_stay_joined_in_the_next_years_plan(desk: Desk) -> None:
    """With initials before the surname, and in another spelling that a human has once called the same person."""
    first = IN_FORCE.replace("щоквартально\tТополя С.В.", "щоквартально\tТопля С.В.")
    page = await desk.brings(words=first)
    page = await desk.presses("secretary", page, "Розглянути питання")
    while "doubt.same-person" not in keys(page):
        page = await desk.presses("secretary", page, "Пізніше")
    await desk.presses("secretary", page, "Одна людина")
    page = await desk.brings(words=NEXT_YEAR)
    page = await desk.taps("secretary", actions.AskPublish((await desk.draft()).plan_id))
    unreachable = next(line for line in page.lines if line.text.key == "publish.unreachable")
    assert "Лелека М." in whole(replace(page, lines=(unreachable,)))
    assert "Топ" not in whole(replace(page, lines=(unreachable,)))
    assert f"{NAMES['member']}:" in whole(page)
    await desk.presses("secretary", page, "Опублікувати")
    telegram = PlayedDoor("telegram")
    post = post_of(desk.store, desk.clock, [telegram, PlayedDoor("viber")])
    desk.clock.moment = kyiv(9, 1, 10, year=YEAR + 1)
    await catch_up(post)
    telegram.sent.clear()
    for day in range(15, 25):
        desk.clock.moment = kyiv(9, day, 10, year=YEAR + 1)
        await catch_up(post)
    # Of what ends with September one row has the initials first, one the other spelling: all are reminded of once, and
    # what is done each quarter is asked about.
    letters = telegram.texts(f"{desk.name}/member")
    assert [(each.count("notice.deadline"), each.count("notice.check-in")) for each in letters] == [(2, 0), (0, 1)]
    page = await desk.says("member", "мої завдання")
    for title in ("Видання бюлетеню", "Читання на площі", "Клуб мандрівників"):
        assert title in whole(page), title
    plan = await desk.sees_plan()
    assert plan.period == calendar_year(YEAR + 1)
    assert len([each for each in plan.members.values() if each.joined_on]) == len(NAMES)
