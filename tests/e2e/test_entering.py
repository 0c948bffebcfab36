"""One person, two messengers and the general entrance, over the real program and both messengers' servers at once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from tests.e2e.branch import BARVINOK, JANUARY, SECRETARY, Branch
from tests.e2e.doors import Person, TelegramDoor, a_moment, telegram_by_webhook, viber_by_webhook
from tests.e2e.story import Story

SECRETS = ("Криничко", "Демяненко", "Барвінок", "5.2", "Закладка", "Президі")


@pytest.fixture
async def both(invented: Branch) -> AsyncIterator[Story]:
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(invented, [TelegramDoor(telegram.server, viber.port), viber])


async def test_people_come_in_are_let_in_and_hold_two_messengers(both: Story) -> None:
    telegram, viber = both.doors
    async with both.at(JANUARY):
        await both.all_join([SECRETARY])
        secretary = both.person(SECRETARY)
        code = await _opens_the_entrance(secretary)
        newcomer = viber.person("newcomer")
        await _waits(newcomer, code)
        await _is_let_in(secretary, newcomer)
        second = telegram.person("newcomer")
        await _joins_the_other_messenger(newcomer, second)
        await _is_known_nowhere(newcomer, second)


async def _opens_the_entrance(secretary: Person) -> str:
    await secretary.says("/start")
    await secretary.sees("Калинівськ")
    await secretary.taps("Люди")
    await secretary.sees("люди")
    await secretary.taps("Спільне запрошення")
    await secretary.sees("Зараз воно закрите")
    await secretary.taps("Відкрити")
    seen = await secretary.sees("Запрошення відкрито.")
    found = re.search(r"Код: (\w{4} \w{4})", seen.text)
    assert found is not None
    assert len(re.findall(r"Telegram: https://t\.me/|Viber: viber://pa", seen.text)) == 2
    await secretary.taps("QR-код")
    await secretary.sees("Наведіть камеру")
    return found[1]


async def _waits(newcomer: Person, code: str) -> None:
    """By a code that was read out, on a phone that writes small letters."""
    await newcomer.says("Добрий день!")
    await newcomer.sees("Вітаю! Я Плановик.")
    await newcomer.says(code.lower().replace(" ", "-"))
    await newcomer.sees("Як вас звати?")
    await newcomer.says("барвінок ірина")
    await newcomer.sees("Дякую! Передаю: Барвінок Ірина.")
    await newcomer.says("Що цього кварталу?")
    await newcomer.sees("Ви вже чекаєте")
    texts = [seen.text for seen in newcomer.chat()]
    told = "\n".join(texts).replace("Барвінок Ірина", "")
    assert [word for word in SECRETS if word in told] == []


async def _is_let_in(secretary: Person, newcomer: Person) -> None:
    """The secretary is told, and says which of those whom the branch knows it is."""
    await secretary.sees("Чекає на дозвіл увійти: 1 людина.")
    await secretary.taps("Подивитися")
    card = await secretary.sees("Барвінок Ірина")
    assert f"1. {BARVINOK.name}, член відділення: 3.5, 3.6" in card.text
    await secretary.taps(f"1. {BARVINOK.name}")
    await secretary.sees(f"Готово: {BARVINOK.name} тепер тут.")
    await newcomer.sees(f"Вітаю, {BARVINOK.name}!")
    await newcomer.says("мої завдання")
    await newcomer.sees("3.6")


async def _joins_the_other_messenger(first: Person, second: Person) -> None:
    await first.says("/start")
    await first.sees("Калинівськ")
    await first.taps("Про мене")
    await first.sees("Ви тут через:")
    await first.taps("Ще один месенджер")
    seen = await first.sees("надішліть йому цей код")
    found = re.search(r"^(\d\d \d\d \d\d \d\d)$", seen.text, re.MULTILINE)
    assert found is not None
    await second.says(found[1])
    await second.sees("Готово: тепер ви й тут.")
    await second.says("мої завдання")
    await second.sees("3.6")
    await second.says("/start")
    await second.sees("Калинівськ")


async def _is_known_nowhere(first: Person, second: Person) -> None:
    await second.taps("Про мене")
    await second.sees("Ви тут через:")
    await second.taps("Мої месенджери")
    await second.sees("Telegram, цей чат")
    await second.taps("Вийти всюди…")
    await second.sees("Вийти всюди?")
    await second.taps("Вийти всюди")
    await second.sees("До зустрічі!")
    await a_moment()
    for gone in (first, second):
        await gone.says("мої завдання")
        await gone.sees("розмовляю тільки з його членами")
