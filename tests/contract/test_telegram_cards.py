"""Cards on Telegram: their messages are known by an id, and change in place later on, without a needless call."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.dialog.door import AmendingDoor, DeliveryError, Failure
from bot.dialog.model import Address, Card, Line, Reply, Style, Words
from bot.dialog.text import verbatim
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import open_telegram, register_webhook
from tests.contract.telegram_talk import SECRET, Talk, card, page, polled, until, webhook
from tests.servers.telegram import Limits, TelegramServer, User

OLENA = "501"
SHOWN = Card(1, 7, 3)


@dataclass
class Notes:
    """What the door has told of the cards that it shows."""

    taken: list[tuple[str, Card | None]] = field(default_factory=list)
    broken: bool = False

    async def take(self, address: Address, message: str, shown: Card | None) -> None:
        assert address == Address("telegram", OLENA)
        if self.broken:
            raise RuntimeError("the store is away")
        self.taken.append((message, shown))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
async def door(server: TelegramServer, notes: Notes) -> AsyncIterator[TelegramDoor]:
    door = open_telegram(server.token, server.url, call_seconds=2, shown=notes.take)
    yield door
    await door.close()


@pytest.fixture
async def olena(server: TelegramServer) -> User:
    olena = server.user(int(OLENA))
    await olena.start()
    return olena


def the_card(version: int = 0) -> Reply:
    return replace(card(1, version=version), card=SHOWN)


async def test_what_was_sent_is_changed_in_place_once(server: TelegramServer, door: TelegramDoor, olena: User) -> None:
    assert isinstance(door, AmendingDoor)
    message = await door.send(OLENA, the_card(), "uk")
    assert message == str(olena.sees.id)
    for _ in range(3):
        await door.amend(OLENA, message or "", the_card(1), "uk")
    assert "Стан 1" in olena.sees.text
    assert len(olena.chat) == 1
    assert [name for name, _ in server.calls].count("editMessageText") == 1


async def test_a_message_that_is_gone_is_refused(door: TelegramDoor, olena: User) -> None:
    with pytest.raises(DeliveryError) as caught:
        await door.amend(OLENA, "999", the_card(), "uk")
    assert caught.value.failure is Failure.REFUSED


async def test_what_needs_several_messages_takes_the_place_of_none(door: TelegramDoor, olena: User) -> None:
    message = await door.send(OLENA, the_card(), "uk")
    long = Reply(tuple(Line(verbatim("слово " * 200), Style.PLAIN) for _ in range(10)))
    with pytest.raises(DeliveryError) as caught:
        await door.amend(OLENA, message or "", long, "uk")
    assert (caught.value.failure, "Стан 0" in olena.sees.text) == (Failure.REFUSED, True)


@pytest.fixture(params=["polling", "webhook"])
async def talk(request: pytest.FixtureRequest, door: TelegramDoor, olena: User) -> AsyncIterator[Talk]:
    talk = Talk()
    if request.param == "polling":
        async with polled(door, talk):
            yield talk
        return
    async with webhook(door, talk) as url:
        await register_webhook(door, url, SECRET)
        yield talk


async def test_an_answer_that_shows_a_card_is_noted_and_one_that_takes_its_place_too(
    talk: Talk, notes: Notes, olena: User
) -> None:
    talk.special[Words("1.1")] = (the_card(),)
    await olena.says("1.1")
    await olena.hears("Стан 0")
    shown = str(olena.sees.id)
    await until("the note", lambda: notes.taken == [(shown, SHOWN)])
    talk.version = 1
    await olena.taps("Оновити")
    await until("the note", lambda: notes.taken == [(shown, SHOWN), (shown, None)])


async def test_an_answer_without_a_card_is_not_noted(talk: Talk, notes: Notes, olena: User) -> None:
    await olena.says("Добрий день")
    await olena.hears("Ви: Добрий день")
    assert notes.taken == []


async def test_a_note_that_cannot_be_taken_keeps_nobody_waiting(talk: Talk, notes: Notes, olena: User) -> None:
    notes.broken = True
    talk.special[Words("1.1")] = (the_card(),)
    await olena.says("1.1")
    await olena.hears("Стан 0")
    assert page("…").card is None
