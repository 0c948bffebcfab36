"""The secretary looks at every row of a draft, goes between drafts, and throws one away."""

import pytest

from bot.dialog import actions
from bot.dialog.model import Reply
from bot.domain.windows import Period, PeriodKind, calendar_year
from db.store import Store
from tests.integration.drafting import PLAN, Desk, a_desk, buttons, keys, label, whole

TWO_GOALS = PLAN + "Ціль 2: Друга\n2.1\tМайстерня\tтравень\tЛелека М.\tПапір\tВироби\n"
DECEMBER = PLAN.replace("на 2027 рік", "на грудень 2026 року")
NEXT = PLAN.replace("2027", "2028")


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await a_desk(store)


async def test_every_row_is_looked_at_from_the_draft(desk: Desk) -> None:
    page = await desk.brings(words=TWO_GOALS)
    page = await desk.presses("secretary", page, "Усі заходи (8)")
    page = await desk.presses("secretary", page, "Ціль 2: Друга (1)")
    assert "2.1 Майстерня: Травень 2027, один раз. Лелека М." in whole(page)
    page = await desk.presses("secretary", page, "2.1 Майстерня")
    said = whole(page)
    assert all(words in said for words in ("Термін у плані: травень", "Ресурси: Папір", "Очікуваний результат: Вироби"))
    page = await desk.presses("secretary", page, "← Назад")
    assert "Ціль 2: Друга" in whole(page)
    page = await desk.presses("secretary", page, "Усі цілі")
    assert keys(await desk.presses("secretary", page, "До чернетки"))[0] == "draft.title"


async def test_a_plan_of_one_goal_opens_with_its_activities(desk: Desk) -> None:
    page = await desk.brings()
    page = await desk.presses("head", page, "Усі заходи")
    assert "1.1 Видання бюлетеню: III квартал 2027, один раз. Тополя С.В., Лелека М." in whole(page)


async def test_a_card_leads_to_its_doubts(desk: Desk) -> None:
    page = await desk.brings()
    page = await desk.presses("secretary", page, "Усі заходи")
    page = await desk.presses("secretary", page, "1.3 Читання")
    said = whole(page)
    assert "як я читаю термін «вересеь»" in said
    assert "Ясен К.П. стоїть у колонці ресурсів" in said
    page = await desk.presses("secretary", page, "Розглянути питання")
    assert "doubt.term-unsure" in keys(page)


async def test_a_card_shows_what_was_answered(desk: Desk) -> None:
    await desk.brings()
    way, _ = await desk.asks("term-unknown")
    await desk.taps("secretary", way)
    await desk.says("secretary", "листопад")
    draft = await desk.draft()
    portal = next(each for each in draft.activities if each.title == "Портал")
    page = await desk.taps("head", actions.ShowDraftCard(draft.plan_id, portal.id))
    assert "Термін у плані: колись потім" in whole(page)
    assert "Листопад 2027, один раз" in whole(page)
    assert "browse.doubts" not in keys(page)


async def test_a_button_of_a_draft_that_was_replaced_shows_the_new_one(desk: Desk) -> None:
    page = await desk.brings()
    old = await desk.draft()
    goals = await desk.presses("secretary", page, "Усі заходи")
    await desk.brings("head", PLAN.replace("Клуб", "Гурток"))
    assert (await desk.draft()).plan_id != old.plan_id
    for stale in (
        buttons(goals)[0].action,
        actions.ShowGoal(old.plan_id, old.goals[0].id),
        actions.ShowGoals(old.plan_id),
    ):
        assert keys(await desk.taps("secretary", stale))[0] == "draft.title"


async def test_ids_of_another_draft_show_only_the_own_one(desk: Desk) -> None:
    await desk.brings(words=NEXT.replace("Школа", "Інакша школа"))
    other = await desk.draft()
    await desk.brings()
    draft = await desk.draft()
    page = await desk.taps("secretary", actions.ShowDraftCard(draft.plan_id, other.activities[0].id))
    assert "Чернетка плану на 2027 рік" in whole(page)
    page = await desk.taps("secretary", actions.ShowGoal(draft.plan_id, other.goals[0].id))
    assert "Інакша" not in whole(page)


