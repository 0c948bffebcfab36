"""The life of an occurrence from the chat: what the card says and offers to each, and what a late tap is answered."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.dialog.actions import ConfirmAll, ShowCard, ShowHistory, ShowRules, ShowWaiting
from bot.dialog.model import Reply, Tap, Words
from bot.dialog.speech import say
from tests.integration.builders import add_activity, party_of
from tests.integration.houses import WINTER, Scene
from tests.integration.test_conversation import Chat
from tests.integration.working import Workers


@pytest.fixture
def chat(scene: Scene) -> Chat:
    return Chat(scene)


def said(reply: Reply) -> str:
    return "\n".join(say(line.text, "uk") for line in reply.lines)


def labels(reply: Reply) -> set[str]:
    return {say(button.label, "uk") for row in reply.rows for button in row}


def pressed(reply: Reply, label: str) -> Tap:
    return Tap(next(each.code for row in reply.rows for each in row if say(each.label, "uk").startswith(label)))


async def card(chat: Chat, who: str) -> Reply:
    return await chat.tap(who, ShowCard(chat.scene.winter.activity_id, chat.scene.occurrence))


async def goes(chat: Chat, who: str, page: Reply, *steps: str) -> Reply:
    """Press buttons by their labels; what is no button's label is said."""
    for step in steps:
        what = pressed(page, step) if step in labels(page) else Words(step)
        page = await chat.reply(who, what)
    return page


async def offered(chat: Chat, people: Iterable[str]) -> dict[str, set[str]]:
    work = {"Виконано", "Частково", "Моя частина", "Беруся", "Потрібна допомога", "Підтвердити", "Повернути",
            "Відкликати звіт", "Відкликати рішення"}  # fmt: skip
    return {who: labels(await card(chat, who)) & work for who in people}


async def test_the_card_offers_to_each_what_is_theirs(chat: Chat) -> None:
    workers = Workers(chat.scene)
    await workers.helps("other")
    people = ("responsible", "other", "head", "secretary")
    assert await offered(chat, people) == {
        "responsible": {"Виконано", "Частково", "Беруся", "Потрібна допомога"},
        "other": {"Моя частина", "Беруся", "Потрібна допомога"},
        "head": {"Підтвердити"},
        "secretary": set(),
    }
    await workers.claims()
    assert await offered(chat, people) == {
        "responsible": {"Відкликати звіт"},
        "other": {"Моя частина"},
        "head": {"Підтвердити", "Повернути"},
        "secretary": set(),
    }
    await workers.confirms()
    assert await offered(chat, people) == {
        "responsible": set(), "other": set(), "head": {"Відкликати рішення"}, "secretary": set(),
    }  # fmt: skip


async def test_whose_word_closes_it_and_who_is_at_it_stand_on_the_card(chat: Chat) -> None:
    await Workers(chat.scene).helps("other")
    page = await goes(chat, "other", await card(chat, "other"), "Беруся")
    assert "Записано: ви взялися до роботи" in said(page)
    page = await card(chat, "secretary")
    assert "Підсумковий звіт подає Тополя Сергій." in said(page)
    assert "Взято до роботи: Лелека Марта (10 лютого, 10:00)" in said(page)


async def test_a_part_stands_on_the_card_beside_the_claim(chat: Chat) -> None:
    await Workers(chat.scene).helps("other")
    question = await goes(chat, "other", await card(chat, "other"), "Моя частина")
    assert "що зробили ви" in said(question)
    page = await goes(chat, "other", question, "Звела таблицю", "Готово")
    assert "Вашу частину записано" in said(page)
    assert "Частина роботи: Звела таблицю (Лелека Марта)" in said(await card(chat, "responsible"))
    assert "Виконано" in labels(await card(chat, "responsible"))


async def test_work_done_in_part_is_claimed_as_such(chat: Chat) -> None:
    page = await goes(
        chat, "responsible", await card(chat, "responsible"), "Частково", "Дві зустрічі з трьох", "Готово"
    )
    assert "Звіт передано Президії" in said(page)
    assert "виконано частково, чекає підтвердження" in said(page)
    assert "виконано частково, звітує Тополя" in said(await chat.tap("head", ShowWaiting()))


async def test_asking_for_help_leaves_it_open_and_says_so(chat: Chat) -> None:
    page = await goes(
        chat, "responsible", await card(chat, "responsible"), "Потрібна допомога", "Немає проєктора", "Готово"
    )
    assert "захід лишається відкритим" in said(page)
    assert "Потрібна допомога (Тополя Сергій, 10 лютого, 10:00): Немає проєктора" in said(await card(chat, "head"))
    await goes(chat, "responsible", await card(chat, "responsible"), "Виконано", "Позичили проєктор", "Готово")
    assert "Немає проєктора" not in said(await card(chat, "head"))


async def test_the_history_has_every_step_and_marks_what_was_taken_back(chat: Chat) -> None:
    workers = Workers(chat.scene)
    await workers.helps("other")
    await workers.claims(words="Навчили тридцять")
    await workers.claims("other", "Зробила афішу")
    await workers.confirms()
    await workers.undoes("presidium")
    page = await goes(chat, "secretary", await card(chat, "secretary"), "Хід виконання")
    assert said(page).splitlines()[1:] == [
        "10 лютого, 10:00, Соловейко Марко: рішення відкликано",
        "10 лютого, 10:00, Дем'яненко Ольга: підтверджено (відкликано)",
        "10 лютого, 10:00, Тополя Сергій: звіт про виконання",
        "Навчили тридцять",
        "10 лютого, 10:00, Лелека Марта: своя частина роботи",
        "Зробила афішу",
    ]
    assert "Картка" in labels(page)


