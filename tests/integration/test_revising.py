"""A settled doubt can be reopened: another answer takes the place of the earlier one, as if that had never been."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Reply
from bot.domain.plan import Activity, Role
from bot.domain.review import Settling
from bot.domain.windows import Mode, Window
from bot.usecases.drafts import every_doubt
from bot.usecases.joining import invite, join
from db.store import Store
from db.tables import DoubtRow, PartyRow
from tests.integration.drafting import PLAN, Desk, a_desk, buttons, keys, label, whole

NOVEMBER = (Window(date(2027, 11, 1), date(2027, 11, 30)),)


@pytest.fixture
async def desk(store: Store) -> Desk:
    made = await a_desk(store)
    await made.brings()
    return made


async def begins_anew(desk: Desk, words: str = PLAN) -> None:
    """Throw the draft away with its answers, and bring the file again."""
    page = await desk.taps("secretary", actions.AskDropDraft((await desk.draft()).plan_id))
    drop = next(each.action for row in page.rows for each in row if isinstance(each.action, actions.DropDraft))
    await desk.taps("secretary", drop)
    await desk.brings(words=words)


async def asked(desk: Desk, code: str) -> Reply:
    """The open doubt of that code."""
    way, _ = await desk.asks(code)
    return await desk.taps("secretary", way)


async def taps_answer(desk: Desk, code: str, words: str) -> Reply:
    return await desk.presses("secretary", await asked(desk, code), words)


async def says_answer(desk: Desk, code: str, words: str) -> Reply:
    await asked(desk, code)
    return await desk.says("secretary", words)


async def reopened(desk: Desk, code: str, who: str = "secretary", args: str = "") -> Reply:
    """The settled doubt of that code, by the way that a person goes."""
    draft = await desk.draft()
    settled = [each for each in await every_doubt(desk.house, draft) if each.answered]
    place = next(n for n, each in enumerate(settled) if each.code == code and args in {each.args.get("b"), ""})
    page = await desk.taps(who, actions.ShowDraft(0))
    page = await desk.presses(who, page, f"Розв'язані питання ({len(settled)})")
    assert keys(page)[0] == "settled.title"
    page = await desk.presses(who, page, str(place + 1))
    assert f"doubt.{code}" in keys(page)
    return page


async def activity(desk: Desk, title: str) -> Activity:
    return next(each for each in (await desk.draft()).activities if each.title == title)


async def responsible(desk: Desk, title: str) -> list[tuple[str, str, bool]]:
    draft, found = await desk.draft(), await activity(desk, title)
    parties = [(draft.parties[duty.party_id], duty.lead) for duty in found.duties]
    return [(party.kind.value, party.name, lead) for party, lead in parties]


async def settling(desk: Desk, code: str) -> int | None:
    [found] = [each.answer for each in await desk.doubts() if each.code == code]
    return found


async def parties(desk: Desk) -> dict[str, PartyRow]:
    async with desk.store.reading() as session:
        return {row.name: row for row in await session.scalars(select(PartyRow).where(PartyRow.kind == "person"))}


async def picture(desk: Desk) -> tuple[object, ...]:
    """All that an answer can change, apart from the answers."""
    draft = await desk.draft()
    people = await parties(desk)
    live = {key: [each.window for each in pieces] for key, pieces in draft.occurrences_of.items()}
    names = {each.id: (each.kind, each.name) for each in draft.parties.values()}
    rows = [
        (each.number, each.title, each.windows, each.mode, [(names[duty.party_id], duty.lead) for duty in each.duties])
        for each in draft.activities
    ]
    return rows, live, {name: (row.member_id, row.same_as) for name, row in people.items()}


# --- each answer can be replaced


async def test_a_term_in_words_gives_way_to_other_words_and_to_what_was_read(desk: Desk) -> None:
    before = await picture(desk)
    await says_answer(desk, "term-unsure", "жовтень")
    page = await reopened(desk, "term-unsure")
    assert "Ваша відповідь: «жовтень»" in whole(page)
    assert "Вересень 2027, один раз" in whole(page)
    page = await desk.says("secretary", "листопад")
    assert keys(page)[0] == "review.noted-row"
    assert (await activity(desk, "Читання")).windows == NOVEMBER
    assert [each.window for each in (await desk.draft()).occurrences_of[(await activity(desk, "Читання")).id]] == [
        *NOVEMBER
    ]
    page = await reopened(desk, "term-unsure")
    await desk.presses("secretary", page, "Як прочитано")
    assert await picture(desk) == before
    assert await settling(desk, "term-unsure") == Settling.YES
    answers = [words for verb, _, words in await desk.trail() if verb == "answer-doubt"]
    assert answers == ["жовтень", "листопад", "yes"]


@pytest.mark.parametrize("code", ["term-unknown", "no-term"])
async def test_a_term_that_was_never_read_is_without_a_date_again(desk: Desk, code: str) -> None:
    before = await picture(desk)
    await says_answer(desk, code, "щомісяця")
    page = await reopened(desk, code)
    assert "Спершу я дати не прочитав." in whole(page)
    await desk.presses("secretary", page, "Як прочитано")
    assert await picture(desk) == before
    assert await settling(desk, code) == Settling.LEAVE


async def test_what_was_left_as_it_is_can_still_be_put_into_words(desk: Desk) -> None:
    await taps_answer(desk, "no-term", "Лишити як є")
    page = await reopened(desk, "no-term")
    assert "Ваша відповідь: Лишити як є" in whole(page)
    assert not [each for each in buttons(page) if isinstance(each.action, actions.SettleDoubt)]
    await desk.says("secretary", "листопад")
    assert (await activity(desk, "Школа")).windows == NOVEMBER
    assert (await activity(desk, "Школа")).mode is Mode.ONCE


async def test_words_that_say_nothing_leave_the_earlier_answer(desk: Desk) -> None:
    await says_answer(desk, "no-term", "листопад")
    before = await desk.everything()
    await reopened(desk, "no-term")
    page = await desk.says("secretary", "нісенітниця")
    assert keys(page)[:2] == ["review.unclear", "settled.one"]
    assert await desk.everything() == before
    assert keys(await desk.says("secretary", "вересень"))[0] == "review.noted-row"


async def test_people_in_words_give_way_to_those_that_were_read(desk: Desk) -> None:
    before = await picture(desk)
    await says_answer(desk, "people-unsure", "Президія, Тополя С.В.")
    page = await reopened(desk, "people-unsure")
    assert "Спершу я прочитав, що відповідають: Ялинка" in whole(page)
    assert {"Це людина", "Це орган чи гурт"} <= {label(each) for each in buttons(page)}
    await desk.presses("secretary", page, "Це людина")
    assert await responsible(desk, "Круглий стіл") == [("person", "Ялинка", True)]
    page = await reopened(desk, "people-unsure")
    assert "Це людина" not in {label(each) for each in buttons(page)}
    await desk.presses("secretary", page, "Це орган чи гурт")
    assert await responsible(desk, "Круглий стіл") == [("body", "Ялинка", True)]
    await begins_anew(desk)
    await says_answer(desk, "no-responsible", "Лелека М.")
    await desk.presses("secretary", await reopened(desk, "no-responsible"), "Як прочитано")
    assert await responsible(desk, "Зустріч") == []
    assert (await picture(desk))[0] == before[0]


async def test_somebody_from_the_resources_is_taken_out_again(desk: Desk) -> None:
    before = await picture(desk)
    await taps_answer(desk, "person-in-resources", "Так, додати")
    assert ("person", "Ясен К.П.", False) in await responsible(desk, "Читання")
    await desk.presses("secretary", await reopened(desk, "person-in-resources"), "Лишити як є")
    assert (await picture(desk))[:2] == before[:2]
    await desk.presses("secretary", await reopened(desk, "person-in-resources"), "Так, додати")
    assert ("person", "Ясен К.П.", False) in await responsible(desk, "Читання")


async def test_a_number_is_taken_back_and_may_be_given_again(desk: Desk) -> None:
    before = await picture(desk)
    await says_answer(desk, "no-number", "1.7")
    await reopened(desk, "no-number")
    assert keys(await desk.says("secretary", "1.3"))[0] == "review.number-taken"
    await desk.says("secretary", "1.7")
    assert (await activity(desk, "Клуб")).number == "1.7"
    await desk.presses("secretary", await reopened(desk, "no-number"), "Як прочитано")
    assert await picture(desk) == before


# --- two spellings


async def test_two_spellings_are_parted_again_and_share_no_member(desk: Desk) -> None:
    before = await picture(desk)
    await taps_answer(desk, "same-person", "Одна людина")
    assert (await parties(desk))["Топля С.В."].member_id == desk.people["member"]
    await desk.presses("secretary", await reopened(desk, "same-person"), "Різні люди")
    assert await picture(desk) == before
    await desk.presses("secretary", await reopened(desk, "same-person"), "Одна людина")
    assert (await parties(desk))["Топля С.В."].member_id == desk.people["member"]


MORE = "1.8\tТретє\tтравень\tТопоя С.В.\t\t\n1.9\tЧетверте\tтравень\tТопляк С.В.\t\t\n"


@pytest.mark.parametrize("taken_back", range(3))
async def test_parting_two_spellings_leaves_the_other_joinings_as_they_were_said(store: Store, taken_back: int) -> None:
    desk = await a_desk(store)
    await desk.brings(words=PLAN + MORE)
    doubts = [each for each in await desk.doubts() if each.code == "same-person"]
    assert [(each.args["a"], each.args["b"]) for each in doubts] == [
        ("Тополя С.В.", "Топля С.В."), ("Тополя С.В.", "Топоя С.В."), ("Топля С.В.", "Топляк С.В."),
    ]  # fmt: skip
    away = doubts.pop(taken_back)
    for each in doubts:
        await _are_one(desk, each)
    without = await members_by_name(desk), await groups(desk)
    await _are_one(desk, away)
    assert (await members_by_name(desk), await groups(desk)) != without
    page = await reopened(desk, "same-person", args=away.args["b"])
    await desk.presses("secretary", page, "Різні люди")
    assert (await members_by_name(desk), await groups(desk)) == without


async def _are_one(desk: Desk, doubt: DoubtRow) -> None:
    page = await desk.taps("secretary", actions.ReviewDoubt(doubt.plan_id, doubt.id - 1))
    await desk.presses("secretary", page, "Одна людина")


async def groups(desk: Desk) -> set[frozenset[str]]:
    """Which spellings are one person."""
    rows = {row.id: row for row in (await parties(desk)).values()}
    found: dict[int, set[str]] = {}
    for row in rows.values():
        first = row
        while first.same_as is not None:
            first = rows[first.same_as]
        found.setdefault(first.id, set()).add(row.name)
    return {frozenset(each) for each in found.values()}


async def members_by_name(desk: Desk) -> dict[str, int | None]:
    return {name: row.member_id for name, row in (await parties(desk)).items()}


async def test_a_member_who_came_meanwhile_stays_with_their_own_spelling(desk: Desk) -> None:
    await taps_answer(desk, "same-person", "Одна людина")
    token = await invite(desk.house, desk.name, "Топля Світлана Вікторівна", Role.MEMBER)
    await join(desk.house, desk.address("newcomer"), token)
    await desk.presses("secretary", await reopened(desk, "same-person"), "Різні люди")
    people = await parties(desk)
    assert people["Тополя С.В."].member_id == desk.people["member"]
    assert people["Топля С.В."].member_id not in {None, desk.people["member"]}


async def test_spellings_that_an_earlier_plan_has_joined_cannot_be_parted_here(desk: Desk) -> None:
    await taps_answer(desk, "same-person", "Одна людина")
    await desk.taps("secretary", actions.AskPublish(0))
    page = await desk.taps("secretary", actions.AskPublish(0))
    await desk.presses("secretary", page, "Опублікувати")
    await desk.brings(words=PLAN.replace("2027", "2028"))
    await taps_answer(desk, "same-person", "Одна людина")
    page = await reopened(desk, "same-person")
    assert "settled.joined-elsewhere" in keys(page)
    assert not [each for each in buttons(page) if isinstance(each.action, actions.SettleDoubt)]


# --- several answers about one row


async def test_what_one_answer_has_changed_stays_when_another_is_taken_back(desk: Desk) -> None:
    words = PLAN.replace("\tЯлинка\t\t", "\tЯлинка\tЯсен К.П., зал\t").replace("Ясен К.П., зал\t\n1.4", "зал\t\n1.4")
    for order in (["people", "resources"], ["resources", "people"]):
        await begins_anew(desk, words)
        for each in order:
            if each == "people":
                await says_answer(desk, "people-unsure", "Президія")
            else:
                await taps_answer(desk, "person-in-resources", "Так, додати")
        await desk.presses("secretary", await reopened(desk, "people-unsure"), "Це орган чи гурт")
        assert await responsible(desk, "Круглий стіл") == [("body", "Ялинка", False), ("person", "Ясен К.П.", True)]
        await desk.presses("secretary", await reopened(desk, "person-in-resources"), "Лишити як є")
        assert [name for _, name, _ in await responsible(desk, "Круглий стіл")] == ["Ялинка"]


async def test_whom_the_person_has_named_stays_when_the_resources_are_taken_back(desk: Desk) -> None:
    words = PLAN.replace("\tЯлинка\t\t", "\tЯлинка\tЯсен К.П., зал\t").replace("Ясен К.П., зал\t\n1.4", "зал\t\n1.4")
    await desk.brings(words=words)
    await taps_answer(desk, "person-in-resources", "Так, додати")
    await says_answer(desk, "people-unsure", "Ясен К.П., Президія")
    await desk.presses("secretary", await reopened(desk, "person-in-resources"), "Лишити як є")
    assert [name for _, name, _ in await responsible(desk, "Круглий стіл")] == ["Ясен К.П.", "Президія"]


# --- once, and by nobody else


async def test_an_answer_is_replaced_once_and_an_older_button_is_stale(desk: Desk) -> None:
    opened = await asked(desk, "same-person")
    await desk.presses("secretary", opened, "Одна людина")
    page, other = await reopened(desk, "same-person"), await reopened(desk, "same-person", "head")
    await desk.presses("secretary", page, "Різні люди")
    before = await desk.everything()
    for stale, words in ((page, "Різні люди"), (other, "Різні люди"), (opened, "Одна людина")):
        assert keys(await desk.presses("head", stale, words))[0] == "review.stale"
    assert await desk.everything() == before


async def test_words_delivered_again_replace_nothing(desk: Desk) -> None:
    await says_answer(desk, "no-term", "листопад")
    await reopened(desk, "no-term")
    await desk.says("secretary", "вересень", "once")
    await reopened(desk, "no-term")
    desk.restart()
    before = await desk.everything()
    await desk.says("secretary", "вересень", "once")
    assert await desk.everything() == before


async def test_nobody_else_reopens_a_doubt(desk: Desk) -> None:
    await taps_answer(desk, "same-person", "Одна людина")
    page = await reopened(desk, "same-person")
    before = await desk.everything()
    [doubt] = [each for each in await every_doubt(desk.house, await desk.draft()) if each.answered]
    for who in ("member", "presidium"):
        for action in (actions.ReopenDoubt(doubt.id, doubt.mark), actions.ShowSettled(0), actions.ShowSettled(1)):
            assert keys(await desk.taps(who, action)) == ["no-plan"]
        assert keys(await desk.presses(who, page, "Різні люди")) == ["no-plan"]
    assert await desk.everything() == before


async def test_an_answer_of_a_version_that_kept_nothing_says_that_it_stays(desk: Desk) -> None:
    await says_answer(desk, "no-term", "листопад")
    async with desk.store.writing() as session:
        for row in await session.scalars(select(DoubtRow).where(DoubtRow.code == "no-term")):
            row.settled = None
    page = await reopened(desk, "no-term")
    assert "settled.final" in keys(page)
    before = await desk.everything()
    await desk.says("secretary", "вересень")
    assert await desk.everything() == before


async def test_the_last_answer_leads_to_the_settled_ones(desk: Desk) -> None:
    for code, words in (("term-unknown", "травень"), ("no-responsible", "Президія")):
        await says_answer(desk, code, words)
    page = await desk.taps("secretary", actions.ShowSettled(0))
    said = whole(page)
    assert "«травень»" in said
    assert "«Президія»" in said
    assert [label(each) for each in buttons(page)][:2] == ["1", "2"]
