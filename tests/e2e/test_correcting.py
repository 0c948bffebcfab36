"""The secretary corrects the plan in force from the chat, on every door; nothing is lost, nothing happens twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, Branch
from tests.e2e.doors import Talker, TelegramDoor
from tests.e2e.story import Story
from tests.e2e.test_power_cut import SHOWN_AGAIN
from tests.e2e.web import chat_page

FIVE_TIMES = 4
"""Once, and four times again."""


async def test_a_plan_in_force_is_corrected_in_a_messenger(story: Story) -> None:
    secretary, head, barvinok = (story.person(guest) for guest in (SECRETARY, HEAD, BARVINOK))
    async with story.at(JANUARY) as running:
        await story.all_join([SECRETARY, HEAD, BARVINOK])
        for person in (secretary, head):
            await _opens(person, "6.1")
        await secretary.taps("Термін")
        await secretary.sees("Який термін")
        await running.lose_power()
    async with story.at(JANUARY):
        await secretary.says("до 15 лютого")
        answer = await secretary.sees("Готово. Тепер строк:")
        assert "Нагадаю 1 лютого: Криничко Т.А." in answer.text
        await secretary.repeated(FIVE_TIMES)
        await head.taps("Скасувати захід")
        assert "Термін у плані: до 15 лютого" in (await head.sees("Тут уже щось змінилося")).text
        await _types_codes(barvinok, story.branch)
        await secretary.taps("↩ Повернути як було")
        await secretary.sees("Повернуто, як було.")
        await secretary.repeated(FIVE_TIMES)
        assert _corrections(story.branch) == [("correct-term", True)]
        await _cancels_and_brings_back(head)
        await _adds(secretary)
        assert _activities(story.branch, "Ніч у бібліотеці") == 1
        await barvinok.says("Ніч у бібліотеці")
        assert "Змінити" not in (await barvinok.sees("Відповідальні: Барвінок І.")).buttons
        await story.doors[0].settled()
    _forgive_what_is_shown_again(story)


async def test_a_plan_in_force_is_corrected_on_the_page(invented: Branch) -> None:
    async with chat_page(invented, JANUARY) as person:
        await person.arrives(invented.tokens[SECRETARY.key])
        await person.sees(f"Вітаю, {SECRETARY.name}!")
        await _opens(person, "6.1")
        await person.taps("Термін")
        await person.says("колись")
        await person.sees("Не зрозумів.")
        await person.says("до 15 лютого")
        await person.sees("Готово. Тепер строк:")
        await person.taps("↩ Повернути як було")
        await person.sees("Повернуто, як було.")
        await _cancels_and_brings_back(person)
        await _adds(person)
    assert _activities(invented, "Ніч у бібліотеці") == 1


async def _opens(person: Talker, number: str) -> None:
    await person.says(number)
    await person.sees(f"{number} ")
    await person.taps("Змінити")
    await person.sees("Термін у плані")


async def _cancels_and_brings_back(person: Talker) -> None:
    await _opens(person, "6.1")
    await person.taps("Скасувати захід")
    await person.sees("Скасувати захід 6.1")
    await person.taps("Так, скасувати")
    assert "Скасовано 11 січня" in (await person.sees("Захід скасовано.")).text
    await person.taps("Повернути в план")
    await person.sees("Захід знову в плані.")


async def _adds(person: Talker) -> None:
    await person.says("меню")
    await person.sees("План на 2021 рік")
    await person.taps("Додати захід")
    await person.sees("До якої цілі додати захід?")
    await person.taps("7. Дати дорогу молодим")
    await person.sees("Напишіть назву")
    await person.says("Ніч у бібліотеці")
    await person.sees("Додав до плану: 7.")
    await person.taps("Пізніше")
    await person.sees("Хто відповідає")
    await person.says("Барвенок І.")
    await person.sees("Ви маєте на увазі Барвінок І.?")
    await person.taps("Барвінок І.")
    assert "Терміну ще немає" in (await person.sees("Тепер відповідають: Барвінок І.")).text


async def _types_codes(person: Talker, branch: Branch) -> None:
    """Somebody without the right knows the codes: they are words on Telegram and taps on Viber, and nothing at all."""
    [(activity,)] = _asked(branch, "SELECT id FROM activity WHERE number = ?", "6.1")
    for code in (f"~zm:{activity}", f"~zx:{activity}:1", "~zg:0", "~za:1:0", f"~zu:{activity}:1:1"):
        await person.says(code)
        seen = await person.sees("")
        assert not {"Термін", "Так, скасувати", "↩ Повернути як було"} & set(seen.buttons)


def _corrections(branch: Branch) -> list[tuple[str, bool]]:
    rows = _asked(branch, "SELECT verb, undone_at IS NOT NULL FROM correction ORDER BY id")
    return [(str(verb), bool(undone)) for verb, undone in rows]


def _activities(branch: Branch, title: str) -> int:
    return len(_asked(branch, "SELECT id FROM activity WHERE title = ?", title))


def _asked(branch: Branch, question: str, *values: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(f"file:{branch.database}?mode=ro", uri=True)) as database:
        return database.execute(question, values).fetchall()


def _forgive_what_is_shown_again(story: Story) -> None:
    """What was shown, but not said to be taken, when the power failed is shown again."""
    for door in story.doors:
        if isinstance(door, TelegramDoor):
            breaches = door.server.account.breaches
            breaches[:] = [each for each in breaches if (each.rule, each.method) not in SHOWN_AGAIN]
