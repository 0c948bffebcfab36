"""The members' list across two messengers: a file comes in, people are reminded, the same list goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest

from bot.documents.registry_reader import read_registry
from bot.domain.registry import Registered
from tests.documents.sheets import xlsx
from tests.e2e.branch import BARVINOK, JANUARY, SECRETARY, SECRETARY_AGAIN, Branch
from tests.e2e.doors import Person, TelegramDoor, TelegramPerson, ViberPerson, telegram_by_webhook, viber_by_webhook
from tests.e2e.program import PATIENCE
from tests.e2e.story import Story

ENDED, PAID = date(2020, 12, 31), date(2021, 12, 31)
PEOPLE = (
    Registered("Барвінок Ірина Петрівна", "ЦБС м. Лісове", ENDED),
    Registered("Ясен Клим Петрович", "Обласна бібліотека", None),
    Registered("Вербова Ніна Олегівна", "Обласна бібліотека", PAID),
)
PHONE = "0671112233"
BOOK = xlsx(
    {
        "Члени": (
            ("ПІБ", "Бібліотека", "Членство сплачено до", "Телефон"),
            *((each.name, each.library, each.paid_until, PHONE) for each in PEOPLE),
        )
    }
)


@pytest.fixture
async def story(unpublished: Branch) -> AsyncIterator[Story]:
    """A branch without a plan in force, whose secretary has both messengers."""
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        yield Story(unpublished, [TelegramDoor(telegram.server, viber.port), viber])


async def test_a_list_comes_in_is_used_for_a_year_and_goes_out_again(story: Story) -> None:
    telegram, viber = (door.person(SECRETARY.key) for door in story.doors)
    barvinok = story.person(BARVINOK)
    assert isinstance(telegram, TelegramPerson)
    assert isinstance(viber, ViberPerson)
    async with story.at(JANUARY) as running:
        for guest, person in ((SECRETARY, telegram), (SECRETARY_AGAIN, viber), (BARVINOK, barvinok)):
            await person.arrives(story.branch.tokens[guest.key])
            await person.sees(f"Вітаю, {guest.name}!")
        await _sends_the_list(telegram)
        await running.lose_power()
    async with story.at(JANUARY):
        await _saves_it(viber)
        await _reminds(telegram, barvinok)
        await _notes_the_renewal(viber)
        await _opens_the_list(telegram)
        await telegram.taps("Нагадати про поновлення")
        await telegram.sees("Поновлено 1 із 2.")
        renewed = [Registered(PEOPLE[0].name, PEOPLE[0].library, PAID), *PEOPLE[1:]]
        await _opens_the_list(telegram)
        await telegram.taps("Файл Excel")
        assert await _file(lambda: [each.document.content for each in telegram.user.chat if each.document]) == renewed
        await _opens_the_list(viber)
        await viber.taps("Файл CSV")
        assert await _file(lambda: [each.content for each in viber.user.chat if each.content]) == renewed
    assert PHONE.encode() not in story.branch.database.read_bytes()


async def _sends_the_list(secretary: Person) -> None:
    await secretary.sends_file("члени.xlsx", BOOK)
    seen = await secretary.sees("Прочитано список: 3 людини")
    assert "Упізнав у боті: 1." in seen.text
    assert "Телефонів я не зберігаю: пропущено 3 клітинки (колонки: Телефон)." in seen.text
    assert PHONE not in seen.text


async def _opens_the_list(secretary: Person) -> None:
    await secretary.says("меню")
    await secretary.sees("План відділення")
    await secretary.taps("Люди")
    await secretary.sees("люди")
    await secretary.taps("Список членів")
    await secretary.sees("Спис")


async def _saves_it(secretary: Person) -> None:
    await _opens_the_list(secretary)
    await secretary.taps("Надісланий список: зберегти?")
    await secretary.sees("Прочитано список: 3 людини")
    await secretary.taps("Зберегти")
    seen = await secretary.sees("Список збережено. Дякую!")
    assert "Членство закінчилося: 1" in seen.text


async def _reminds(secretary: Person, member: Person) -> None:
    await _opens_the_list(secretary)
    await secretary.taps("Нагадати про поновлення")
    assert "1 людини немає в боті" in (await secretary.sees("Можу нагадати в боті 1 людині.")).text
    await secretary.taps("Нагадати: 1")
    await secretary.sees("Нагадаю 1 людині. Дякую!")
    await _read(member, "Ваше членство в асоціації сплачено до 31 грудня 2020 року.")


async def _notes_the_renewal(secretary: Person) -> None:
    await _opens_the_list(secretary)
    await secretary.taps("Кому поновити: 2")
    await secretary.sees("Кому поновити членство")
    await secretary.taps(PEOPLE[0].name)
    await secretary.sees("закінчилося 31 грудня 2020")
    await secretary.taps("Поновлено")
    await secretary.sees("до якого дня сплачено членство?")
    await secretary.taps("До кінця 2021")
    await secretary.sees("Записано, дякую!")


async def _read(person: Person, words: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while not any(words in seen.text for seen in person.chat()):  # noqa: ASYNC110 - it comes by the clock
            await asyncio.sleep(0.05)


async def _file(sent: Callable[[], list[bytes]]) -> list[Registered]:
    """The people in the one file that has come."""
    async with asyncio.timeout(PATIENCE):
        while not sent():  # noqa: ASYNC110 - a file comes after its answer
            await asyncio.sleep(0.05)
    [content] = sent()
    return list(read_registry(content).entries)
