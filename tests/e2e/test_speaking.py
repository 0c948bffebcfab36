"""Somebody will never join: the secretary speaks for them, and everybody sees whose words they read."""

from __future__ import annotations

import re

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SECRETARY
from tests.e2e.story import Story

MENU = re.compile(r"^Калинівське обласне відділення(?!:)")


async def test_a_person_without_a_messenger_is_reminded_and_reports_through_the_secretary(story: Story) -> None:
    secretary, head = story.person(SECRETARY), story.person(HEAD)
    async with story.at(JANUARY):
        await story.all_join([SECRETARY, HEAD])
        await secretary.taps("☰ Меню")
        await secretary.sees(MENU)
        await secretary.taps("Люди")
        await secretary.sees("Калинівське обласне відділення: люди")
        await secretary.taps("За кого я кажу")
        await secretary.sees("За кого я кажу")
        await secretary.taps(BARVINOK.name)
        await secretary.sees("Барвінок І.")
        await secretary.taps("Не користуватиметься ботом")
        await secretary.sees("Домовилися")
    async with story.at("2021-03-22T09:00"):
        hello = re.escape("Переслати: Барвінок І.\nДоброго дня, Барвінок І.!")
        await story.until(lambda: any(re.search(hello, each.text) for each in secretary.chat()))
        await secretary.taps("☰ Меню")
        await secretary.sees(MENU)
        await secretary.taps("Люди")
        await secretary.sees("Калинівське обласне відділення: люди")
        await secretary.taps("Кому дзвонити")
        await secretary.sees(re.compile(r"Барвінок І\.[\s\S]*3\.6 .*: виконати до 31 березня"))
        await secretary.taps("Записати: Барвінок")
        await secretary.sees("Барвінок І.")
        await secretary.taps("Виконано 3.6")
        await secretary.sees(re.compile("Барвінок І.: що зроблено"))
        await secretary.says("Вийшло два дописи")
        await secretary.sees(re.compile("Записано з чужих слів"))
        whose = "Барвінок І. (зі слів, запис: Криничко Т.А.)"
        await story.until(lambda: any(each.text.startswith(f"{whose} повідомляє") for each in head.chat()))
        await head.says("3.6")
        await head.sees(re.compile(re.escape(whose)))