async def test_a_long_history_is_read_page_by_page(chat: Chat) -> None:
    workers = Workers(chat.scene)
    for number in range(5):
        await workers.claims(words=f"Раз {number}")
        await workers.withdraws()
    first = await chat.tap("other", ShowHistory(chat.scene.occurrence))
    second = await chat.tap("other", ShowHistory(chat.scene.occurrence, 1))
    assert ("Раз 4" in said(first), "Раз 0" in said(first), "Раз 0" in said(second)) == (True, False, True)


async def test_a_history_of_another_branch_does_not_exist(chat: Chat, foreign: Scene) -> None:
    await Workers(foreign).claims(words="Чужі слова")
    theirs = Chat(foreign)
    page = await theirs.tap("head", ShowHistory(foreign.occurrence))
    assert "Чужі слова" in said(page), "whoever is of that branch reads it"
    page = await chat.tap("head", ShowHistory(foreign.occurrence))
    assert page.lines[0].text.key == "unclear"
    assert ("Чужі слова" in said(page), foreign.name in said(page)) == (False, False)


async def test_a_tap_on_a_week_old_card_shows_how_things_stand(chat: Chat) -> None:
    workers, old = Workers(chat.scene), await card(chat, "head")
    await workers.claims()
    await workers.confirms("presidium")
    chat.scene.clock.moment += timedelta(days=7)
    page = await chat.reply("head", pressed(old, "Підтвердити"))
    assert "Стан уже інший: ✅ підтверджено (Соловейко Марко, 10 лютого, 10:00)." in said(page)
    assert "Підтвердити" not in labels(page)
    assert [each.verb for each in await workers.steps()] == ["claim", "confirm"]


async def test_a_decision_of_the_day_before_yesterday_cannot_be_taken_back_and_it_is_said_why(chat: Chat) -> None:
    workers = Workers(chat.scene)
    await workers.claims()
    await workers.confirms()
    old = await card(chat, "head")
    chat.scene.clock.moment += timedelta(hours=25)
    page = await chat.reply("head", pressed(old, "Відкликати рішення"))
    assert "більше доби" in said(page)
    assert "підтверджено" in said(page)


async def test_a_decision_is_taken_back_from_the_card(chat: Chat) -> None:
    workers = Workers(chat.scene)
    await workers.claims()
    await workers.confirms()
    page = await goes(chat, "head", await card(chat, "head"), "Відкликати рішення")
    assert "Рішення відкликано" in said(page)
    assert {"Підтвердити", "Повернути"} <= labels(page)


async def several_wait(chat: Chat) -> None:
    scene = chat.scene
    party = await party_of(scene.store, scene.branch, scene.people["responsible"])
    made = await add_activity(scene.store, scene.plan, "Свято", WINTER, [party])
    await Workers(Scene(**{**vars(scene), "winter": made})).claims(words="Святкували")
    await Workers(scene).claims()


async def test_all_that_waits_is_shown_before_it_is_confirmed_at_once(chat: Chat) -> None:
    await several_wait(chat)
    page = await goes(chat, "head", await chat.tap("head", ShowWaiting()), "Підтвердити всі (2)")
    assert "Підтвердити всі ці звіти?" in said(page)
    assert ("Свято" in said(page), "Тренери" in said(page)) == (True, True)
    page = await goes(chat, "head", page, "Так, підтвердити (2)")
    assert "Підтверджено звітів: 2" in said(page)
    assert "Жоден звіт не чекає" in said(page)


async def test_what_changed_meanwhile_is_shown_anew(chat: Chat) -> None:
    await several_wait(chat)
    question = await goes(chat, "head", await chat.tap("head", ShowWaiting()), "Підтвердити всі (2)")
    await Workers(chat.scene).withdraws()
    page = await goes(chat, "head", question, "Так, підтвердити (2)")
    assert "Тим часом список змінився" in said(page)
    assert "Так, підтвердити (1)" in labels(page)


async def test_who_may_not_confirm_has_nothing_to_confirm_at_once(chat: Chat) -> None:
    await several_wait(chat)
    page = await chat.tap("responsible", ShowWaiting())
    assert not [each for each in labels(page) if each.startswith("Підтвердити всі")]
    assert "зараз немає" in said(await chat.tap("responsible", ConfirmAll(1)))


async def test_the_rules_are_seen_and_changed_by_those_who_keep_the_branch(chat: Chat) -> None:
    page = await chat.tap("secretary", ShowRules())
    assert "Власного звіту ніхто не підтверджує сам" in said(page)
    page = await goes(chat, "secretary", page, "Дозволити власні")
    assert "може підтвердити і власний звіт" in said(page)
    assert (await chat.scene.snapshot()).own_claims
    page = await goes(chat, "head", await chat.tap("head", ShowRules()), "Заборонити власні")
    assert not (await chat.scene.snapshot()).own_claims
    assert "правила" not in said(await chat.tap("presidium", ShowRules()))
