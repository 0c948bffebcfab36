"""What the bot says to files that are no plan, and to whoever gets lost in a review: kindly, and nothing happens."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

import pytest

from tests.documents import pdf
from tests.documents.hostile import packed
from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SAMPLE, SECRETARY, Branch
from tests.e2e.doors import DOORS, Person
from tests.e2e.secretary import DOCX, VAGUE, plan_in_word
from tests.e2e.story import Story, answers

MEGABYTE = 1024 * 1024
MESSAGE = 4096
"""Characters at which Telegram cuts a longer text."""
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 100
MINUTES = "ПРОТОКОЛ № 3\nзасідання Президії від 4 березня 2022 року\nСлухали: про план роботи.\nУхвалили: затвердити."
LETTER = "Доброго дня! Надсилаю план роботи на 2022 рік: у березні школа, у вересні читання."


def in_ole(stream: str) -> bytes:
    """A file of the Office of old, or one that a password protects, as far as its first sectors go."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 64


NO_PLANS = (
    ("план.pdf", pdf.scanned(2), "У цьому PDF лише зображення сторінок", "This PDF holds only pictures"),
    ("план.doc", in_ole("WordDocument"), "Формат .doc я не читаю.", "I cannot read .doc files."),
    ("план.docx", in_ole("EncryptedPackage"), "Файл захищено паролем.", "The file is protected by a password."),
    ("план.docx", b"x" * 6 * MEGABYTE, "Файл завеликий: я читаю файли до 5 МБ.", "The file is too large"),
    ("план.docx", b"", "У цьому файлі нічого немає.", "This file is empty."),
    ("план.jpg", JPEG, "Це зображення, а читати я вмію лише текст.", "This is a picture, and I can read only text."),
    ("план.zip", packed({"план.txt": b"1"}), "Це архів. Розпакуйте його, будь ласка", "This is an archive."),
    ("протокол.txt", MINUTES.encode(), "Це протокол засідання", "These are the minutes of a meeting"),
    ("лист.txt", LETTER.encode(), "Не бачу таблиці плану.", "I see no table of a plan."),
)
"""Files that a secretary may take for a plan, with what she hears in each language."""


@asynccontextmanager
async def january(name: str, branch: Branch) -> AsyncIterator[Story]:
    """The program runs, with the plan of the year in force; the secretary, the head and a member have joined."""
    async with DOORS[name]() as door:
        story = Story(branch, [door])
        async with story.at(JANUARY):
            await story.all_join([SECRETARY, HEAD, BARVINOK])
            yield story


STORED = """
SELECT year, published_at IS NOT NULL, (SELECT count(*) FROM activity WHERE plan_id = plan.id),
       (SELECT count(*) FROM doubt WHERE plan_id = plan.id AND answer IS NULL)
FROM plan ORDER BY year
"""


def plans(branch: Branch) -> list[tuple[int, bool, int, int]]:
    """What is stored: each plan's year, whether it is published, its activities and its open doubts."""
    with closing(sqlite3.connect(f"file:{branch.database}?mode=ro", uri=True)) as database:
        return [(year, bool(published), *counts) for year, published, *counts in database.execute(STORED)]


@pytest.mark.parametrize("name", ["telegram-webhook", "viber"])
async def test_a_file_that_is_no_plan_is_answered_kindly_and_changes_nothing(name: str, invented: Branch) -> None:
    async with january(name, invented) as story:
        secretary, head = story.person(SECRETARY), story.person(HEAD)
        before = plans(invented)
        await _speaks_english(head)
        await asyncio.gather(_sends_them_all(secretary, 2), _sends_them_all(head, 3))
        await secretary.sends_photo(JPEG)
        await secretary.sees("Світлини беру до звіту")
        await head.sends_photo(JPEG)
        await head.sees("Photos go with a report")
        await _pastes_what_the_messenger_cuts(secretary)
        assert plans(invented) == before
        assert story.news(BARVINOK) == []


async def _pastes_what_the_messenger_cuts(secretary: Person) -> None:
    plan = SAMPLE.read_text(encoding="utf-8").replace("{year}", "2022")
    await secretary.says(plan[:MESSAGE])
    await secretary.sees("Такий довгий текст месенджер міг розрізати")
    await secretary.says(plan[MESSAGE:])
    await secretary.sees("Вставте таблицю разом із рядком заголовків")


