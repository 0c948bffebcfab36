"""A plan sent as a file on Telegram is reviewed there, outlives a power cut, and is published from Viber."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY, SECRETARY_AGAIN, Branch, draft_branch, sample_plan
from tests.e2e.doors import Person, TelegramDoor, TelegramPerson, telegram_by_webhook, viber_by_webhook
from tests.e2e.story import Story

NOT_YET = re.compile("ще не опубліковано")


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Story]:
    """A branch that is invited but has no plan in force."""
    branch = draft_branch(tmp_path)
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(branch, [TelegramDoor(telegram.server, viber.port), viber])


async def test_a_plan_goes_from_a_file_to_a_published_plan(story: Story) -> None:
    telegram, viber = (door.person(SECRETARY.key) for door in story.doors)
    head, barvinok = story.person(HEAD), story.person(BARVINOK)
    async with story.at(JANUARY) as running:
        for guest, person in ((SECRETARY, telegram), (SECRETARY_AGAIN, viber), (HEAD, head), (BARVINOK, barvinok)):
            await person.arrives(story.branch.tokens[guest.key])
            await person.sees(f"Вітаю, {guest.name}!")
        await _sends(barvinok, story.branch)
        await barvinok.sees(NOT_YET)
        await _sends(telegram, story.branch)
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


async def _sends(person: Person, branch: Branch) -> None:
    assert isinstance(person, TelegramPerson)
    await person.user.sends_file("план.txt", sample_plan(branch.folder).read_bytes())
