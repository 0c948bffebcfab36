"""A branch that has only a chat: one command of the operator, and its secretary does the rest on her phone."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.branch import JANUARY, SECRETARY, Branch, sample_plan
from tests.e2e.doors import TelegramDoor, TelegramPerson, telegram_by_webhook, viber_by_webhook
from tests.e2e.program import bot
from tests.e2e.story import Story

NAME = "Калинівське обласне відділення"


async def test_a_secretary_with_nothing_but_a_chat_brings_a_plan_into_force(tmp_path: Path) -> None:
    token = _invited(tmp_path)
    branch = Branch(tmp_path, NAME, {SECRETARY.key: token})
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        story = Story(branch, [TelegramDoor(telegram.server, viber.port), viber], from_nothing=True)
        secretary = story.person(SECRETARY)
        assert isinstance(secretary, TelegramPerson)
        async with story.at(JANUARY):
            await secretary.arrives(token)
            await secretary.sees("Надішліть мені файл із планом")
            await secretary.user.sends_file("план.txt", sample_plan(tmp_path).read_bytes())
            await secretary.sees("Прочитано! Ось що я зрозумів.")
            await _looks_at_every_row(secretary)
            await _answers_anew(secretary)
            await secretary.taps("Опублікувати…")
            await secretary.sees("Публікуємо план на 2021 рік?")
            await secretary.taps("Опублікувати")
            await secretary.sees("План опубліковано. Дякую!")


async def _looks_at_every_row(secretary: TelegramPerson) -> None:
    await secretary.taps("Усі заходи (22)")
    await secretary.sees("Усі заходи: 22")
    await secretary.taps("Ціль 3")
    await secretary.sees("3.6 ")
    await secretary.taps("3.6 ")
    card = await secretary.sees("Термін у плані: щоквартально")
    assert "1 січня – 31 грудня 2021, щокварталу" in card.text
    assert "Барвінок І." in card.text
    await secretary.taps("До чернетки")
    await secretary.sees("Чернетка плану на 2021 рік")


async def _answers_anew(secretary: TelegramPerson) -> None:
    await secretary.taps("Розглянути питання")
    await secretary.sees("Цілі 4 у плані немає")
    await secretary.taps("Лишити як є")
    await secretary.sees("Записано.")
    await secretary.taps("☰ Меню")
    await secretary.sees(re.compile("ще не опубліковано"))
    await secretary.taps("Чернетка плану на 2021 рік")
    await secretary.sees("Чернетка плану на 2021 рік")
    await secretary.taps("Розв'язані питання (1)")
    await secretary.sees("Цілі 4 у плані немає")
    await secretary.taps("1")
    await secretary.sees("Ваша відповідь: Лишити як є")
    await secretary.taps("До чернетки")
    await secretary.sees("Чернетка плану на 2021 рік")


def _invited(folder: Path) -> str:
    """The one command: without the word that the branch is new it is refused, and makes nothing."""
    words = ("invite", SECRETARY.name, "--branch", NAME, "--role", "secretary", "--json")
    settings = {"DATABASE_URL": f"sqlite:///{folder / 'planovyk.db'}", "CLOCK_START": JANUARY}
    refused = bot(folder, *words, **settings)
    assert refused.returncode == 2
    assert "--new-branch" in refused.stderr
    assert not (folder / "planovyk.db").exists()
    made = bot(folder, *words, "--new-branch", **settings)
    assert (made.returncode, made.stderr) == (0, "")
    return str(json.loads(made.stdout)["token"])


def test_a_misspelt_name_makes_no_second_branch(tmp_path: Path) -> None:
    _invited(tmp_path)
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path / 'planovyk.db'}", "CLOCK_START": JANUARY}
    words = ("invite", "Демяненко О.В.", "--role", "head", "--json", "--branch")
    refused = bot(tmp_path, *words, NAME.replace("обласне", "обласьне"), **settings)
    assert (refused.returncode, refused.stdout) == (2, "")
    again = bot(tmp_path, *words, f" {NAME.replace(' ', '  ')}", "--new-branch", **settings)
    assert (again.returncode, again.stderr) == (0, "")
    with closing(sqlite3.connect(tmp_path / "planovyk.db")) as database:
        assert database.execute("SELECT name FROM branch").fetchall() == [(NAME,)]