async def _speaks_english(person: Person) -> None:
    await person.says("Допомога")
    await person.sees("Що я вмію")
    await person.taps("English")
    await person.sees("Work plan for 2021")


async def _sends_them_all(person: Person, language: int) -> None:
    for case in NO_PLANS:
        await person.sends_file(case[0], case[1])
        answer = await person.sees(str(case[language]))
        assert answer.text.count("\n") == 0
        foreign = "[A-Za-z]{4}" if language == 2 else "[А-Яа-яІіЇїЄєҐґ]"
        assert not re.search(foreign, answer.text.replace("Word", "").replace("LibreOffice", "").replace("docx", ""))


@pytest.mark.parametrize("name", ["telegram-webhook", "viber"])
async def test_whoever_gets_lost_in_a_review_is_led_on_and_nothing_is_published(name: str, invented: Branch) -> None:
    async with january(name, invented) as story:
        secretary = story.person(SECRETARY)
        in_force = plans(invented)
        await _sends_a_plan_twice(secretary)
        assert plans(invented) == [*in_force, (2022, False, 22, 6)]
        await _asks_in_the_middle(secretary)
        await _sends_what_is_no_plan_in_the_middle(secretary)
        assert plans(invented) == [*in_force, (2022, False, 22, 6)]
        await _sends_a_better_plan_and_taps_what_is_old(secretary)
        assert plans(invented) == [*in_force, (2022, False, 22, 5)]
        assert story.news(BARVINOK) == []


async def _sends_a_plan_twice(secretary: Person) -> None:
    for _ in range(2):
        await secretary.sends_file(DOCX, plan_in_word(2022, VAGUE))
        summary = await secretary.sees("Прочитано! Ось що я зрозумів.")
        assert "Чернетка плану на 2022 рік" in summary.text
        assert "Маю до вас 6 питань." in summary.text


async def _asks_in_the_middle(secretary: Person) -> None:
    await secretary.taps("Розглянути питання: 6")
    await secretary.sees("Цілі 4 у плані немає.")
    await secretary.taps("Пізніше")
    await secretary.sees("Не можу прочитати термін «до 15».")
    answer = await answers(secretary, "Що цього кварталу?", "I квартал 2021")
    assert "6.1" in answer.text
    await _opens_the_draft(secretary)
    await secretary.taps("Розглянути питання: 6")
    await secretary.sees("лишилося 6")


async def _opens_the_draft(secretary: Person) -> None:
    await secretary.says("меню")
    await secretary.sees("План на 2021 рік")
    await secretary.taps("Чернетка плану на 2022 рік")
    await secretary.sees("Її бачать лише секретар і голова")


async def _sends_what_is_no_plan_in_the_middle(secretary: Person) -> None:
    """The question still waits for its answer in words."""
    await secretary.taps("Пізніше")
    await secretary.sees("Не можу прочитати термін «до 15».")
    await secretary.sends_photo(JPEG)
    await secretary.sees("Світлини беру до звіту")
    await secretary.sends_file("план.pdf", pdf.scanned())
    await secretary.sees("У цьому PDF лише зображення сторінок")
    await secretary.says("після дощику в четвер")
    await secretary.sees("Не зрозумів.")


async def _sends_a_better_plan_and_taps_what_is_old(secretary: Person) -> None:
    taps_old = secretary.keeps_in_sight()
    await secretary.sends_file(DOCX, plan_in_word(2022))
    await secretary.sees("Прочитано! Ось що я зрозумів.")
    await taps_old("Лишити як є")
    now = await secretary.sees("Тут уже щось змінилося. Ось як зараз.")
    assert "лишилося 5" in now.text
    await _opens_the_draft(secretary)
    await secretary.taps("Опублікувати…")
    await secretary.sees("Публікуємо план на 2022 рік?")
    taps_old = secretary.keeps_in_sight()
    await secretary.sends_file(DOCX, plan_in_word(2022))
    await secretary.sees("Прочитано! Ось що я зрозумів.")
    await taps_old("Опублікувати")
    await secretary.sees("Поки ви дивилися, щось змінилося. Перегляньте, будь ласка, ще раз.")
