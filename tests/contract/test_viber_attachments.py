"""What a person gets with an answer in Viber, and that nobody else can come upon it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus

import aiohttp
import pytest
from aiohttp import web

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address, Answer, Attachment, AttachmentKind, Incoming, Reply
from bot.dialog.text import verbatim
from bot.viber.door import ViberDoor, open_viber
from bot.viber.shelf import MOST_BYTES, PATH, SECONDS, Shelf
from bot.viber.webhook import register_webhook, webhook_routes
from tests.contract.attached import FILE, LABELS, PICTURE, carrying, not_sent
from tests.e2e.doors import free_port
from tests.servers.listener import Listener
from tests.servers.pictures import png
from tests.servers.viber import Fault, Message, User, ViberServer

OLENA = "01234567890A="
SHORT = replace(PICTURE, caption=verbatim("Код для Олени"))


@dataclass
class Conversation:
    """Says to every new update what the test tells it to say."""

    says: tuple[Reply, ...] = ()
    taken: set[str] = field(default_factory=set)

    async def answer(self, update: Incoming) -> Answer:
        known = update.update_key in self.taken
        self.taken.add(update.update_key)
        return Answer(() if known else self.says, "uk")

    async def left(self, address: Address) -> None:
        """Nobody leaves here."""


@pytest.fixture
async def viber() -> AsyncIterator[ViberServer]:
    async with ViberServer(allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


@pytest.fixture
async def door(viber: ViberServer, conversation: Conversation) -> AsyncIterator[ViberDoor]:
    """The running bot, which Viber knows and reaches."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    door = open_viber(viber.token, viber.url, url)
    app = web.Application()
    app.add_routes(webhook_routes(door, conversation.answer, conversation.left, viber.token, pauses=(0.05, 0.05)))
    listener = Listener(app, port)
    await listener.start()
    await register_webhook(door, url)
    yield door
    await door.close()
    await listener.close()


@pytest.fixture
async def olena(viber: ViberServer, door: ViberDoor) -> User:
    """Somebody who may be written to; the oldest phone there is."""
    assert door.name == "viber"
    olena = viber.user(OLENA, api_version=1)
    await olena.subscribes()
    await viber.settled()
    return olena


async def asks(viber: ViberServer, olena: User) -> list[Message]:
    """What the bot answers to somebody who asks for something."""
    before = len(olena.chat)
    await olena.says("дані")
    await viber.settled()
    return olena.chat[before:]


async def failure_of(door: ViberDoor, reply: Reply) -> Failure:
    with pytest.raises(DeliveryError) as caught:
        await door.send(OLENA, reply, "uk")
    return caught.value.failure


def labels(message: Message) -> list[str]:
    return [button.text for button in message.buttons]


def events(caplog: pytest.LogCaptureFixture) -> list[tuple[str, object]]:
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    return [(record.getMessage(), getattr(record, "fields", None)) for record in warnings]


async def test_a_picture_and_a_file_come_before_the_text_with_its_keyboard(
    viber: ViberServer, conversation: Conversation, olena: User
) -> None:
    conversation.says = (carrying(SHORT, FILE),)
    picture, file, words = await asks(viber, olena)
    assert [message.type for message in (picture, file, words)] == ["picture", "file", "text"]
    assert (picture.content, picture.text) == (SHORT.content, "Код для Олени")
    assert (file.content, file.payload["file_name"]) == (FILE.content, "мої дані.json")
    assert (labels(picture), labels(file), labels(words)) == ([], [], LABELS)


async def test_the_caption_of_a_file_has_its_place_in_the_text(
    viber: ViberServer, conversation: Conversation, olena: User
) -> None:
    conversation.says = (carrying(FILE),)
    assert (await asks(viber, olena))[1].text == "Усе, що є про вас\nОсь вони"


@pytest.mark.parametrize(("length", "stays"), [(120, True), (121, False)])
async def test_a_caption_too_long_for_viber_is_told_in_the_text(
    viber: ViberServer, conversation: Conversation, olena: User, length: int, stays: bool
) -> None:
    caption = "є" * length
    conversation.says = (carrying(replace(PICTURE, caption=verbatim(caption))),)
    picture, words = await asks(viber, olena)
    assert (picture.text, words.text) == ((caption, "Ось вони") if stays else ("", f"{caption}\nОсь вони"))


