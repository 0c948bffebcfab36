"""A change is asked for, decided on once, and seen by everybody; what was approved stays beside it, on every door."""

from __future__ import annotations

import re

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, SOLOVEIKO, Branch
from tests.e2e.doors import Talker
from tests.e2e.story import Story
from tests.e2e.web import chat_page

FIVE_TIMES = 4
"""Once, and four times again."""
ASKED = "Барвінок І. просить перенести на «травень»: 3.6"


async def test_changes_are_asked_for_and_decided_on_in_a_messenger(story: Story) -> None:
    async with story.at(JANUARY):
        await story.all_join([SECRETARY, HEAD, SOLOVEIKO, BARVINOK])
        await _is_moved_once(story)
        await _is_taken_over(story)
        await _is_proposed_and_declined(story)


async def _is_moved_once(story: Story) -> None:
    secretary, head, barvinok = (story.person(guest) for guest in (SECRETARY, HEAD, BARVINOK))
    await _asks_to_move(barvinok)
    await barvinok.repeated(FIVE_TIMES)
    for notice in await story.hears_once([SECRETARY, HEAD], ASKED):
        assert "Чекаємо на авторку" in notice
    late = head.keeps_in_sight()
    await secretary.taps("Погодити")
    assert "✅ Погоджено: Криничко Т.А." in (await secretary.sees("Погоджено. Зміну внесено")).text
    await secretary.repeated(FIVE_TIMES)
    await late("Погодити")
    assert "✅ Погоджено: Криничко Т.А." in (await head.sees("Тут уже щось змінилося")).text
    await story.hears_once([BARVINOK], "✅ Погоджено (Криничко Т.А.)")
    await head.says("3.6")
    assert "Перенесено" in (await head.sees("3.6 ")).text


async def _is_taken_over(story: Story) -> None:
    """3.6 is led by somebody else once they say so; those who keep the plan hear of it."""
    barvinok, soloveiko = story.person(BARVINOK), story.person(SOLOVEIKO)
    await _opens_changes(barvinok)
    await barvinok.taps("Передати")
    await barvinok.sees("Кому передати: 3.6")
    await barvinok.says("Солов")
    await barvinok.sees("Кому передати: 3.6")
    await barvinok.taps("Соловейко-Гнатенко М.П.")
    await barvinok.sees("Барвінок І. просить передати захід")
    await barvinok.taps("Надіслати без пояснення")
    await barvinok.sees("Запит надіслано")
    await story.hears_once([SOLOVEIKO], "Барвінок І. просить передати захід")
    await soloveiko.taps("Беру")
    await soloveiko.sees("Дякую! Тепер захід за вами")
    await soloveiko.repeated(FIVE_TIMES)
    await story.hears_once([SECRETARY, HEAD, BARVINOK], "✅ Погоджено (Соловейко-Гнатенко М.П.)")
    await barvinok.says("3.6")
    assert "Відповідальні: Соловейко-Гнатенко М.П., Барвінок І." in (await barvinok.sees("3.6 ")).text


async def _is_proposed_and_declined(story: Story) -> None:
    secretary, barvinok = story.person(SECRETARY), story.person(BARVINOK)
    await _proposes(barvinok)
    await story.hears_once([SECRETARY, HEAD], "Барвінок І. пропонує захід: Ніч у бібліотеці")
    await secretary.taps("Відхилити")
    await secretary.sees(re.compile("Чому відхиляєте"))
    await secretary.says("Наступного року")
    await secretary.sees("Відхилено. У плані нічого не змінено")
    [news] = await story.hears_once([BARVINOK], "Відхилено (Криничко Т.А.)")
    assert "Наступного року" in news


async def test_changes_are_asked_for_on_the_page(invented: Branch) -> None:
    async with chat_page(invented, JANUARY) as person:
        await person.arrives(invented.tokens[BARVINOK.key])
        await person.sees(f"Вітаю, {BARVINOK.name}!")
        await _asks_to_move(person)
        await person.taps("Відкликати запит")
        await person.sees("Запит відкликано")
        await _proposes(person)
        await person.says("меню")
        await person.sees("План на 2021 рік")
        await person.taps("Запити (1)")
        await person.sees("Запити")


async def _opens_changes(person: Talker) -> None:
    await person.says("3.6")
    await person.sees("3.6 ")
    await person.taps("Зміни…")
    await person.sees("Зміни: 3.6")


async def _asks_to_move(person: Talker) -> None:
    await _opens_changes(person)
    await person.taps("Перенести")
    await person.sees("На коли перенести: 3.6")
    await person.says("колись потім")
    await person.sees("Не зрозумів.")
    await person.says("травень")
    understood = (await person.sees(ASKED)).text
    assert "1 травня – 31 травня 2021" in understood
    await person.says("Чекаємо на авторку")
    await person.sees("Запит надіслано")


async def _proposes(person: Talker) -> None:
    await person.says("меню")
    await person.sees("План на 2021 рік")
    await person.taps("Запропонувати захід")
    await person.sees("До якої цілі належить захід")
    await person.taps("7. Дати дорогу молодим")
    await person.sees("Як називається захід?")
    await person.says("Ніч у бібліотеці")
    await person.sees("Коли провести: Ніч у бібліотеці")
    await person.says("вересень")
    await person.sees("Барвінок І. пропонує захід: Ніч у бібліотеці")
    await person.says("Діти давно просять")
    await person.sees("Запит надіслано")
