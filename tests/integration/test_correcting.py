"""The secretary corrects an activity from its card: it is so at once, once, and can be put back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.dialog import actions
from bot.dialog.actions import Action, TakeBack
from bot.dialog.model import Reply
from bot.domain.correcting import seen_mark
from bot.domain.plan import Role, State
from bot.domain.windows import Mode, Window, month_window, quarter_window
from db.outbox import DeliveryState
from db.store import Store
from db.tables import ActivityRow, CorrectionRow, DutyRow, PartyRow, PlanRow
from tests.integration.builders import kyiv
from tests.integration.correcting import MORNING, Office, an_office
from tests.integration.drafting import PLAN, a_desk, button, buttons, keys, label, whole
from tests.integration.houses import update_key

SEPTEMBER, OCTOBER = month_window(2026, 9), month_window(2026, 10)
SENT, PENDING, CANCELLED = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.CANCELLED


@pytest.fixture
async def office(store: Store) -> Office:
    return await an_office(await a_desk(store, moment=MORNING))


def labels(page: Reply) -> list[str]:
    return [label(each) for each in buttons(page)]


async def corrections(store: Store) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(CorrectionRow)) or 0


# --- one by one


async def test_another_term_is_kept_in_the_persons_own_words(office: Office) -> None:
    page = await office.corrects("1.1", "Термін", "до 15 жовтня")
    assert whole(page).splitlines()[:2] == ["Готово. Тепер строк:", "1 січня – 15 жовтня 2026, виконати до 15 жовтня"]
    assert "Нагадаю 1 жовтня: Тополя С.В." in whole(page)
    now = await office.activity("1.1")
    assert (now.term, now.windows[0].last, now.mode) == ("до 15 жовтня", date(2026, 10, 15), Mode.ONCE)
    assert (await office.desk.trail())[-1] == ("correct-term", office.desk.people["secretary"], "до 15 жовтня")


async def test_a_term_that_is_not_clear_is_asked_for_again(office: Office) -> None:
    before = await office.activity("1.1")
    for words in ("колись потім", "5.4", "нісенітниця"):
        page = await office.corrects("1.1", "Термін", words)
        assert keys(page)[:2] == ["review.unclear", "correct.ask-term"]
    assert await office.activity("1.1") == before
    assert "до 31 жовтня" in whole(await office.desk.says("secretary", "жовтень"))


async def test_another_title_is_in_one_line_and_not_too_long(office: Office) -> None:
    assert keys(await office.corrects("1.1", "Назва", "я" * 301))[0] == "correct.title-problem"
    page = await office.desk.says("secretary", "Що читає громада?\n Розмова")
    assert whole(page).splitlines()[0] == "Готово. Тепер назва: Що читає громада? Розмова"
    assert (await office.activity("1.1")).title == "Що читає громада? Розмова"


async def test_other_people_answer_for_it(office: Office) -> None:
    page = await office.corrects("1.1", "Відповідальні", "Соловейко М.П., Президія")
    assert "Тепер відповідають: Соловейко М.П., Президія" in whole(page)
    assert "Тренінг" not in whole(await office.desk.says("member", "мої завдання"))
    assert "Тренінг" in whole(await office.desk.says("presidium", "мої завдання"))


async def test_words_that_name_nobody_are_asked_for_again(office: Office) -> None:
    assert keys(await office.corrects("1.1", "Відповідальні", "15 вересня"))[0] == "review.unclear"
    assert "Тополя С.В." in whole(await office.desk.says("secretary", "1.1"))


async def test_a_question_of_another_kind_drops_what_was_asked(office: Office) -> None:
    await office.corrects("1.1", "Термін")
    assert keys(await office.desk.says("secretary", "меню"))[0] == "menu.title"
    await office.desk.says("secretary", "жовтень")
    assert (await office.activity("1.1")).windows == (SEPTEMBER,)


# --- a name like a known one


async def test_a_name_like_a_known_one_is_asked_about(office: Office) -> None:
    page = await office.corrects("1.1", "Відповідальні", "Лелеко М.")
    assert whole(page).startswith("Ви маєте на увазі Лелека М.?")
    assert "Тополя С.В." in whole(await office.desk.says("head", "1.1"))
    office.desk.restart()
    page = await office.desk.presses("secretary", page, "Лелека М.")
    assert "Тепер відповідають: Лелека М." in whole(page)


async def test_somebody_else_of_a_like_name_is_somebody_else(office: Office) -> None:
    page = await office.corrects("1.1", "Відповідальні", "Топля С.В., Лелеко М.")
    assert keys(page) == ["correct.alike"]
    page = await office.desk.presses("secretary", page, "Ні, ")
    assert "Лелека М." in whole(page)
    page = await office.desk.presses("secretary", page, "Лелека М.")
    assert "Тепер відповідають: Топля С.В., Лелека М." in whole(page)
    async with office.desk.store.reading() as session:
        party = (await session.scalars(select(PartyRow).where(PartyRow.name == "Топля С.В."))).one()
    assert party.member_id is None


async def test_a_member_whom_no_plan_names_is_known_too(office: Office) -> None:
    page = await office.corrects("1.1", "Відповідальні", "Криничка Т.А.")
    page = await office.desk.presses("secretary", page, "Криничко Т.А.")
    assert "Нагадаю 16 вересня: Криничко Т.А." in whole(page)


async def test_nobody_elses_choice_counts(office: Office) -> None:
    page = await office.corrects("1.1", "Відповідальні", "Лелеко М.")
    choice = button(page, "Лелека М.").action
    assert keys(await office.desk.taps("head", choice))[0] == "review.stale"
    assert keys(await office.desk.taps("member", choice))[0] == "menu.title"
    assert "Тополя С.В." in whole(await office.desk.says("head", "1.1"))


# --- cancelled, back, undone


async def test_a_cancelled_activity_is_owed_no_more_and_comes_back(office: Office) -> None:
    asked = await office.corrects("1.1", "Скасувати захід")
    assert whole(asked).startswith("Скасувати захід 1.1 Тренінг для бібліотекарів?")
    assert (await office.activity("1.1")).cancelled_on is None
    page = await office.desk.presses("secretary", asked, "Так, скасувати")
    assert keys(page)[0] == "correct.cancelled"
    assert "Скасовано 10 лютого" in whole(page)
    assert await office.occurrences("1.1") == ()
    page = await office.desk.presses("head", await office.desk.says("head", "1.1"), "Повернути в план")
    assert keys(page)[:2] == ["correct.back", "correct.reminds"]
    assert [each.window for each in await office.occurrences("1.1")] == [SEPTEMBER]


async def test_the_last_change_is_put_back_and_then_the_one_before(office: Office) -> None:
    before = await office.activity("1.1"), await office.occurrences("1.1")
    await office.corrects("1.1", "Назва", "Інша назва")
    page = await office.corrects("1.1", "Термін", "II квартал")
    page = await office.desk.presses("secretary", page, "↩")
    assert keys(page)[:2] == ["correct.undone", "correct.reminds"]
    assert ((await office.activity("1.1")).title, (await office.activity("1.1")).term) == ("Інша назва", "вересень")
    page = await office.desk.presses("secretary", page, "↩")
    now = await office.activity("1.1")
    assert "↩ Повернути як було" not in labels(page)
    assert (now.title, now.term, now.windows, now.duties) == (
        before[0].title, before[0].term, before[0].windows, before[0].duties,
    )  # fmt: skip
    assert await office.occurrences("1.1") == before[1]


async def test_what_was_reported_since_forbids_taking_back_what_it_hangs_on(office: Office) -> None:
    changed = await office.corrects("1.1", "Термін", "щомісяця")
    card = await office.desk.says("member", "1.1")
    await office.desk.presses("member", card, "Виконано")
    await office.desk.presses("member", await office.desk.says("member", "Січень зроблено."), "Готово")
    claims = [each for each in await office.occurrences("1.1") if each.state is State.CLAIMED]
    page = await office.desk.presses("secretary", changed, "↩")
    assert keys(page)[0] == "correct.reported"
    assert [each for each in await office.occurrences("1.1") if each.state is State.CLAIMED] == claims


async def test_what_was_brought_back_and_reported_since_is_not_called_off_again(office: Office) -> None:
    await office.cancels("1.1")
    card = await office.desk.says("secretary", "1.1")
    back = await office.desk.presses("secretary", card, "Повернути в план")
    await office.claims("1.1")
    assert keys(await office.desk.presses("secretary", back, "↩"))[0] == "correct.reported"
    assert [each.state for each in await office.occurrences("1.1")] == [State.CLAIMED]


async def test_people_come_back_by_name_though_nobody_named_them_meanwhile(office: Office) -> None:
    """Лелека М. is named nowhere else: a draft that is replaced takes such parties with it."""
    page = await office.corrects("1.3", "Відповідальні", "Тополя С.В.")
    for _ in range(2):
        await office.desk.brings(words=PLAN.replace("Лелека М.", "Ковальчук О."))
    async with office.desk.store.reading() as session:
        assert not (await session.scalars(select(PartyRow).where(PartyRow.name == "Лелека М."))).all()
    await office.desk.presses("secretary", page, "↩")
    assert "Відповідальні: Лелека М." in whole(await office.desk.says("secretary", "1.3"))


# --- twice, stale, not theirs


async def test_the_same_update_has_one_effect(office: Office) -> None:
    await office.corrects("1.1", "Термін")
    key = update_key()
    await office.desk.says("secretary", "жовтень", key)
    office.desk.restart()
    await office.corrects("1.1", "Термін")
    again = await office.desk.says("secretary", "жовтень", key)
    assert keys(again)[0] == "correct.ask-term"
    assert await corrections(office.desk.store) == 1


async def test_a_second_tap_sees_the_present_state(office: Office) -> None:
    asked = await office.corrects("1.1", "Скасувати захід")
    await office.desk.presses("secretary", asked, "Так, скасувати")
    page = await office.desk.presses("secretary", asked, "Так, скасувати")
    assert keys(page)[0] == "review.stale"
    assert "Скасовано" in whole(page)
    assert await corrections(office.desk.store) == 1


async def test_the_second_corrector_sees_what_the_first_has_done(office: Office) -> None:
    await office.corrects("1.1", "Термін", who="head")
    menu = await office.desk.presses("secretary", await office.desk.says("secretary", "1.1"), "Змінити")
    await office.corrects("1.1", "Назва", "Інша назва")
    page = await office.desk.says("head", "жовтень")
    assert (keys(page)[0], "Інша назва" in whole(page)) == ("review.stale", True)
    assert (await office.activity("1.1")).windows == (SEPTEMBER,)
    for words in ("Термін", "Відповідальні", "Назва", "Скасувати захід"):
        assert keys(await office.desk.presses("secretary", menu, words))[0] == "review.stale"


@pytest.mark.sqlite
async def test_a_button_of_a_replaced_draft_corrects_no_other_row(store: Store) -> None:
    desk = await a_desk(store, moment=MORNING)
    await desk.brings(words=PLAN)
    first = (await desk.draft()).activities[0]
    page = await desk.taps("head", actions.ShowCorrecting(first.id))
    await desk.presses("head", page, "Назва")
    await desk.brings(words=PLAN.replace("Видання бюлетеню", "Дитячі читання"))
    replaced = (await desk.draft()).activity_of[first.id]
    assert replaced.title == "Дитячі читання"
    assert keys(await desk.says("head", "Нова назва бюлетеню"))[0] == "review.stale"
    assert (await desk.draft()).activity_of[first.id].title == "Дитячі читання"


def every_action(activity: int, mark: int, plan: int) -> list[Action]:
    return [
        actions.ShowCorrecting(activity),
        actions.AskTerm(activity, mark),
        actions.AskPeople(activity, mark),
        actions.AskTitle(activity, mark),
        actions.AskCancel(activity, mark),
        actions.CancelActivity(activity, mark),
        actions.BringBack(activity, mark),
        actions.TakeBack(activity, mark, 1),
        actions.ChoosePerson(activity, 1, 0),
        actions.StartAdding(plan),
        actions.AskNew(plan, 0),
    ]


@pytest.mark.parametrize("who", ["member", "presidium"])
async def test_who_may_not_correct_sees_no_button_and_is_refused(office: Office, who: str) -> None:
    await office.corrects("1.1", "Назва", "Інша назва")
    activity, before = await office.activity("1.1"), await office.plan()
    assert not {"Змінити", "Додати захід"} & {*labels(await office.desk.says(who, "1.1"))}
    assert "Додати захід" not in labels(await office.desk.says(who, "меню"))
    for action in every_action(activity.id, seen_mark(activity), activity.plan_id):
        page = await office.desk.taps(who, action)
        assert keys(page)[0] in {"refused", "review.stale", "menu.title"}, action
        await office.desk.says(who, "жовтень")
    assert await office.plan() == before


async def test_who_has_lost_the_right_meanwhile_is_refused(office: Office) -> None:
    await office.corrects("1.1", "Термін", who="head")
    await office.desk.give_role("head", Role.MEMBER)
    assert keys(await office.desk.says("head", "жовтень"))[0] == "refused"
    assert keys(await office.desk.says("head", "жовтень"))[0] == "agenda.title"
    assert (await office.activity("1.1")).windows == (SEPTEMBER,)


async def test_an_activity_of_another_branch_is_nobodys_business(office: Office, store: Store) -> None:
    other = await an_office(await a_desk(store, "Чуже відділення", MORNING))
    activity, before = await other.activity("1.1"), await other.plan()
    for action in every_action(activity.id, seen_mark(activity), activity.plan_id):
        assert activity.title not in whole(await office.desk.taps("secretary", action))
    assert await other.plan() == before


# --- adding


async def test_an_activity_is_added_step_by_step(office: Office) -> None:
    goals = await office.desk.presses("secretary", await office.desk.says("secretary", "меню"), "Додати захід")
    assert labels(goals)[:3] == ["1. Читання", "2. Президія", "Поза цілями"]
    await office.desk.presses("secretary", goals, "1. Читання")
    page = await office.desk.says("secretary", "Нічне читання?")
    assert whole(page).splitlines()[0] == "Додав до плану: 1.4 Нічне читання?"
    office.desk.restart()
    page = await office.desk.says("secretary", "травень")
    assert keys(page)[-2:] == ["correct.ask-people", "review.words-people"]
    page = await office.desk.says("secretary", "Тополя С.В.")
    assert "Нагадаю 18 травня: Тополя С.В." in whole(page)
    added = await office.activity("1.4")
    assert (added.title, added.windows) == ("Нічне читання?", (month_window(2026, 5),))
    assert [each.number for each in (await office.plan()).activities] == ["1.1", "1.2", "1.3", "1.4", "2.1"]


async def test_each_step_can_wait(office: Office) -> None:
    goals = await office.desk.taps("secretary", actions.StartAdding(0))
    await office.desk.presses("secretary", goals, "Поза цілями")
    page = await office.desk.says("secretary", "Зустріч")
    page = await office.desk.presses("secretary", page, "Пізніше")
    page = await office.desk.presses("secretary", page, "Пізніше")
    assert whole(page).splitlines()[0] == "Зустріч"
    added = (await office.plan()).activities[-1]
    assert (added.number, added.windows, added.duties, added.goal_id) == (None, (), (), None)
    menu = await office.desk.presses("head", page, "Змінити")
    await office.desk.presses("head", menu, "Термін")
    assert keys(await office.desk.says("head", "червень"))[0] == "correct.term"


async def test_a_title_told_again_adds_nothing_and_is_no_term(office: Office) -> None:
    goals = await office.desk.taps("secretary", actions.StartAdding(0))
    await office.desk.presses("secretary", goals, "1. Читання")
    key = update_key()
    await office.desk.says("secretary", "Травень у книгах", key)
    office.desk.restart()
    assert "correct.ask-term" in keys(await office.desk.says("secretary", "Травень у книгах", key))
    await office.desk.taps("secretary", actions.Home())
    office.desk.restart()
    assert len((await office.plan()).activities) == 5
    assert (await office.activity("1.4")).windows == ()


async def test_an_added_activity_that_is_put_back_is_cancelled(office: Office) -> None:
    goals = await office.desk.taps("secretary", actions.StartAdding(0))
    await office.desk.presses("secretary", goals, "1. Читання")
    await office.desk.says("secretary", "Зустріч")
    menu = await office.desk.taps("secretary", actions.ShowCorrecting((await office.activity("1.4")).id))
    page = await office.desk.presses("secretary", menu, "↩")
    assert "Скасовано" in whole(page)
    await office.desk.presses("secretary", await office.desk.taps("secretary", actions.StartAdding(0)), "1. Читання")
    assert "1.5 Друга" in whole(await office.desk.says("secretary", "Друга"))


async def test_a_draft_is_corrected_and_added_to_by_the_same_people(store: Store) -> None:
    desk = await a_desk(store, moment=MORNING)
    await desk.brings(words=PLAN)
    first = (await desk.draft()).activities[0]
    menu = await desk.taps("secretary", actions.ShowCorrecting(first.id))
    await desk.presses("secretary", menu, "Термін")
    page = await desk.says("secretary", "лютий")
    assert keys(page)[:3] == ["correct.term", "correct.term-once", "correct.draft"]
    page = await desk.presses("secretary", page, "↩")
    assert (await desk.draft()).activities[0].windows == first.windows
    goals = await desk.taps("secretary", actions.StartAdding(first.plan_id))
    await desk.presses("secretary", goals, "1. Перша")
    assert "1.7 Новий" in whole(await desk.says("secretary", "Новий"))
    assert keys(await desk.says("secretary", "меню"))[0] == "no-plan.secretary"
    assert keys(await desk.taps("member", actions.ShowCorrecting(first.id)))[0] == "refused"


# --- what is owed


async def test_a_moved_term_is_reminded_of_on_its_new_days_and_nothing_twice(office: Office) -> None:
    await office.ticks(kyiv(9, 16, 9))
    assert await office.owed("deadline") == [("member", "2026-09-30", SENT)]
    await office.corrects("1.1", "Термін", "жовтень")
    await office.ticks(kyiv(10, 19, 9))
    assert await office.owed("deadline") == [("member", "2026-09-30", SENT), ("member", "2026-10-31", SENT)]
    await office.corrects("1.1", "Термін", "вересень")
    await office.corrects("1.1", "Термін", "жовтень")
    await office.ticks(kyiv(10, 19, 10))
    assert await office.owed("deadline") == [("member", "2026-09-30", SENT), ("member", "2026-10-31", SENT)]


async def test_there_and_back_repeats_no_reminder(office: Office) -> None:
    await office.ticks(kyiv(9, 16, 9))
    page = await office.corrects("1.1", "Термін", "жовтень")
    await office.ticks(kyiv(9, 16, 10))
    page = await office.desk.presses("secretary", page, "↩")
    assert "Нагадаю 28 вересня" in whole(page)
    await office.ticks(kyiv(9, 16, 11))
    assert await office.owed("deadline") == [("member", "2026-09-30", SENT)]


async def test_of_a_cancelled_activity_nobody_is_reminded(office: Office) -> None:
    page = await office.cancels("1.1")
    await office.ticks(kyiv(10, 5, 9))
    assert await office.owed("deadline") == []
    await office.desk.presses("secretary", page, "↩")
    await office.ticks(kyiv(10, 5, 10))
    assert [who for who, _, state in await office.owed("overdue") if state is SENT] == ["member"]


async def test_a_reminder_on_its_way_is_dropped_with_the_activity(office: Office) -> None:
    office.desk.clock.moment = kyiv(9, 16, 8)
    await office.corrects("1.1", "Термін", "до 25 вересня")
    await office.ticks(kyiv(9, 16, 8, 30))
    assert await office.owed("deadline") == [("member", "2026-09-25", PENDING)]
    await office.cancels("1.1")
    await office.ticks(kyiv(9, 16, 9))
    assert await office.owed("deadline") == [("member", "2026-09-25", CANCELLED)]


async def test_who_becomes_responsible_late_gets_the_next_reminders_only(office: Office) -> None:
    await office.ticks(kyiv(9, 16, 9))
    await office.corrects("1.1", "Відповідальні", "Соловейко М.П.")
    await office.ticks(kyiv(9, 16, 10))
    sent = [(who, day) for who, day, state in await office.owed("deadline") if state is SENT]
    assert sent == [("member", "2026-09-30")]
    await office.ticks(kyiv(9, 28, 9))
    sent = [(who, day) for who, day, state in await office.owed("deadline") if state is SENT]
    assert sent == [("member", "2026-09-30"), ("presidium", "2026-09-30")]


async def test_who_gets_a_task_that_nobody_had_hears_at_once(office: Office) -> None:
    office.desk.clock.moment = kyiv(9, 16, 10)
    await office.desk.presses("secretary", await office.desk.taps("secretary", actions.StartAdding(0)), "1. Читання")
    await office.desk.says("secretary", "Ярмарок")
    await office.desk.says("secretary", "до 25 вересня")
    await office.ticks()
    assert SENT not in [state for _, _, state in await office.owed("deadline", "1.4")]
    await office.desk.says("secretary", "Соловейко М.П.")
    await office.ticks()
    sent = [(who, day) for who, day, state in await office.owed("deadline", "1.4") if state is SENT]
    assert sent == [("presidium", "2026-09-25")]


async def test_whoever_sets_a_near_day_is_not_reminded_of_it_at_once(office: Office) -> None:
    await office.corrects("1.1", "Відповідальні", "Криничко Т.А., Тополя С.В.")
    office.desk.clock.moment = kyiv(9, 10, 10)
    await office.corrects("1.1", "Термін", "до 20 вересня")
    await office.ticks()
    assert [(who, state) for who, _, state in await office.owed("deadline") if state is SENT] == [("member", SENT)]
    await office.ticks(kyiv(9, 17, 9))
    assert sorted(who for who, _, state in await office.owed("deadline") if state is SENT) == [
        "member", "member", "secretary",
    ]  # fmt: skip


async def test_what_becomes_dated_is_not_asked_about_by_quarters(office: Office) -> None:
    await office.ticks(kyiv(3, 23, 8))
    page = await office.corrects("1.2", "Термін", "жовтень")
    await office.ticks(kyiv(3, 23, 9))
    assert await office.owed("check-in", "1.2") == []
    await office.desk.presses("secretary", page, "↩")
    await office.ticks(kyiv(3, 23, 10))
    assert await office.owed("check-in", "1.2") == [("member", "2026-03-31", SENT)]


async def test_a_question_on_its_way_is_dropped_when_the_activity_becomes_dated(office: Office) -> None:
    await office.ticks(kyiv(3, 22, 23))
    office.desk.clock.moment = kyiv(3, 23, 9)
    office.door.fails_with(ConnectionError())
    await office.ticks()
    await office.corrects("1.2", "Термін", "жовтень")
    sent = len(office.door.sent)
    await office.ticks(kyiv(3, 23, 12))
    assert all("notice.check-in" not in keys(reply) for _, reply, _ in office.door.sent[sent:])


# --- what people did


async def test_check_ins_stay_when_an_activity_becomes_dated_and_goes_on_again(office: Office) -> None:
    card = await office.desk.says("member", "1.2")
    await office.desk.presses("member", card, "Що зроблено за I квартал")
    await office.desk.says("member", "Провели п'ять зустрічей.")
    page = await office.corrects("1.2", "Термін", "жовтень")
    assert "Провели п'ять зустрічей." in whole(page)
    [dated] = await office.occurrences("1.2")
    assert (dated.continuous, dated.window) == (False, OCTOBER)
    page = await office.corrects("1.2", "Термін", "протягом року")
    [going] = await office.occurrences("1.2")
    assert (going.id, going.continuous) == (dated.id, True)
    assert "Провели п'ять зустрічей." in whole(page)


async def test_taking_back_makes_it_go_on_again(office: Office) -> None:
    before = await office.occurrences("1.2")
    page = await office.corrects("1.2", "Термін", "жовтень")
    await office.desk.presses("secretary", page, "↩")
    assert await office.occurrences("1.2") == before


async def test_a_waiting_claim_goes_with_the_activity_to_its_new_term(office: Office) -> None:
    await office.claims("1.1")
    waiting = await office.desk.says("head", "1.1")
    await office.corrects("1.1", "Термін", "жовтень")
    [claimed] = await office.occurrences("1.1")
    assert (claimed.state, claimed.words, claimed.window) == (State.CLAIMED, "Зробили.", OCTOBER)
    assert keys(await office.desk.presses("head", waiting, "Підтвердити"))[0] == "confirm.done"


async def test_a_waiting_claim_is_cancelled_with_the_activity_and_waits_again(office: Office) -> None:
    await office.claims("1.1")
    waiting = await office.desk.says("presidium", "1.1")
    page = await office.cancels("1.1")
    assert "Скасовано" in whole(await office.desk.says("member", "1.1"))
    stale = await office.desk.presses("presidium", waiting, "Підтвердити")
    assert whole(stale).splitlines()[0] == "Стан уже інший: скасовано."
    await office.desk.presses("secretary", page, "Повернути в план")
    [claimed] = await office.occurrences("1.1")
    assert (claimed.state, claimed.words) == (State.CLAIMED, "Зробили.")
    assert "button.waiting" in {each.label.key for each in buttons(await office.desk.says("head", "меню"))}


async def test_the_presidium_hears_of_a_claim_that_came_back_once(office: Office) -> None:
    office.desk.clock.moment = kyiv(2, 10, 22)
    await office.claims("1.1")
    page = await office.cancels("1.1")
    await office.ticks(kyiv(2, 10, 22, 30))
    await office.desk.presses("secretary", page, "↩")
    await office.ticks(kyiv(2, 11, 8))
    sent = sorted(who for who, _, state in await office.owed("claim") if state is SENT)
    assert sent == ["head", "presidium"]
    page = await office.cancels("1.1")
    await office.desk.presses("secretary", page, "↩")
    await office.ticks(kyiv(2, 11, 9))
    assert sorted(who for who, _, state in await office.owed("claim") if state is SENT) == sent


async def test_a_claim_of_an_earlier_term_outlives_cancelling(office: Office) -> None:
    """The claim is for a quarter that the term no longer names; it is nowhere else."""
    card = await office.desk.says("secretary", "1.3")
    await office.desk.presses("secretary", card, "Виконано")
    await office.desk.presses("secretary", await office.desk.says("secretary", "Огляд зроблено."), "Готово")
    await office.corrects("1.3", "Термін", "IV квартал")
    page = await office.cancels("1.3")
    await office.desk.presses("secretary", page, "Повернути в план")
    found = {each.window: each.state for each in await office.occurrences("1.3")}
    assert found == {quarter_window(2026, 1): State.CLAIMED, quarter_window(2026, 4): State.PLANNED}


async def test_the_presidiums_meetings_keep_their_days(office: Office) -> None:
    before = (await office.plan()).meetings
    page = await office.corrects("2.1", "Термін", "I квартал")
    assert "correct.meetings" in keys(page)
    assert (await office.plan()).meetings == before
    assert [each.window for each in await office.occurrences("2.1")] == [quarter_window(2026, 1)]
    page = await office.cancels("2.1")
    assert "correct.meetings" in keys(page)
    assert (await office.plan()).meetings == before


async def test_words_settled_otherwise_meanwhile_survive_taking_back(store: Store) -> None:
    """A doubt that is settled about a draft changes a row without being a correction of it."""
    desk = await a_desk(store, moment=MORNING)
    await desk.brings(words=PLAN)
    row = next(each for each in (await desk.draft()).activities if each.title == "Школа")
    menu = await desk.taps("secretary", actions.ShowCorrecting(row.id))
    await desk.presses("secretary", menu, "Назва")
    renamed = await desk.says("secretary", "Школа керівника")
    way, doubt = await desk.asks("no-term")
    await desk.taps("secretary", way)
    await desk.says("secretary", "вересень")
    await desk.presses("secretary", renamed, "↩")
    now = (await desk.draft()).activity_of[row.id]
    assert (now.title, now.windows) == ("Школа", (Window(date(2027, 9, 1), date(2027, 9, 30)),))
    assert doubt.code == "no-term"


async def test_an_older_change_is_not_put_back_before_the_newer_one(office: Office) -> None:
    older = await office.corrects("1.1", "Назва", "Перша")
    await office.corrects("1.1", "Назва", "Друга")
    assert keys(await office.desk.presses("secretary", older, "↩"))[0] == "review.stale"
    activity = await office.activity("1.1")
    forged = TakeBack(activity.id, seen_mark(activity), 1)
    assert keys(await office.desk.taps("secretary", forged))[0] == "review.stale"
    assert (await office.activity("1.1")).title == "Друга"


async def test_a_draft_that_is_replaced_takes_its_corrections_along(store: Store) -> None:
    desk = await a_desk(store, moment=MORNING)
    await desk.brings(words=PLAN)
    first = (await desk.draft()).activities[0]
    await desk.presses("secretary", await desk.taps("secretary", actions.ShowCorrecting(first.id)), "Термін")
    await desk.says("secretary", "лютий")
    await desk.brings(words=PLAN)
    assert await corrections(store) == 0
    async with store.reading() as session:
        kept = {row.id for row in await session.scalars(select(ActivityRow))}
        assert {row.activity_id for row in await session.scalars(select(DutyRow))} <= kept
        assert len((await session.scalars(select(PlanRow))).all()) == 1
