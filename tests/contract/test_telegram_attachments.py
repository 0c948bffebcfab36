"""What a person gets with an answer in Telegram: pictures to look at, files to keep, and the buttons below them."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.dialog.actions import ShowCard, encode
from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Attachment, Tap, Words
from bot.dialog.text import verbatim
from bot.telegram.door import TelegramDoor
from tests.contract.attached import FILE, LABELS, PICTURE, carrying, not_sent
from tests.contract.telegram_talk import Talk, behind, opened, page
from tests.servers.pictures import png
from tests.servers.telegram import Fault, Limits, Message, TelegramServer, User

OLENA = 501
ASKED = Words("дані")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server, call_seconds=2) as door:
        yield door


@pytest.fixture(params=["polling", "webhook"])
async def talk(request: pytest.FixtureRequest, door: TelegramDoor) -> AsyncIterator[Talk]:
    """The conversation, behind either way in."""
    async with behind(request.param, door) as talk:
        yield talk


@pytest.fixture
async def olena(server: TelegramServer, talk: Talk) -> User:
    olena = server.user(OLENA)
    await olena.start()
    await olena.hears("Вітаю")
    return olena


async def asks(server: TelegramServer, olena: User) -> list[Message]:
    """What the bot answers to somebody who asks for something."""
    before = len(olena.chat)
    await olena.says(ASKED.text)
    await server.settled()
    return olena.chat[before:]


def contents(messages: list[Message]) -> list[tuple[str, bytes, bool] | None]:
    found = [message.document for message in messages]
    return [(each.name, each.content, each.is_photo) if each else None for each in found]


def labels(message: Message) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def test_a_picture_and_a_file_come_before_the_text_with_its_buttons(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.special[ASKED] = (carrying(PICTURE, FILE),)
    picture, file, words = await asks(server, olena)
    assert contents([picture, file, words]) == [
        ("запрошення.png", PICTURE.content, True),
        ("мої дані.json", FILE.content, False),
        None,
    ]
    assert [message.text for message in (picture, file, words)] == [
        "Код <для> Олени & Марти",
        "Усе, що є про вас",
        "Ось вони",
    ]
    assert (labels(picture), labels(file), labels(words)) == ([], [], LABELS)


async def test_after_a_tap_the_tapped_message_stays(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.special[Tap(encode(ShowCard(1)))] = (carrying(FILE).in_place(),)
    await olena.taps("Оновити")
    await server.settled()
    welcome, file, words = olena.chat
    assert (welcome.text.startswith("Вітаю"), welcome.edited) == (True, 0)
    assert (file.document is not None, words.text) == (True, "Ось вони")


async def test_other_replies_of_the_same_answer_are_as_ever(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.special[ASKED] = (page("Спершу"), carrying(PICTURE), page("Потім"))
    said = await asks(server, olena)
    assert [message.text for message in said] == ["Спершу", "Код <для> Олени & Марти", "Ось вони", "Потім"]


async def test_a_caption_too_long_for_telegram_is_told_in_the_text(
    server: TelegramServer, talk: Talk, olena: User
) -> None:
    talk.special[ASKED] = (carrying(replace(FILE, caption=verbatim("є" * 1025))),)
    file, words = await asks(server, olena)
    assert (file.text, words.text) == ("", "є" * 1025 + "\nОсь вони")


async def test_the_longest_caption_stays_where_it_belongs(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.special[ASKED] = (carrying(replace(FILE, caption=verbatim("&" * 1024))),)
    file, words = await asks(server, olena)
    assert (file.text, words.text) == ("&" * 1024, "Ось вони")


async def test_a_picture_too_large_for_a_photo_is_a_file(server: TelegramServer, talk: Talk, olena: User) -> None:
    large = replace(PICTURE, content=png() + bytes(10 * 1024 * 1024))
    talk.special[ASKED] = (carrying(large),)
    picture, _ = await asks(server, olena)
    assert picture.document is not None
    assert not picture.document.is_photo


async def test_a_name_that_no_header_can_hold_is_made_safe(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.special[ASKED] = (carrying(replace(FILE, name='звіт "II"/2026\r\n.json')),)
    file, _ = await asks(server, olena)
    assert file.document is not None
    assert file.document.name == "звіт -II--2026--.json"


async def test_too_many_requests_are_waited_out(server: TelegramServer, talk: Talk, olena: User) -> None:
    server.faults.next("sendDocument", Fault.TOO_MANY_REQUESTS, retry_after=1)
    talk.special[ASKED] = (carrying(FILE),)
    file, words = await asks(server, olena)
    assert (file.document is not None, words.text) == (True, "Ось вони")


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Fault.SERVER_ERROR, Failure.LATER),
        (Fault.BAD_GATEWAY, Failure.UNCERTAIN),
        (Fault.RESET_BEFORE_BODY, Failure.UNCERTAIN),
    ],
)
async def test_a_failed_upload_is_said_and_logged_without_a_name(
    server: TelegramServer,
    talk: Talk,
    olena: User,
    caplog: pytest.LogCaptureFixture,
    fault: Fault,
    failure: Failure,
) -> None:
    server.faults.next("sendPhoto", fault)
    talk.special[ASKED] = (carrying(PICTURE, FILE),)
    file, words = await asks(server, olena)
    assert file.document is not None
    assert words.text.startswith(f"Ось вони\n{not_sent(PICTURE)}")
    assert labels(words) == LABELS
    assert events(caplog) == [("attachment-not-sent", {"failure": failure})]


async def test_a_picture_that_telegram_refuses_is_said(server: TelegramServer, talk: Talk, olena: User) -> None:
    talk.special[ASKED] = (carrying(replace(PICTURE, content=b"no picture")),)
    [words] = await asks(server, olena)
    assert words.text.startswith(f"Ось вони\n{not_sent(PICTURE)}")
    assert [breach.rule for breach in server.breaches] == ["photo"]
    server.breaches.clear()


async def test_whoever_blocked_the_bot_meanwhile_is_not_written_to_again(
    server: TelegramServer, talk: Talk, olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.next("sendDocument", Fault.FORBIDDEN)
    talk.special[ASKED] = (carrying(FILE),)
    assert await asks(server, olena) == []
    assert events(caplog) == [("answer-not-delivered", {"failure": Failure.UNREACHABLE})]


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, object]]:
    return [
        (record.getMessage(), getattr(record, "fields", None))
        for record in caplog.records
        if record.levelno >= logging.WARNING and record.name.startswith("bot.")
    ]


# ---- what the bot says by itself ----


async def sent(server: TelegramServer, door: TelegramDoor, *attachments: Attachment) -> list[Message]:
    await server.user(OLENA).start()
    await door.send(str(OLENA), carrying(*attachments), "uk")
    return server.user(OLENA).chat


async def test_a_notice_may_carry_attachments_too(server: TelegramServer, door: TelegramDoor) -> None:
    picture, words = await sent(server, door, PICTURE)
    assert (picture.document is not None, words.text, labels(words)) == (True, "Ось вони", LABELS)


async def test_what_telegram_refuses_does_not_hold_the_notice_up(
    server: TelegramServer, door: TelegramDoor, caplog: pytest.LogCaptureFixture
) -> None:
    [words] = await sent(server, door, replace(PICTURE, content=b"no picture"))
    assert words.text.startswith(f"Ось вони\n{not_sent(PICTURE)}")
    assert events(caplog) == [("attachment-not-sent", {"failure": Failure.REFUSED})]
    server.breaches.clear()


@pytest.mark.parametrize(
    ("method", "failure"), [("sendPhoto", Failure.LATER), ("sendMessage", Failure.UNCERTAIN)], ids=["first", "later"]
)
async def test_a_notice_that_went_out_in_part_is_uncertain(
    server: TelegramServer, door: TelegramDoor, method: str, failure: Failure
) -> None:
    server.faults.next(method, Fault.SERVER_ERROR)
    with pytest.raises(DeliveryError) as caught:
        await sent(server, door, PICTURE)
    assert caught.value.failure is failure
