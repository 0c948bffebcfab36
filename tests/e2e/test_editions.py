"""A newer file of the year is gone through on one messenger, outlives a power cut, and is applied from the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.documents.plans import of_text
from tests.documents.word import written
from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, SECRETARY_AGAIN, Branch, sample_plan
from tests.e2e.doors import (
    Person,
    Talker,
    TelegramDoor,
    TelegramPerson,
    telegram_by_webhook,
    viber_by_webhook,
)
from tests.e2e.program import bot
from tests.e2e.story import Story, answers
from tests.e2e.web import chat_page

WORDS = "Звели 112 анкет."
UPDATE_LIST = "Оновити список членів відділення і зібрати внески"
CHANGES = (
    (f"{UPDATE_LIST}\t1 квартал\tКриничко Т.А.", f"{UPDATE_LIST}\tдо 28 січня\tБарвінок І."),
    ("порівняти їх із задуманим", "порівняти їх із задуманим торік"),
    ("<b>3.3</b>", "DROPPED"),
    ("7.1\t", "6.5\tРозмова з новачками\tлистопад\tКриничко Т.А.\t\t\n7.1\t"),
)
"""One is moved and given to another, one renamed, one taken out, one put in."""


def newer_plan(folder: Path) -> str:
    """The plan in force as the branch changes it in the year."""
    plan = sample_plan(folder).read_text(encoding="utf-8")
    for before, after in CHANGES:
        assert plan.count(before) == 1, before
        plan = plan.replace(before, after)
    return "\n".join(line for line in plan.splitlines() if not line.startswith("DROPPED"))


def as_word(plan: str) -> bytes:
    """The same plan as a Word document."""
    return written(of_text(plan.encode()))


@pytest.fixture
async def story(invented: Branch) -> AsyncIterator[Story]:
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(invented, [TelegramDoor(telegram.server, viber.port), viber])


async def test_a_newer_file_goes_from_one_messenger_over_a_power_cut_to_the_other(story: Story) -> None:
    telegram, viber = (door.person(SECRETARY.key) for door in story.doors)
    head, barvinok = story.person(HEAD), story.person(BARVINOK)
    async with story.at(JANUARY) as running:
        await story.all_join([HEAD, SECRETARY, BARVINOK])
        await viber.arrives(story.branch.tokens[SECRETARY_AGAIN.key])
        await viber.sees(f"Вітаю, {SECRETARY.name}!")
        await _work_is_reported_and_confirmed(telegram, head, barvinok)
        assert isinstance(telegram, TelegramPerson)
        await telegram.user.sends_file("план.docx", as_word(newer_plan(story.branch.folder)))
        summary = await telegram.sees("Нова редакція чинного плану на 2021 рік")
        assert "Переглянути зміни (5)" in summary.buttons
        await telegram.taps("Переглянути зміни (5)")
        await telegram.sees("Зміни в плані на 2021 рік")
        await telegram.taps("По одній")
        await telegram.sees("Зміна 1 з 5")
        await telegram.taps("Прийняти")
        await telegram.sees("Зміна 2 з 5")
        await story.doors[0].settled()
        await running.lose_power()
    async with story.at(JANUARY):
        await viber.says("меню")
        await viber.sees("План на 2021 рік")
        await viber.taps("Чернетка плану на 2021 рік")
        await viber.sees("Прийнято: 1.")
        await _all_is_accepted_and_applied(viber)
        await _the_plan_has_changed_and_nothing_is_lost(head)
        for guest in (HEAD, BARVINOK):
            story.news(guest)
    await _is_reminded_of_the_new_day_once(story)


async def _work_is_reported_and_confirmed(secretary: Person, head: Person, barvinok: Person) -> None:
    """The secretary adds her part to 5.2, which the head leads; 3.6 is confirmed for the first quarter."""
    await secretary.says("5.2")
    await secretary.sees("5.2 Звести")
    await secretary.taps("Моя частина")
    await secretary.sees("Ваші слова побачить той, хто подає підсумковий звіт")
    await secretary.says(WORDS)
    await secretary.sees("Записав: ваші слова")
    await secretary.taps("Готово")
    await secretary.sees("Вашу частину записано")
    await head.sees("Криничко Т.А. розповідає про свою частину")
    await barvinok.says("3.6")
    await barvinok.sees("3.6 ")
    await head.says("3.6")
    await head.sees("3.6 ")
    await head.taps("Підтвердити")
    await head.sees("Підтверджено.")
    await barvinok.sees("Демяненко О.В. підтверджує")


async def _all_is_accepted_and_applied(person: Talker) -> None:
    await person.taps("Переглянути зміни (5)")
    await person.sees("Зміни в плані на 2021 рік")
    await person.taps("Прийняти всі 5")
    whole = await person.sees("Прийняти всі 5 змін?")
    for words in ("Перенесено: 6.1", "Інші відповідальні: 6.1", "Перейменовано: 5.2", "Прибрано: 3.3", "Додано: 6.5"):
        assert words in whole.text, words
    await person.taps("Прийняти всі 5")
    await person.sees("Усі зміни прийнято.")
    await person.taps("Застосувати прийняте (5)…")
    question = await person.sees("Застосувати 5 змін?")
    assert "Звіти й підтвердження лишаться" in question.text
    await person.taps("Застосувати")
    await person.sees("План змінено. Дякую!")


async def _the_plan_has_changed_and_nothing_is_lost(head: Person) -> None:
    assert WORDS in (await answers(head, "5.2", "5.2 Звести")).text
    assert "торік" in head.chat()[-1].text
    assert "підтверджено (Демяненко О.В." in (await answers(head, "3.6", "3.6 ")).text
    assert "Скасовано" in (await answers(head, "3.3", "3.3 ")).text
    assert "до 28 січня" in (await answers(head, "6.1", "6.1 ")).text
    await answers(head, "6.5", "6.5 Розмова з новачками")


async def _is_reminded_of_the_new_day_once(story: Story) -> None:
    """6.1 was the secretary's for 31 March; it is Barvinok's for 28 January, whom nobody has told twice."""
    secretary = [door.person(SECRETARY.key) for door in story.doors]
    async with story.at("2021-01-14T09:00"):
        assert "28 січня" in (await story.hears_once([BARVINOK], "6.1 "))[0]
    async with story.at("2021-01-14T11:00"):
        await answers(story.person(BARVINOK), "6.2", "6.2 ")
    # The program has stopped in peace: the round with which it began has ended.
    assert [seen.text[:4] for seen in story.news(BARVINOK)] == ["6.2 "]
    before = [len(each.chat()) for each in secretary]
    async with story.at("2021-03-22T09:00"):
        await story.until(lambda: [len(each.chat()) for each in secretary] != before)
    heard = [seen.text for each, known in zip(secretary, before, strict=True) for seen in each.chat()[known:]]
    assert not [each for each in heard if "6.1 " in each]


async def test_a_file_put_into_the_page_shows_what_it_changes_and_is_applied(invented: Branch) -> None:
    async with chat_page(invented, JANUARY) as secretary:
        await secretary.arrives(invented.tokens[SECRETARY.key])
        await secretary.sends_file("план.docx", as_word(newer_plan(invented.folder)))
        await secretary.sees("У плані поки нічого не змінилося")
        await secretary.says("6.1")
        assert "1 квартал" in (await secretary.sees("6.1 Оновити")).text
        await secretary.taps("☰ Меню")
        await secretary.taps("Чернетка плану на 2021 рік")
        await _all_is_accepted_and_applied(secretary)
        await secretary.says("6.1")
        assert "до 28 січня" in secretary.chat()[-1].text


def test_the_command_line_lays_a_newer_file_beside_the_plan_and_never_publishes_over_it(invented: Branch) -> None:
    plan = invented.folder / "plan.docx"
    plan.write_bytes(as_word(newer_plan(invented.folder)))
    words = ("plan", "import", str(plan), "--branch", invented.name)
    settings = {"DATABASE_URL": f"sqlite:///{invented.database}", "CLOCK_START": JANUARY}
    refused = bot(invented.folder, *words, "--publish", **settings)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Візьміть файл без --publish: зміни чекатимуть у чаті" in refused.stderr
    done = bot(invented.folder, *words, **settings)
    assert (done.returncode, done.stderr) == (0, "")
    assert "У чинному плані нічого не змінилося: зміни чекають у чаті" in done.stdout
