"""One person in two messengers is reminded in the one that they used last, and only there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.e2e.branch import HEAD, JANUARY, SECRETARY, SECRETARY_AGAIN, Branch
from tests.e2e.doors import Person, TelegramDoor, telegram_by_webhook, viber_by_webhook
from tests.e2e.story import Story


@pytest.fixture
async def both(invented: Branch) -> AsyncIterator[Story]:
    async with telegram_by_webhook() as telegram, viber_by_webhook() as viber:
        one_port = TelegramDoor(telegram.server, viber.port)
        yield Story(invented, [one_port, viber])


async def test_reminders_follow_a_person_to_the_messenger_used_last(both: Story) -> None:
    telegram, viber = (door.person(SECRETARY.key) for door in both.doors)
    async with both.at(JANUARY):
        await both.all_join([SECRETARY, HEAD])
        await both.joins(SECRETARY_AGAIN, viber)
        before = _lengths(telegram, viber)

    async with both.at("2021-02-15T09:00"):
        await both.until(lambda: viber.chat()[-1].text.startswith("5.2 Звести цифри"))
        await both.calms()
        assert _lengths(telegram, viber) == (before[0], before[1] + 1)
        await telegram.says("6.1")
        await telegram.sees("6.1 ")
        before = _lengths(telegram, viber)
        await _confirms(both)
        await both.until(lambda: telegram.chat()[-1].text.startswith("Демяненко О.В. підтверджує"))
        await both.calms()
        assert _lengths(telegram, viber) == (before[0] + 1, before[1])


async def _confirms(both: Story) -> None:
    head = both.person(HEAD)
    await head.says("6.1")
    await head.sees("6.1 ")
    await head.taps("Підтвердити")
    await head.sees("Підтверджено.")


def _lengths(*people: Person) -> tuple[int, ...]:
    return tuple(len(person.chat()) for person in people)
