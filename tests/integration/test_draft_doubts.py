"""The doubts about a draft: each is settled once, by a tap or in words, and what is said changes the draft."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Reply, Unreadable
from bot.domain.plan import Activity
from bot.domain.review import Settling
from bot.domain.windows import Mode, Window
from bot.usecases.drafts import doubts_about
from db.store import Store
from db.tables import DutyRow, OccurrenceRow, PartyRow
from tests.integration.drafting import PLAN, Desk, a_desk, buttons, keys, label, whole


@pytest.fixture
async def desk(store: Store) -> Desk:
    made = await a_desk(store)
    await made.brings()
    return made


async def shown(desk: Desk, code: str, who: str = "secretary") -> Reply:
    """The page of the open doubt of that code."""
    way, _ = await desk.asks(code)
    page = await desk.taps(who, way)
    assert f"doubt.{code}" in keys(page)
    return page


async def activity(desk: Desk, title: str) -> Activity:
    return next(each for each in (await desk.draft()).activities if each.title == title)


async def responsible(desk: Desk, title: str) -> list[tuple[str, str, bool]]:
    draft, found = await desk.draft(), await activity(desk, title)
    parties = [(draft.parties[duty.party_id], duty.lead) for duty in found.duties]
    return [(party.kind.value, party.name, lead) for party, lead in parties]


async def answer(desk: Desk, code: str) -> int | None:
    [found] = [each.answer for each in await desk.doubts() if each.code == code]
    return found


# --- terms


@pytest.mark.parametrize(
    ("words", "mode", "windows"),
    [
        ("IV квартал", Mode.ONCE, (Window(date(2027, 10, 1), date(2027, 12, 31)),)),
        ("15.09.2027", Mode.ONCE, (Window(date(2027, 9, 15), date(2027, 9, 15)),)),
        ("протягом року", Mode.CONTINUOUS, (Window(date(2027, 1, 1), date(2027, 12, 31)),)),
    ],
)
async def test_a_term_in_words_takes_the_place_of_what_could_not_be_read(
    desk: Desk, words: str, mode: Mode, windows: tuple[Window, ...]
) -> None:
    await shown(desk, "term-unknown")
    page = await desk.says("secretary", words)
    assert keys(page)[0] == "review.noted-row"
    assert "1.2 Портал" in whole(page)
    found = await activity(desk, "Портал")
    assert (found.term, found.mode, found.windows) == ("колись потім", mode, windows)
    assert [each.window for each in (await desk.draft()).occurrences_of[found.id]] == [*windows]
    assert await answer(desk, "term-unknown") == Settling.WORDS
    assert (await desk.trail())[-1] == ("answer-doubt", desk.people["secretary"], words)


async def test_a_guess_is_right_at_a_tap_or_is_put_right_in_words(desk: Desk) -> None:
    page = await shown(desk, "term-unsure")
    assert "Вересень 2027, один раз" in whole(page)
    await desk.presses("secretary", page, "Так, правильно")
    assert (await activity(desk, "Читання")).windows == (Window(date(2027, 9, 1), date(2027, 9, 30)),)
    await desk.brings(words=PLAN.replace("вересеь", "вересеень"))
    await shown(desk, "term-unsure")
    await desk.says("secretary", "жовтень")
    found = await activity(desk, "Читання")
    assert found.windows == (Window(date(2027, 10, 1), date(2027, 10, 31)),)
    async with desk.store.reading() as session:
        every = (await session.scalars(select(OccurrenceRow).where(OccurrenceRow.activity_id == found.id))).all()
    assert [(each.first, each.last) for each in every] == [(date(2027, 10, 1), date(2027, 10, 31))]


@pytest.mark.parametrize("words", ["нісенітниця", "колись", "за окремим графіком", "5.4", "/щось", "Тополя С.В."])
async def test_words_that_are_no_term_are_asked_for_again(desk: Desk, words: str) -> None:
    await shown(desk, "no-term")
    before = await desk.everything()
    page = await desk.says("secretary", words)
    if not words.startswith("/"):
        assert keys(page)[0] == "review.unclear"
        assert "doubt.no-term" in keys(page)
    assert await desk.everything() == before
    assert keys(await desk.says("secretary", "вересень"))[0] == "review.noted-row"


@pytest.mark.parametrize("words", ["що цього кварталу?", "меню", "довідка", "мої завдання", "прострочене"])
async def test_a_question_is_no_answer_and_drops_the_doubt(desk: Desk, words: str) -> None:
    await shown(desk, "no-term")
    before = await desk.everything()
    assert keys(await desk.says("secretary", words)) == ["no-plan.secretary"]
    assert keys(await desk.says("secretary", "вересень")) == ["no-plan.secretary"]
    assert await desk.everything() == before


async def test_a_sticker_leaves_the_question_open_and_a_tap_elsewhere_drops_it(desk: Desk) -> None:
    page = await shown(desk, "no-term")
    await desk.send("secretary", Unreadable())
    assert keys(await desk.says("secretary", "вересень"))[0] == "review.noted-row"
    page = await shown(desk, "term-unknown")
    await desk.presses("secretary", page, "☰ Меню")
    assert keys(await desk.says("secretary", "вересень")) == ["no-plan.secretary"]
    assert await answer(desk, "term-unknown") is None


# --- people


async def test_people_in_words_become_responsible(desk: Desk) -> None:
    await shown(desk, "no-responsible")
    page = await desk.says("secretary", "Президія, Тополя С.В.")
    assert "Президія, Тополя С.В." in whole(page)
    assert await responsible(desk, "Зустріч") == [("body", "Президія", False), ("person", "Тополя С.В.", True)]
    draft = await desk.draft()
    assert [each.member_id for each in draft.parties.values() if each.name == "Тополя С.В."] == [desk.people["member"]]


@pytest.mark.parametrize("words", ["Читальна зала", "15 вересня", "…"])
async def test_words_that_name_nobody_are_asked_for_again(desk: Desk, words: str) -> None:
    await shown(desk, "no-responsible")
    before = await desk.everything()
    assert keys(await desk.says("secretary", words))[0] == "review.unclear"
    assert await desk.everything() == before


@pytest.mark.parametrize(("words", "kind"), [("Це людина", "person"), ("Це орган чи гурт", "body")])
async def test_unknown_words_become_a_person_or_a_body(desk: Desk, words: str, kind: str) -> None:
    page = await shown(desk, "people-unsure")
    assert "Лишити як є" not in [*map(label, buttons(page))]
    await desk.presses("secretary", page, words)
    assert await responsible(desk, "Круглий стіл") == [(kind, "Ялинка", True)]


@pytest.mark.parametrize("words", ["Так, додати", "Лишити як є"])
async def test_somebody_among_the_resources_is_added_or_not(desk: Desk, words: str) -> None:
    page = await shown(desk, "person-in-resources")
    await desk.presses("secretary", page, words)
    added = [("person", "Ясен К.П.", False)] if words.startswith("Так") else []
    assert await responsible(desk, "Читання") == [("person", "Тополя С.В.", True), *added]


@pytest.mark.parametrize(("words", "joined"), [("Одна людина", True), ("Різні люди", False)])
async def test_two_spellings_are_one_person_or_two(desk: Desk, words: str, joined: bool) -> None:
    page = await shown(desk, "same-person")
    assert "Клуб" in whole(page)
    await desk.presses("secretary", page, words)
    async with desk.store.reading() as session:
        found = (await session.scalars(select(PartyRow).where(PartyRow.name == "Топля С.В."))).one()
    assert (found.member_id == desk.people["member"], found.same_as is not None) == (joined, joined)


# --- numbers, and what is left as it is


async def test_a_number_is_given_once(desk: Desk) -> None:
    await shown(desk, "no-number")
    page = await desk.says("secretary", "1.3")
    assert keys(page)[0] == "review.number-taken"
    assert keys(await desk.says("secretary", "який-небудь"))[0] == "review.unclear"
    assert keys(await desk.says("secretary", "№ 1.10."))[0] == "review.noted-row"
    assert (await activity(desk, "Клуб")).number == "1.10"


@pytest.mark.parametrize("code", ["term-unknown", "no-term", "no-responsible", "no-number"])
async def test_what_is_left_as_it_is_changes_nothing_and_is_asked_no_more(desk: Desk, code: str) -> None:
    page = await shown(desk, code)
    before = (await desk.draft()).activities
    page = await desk.presses("secretary", page, "Лишити як є")
    assert keys(page)[0] == "review.noted"
    assert (await desk.draft()).activities == before
    assert await answer(desk, code) == Settling.LEAVE


async def test_a_doubt_belongs_to_its_own_row_of_two_with_one_number(store: Store) -> None:
    desk = await a_desk(store)
    twice = "1.1\tПерше\tколись\tТополя С.В.\n1.1\tДруге\tколись\tТополя С.В.\n"
    await desk.brings(words="\n".join(PLAN.split("\n")[:4]) + "\n" + twice)
    first, second = [each for each in await doubts_about(desk.house, await desk.draft()) if each.code == "term-unknown"]
    draft = await desk.draft()
    titles = [draft.activity_of[each.activity_id or 0].title for each in (first, second)]
    assert titles == ["Перше", "Друге"]
    assert first.mark == second.mark
    await shown(desk, "term-unknown")
    await desk.says("secretary", "травень")
    await desk.says("secretary", "червень")
    months = {title: (await activity(desk, title)).windows[0].first.month for title in titles}
    assert months == {"Перше": 5, "Друге": 6}


# --- once, and in whatever order


async def test_a_doubt_answered_twice_has_one_effect(desk: Desk) -> None:
    page = await shown(desk, "person-in-resources")
    other = await shown(desk, "person-in-resources", "head")
    yes = next(each.action for each in buttons(page) if label(each) == "Так, додати")
    await desk.taps("secretary", yes, "once")
    desk.restart()
    assert keys(await desk.taps("secretary", yes, "once"))[0] == "review.stale"
    assert keys(await desk.taps("secretary", yes))[0] == "review.stale"
    assert keys(await desk.presses("head", other, "Лишити як є"))[0] == "review.stale"
    assert await responsible(desk, "Читання") == [
        ("person", "Тополя С.В.", True), ("person", "Ясен К.П.", False),
    ]  # fmt: skip
    assert [verb for verb, _, _ in await desk.trail()] == ["take-draft", "answer-doubt"]
    async with desk.store.reading() as session:
        assert len((await session.scalars(select(DutyRow))).all()) == 8


async def test_words_delivered_again_are_not_the_answer_to_the_next_doubt(desk: Desk) -> None:
    await shown(desk, "term-unknown")
    await desk.says("secretary", "травень", "once")
    await shown(desk, "no-term")
    desk.restart()
    assert keys(await desk.says("secretary", "травень", "once"))[0] == "review.stale"
    assert await answer(desk, "no-term") is None


@pytest.mark.sqlite
async def test_a_button_of_a_draft_that_was_replaced_answers_no_other_doubt(desk: Desk) -> None:
    old = await shown(desk, "same-person")
    before = [each.id for each in await desk.doubts()]
    await desk.brings("head", PLAN.replace("Топля С.В.", "Лелко М."))
    assert {each.id for each in await desk.doubts()} & set(before)
    rows = await desk.everything()
    assert keys(await desk.presses("secretary", old, "Одна людина"))[0] in {"review.stale", "draft.title"}
    assert await desk.everything() == rows


async def test_an_answer_that_was_not_offered_is_refused(desk: Desk) -> None:
    rows = await desk.everything()
    for doubt in await doubts_about(desk.house, await desk.draft()):
        page = await desk.taps("secretary", actions.ReviewDoubt((await desk.draft()).plan_id, doubt.id - 1))
        offered = {each.action for each in buttons(page)}
        for settling in range(7):
            action = actions.SettleDoubt(doubt.id, doubt.mark, settling)
            if action not in offered:
                await desk.taps("secretary", action)
    assert await desk.everything() == rows


async def test_one_may_go_back_and_put_off(desk: Desk) -> None:
    page = await desk.taps("secretary", actions.ShowDraft(0))
    page = await desk.presses("secretary", page, "Розглянути питання")
    order = [page]
    while "draft.title" not in keys(page):
        page = await desk.presses("secretary", page, "Пізніше")
        order.append(page)
    assert len(order) == len(await desk.doubts()) + 1
    page = order[-2]
    for expected in order[-3::-1]:
        page = await desk.presses("secretary", page, "← Назад")
        assert whole(page) == whole(expected)
    assert "draft.title" in keys(await desk.presses("secretary", page, "← Назад"))
    assert all(each.answer is None for each in await desk.doubts())


async def test_after_publishing_an_old_button_changes_nothing(desk: Desk) -> None:
    doubt = await shown(desk, "person-in-resources")
    await shown(desk, "no-term")
    page = await desk.taps("head", actions.AskPublish(0))
    await desk.presses("head", page, "Опублікувати")
    rows = await desk.everything()
    assert keys(await desk.says("secretary", "вересень"))[0] != "review.noted-row"
    assert keys(await desk.presses("secretary", doubt, "Так, додати"))[0] == "menu.title"
    assert await desk.everything() == rows