async def test_a_picture_too_large_to_be_shown_is_a_file(
    viber: ViberServer, conversation: Conversation, olena: User
) -> None:
    conversation.says = (carrying(replace(SHORT, content=png() + bytes(1024 * 1024))),)
    file, words = await asks(viber, olena)
    assert (file.type, words.text) == ("file", "Код для Олени\nОсь вони")


@pytest.mark.parametrize("fault", [Fault.TOO_MANY_REQUESTS, Fault.SERVER_ERROR, Fault.RESET_BEFORE_BODY])
async def test_a_failed_picture_is_said_and_logged_without_a_name(
    viber: ViberServer, conversation: Conversation, olena: User, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    viber.faults.next("send_message", fault)
    conversation.says = (carrying(SHORT),)
    [words] = await asks(viber, olena)
    assert words.text.startswith(f"Ось вони\n{not_sent(SHORT)}")
    assert labels(words) == LABELS
    [(event, told)] = events(caplog)
    assert event == "attachment-not-sent"
    assert isinstance(told, dict)
    assert told.keys() == {"failure"}


async def test_what_viber_refuses_is_said(
    viber: ViberServer, conversation: Conversation, olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    conversation.says = (carrying(replace(SHORT, content=b"no picture"), FILE),)
    file, words = await asks(viber, olena)
    assert file.type == "file"
    assert words.text.startswith(f"Усе, що є про вас\nОсь вони\n{not_sent(SHORT)}")
    assert events(caplog) == [("attachment-not-sent", {"failure": Failure.REFUSED})]
    assert [breach.rule for breach in viber.breaches] == ["picture"]
    viber.breaches.clear()


async def test_whoever_has_left_meanwhile_is_not_written_to_again(
    viber: ViberServer, conversation: Conversation, olena: User
) -> None:
    viber.faults.next("send_message", Fault.FORBIDDEN)
    conversation.says = (carrying(SHORT),)
    assert await asks(viber, olena) == []


async def test_a_notice_of_which_nothing_went_out_can_wait(viber: ViberServer, door: ViberDoor, olena: User) -> None:
    viber.faults.next("send_message", Fault.TOO_MANY_REQUESTS)
    assert await failure_of(door, carrying(SHORT)) is Failure.LATER
    assert olena.chat == []


async def test_a_notice_that_went_out_in_part_is_uncertain(viber: ViberServer, door: ViberDoor, olena: User) -> None:
    too_many_now = carrying(*[FILE] * 101)
    assert await failure_of(door, too_many_now) is Failure.UNCERTAIN
    assert len(olena.chat) == 100


async def test_a_greeting_is_one_message_and_says_what_cannot_come_with_it(
    viber: ViberServer, conversation: Conversation, door: ViberDoor
) -> None:
    conversation.says = (carrying(SHORT, words="Вітаю"),)
    olena = viber.user(OLENA)
    await olena.opens("t0ken")
    greeting = await olena.hears("Вітаю")
    assert greeting.text.startswith(f"Вітаю\n{not_sent(SHORT)}")
    assert labels(greeting) == LABELS


# ---- where it lies meanwhile ----


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


async def fetched(address: str, method: str = "GET") -> tuple[int, bytes, dict[str, str]]:
    async with aiohttp.ClientSession() as session, session.request(method, address) as response:
        return response.status, await response.read(), dict(response.headers)


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def shelf(clock: Clock) -> AsyncIterator[Shelf]:
    port = free_port()
    shelf = Shelf(f"http://127.0.0.1:{port}/", most_bytes=1000, monotonic=clock)
    app = web.Application()
    app.add_routes(shelf.routes())
    listener = Listener(app, port)
    await listener.start()
    yield shelf
    await listener.close()


@pytest.mark.parametrize(
    ("attachment", "media_type", "disposition"),
    [
        (
            PICTURE,
            "image/png",
            "inline; filename*=UTF-8''%D0%B7%D0%B0%D0%BF%D1%80%D0%BE%D1%88%D0%B5%D0%BD%D0%BD%D1%8F.png",
        ),
        (FILE, "application/json", "attachment; filename*=UTF-8''%D0%BC%D0%BE%D1%97%20%D0%B4%D0%B0%D0%BD%D1%96.json"),
        (
            Attachment("a.html", AttachmentKind.FILE, b"<script>"),
            "application/octet-stream",
            "attachment; filename*=UTF-8''a.html",
        ),
        (
            Attachment("list.csv", AttachmentKind.FILE, b"a;b"),
            "text/csv; charset=utf-8",
            "attachment; filename*=UTF-8''list.csv",
        ),
    ],
    ids=["picture", "json", "html", "csv"],
)
async def test_it_is_told_truly_what_lies_there_and_nobody_keeps_it(
    shelf: Shelf, attachment: Attachment, media_type: str, disposition: str
) -> None:
    status, content, headers = await fetched(shelf.lay(attachment))
    assert (status, content) == (HTTPStatus.OK, attachment.content)
    assert (headers["Content-Type"], headers["Content-Disposition"]) == (media_type, disposition)
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")


async def test_an_address_ends_like_the_name_and_says_nothing_of_it(shelf: Shelf) -> None:
    first, second = shelf.lay(PICTURE), shelf.lay(PICTURE)
    token = first.rpartition("/")[2].removesuffix(".png")
    assert first != second
    assert first.endswith(".png")
    assert len(token) >= 128 / 6
    assert token.isascii()


@pytest.mark.parametrize(
    ("name", "end"), [("дані.json", ".json"), ("дані", ""), ("a.звіт", ""), ("a.b/../c", ""), ("a.b?c#d", "")]
)
async def test_a_strange_ending_is_left_out_of_the_address(shelf: Shelf, name: str, end: str) -> None:
    address = shelf.lay(replace(FILE, name=name))
    assert "." + address.rpartition("/")[2].partition(".")[2] == (end or ".")
    assert (await fetched(address))[1] == FILE.content


async def test_it_lies_there_for_an_hour_and_may_be_fetched_again(shelf: Shelf, clock: Clock) -> None:
    address = shelf.lay(FILE)
    clock.now += SECONDS - 1
    for _ in range(2):
        assert (await fetched(address))[0] == HTTPStatus.OK
    assert (await fetched(address, "HEAD"))[:2] == (HTTPStatus.OK, b"")
    clock.now += 1
    assert (await fetched(address))[:2] == (HTTPStatus.NOT_FOUND, b"")


async def test_the_oldest_makes_room_for_the_newest(shelf: Shelf) -> None:
    addresses = [shelf.lay(replace(FILE, content=bytes(400))) for _ in range(3)]
    assert [(await fetched(address))[0] for address in addresses] == [404, 200, 200]
    alone = shelf.lay(replace(FILE, content=bytes(1001)))
    assert [(await fetched(address))[0] for address in (*addresses, alone)] == [404, 404, 404, 200]


async def test_nothing_is_listed_and_nothing_is_guessed(shelf: Shelf) -> None:
    address = shelf.lay(FILE)
    folder = address.rpartition("/")[0]
    for other in (folder, f"{folder}/", f"{folder}/x.json", address.removesuffix(".json"), f"{folder}/%2e%2e%2fviber"):
        status, content, _ = await fetched(other)
        assert status == HTTPStatus.NOT_FOUND
        assert FILE.content not in content
    assert (await fetched(address, "DELETE"))[0] == HTTPStatus.METHOD_NOT_ALLOWED


async def test_no_log_holds_an_address_or_a_name(
    viber: ViberServer, conversation: Conversation, olena: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    viber.faults.next("send_message", Fault.BAD_GATEWAY)
    conversation.says = (carrying(SHORT), carrying(FILE))
    await asks(viber, olena)
    sent = [body["media"] for _, body in viber.calls if "media" in body]
    tokens = [address.rpartition("/")[2] for address in sent]
    assert tokens
    said = "\n".join(f"{record.getMessage()} {record.__dict__}" for record in caplog.records)
    assert not [secret for secret in (*tokens, PATH, "дані", "запрошення", OLENA) if secret in said]


def test_what_lies_there_is_bounded() -> None:
    shelf = Shelf("https://bot.example.org")
    for _ in range(MOST_BYTES // 2**20 + 5):
        shelf.lay(replace(FILE, content=bytes(2**20)))
    assert sum(len(laid.attachment.content) for laid in shelf._laid.values()) == MOST_BYTES