# --- several drafts


async def test_each_draft_offers_the_others(desk: Desk) -> None:
    await desk.brings(words=NEXT)
    await desk.brings(words=DECEMBER)
    page = await desk.brings()
    assert "draft.others" in keys(page)
    labels = [label(each) for each in buttons(page)]
    assert labels[-3:] == ["грудень 2026 року", "2028 рік", "☰ Меню"]
    page = await desk.presses("secretary", page, "грудень 2026 року")
    assert "Чернетка плану на грудень 2026 року" in whole(page)
    assert [label(each) for each in buttons(page)][-3:] == ["2027 рік", "2028 рік", "☰ Меню"]
    page = await desk.says("secretary", "меню")
    assert "Чернетка плану на 2027 рік" in [label(each) for each in buttons(page)]


async def _dropping(desk: Desk, plan: int = 0) -> Reply:
    page = await desk.taps("secretary", actions.ShowDraft(plan))
    page = await desk.presses("secretary", page, "Прибрати чернетку")
    assert keys(page)[0] == "drop.title"
    return page


async def test_a_draft_is_thrown_away_once_it_is_said_again(desk: Desk) -> None:
    await desk.brings(words=NEXT)
    await desk.brings()
    page = await _dropping(desk)
    assert "2027 рік" in whole(page)
    assert keys(await desk.presses("secretary", page, "Ще ні"))[0] == "draft.title"
    page = await desk.presses("secretary", await _dropping(desk), "Так, прибрати")
    assert keys(page)[0] == "drop.done"
    assert (await desk.draft()).period == calendar_year(2028)
    assert [(verb, who) for verb, who, _ in await desk.trail()][-1] == ("drop-draft", desk.people["secretary"])
    assert "Чернетка плану на 2028 рік" in [label(each) for each in buttons(page)]
    assert {row.plan_id for row in await desk.doubts()} == {(await desk.draft()).plan_id}


async def test_a_second_tap_throws_away_nothing_else(desk: Desk) -> None:
    await desk.brings(words=NEXT)
    await desk.brings()
    page = await _dropping(desk)
    drop = next(each.action for each in buttons(page) if isinstance(each.action, actions.DropDraft))
    await desk.taps("secretary", drop, "once")
    desk.restart()
    before = await desk.everything()
    for key in ("once", None):
        assert keys(await desk.taps("secretary", drop, key))[0] == "draft.title"
    assert await desk.everything() == before


async def test_a_draft_that_has_changed_since_is_not_thrown_away_unseen(desk: Desk) -> None:
    await desk.brings()
    page = await _dropping(desk)
    way, _ = await desk.asks("same-person")
    await desk.presses("head", await desk.taps("head", way), "Різні люди")
    page = await desk.presses("secretary", page, "Так, прибрати")
    assert keys(page)[:2] == ["publish.changed", "drop.title"]
    assert keys(await desk.presses("secretary", page, "Так, прибрати"))[0] == "drop.done"


async def test_a_newer_draft_is_not_thrown_away_by_a_button_of_the_older_one(desk: Desk) -> None:
    await desk.brings()
    page = await _dropping(desk)
    await desk.brings("head", PLAN.replace("Клуб", "Гурток"))
    assert keys(await desk.presses("secretary", page, "Так, прибрати"))[0] == "draft.title"
    assert "Гурток" in {each.title for each in (await desk.draft()).activities}


async def test_a_published_plan_is_never_thrown_away(desk: Desk) -> None:
    await desk.brings()
    page = await _dropping(desk)
    ask = await desk.taps("head", actions.AskPublish(0))
    await desk.presses("head", ask, "Опублікувати")
    before = await desk.everything()
    assert keys(await desk.presses("secretary", page, "Так, прибрати"))[0] == "menu.title"
    assert await desk.everything() == before
    assert (await desk.sees_plan()).period == Period(PeriodKind.CALENDAR, 2027)
