"""Nothing of those who come in, who are spoken for and who are in the members' list stands in a log."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import date
from sqlite3 import connect

import pytest

from tests.documents.sheets import xlsx
from tests.e2e.branch import JANUARY, SECRETARY, SECRETARY_AGAIN, Branch
from tests.e2e.doors import Person, TelegramDoor, telegram_by_webhook, viber_by_webhook
from tests.e2e.logged import leaks, logging_all, running
from tests.e2e.story import Story

ADDED, RENAMED, CALLED = "Канарчук Ганна", "Канарчук Галина", "Барвінок І."
APPLICANT, REFUSED = "Щебетюк Оксана", "Цвірінько Назар"
LISTED, LIBRARY, PHONE, FILE = "Співайло Ніна Олегівна", "Канаркова бібліотека", "0671112233", "канарка-список.xlsx"
LIST = xlsx({"Члени": (("ПІБ", "Бібліотека", "Сплачено до", "Телефон"), (LISTED, LIBRARY, date(2020, 12, 31), PHONE))})
DONE = "Проспівано сорок разів"
INVITED_BY, COMMON, LINK = r"код: (\S+)", r"Код: (\w{4} \w{4})", r"^(\d\d \d\d \d\d \d\d)$"


@pytest.fixture
async def both(invented: Branch) -> AsyncIterator[Story]:
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(invented, [TelegramDoor(telegram.server, viber.port), viber])


async def test_nothing_about_those_who_come_in_or_are_listed_stands_in_the_log(
    both: Story, capfd: pytest.CaptureFixture[str]
) -> None:
    telegram, viber = both.doors
    with logging_all() as (log, _):
        async with running(both, JANUARY):
            secretary = await both.joins(SECRETARY, telegram.person(SECRETARY.key))
            token = await _invites_and_renames(secretary, viber.person("added"))
            entrance = await _lets_in_and_refuses(secretary, viber.person("applicant"), viber.person("refused"))
            linked = await _adds_a_messenger(viber.person("applicant"), telegram.person("applicant"))
            # Another account of hers: one alone would ask too much at once.
            again = await both.joins(SECRETARY_AGAIN, viber.person(SECRETARY_AGAIN.key))
            await _speaks_for_somebody(again)
            await _keeps_the_list(again)
    out, err = capfd.readouterr()
    whole = log.getvalue() + out + err
    with closing(connect(both.branch.database)) as database:
        accounts = [account for (account,) in database.execute("SELECT account FROM identity")]
    assert len(accounts) == 5
    names = [word for each in (ADDED, RENAMED, APPLICANT, REFUSED, LISTED, CALLED) for word in each.split()]
    secrets = {
        "a name": [each for each in names if len(each) > 3],
        "an account": accounts,
        "a code": [token, entrance, entrance.replace(" ", ""), linked, linked.replace(" ", "")],
        "the list": [LIBRARY, PHONE, FILE, "канар"],
        "a text": [DONE],
    }
    assert "started" in whole
    assert leaks(whole, secrets) == []


async def _goes(person: Person, *steps: tuple[str, str]) -> str:
    """From the menu, by buttons, each with what is seen then; return the last."""
    await person.says("меню")
    await person.sees("План на")
    return await _taps(person, *steps)


async def _taps(person: Person, *steps: tuple[str, str]) -> str:
    text = ""
    for button, wanted in steps:
        await person.taps(button)
        text = (await person.sees(wanted)).text
    return text


def _found(pattern: str, *texts: str) -> str:
    [found] = [each for text in texts for each in re.findall(pattern, text, re.MULTILINE)]
    return str(found)


async def _invites_and_renames(secretary: Person, added: Person) -> str:
    await _goes(secretary, ("Люди", "люди"), ("Члени відділення", "Усього"), ("Додати людину", "Кого додати?"))
    await secretary.says(ADDED)
    await secretary.sees("Готово, додано 1 людину.")
    await _taps(secretary, ("Запросити", f"Перешліть повідомлення вище: {ADDED}."))
    token = _found(INVITED_BY, *(seen.text for seen in secretary.chat()))
    await added.arrives(token)
    await added.sees(f"Вітаю, {ADDED}!")
    await secretary.sees(f"тепер у боті: {ADDED}.")
    await _taps(secretary, ("Картка людини", "Роль:"), ("Виправити ім'я", "як правильно"))
    await secretary.says(RENAMED)
    await secretary.sees("Готово, ім'я виправлено")
    return token


async def _lets_in_and_refuses(secretary: Person, applicant: Person, refused: Person) -> str:
    open_it = ("Люди", "люди"), ("Спільне запрошення", "Зараз воно закрите"), ("Відкрити", "Запрошення відкрито.")
    code = _found(COMMON, await _goes(secretary, *open_it))
    for person, name, button, wanted in (
        (applicant, APPLICANT, "Нова людина", "тепер тут"), (refused, REFUSED, "Відмовити", "Відмовлено."),
    ):  # fmt: skip
        await person.says(code)
        await person.sees("Як вас звати?")
        await person.says(name)
        await person.sees("Дякую!")
        await _goes(secretary, ("Люди", "люди"), ("Чекають: 1", name), (f"1. {name}", name), (button, wanted))
    await applicant.sees(f"Вітаю, {APPLICANT}!")
    return code


async def _adds_a_messenger(first: Person, second: Person) -> str:
    link = ("Про мене", "Ви тут через:"), ("Ще один месенджер", "надішліть йому цей код")
    code = _found(LINK, await _goes(first, *link))
    await second.says(code)
    await second.sees("Готово: тепер ви й тут.")
    return code


async def _speaks_for_somebody(secretary: Person) -> None:
    speak = ("За кого я кажу", "Відповідальні"), (CALLED, "Ще не в боті."), ("Не користуватиметься", "Домовилися")
    await _goes(secretary, ("Люди", "люди"), *speak, ("Виконано 3.6", "зі слів"))
    await secretary.says(DONE)
    await secretary.sees("Записано з чужих слів")


async def _keeps_the_list(secretary: Person) -> None:
    await _goes(secretary, ("Люди", "люди"), ("Список членів", "ще немає"), ("Надіслати список", "список файлом"))
    await secretary.sends_file(FILE, LIST)
    await secretary.sees("Прочитано список")
    await _taps(secretary, ("Зберегти", "Список збережено."), ("Файл Excel", "Ось файл"))
    await _goes(secretary, ("Про мене", "Ви тут через:"), ("Історія", "вивантажено список членів"))
