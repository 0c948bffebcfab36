"""The Viber door against a strict Viber: over real HTTP, with nothing replaced but the conversation behind it."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.dialog.actions import Home, ShowCard
from bot.dialog.door import AnswerUnavailable, DeliveryError, Door, Failure
from bot.dialog.model import Address, Answer, Arrival, Button, File, Incoming, Line, Reply, Tap, What, Words
from bot.dialog.text import verbatim
from bot.viber.client import ViberClient, accepted
from bot.viber.door import ViberDoor, open_viber
from bot.viber.shelf import Shelf
from bot.viber.signature import HEADER
from bot.viber.webhook import MOST_BYTES, PATH, register_webhook, webhook_routes
from tests.servers.listener import Listener
from tests.servers.viber import Fault, User, ViberLimits, ViberServer
from tests.servers.viber.callbacks import sign

OLENA = "01234567890A="
CARD = ShowCard(12, 3)


def saying(*texts: str, buttons: tuple[str, ...] = ()) -> Answer:
    """An answer of one reply a text; the buttons stand under each."""
    rows = tuple((Button(verbatim(label), CARD),) for label in buttons)
    return Answer(tuple(Reply((Line(verbatim(words)),), rows) for words in texts), "uk")


@dataclass
class Conversation:
    """Says what the test tells it to say; like the real one, nothing to an update that it has taken already."""

    says: Answer = field(default_factory=lambda: saying("Добре"))
    taken: dict[str, What] = field(default_factory=dict)
    departed: list[Address] = field(default_factory=list)
    out_of_order: bool = False
    refused: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0
    answered: int = 0

    async def answer(self, update: Incoming) -> Answer:
        self.answered += 1
        with self._working():
            await asyncio.sleep(0.01)
        if update.update_key in self.taken:
            return Answer((), "uk")
        self.taken[update.update_key] = update.what
        return self.says

    async def left(self, address: Address) -> None:
        with self._working():
            self.departed.append(address)

    @contextmanager
    def _working(self) -> Iterator[None]:
        if self.out_of_order:
            self.refused.set()
            raise AnswerUnavailable
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        yield
        self.at_once -= 1

    @property
    def heard(self) -> list[What]:
        return list(self.taken.values())


@pytest.fixture
async def viber() -> AsyncIterator[ViberServer]:
    async with ViberServer(allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(viber: ViberServer) -> AsyncIterator[ViberDoor]:
    opened = open_viber(viber.token, viber.url)
    yield opened
    await opened.close()


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


@asynccontextmanager
async def listening(routes: list[web.RouteDef]) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes)
    listener = Listener(app)
    await listener.start()
    yield listener.url
    await listener.close()


@pytest.fixture
async def public_url(viber: ViberServer, door: ViberDoor, conversation: Conversation) -> AsyncIterator[str]:
    """The address of the running bot, made known to Viber."""
    routes = webhook_routes(door, conversation.answer, conversation.left, viber.token, pauses=(0.1, 0.3))
    async with listening(routes) as url:
        await register_webhook(door, url)
        yield url


@pytest.fixture
async def olena(viber: ViberServer, public_url: str) -> User:
    """Somebody who may be written to; the oldest phone there is."""
    assert public_url
    olena = viber.user(OLENA, api_version=1)
    await olena.subscribes()
    await viber.settled()
    return olena


async def posted(url: str, body: bytes, **headers: str) -> int:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url + PATH, data=BytesIO(body), headers=headers) as response,
    ):
        await response.read()
        return response.status


async def failure_of(door: Door, account: str = OLENA, reply: Reply | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await door.send(account, reply or saying("Нагадую").replies[0], "uk")
    return caught.value


async def test_viber_calls_the_webhook_before_it_takes_it(viber: ViberServer, public_url: str) -> None:
    assert viber.account.webhook == f"{public_url}/viber"
    ((method, body),) = viber.calls
    assert method == "set_webhook"
    assert body["send_name"] is body["send_photo"] is False


async def test_a_webhook_that_does_not_answer_is_refused(door: ViberDoor) -> None:
    with pytest.raises(DeliveryError) as caught:
        await register_webhook(door, "http://127.0.0.1:1")
    assert caught.value.failure is Failure.REFUSED


async def test_the_account_gives_the_uri_for_deep_links(viber: ViberServer, door: ViberDoor) -> None:
    assert await door.account() == viber.account.uri


async def test_an_account_without_a_uri_gives_no_links() -> None:
    async def nameless(_: web.Request) -> web.Response:
        return web.json_response({"status": 0, "uri": None})

    async with listening([web.post("/pa/get_account_info", nameless)]) as url:
        door = open_viber("token", url)
        with pytest.raises(DeliveryError):
            await door.account()
        await door.close()


async def test_the_token_does_not_follow_a_redirection(viber: ViberServer) -> None:
    async def elsewhere(_: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{viber.url}/pa/send_message")

    async with listening([web.post("/pa/send_message", elsewhere)]) as url:
        door = open_viber(viber.token, url)
        assert (await failure_of(door)).failure is Failure.SHUT
        await door.close()
    assert viber.calls == []


async def test_the_address_of_the_api_may_end_in_pa(viber: ViberServer) -> None:
    door = open_viber(viber.token, viber.url + "/pa/")
    assert await door.account() == viber.account.uri
    await door.close()


async def test_whoever_opens_the_bot_is_greeted_in_the_response(
    viber: ViberServer, public_url: str, conversation: Conversation
) -> None:
    assert public_url
    conversation.says = saying("Вітаю!", "Ось що зараз", buttons=("Мої справи",))
    olena = viber.user(OLENA)
    await olena.opens("pl-9_Zz")
    greeting = await olena.hears("Вітаю!\n\nОсь що зараз")
    assert [button.text for button in greeting.buttons] == ["Мої справи"]
    assert conversation.heard == [Arrival("pl-9_Zz")]
    assert [method for method, _ in viber.calls] == ["set_webhook"]


async def test_a_greeting_whose_response_was_lost_is_given_again(
    viber: ViberServer, public_url: str, conversation: Conversation
) -> None:
    callback = {"event": "conversation_started", "message_token": 7, "user": {"id": OLENA}, "context": "pl-9_Zz"}
    body = json.dumps(callback).encode()

    async def deliver() -> bytes:
        headers = {HEADER: sign(viber.token, body)}
        async with (
            aiohttp.ClientSession() as session,
            session.post(public_url + PATH, data=body, headers=headers) as got,
        ):
            return await got.read()

    first = await deliver()
    conversation.says = saying("Інше")
    assert json.loads(first)["text"] == "Добре"
    assert await deliver() == first
    assert conversation.answered == 1


async def test_a_message_is_answered(olena: User, conversation: Conversation) -> None:
    conversation.says = saying("Перше", "Друге", buttons=("Меню",))
    await olena.says("що цього кварталу?")
    await olena.hears("Перше")
    last = await olena.hears("Друге")
    assert last.sender == "Плановик"
    assert conversation.heard == [Words("що цього кварталу?")]


async def test_a_tap_brings_its_action(viber: ViberServer, olena: User, conversation: Conversation) -> None:
    conversation.says = saying("Ось", buttons=("Семінар",))
    await olena.says("привіт")
    await olena.hears("Ось")
    await olena.taps("Семінар")
    await viber.settled()
    assert conversation.heard == [Words("привіт"), Tap("~a:12:3")]


async def test_a_typed_start_is_answered_by_a_message(olena: User, conversation: Conversation) -> None:
    await olena.says("/start pl-9_Zz")
    await olena.hears("Добре")
    assert conversation.heard == [Arrival("pl-9_Zz")]


async def test_a_file_is_heard_of_and_answered(olena: User, conversation: Conversation) -> None:
    await olena.sends_file("план.docx", b"PK")
    await olena.hears("Добре")
    [file] = conversation.heard
    assert isinstance(file, File)
    assert (file.name, file.size) == ("план.docx", 2)


async def test_whoever_unsubscribes_has_left(viber: ViberServer, olena: User, conversation: Conversation) -> None:
    await olena.unsubscribes()
    await viber.settled()
    assert conversation.departed == [Address("viber", OLENA)]
    assert conversation.heard == []


async def test_an_update_not_taken_is_delivered_again(
    viber: ViberServer, olena: User, conversation: Conversation
) -> None:
    conversation.out_of_order = True
    await olena.says("готово")
    await conversation.refused.wait()
    conversation.out_of_order = False
    await olena.hears("Добре")
    await viber.settled()
    assert conversation.heard == [Words("готово")]
    assert len(olena.chat) == 1


async def test_a_departure_not_taken_is_delivered_again(
    viber: ViberServer, olena: User, conversation: Conversation
) -> None:
    conversation.out_of_order = True
    await olena.unsubscribes()
    await conversation.refused.wait()
    conversation.out_of_order = False
    await viber.settled()
    assert conversation.departed == [Address("viber", OLENA)]


async def test_an_update_delivered_again_is_answered_once(
    viber: ViberServer, olena: User, conversation: Conversation
) -> None:
    await olena.says("готово")
    await olena.updates_again(3)
    await viber.settled()
    assert len(olena.chat) == 1
    assert conversation.heard == [Words("готово")]


@pytest.mark.parametrize("signature", ["0" * 64, None, "", "кирилиця"])
async def test_a_forged_callback_is_refused(public_url: str, conversation: Conversation, signature: str | None) -> None:
    event = {"event": "message", "message_token": 1, "sender": {"id": OLENA}, "message": {"type": "text", "text": "х"}}
    headers = {} if signature is None else {HEADER: signature}
    assert await posted(public_url, json.dumps(event).encode(), **headers) == HTTPStatus.FORBIDDEN
    assert conversation.heard == []


async def test_a_signature_of_another_body_is_refused(viber: ViberServer, olena: User) -> None:
    assert await olena.forges("готово", sign(viber.token, b"{}")) == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b"9" * 5_000,
        b'{"event": null}',
        b'{"event": "message"}',
        b'{"event": "message", "message_token": {}, "sender": [], "message": 5}',
        b'{"event": "conversation_started", "user": null}',
        b'{"event": "unsubscribed", "user_id": 5}',
        b'{"event": "\\ud800", "message_token": NaN}',
    ],
    ids=range(13),
)
async def test_a_signed_callback_without_sense_is_taken_and_ignored(
    viber: ViberServer, public_url: str, conversation: Conversation, body: bytes
) -> None:
    assert await posted(public_url, body, **{HEADER: sign(viber.token, body)}) == HTTPStatus.OK
    assert conversation.heard == []


async def test_a_huge_body_is_refused(viber: ViberServer, public_url: str) -> None:
    body = b" " * (MOST_BYTES + 1)
    status = await posted(public_url, body, **{HEADER: sign(viber.token, body)})
    assert status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE


async def test_a_body_that_is_not_what_its_headers_say_is_the_callers_fault(public_url: str) -> None:
    status = await posted(public_url, b"not deflated", **{"Content-Encoding": "deflate", HEADER: "0" * 64})
    assert HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR


async def test_the_callbacks_of_one_person_wait_for_each_other(
    viber: ViberServer, public_url: str, conversation: Conversation
) -> None:
    async def say(account: str, number: int) -> int:
        words = {"type": "text", "text": str(number)}
        event = {"event": "message", "message_token": number, "sender": {"id": account}, "message": words}
        body = json.dumps(event).encode()
        return await posted(public_url, body, **{HEADER: sign(viber.token, body)})

    await asyncio.gather(*(say(OLENA, number) for number in range(8)))
    assert conversation.most_at_once == 1
    await asyncio.gather(*(say(f"person-{number}", 100 + number) for number in range(8)))
    assert conversation.most_at_once > 1
    assert len(conversation.heard) == 16


async def test_an_answer_refused_for_the_moment_is_sent_again_soon(viber: ViberServer, olena: User) -> None:
    async with viber.offline():
        await olena.says("готово")
        await asyncio.sleep(0.2)
        assert olena.chat == []
    await olena.hears("Добре")
    await viber.settled()
    assert len(olena.chat) == 1


async def test_an_answer_refused_again_and_again_is_given_up(
    viber: ViberServer, olena: User, conversation: Conversation
) -> None:
    async with viber.offline():
        await olena.says("готово")
        await viber.settled()
    assert olena.chat == []
    assert conversation.heard == [Words("готово")]


async def test_an_answer_is_not_repeated_when_it_may_have_arrived(viber: ViberServer, olena: User) -> None:
    viber.faults.next("send_message", Fault.RESET_AFTER_PROCESSING)
    await olena.says("готово")
    await viber.settled()
    assert len(olena.chat) == 1


async def test_an_answer_that_cannot_be_sent_does_not_bring_its_update_back(
    viber: ViberServer, olena: User, conversation: Conversation
) -> None:
    viber.faults.next("send_message", Fault.TOO_MANY_REQUESTS)
    await olena.says("готово")
    await viber.settled()
    assert olena.chat == []
    assert conversation.heard == [Words("готово")]
    assert viber.faults.left == 0


async def test_a_notice_goes_out(olena: User, door: ViberDoor) -> None:
    await door.send(OLENA, Reply((Line(verbatim("Нагадую")),), ((Button(verbatim("Меню"), Home()),),)), "uk")
    assert olena.sees.text == "Нагадую"
    assert [(button.text, button.body, button.silent) for button in olena.sees.buttons] == [("Меню", "~h", True)]


async def test_a_long_notice_goes_out_in_order(olena: User, door: ViberDoor) -> None:
    lines = tuple(Line(verbatim(f"{number} " + "слово " * 300)) for number in range(10))
    await door.send(OLENA, Reply(lines), "uk")
    assert [message.text[0] for message in olena.chat] == ["0", "3", "6", "9"]


async def test_nobody_is_reached_who_is_unknown_or_has_unsubscribed(olena: User, door: ViberDoor) -> None:
    assert (await failure_of(door, "somebody-else")).failure is Failure.UNREACHABLE
    await olena.unsubscribes()
    assert (await failure_of(door)).failure is Failure.UNREACHABLE


async def test_a_bot_that_is_blocked_makes_nobody_unreachable(viber: ViberServer, olena: User, door: ViberDoor) -> None:
    assert not olena.chat
    viber.account.blocked = True
    assert (await failure_of(door)).failure is Failure.SHUT


async def test_a_wrong_token_shuts_the_bot_out(viber: ViberServer) -> None:
    door = open_viber("another-token", viber.url)
    assert (await failure_of(door)).failure is Failure.SHUT
    await door.close()


async def test_without_a_webhook_the_bot_is_shut_out(door: ViberDoor) -> None:
    assert (await failure_of(door)).failure is Failure.SHUT


@pytest.mark.parametrize(
    ("fault", "failure", "arrived"),
    [
        (Fault.TOO_MANY_REQUESTS, Failure.LATER, 0),
        (Fault.FORBIDDEN, Failure.UNREACHABLE, 0),
        (Fault.REFUSE, Failure.UNCERTAIN, 0),
        (Fault.RESET_BEFORE_BODY, Failure.UNCERTAIN, 0),
        (Fault.RESET_AFTER_PROCESSING, Failure.UNCERTAIN, 1),
        (Fault.TIMEOUT, Failure.UNCERTAIN, 0),
        (Fault.TIMEOUT_AFTER_PROCESSING, Failure.UNCERTAIN, 1),
        (Fault.SERVER_ERROR, Failure.UNCERTAIN, 0),
        (Fault.BAD_GATEWAY, Failure.UNCERTAIN, 0),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_what_a_fault_means_for_the_message(
    viber: ViberServer, olena: User, fault: Fault, failure: Failure, arrived: int
) -> None:
    hasty = ViberDoor(ViberClient(viber.token, viber.url, patience=0.3), Shelf(""))
    viber.faults.next("send_message", fault)
    assert (await failure_of(hasty)).failure is failure
    assert len(olena.chat) == arrived
    await hasty.close()


async def test_a_refused_connection_is_for_later(viber: ViberServer, olena: User, door: ViberDoor) -> None:
    async with viber.offline():
        assert (await failure_of(door)).failure is Failure.LATER
    assert not olena.chat


async def test_a_reply_of_which_the_beginning_has_arrived_is_uncertain() -> None:
    limits = ViberLimits(unanswered_an_hour=1)
    async with ViberServer(allow_http_webhook=True, limits=limits) as viber:
        door = open_viber(viber.token, viber.url)
        conversation = Conversation()
        async with listening(webhook_routes(door, conversation.answer, conversation.left, viber.token)) as url:
            await register_webhook(door, url)
            olena = viber.user(OLENA)
            await olena.subscribes()
            long_reply = saying("а" * 9000).replies[0]
            assert (await failure_of(door, reply=long_reply)).failure is Failure.UNCERTAIN
            assert len(olena.chat) == 1
            await viber.settled()
        await door.close()
        viber.check()


@pytest.mark.parametrize(
    ("http_status", "body", "failure"),
    [
        *((200, {"status": status}, Failure.UNREACHABLE) for status in (5, 6)),
        *((200, {"status": status}, Failure.REFUSED) for status in (1, 3, 4, 11, 14, 15, 24, 99)),
        *((200, {"status": status}, Failure.SHUT) for status in (2, 7, 8, 9, 10, 13)),
        (200, {"status": 12}, Failure.LATER),
        (429, {}, Failure.LATER),
        (500, {"status": 1}, Failure.LATER),
        (503, {}, Failure.LATER),
        (503, None, Failure.UNCERTAIN),
        (200, None, Failure.UNCERTAIN),
        (200, {}, Failure.UNCERTAIN),
        (200, {"status": "0"}, Failure.UNCERTAIN),
        (200, [], Failure.UNCERTAIN),
        (302, None, Failure.SHUT),
        (404, None, Failure.SHUT),
    ],
    ids=str,
)
def test_what_an_answer_means_for_the_message(http_status: int, body: object, failure: Failure) -> None:
    raw = b"<html>" if body is None else json.dumps(body).encode()
    with pytest.raises(DeliveryError) as caught:
        accepted(http_status, raw)
    assert caught.value.failure is failure


def test_too_many_requests_wait_for_a_part_of_an_hour_and_hold_nobody_else_up() -> None:
    with pytest.raises(DeliveryError) as caught:
        accepted(200, b'{"status": 12}')
    assert (caught.value.retry_after, caught.value.whole_door) == (600, False)
