"""Changes that are asked for: told in a few messages, decided on once, made as corrections, and void when overtaken."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.dialog.actions import Confirm, Home, ShowApproved, ShowCard, ShowHistory, ShowRequests, TakeOver, encode
from bot.dialog.model import Tap, Words
from bot.dialog.pages.notices import notices_reply
from bot.domain.comparing import ChangeKind
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from bot.domain.requests import RequestState
from db.leaving import let_go
from db.store import Store
from db.tables import CorrectionRow, MemberRow, RequestRow
from scheduler.upkeep import keep_up
from tests.integration.asking_for import Asker, labels, said
from tests.integration.editing import NEWER, applies, row_of, with_plan_in_force
from tests.integration.houses import Scene, a_scene, update_key
from tests.integration.test_upkeep import post_at

OPEN, AGREED, DECLINED = RequestState.OPEN, RequestState.AGREED, RequestState.DECLINED
WITHDRAWN, STALE, BEGUN = RequestState.WITHDRAWN, RequestState.STALE, RequestState.BEGUN


@pytest.fixture
def asker(scene: Scene) -> Asker:
    return Asker(scene)


async def leaves(scene: Scene, who: str) -> None:
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, scene.people[who]), scene.house.now())


async def test_the_card_offers_one_way_to_those_who_answer_and_keeps_the_direct_one(asker: Asker) -> None:
    assert "Зміни…" in labels(await asker.card("responsible"))
    assert "Зміни…" not in labels(await asker.card("other"))
    assert "Зміни…" not in labels(await asker.card("secretary"))
    assert "Змінити" in labels(await asker.card("secretary"))
    page = await asker.asks()
    assert labels(page)[:4] == ["Перенести", "Передати", "Хтось замість мене", "Скасувати"]


async def test_a_move_is_asked_for_in_words_and_shows_what_was_understood(asker: Asker) -> None:
    before = await asker.term()
    question = await asker.asks("Перенести", "колись потім")
    assert "Не зрозумів" in said(question)
    page = await asker.goes("responsible", question, "травень")
    assert "1 травня – 31 травня 2026" in said(page)
    assert "Чому?" in said(page)
    assert await asker.states() == [BEGUN]
    page = await asker.goes("responsible", page, "Чому б не в травні? Ремонт у залі.")
    assert "Запит надіслано" in said(page)
    assert await asker.states() == [OPEN]
    assert await asker.told("request") == ["head", "secretary"]
    assert await asker.term() == before


async def test_agreeing_moves_it_at_once_and_its_author_hears(asker: Asker) -> None:
    request = await asker.moves()
    page = await asker.agrees(request)
    assert "Погоджено. Зміну внесено в план" in said(page)
    plan = await asker.scene.snapshot()
    windows = [each.window for each in plan.occurrences_of[asker.scene.winter.activity_id]]
    assert [(each.first, each.last) for each in windows] == [(date(2026, 5, 1), date(2026, 5, 31))]
    assert await asker.told("request-settled") == ["responsible"]
    assert ("correct-term", asker.scene.people["secretary"], f"activity:{asker.scene.winter.activity_id}") in (
        await asker.scene.trail()
    )
    history = await asker.sends("other", Tap(encode(ShowHistory(asker.scene.occurrence))))
    assert "термін" in said(history)


async def test_what_was_agreed_to_is_taken_back_as_any_correction(asker: Asker) -> None:
    before = await asker.term()
    await asker.agrees(await asker.moves())
    assert await asker.term() == "травень"
    menu = await asker.goes("head", await asker.card("head"), "Змінити")
    await asker.goes("head", menu, "↩ Повернути як було")
    assert await asker.term() == before


async def test_declining_takes_a_word_why_and_changes_nothing(asker: Asker) -> None:
    before, request = await asker.term(), await asker.moves()
    question = await asker.goes("head", await asker.opens("head", request), "Відхилити")
    assert "Чому відхиляєте" in said(question)
    page = await asker.goes("head", question, "Зал потрібен у травні")
    assert "Відхилено" in said(page)
    assert (await asker.term(), await asker.states()) == (before, [DECLINED])
    shown = said(await asker.opens("responsible", request))
    assert "Зал потрібен у травні" in shown
    assert "Дем'яненко Ольга" in shown
    assert await asker.told("request-settled") == ["responsible"]


async def test_of_two_who_tap_at_one_instant_the_first_decides_and_the_other_sees_it(asker: Asker) -> None:
    request = await asker.moves()
    revision = (await asker.rows())[0].revision
    pages = await asyncio.gather(*(asker.agrees_as_seen(request, revision, who) for who in ("head", "secretary")))
    notes = sorted(said(page).splitlines()[0] for page in pages)
    assert [note[:9] for note in notes] == ["Погоджено", "Тут уже щ"]
    assert all("✅ Погоджено" in said(page) for page in pages)
    async with asker.scene.store.reading() as session:
        assert len(list(await session.scalars(select(CorrectionRow)))) == 1
    assert await asker.told("request-settled") == ["responsible"]


async def test_the_same_updates_five_times_have_one_effect(asker: Asker) -> None:
    await asker.asks("Перенести", "травень")
    key = update_key()
    for _ in range(5):
        await asker.sends("responsible", Words("Ремонт"), key)
    assert await asker.states() == [OPEN]
    [row] = await asker.rows()
    key = update_key()
    pages = [await asker.agrees_as_seen(row.id, row.revision, "head", key) for _ in range(5)]
    assert all("✅ Погоджено" in said(page) for page in pages)
    assert await asker.told("request") == ["head", "secretary"]
    assert await asker.told("request-settled") == ["responsible"]
    async with asker.scene.store.reading() as session:
        assert len(list(await session.scalars(select(CorrectionRow)))) == 1


async def test_the_author_withdraws_while_nobody_has_decided(asker: Asker) -> None:
    request = await asker.moves()
    page = await asker.goes("responsible", await asker.opens("responsible", request), "Відкликати запит")
    assert "Запит відкликано" in said(page)
    late = await asker.agrees_as_seen(request, 1, "head")
    assert "Тут уже щось змінилося" in said(late)
    assert await asker.states() == [WITHDRAWN]


async def test_a_tap_on_a_week_old_request_about_what_was_confirmed_since_changes_nothing(asker: Asker) -> None:
    request, before = await asker.moves(), await asker.term()
    row = await asker.scene.row()
    await asker.sends("presidium", Tap(encode(Confirm(asker.scene.occurrence, row.revision))))
    asker.scene.clock.moment += timedelta(days=7)
    page = await asker.agrees_as_seen(request, 1, "head")
    assert "утратив чинність" in said(page)
    assert (await asker.term(), await asker.states()) == (before, [STALE])
    assert await asker.told("request-settled") == ["responsible"]


async def test_of_several_requests_about_one_activity_the_first_agreed_makes_the_others_void(asker: Asker) -> None:
    first = await asker.moves("травень")
    second = await asker.moves("червень")
    listed = await asker.sends("secretary", Tap(encode(ShowRequests(0))))
    assert len([each for each in labels(listed) if each.startswith("Перенести")]) == 2
    assert "Запити (2)" in labels(await asker.sends("secretary", Tap(encode(Home()))))
    await asker.agrees(second, "head")
    assert await asker.states() == [STALE, AGREED]
    assert "утратив чинність" in said(await asker.opens("secretary", first))
    assert await asker.term() == "червень"
    assert await asker.told("request-settled") == ["responsible", "responsible"]


async def test_a_correction_makes_what_was_asked_about_it_void(asker: Asker) -> None:
    await asker.moves()
    menu = await asker.goes("secretary", await asker.card("secretary"), "Змінити")
    await asker.goes("secretary", menu, "Назва", "Зовсім інша назва")
    assert await asker.states() == [STALE]


async def test_a_newer_edition_that_moves_it_makes_what_was_asked_about_it_void(store: Store) -> None:
    desk = await with_plan_in_force(store)
    page = await desk.taps("member", ShowCard((await row_of(desk, "Видання")).id))
    for button in ("Зміни…", "Перенести"):
        page = await desk.presses("member", page, button)
    await desk.says("member", "листопад")
    await desk.says("member", "Друкарня зайнята")
    await desk.brings(words=NEWER)
    await applies(desk, ChangeKind.MOVED)
    async with store.reading() as session:
        [row] = await session.scalars(select(RequestRow))
    assert row.state == STALE
    assert (await row_of(desk, "Видання")).term == "4 квартал"


async def test_a_substitute_answers_for_it_once_they_say_so_and_the_keepers_hear(asker: Asker) -> None:
    before = await asker.people()
    request = await asker.hands_over()
    assert await asker.told("asked-to-take") == ["other"]
    assert await asker.people() == before
    assert "Погодити" not in labels(await asker.opens("secretary", request))
    page = await asker.goes("other", await asker.opens("other", request), "Беру")
    assert "Тепер захід за вами" in said(page)
    assert await asker.people() == [("Лелека М.", True)]
    assert await asker.told("request-settled") == ["head", "responsible", "secretary"]
    menu = await asker.goes("secretary", await asker.card("secretary"), "Змінити")
    await asker.goes("secretary", menu, "↩ Повернути як було")
    assert await asker.people() == before


async def test_whoever_is_delegated_to_leads_and_the_author_stays(asker: Asker) -> None:
    [(author, _)] = await asker.people()
    request = await asker.hands_over("Передати")
    await asker.goes("other", await asker.opens("other", request), "Беру")
    assert await asker.people() == [("Лелека М.", True), (author, False)]


async def test_who_cannot_take_it_leaves_everything_as_it_was(asker: Asker) -> None:
    before, request = await asker.people(), await asker.hands_over()
    page = await asker.goes("other", await asker.opens("other", request), "Не можу")
    assert "Відхилено" in said(page)
    assert (await asker.people(), await asker.states()) == (before, [DECLINED])
    assert await asker.told("request-settled") == ["responsible"]


async def test_a_name_is_found_by_its_beginning(asker: Asker) -> None:
    await asker.asks("Передати")
    page = await asker.sends("responsible", Words("Лелека"))
    assert "Лелека Марта" in labels(page)
    assert "Соловейко Марко" not in labels(page)
    assert "немає" in said(await asker.goes("responsible", page, "Ззззз"))


async def test_cancelling_needs_a_reason_and_a_consent(asker: Asker) -> None:
    page = await asker.asks("Скасувати")
    assert "Надіслати без пояснення" not in labels(page)
    await asker.goes("responsible", page, "Тренерка поїхала")
    [row] = await asker.rows()
    await asker.agrees(row.id)
    plan = await asker.scene.snapshot()
    assert plan.activity_of[asker.scene.winter.activity_id].cancelled_on == date(2026, 2, 10)


async def test_anybody_may_propose_an_activity_and_the_keepers_decide(asker: Asker) -> None:
    menu = await asker.sends("other", Tap(encode(Home())))
    page = await asker.goes("other", menu, "Запропонувати захід", "Ніч у бібліотеці", "не знаю")
    assert "Не зрозумів" in said(page)
    page = await asker.goes("other", page, "вересень")
    assert "1 вересня – 30 вересня 2026" in said(page)
    await asker.goes("other", page, "Діти давно просять")
    assert await asker.told("request") == ["head", "secretary"]
    [row] = await asker.rows()
    await asker.agrees(row.id)
    plan = await asker.scene.snapshot()
    [added] = [each for each in plan.activities if each.title == "Ніч у бібліотеці"]
    assert [each.window.last for each in plan.occurrences_of[added.id]] == [date(2026, 9, 30)]
    assert "Додано" in said(await asker.sends("other", Tap(encode(ShowApproved(0)))))


async def test_keepers_have_no_need_to_ask(asker: Asker) -> None:
    assert "Запропонувати захід" not in labels(await asker.sends("head", Tap(encode(Home()))))
    assert "Додати захід" in labels(await asker.sends("head", Tap(encode(Home()))))


async def test_what_a_leaver_has_asked_for_or_was_asked_is_void(asker: Asker) -> None:
    await asker.moves()
    asked = await asker.hands_over()
    await leaves(asker.scene, "other")
    assert await asker.states() == [OPEN, STALE]
    assert await asker.told("request-settled") == ["responsible"]
    await leaves(asker.scene, "responsible")
    assert await asker.states() == [STALE, STALE]
    assert "утратив чинність" in said(await asker.opens("head", asked))


async def test_who_leaves_is_at_nothing_any_more(asker: Asker) -> None:
    await asker.goes("responsible", await asker.card("responsible"), "Беруся")
    assert (await asker.scene.row()).taken_by == asker.scene.people["responsible"]
    await leaves(asker.scene, "responsible")
    assert (await asker.scene.row()).taken_by is None


async def test_what_was_begun_and_never_sent_goes_in_time(asker: Asker) -> None:
    await asker.moves()
    await asker.asks("Перенести", "червень")
    assert await asker.states() == [OPEN, BEGUN]
    await keep_up(post_at(asker.scene, asker.scene.clock.moment + timedelta(days=31)))
    assert await asker.states() == [OPEN]


async def test_several_notices_in_one_message_lead_to_each_request(asker: Asker) -> None:
    await asker.moves("травень")
    await asker.moves("червень")
    plan = await asker.scene.snapshot()
    keeper, today = asker.scene.people["head"], asker.scene.house.today()
    owed = [Notice(Kind.REQUEST, each.id, keeper, today, each.revision) for each in plan.requests]
    page = notices_reply(plan, owed, keeper, today, repeated=False)
    assert "Ремонт у залі" in said(page)
    assert [each for each in labels(page) if each.startswith(("Погодити", "Відхилити"))] == []
    assert len([each for each in labels(page) if each.startswith("Перенести")]) == 2


async def test_a_right_that_was_lost_meanwhile_decides_nothing(asker: Asker) -> None:
    request = await asker.moves()
    await asker.scene.give_role("secretary", Role.MEMBER)
    page = await asker.agrees_as_seen(request, 1, "secretary")
    assert "немає на це права" in said(page)
    assert await asker.states() == [OPEN]


async def test_only_whom_it_concerns_sees_a_request(asker: Asker) -> None:
    request = await asker.hands_over()
    assert "Такого запиту вже немає" in said(await asker.opens("presidium", request))
    took = await asker.sends("presidium", Tap(encode(TakeOver(request, 1))))
    assert "Беру" not in labels(took)
    assert await asker.states() == [OPEN]


async def test_a_request_of_another_branch_does_not_exist_here(asker: Asker) -> None:
    other = Asker(await a_scene(asker.scene.store, "Друге відділення"))
    request = await other.moves()
    page = await asker.agrees_as_seen(request, 1, "head")
    assert "Погоджено" not in said(page)
    assert OPEN in await asker.states()


async def test_the_card_says_from_when_to_when_it_was_moved(asker: Asker) -> None:
    await asker.agrees(await asker.moves("травень"))
    assert "Перенесено: затверджено" in said(await asker.card("other"))
    approved = said(await asker.sends("other", Tap(encode(ShowApproved(0)))))
    assert "тепер «травень»" in approved
    assert "Криничко Тетяна, 10 лютого" in approved
