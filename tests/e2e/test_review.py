"""A plan sent as a file is reviewed in the chat, on every door, outlives a power cut, and is published."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence

import pytest

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, SECRETARY_AGAIN, VERBOLOZ, Branch, sample_plan
from tests.e2e.doors import Seen, Talker, TelegramDoor, telegram_by_webhook, viber_by_webhook
from tests.e2e.quarters import FINISH, IN_JANUARY, ONGOING, UNNUMBERED, sections
from tests.e2e.secretary import DOCX, NOBODY, ROOMS, VAGUE, plan_in_word
from tests.e2e.story import Story, answers

NOT_YET = re.compile("ще не опубліковано")
REVIEWED = {
    **IN_JANUARY["I"],
    FINISH: ["5.2 28 лютого", "6.1 15 березня", "2.1 31 березня", "2.2 31 березня", "3.6 31 березня"],
    ONGOING: [each.replace(UNNUMBERED, "7.2") for each in IN_JANUARY["I"][ONGOING]],
}
"""The first quarter with what the secretary says: the term of 6.1, and a number for the activity without one."""


@pytest.mark.parametrize("room", ROOMS)
async def test_the_secretary_reviews_a_plan_and_nobody_sees_it_before_it_is_published(
    room: str, unpublished: Branch
) -> None:
    async with ROOMS[room](unpublished) as person:
        secretary, others = person(SECRETARY), [person(VERBOLOZ), person(BARVINOK)]
        for guest in (SECRETARY, VERBOLOZ, BARVINOK):
            await person(guest).arrives(unpublished.tokens[guest.key])
            await person(guest).sees(f"Вітаю, {guest.name}!")
        await _sends_the_plan(secretary)
        await _goes_back_and_forth(secretary)
        await _answers_in_words_and_by_taps(secretary)
        await _comes_back_to_what_she_put_off(secretary)
        await secretary.taps("Опублікувати…")
        question = await secretary.sees("Публікуємо план на 2021 рік?")
        _holds(question, "Напишу 3 людям.", "• Барвінок І.: 17 березня 2021, строк 31 березня: ")
        await _know_nothing(others, unpublished.name)
        await secretary.taps("Опублікувати")
        await secretary.sees("План опубліковано. Дякую!")
        for other in others:
            answer = await answers(other, "Що цього кварталу?", "I квартал 2021")
            assert sections(answer.text) == REVIEWED
        await others[1].taps("☰ Меню")
        await others[1].sees("План на 2021 рік")
        await others[1].taps("Мої завдання")
        assert "2.1 " in (await others[1].sees("Ваші завдання")).text


async def _sends_the_plan(secretary: Talker) -> None:
    await secretary.sends_file(DOCX, plan_in_word(2021, NOBODY, VAGUE))
    summary = await secretary.sees("Прочитано! Ось що я зрозумів.")
    for words in ("Чернетка плану на 2021 рік", "Цілей: 6. Заходів: 22.", "Маю до вас 7 питань."):
        assert words in summary.text
    await secretary.taps("Розглянути питання: 7")
    await secretary.sees("Цілі 4 у плані немає. Так і має бути?")


async def _goes_back_and_forth(secretary: Talker) -> None:
    await secretary.taps("Пізніше")
    await secretary.sees("Захід: 2.1 ")
    await secretary.taps("← Назад")
    await secretary.sees("Цілі 4 у плані немає. Так і має бути?")
    await secretary.taps("Лишити як є")
    _holds(await secretary.sees("Записано."), "лишилося 6", "поки без відповідальних. Хто за нього візьметься?")


async def _answers_in_words_and_by_taps(secretary: Talker) -> None:
    await secretary.says("Барвінок І., Президія")
    noted = await secretary.sees("Записано: 2.1 ")
    _holds(noted, "Зараз відповідають: Барвінок І., Президія", "лишилося 5", "Не можу прочитати термін «до 15».")
    await secretary.taps("Пізніше")
    resources = await secretary.sees("стоїть у колонці ресурсів. Додати до відповідальних?")
    assert re.search(r"^\W*\w+ К\. [КЛ]ОВ ", resources.text, re.MULTILINE)
    await secretary.taps("Так, додати")
    await secretary.sees("не має номера. Який йому дати?")
    await secretary.says("6.1")
    await secretary.sees("Номер 6.1 у плані вже є.")
    await secretary.says("7.2")
    _holds(await secretary.sees("Записано: 7.2 "), "лишилося 3", "це одна людина?")
    await secretary.taps("Одна людина")
    _holds(await secretary.sees("Записано."), "лишилося 2", "це одна людина?")
    await secretary.taps("Одна людина")
    _holds(await secretary.sees("Записано."), "Чернетка плану на 2021 рік", "Маю до вас 1 питання.")


async def _comes_back_to_what_she_put_off(secretary: Talker) -> None:
    await secretary.says("меню")
    await secretary.sees(NOT_YET)
    await secretary.taps("Чернетка плану на 2021 рік")
    await secretary.sees("Її бачать лише секретар і голова")
    await secretary.taps("Розглянути питання: 1")
    await secretary.sees("Не можу прочитати термін «до 15».")
    await secretary.says("до 15 березня")
    noted = await secretary.sees("Записано: 6.1 ")
    _holds(noted, "1 січня – 15 березня", "Питань не лишилося. Можна публікувати.")


def _holds(seen: Seen, *words: str) -> None:
    for each in words:
        assert each in seen.text


async def _know_nothing(others: Sequence[Talker], branch: str) -> None:
    """Whatever they ask they hear one sentence, and nothing came to them meanwhile."""
    for other in others:
        assert len(other.chat()) == 1
        for words in ("Що цього кварталу?", "6.1", "Мої завдання"):
            await other.says(words)
            await other.sees(NOT_YET)
        sentence = (
            f"План відділення «{branch}» ще не опубліковано. Щойно він з'явиться, тут можна буде про нього питати."
        )
        told = (sentence, ("Про мене", "Довідка", "☰ Меню"))
        assert [(seen.text, seen.buttons) for seen in other.chat()[1:]] == [told] * 3


@pytest.fixture
async def story(unpublished: Branch) -> AsyncIterator[Story]:
    """A branch that is invited but has no plan in force."""
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(unpublished, [TelegramDoor(telegram.server, viber.port), viber])


async def test_a_plan_goes_from_a_file_to_a_published_plan_across_a_power_cut(story: Story) -> None:
    telegram, viber = (door.person(SECRETARY.key) for door in story.doors)
    head, barvinok = story.person(HEAD), story.person(BARVINOK)
    plan = sample_plan(story.branch.folder).read_bytes()
    async with story.at(JANUARY) as running:
        for guest, person in ((SECRETARY, telegram), (SECRETARY_AGAIN, viber), (HEAD, head), (BARVINOK, barvinok)):
            await person.arrives(story.branch.tokens[guest.key])
            await person.sees(f"Вітаю, {guest.name}!")
        await barvinok.sends_file("план.txt", plan)
        await barvinok.sees(NOT_YET)
        await telegram.sends_file("план.txt", plan)
        summary = await telegram.sees("Прочитано! Ось що я зрозумів.")
        assert "Чернетка плану на 2021 рік" in summary.text
        await telegram.taps("Розглянути питання")
        await telegram.sees("Цілі 4 у плані немає")
        await telegram.taps("Лишити як є")
        await telegram.sees("Записано.")
        await running.lose_power()
    async with story.at(JANUARY):
        await viber.says("меню")
        await viber.sees(NOT_YET)
        await viber.taps("Чернетка плану на 2021 рік")
        await viber.sees("Її бачать лише секретар і голова")
        await viber.taps("Опублікувати…")
        question = await viber.sees("Публікуємо план на 2021 рік?")
        assert "Барвінок І.:" in question.text
        await barvinok.says("3.6")
        await barvinok.sees(NOT_YET)
        await viber.taps("Опублікувати")
        await viber.sees("План опубліковано. Дякую!")
        await barvinok.says("3.6")
        await barvinok.sees("3.6 ")
        await head.says("меню")
        menu = await head.sees("План на 2021 рік")
        assert not [each for each in menu.buttons if each.startswith("Чернетка")]
