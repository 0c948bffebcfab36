"""The Viber test server keeps the REST API's rules, and no breach of them goes unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from viberbot.api.messages import TextMessage

from tests.servers.listener import Listener
from tests.servers.pictures import png
from tests.servers.viber import Fault, Status, ViberLimits, ViberServer

JSON = dict[str, Any]
OLENA = "ole1234567890NA/Ab+d==="


@dataclass
class Receiver:
    """A bot's webhook that answers as the test tells it, and checks signatures as a bot must."""

    token: str
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    got: list[JSON] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.read()
        expected = hmac.new(self.token.encode(), raw, hashlib.sha256).hexdigest()
        if request.headers.get("X-Viber-Content-Signature") != expected:
            return web.Response(status=403)
        event = json.loads(raw)
        self.got.append(event)
        status = self.statuses.pop(0) if self.statuses else 200
        welcomes = event["event"] == "conversation_started" and self.bodies
        return web.Response(status=status, body=self.bodies.pop(0) if welcomes else b"")

    async def give(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self.media:
            raise web.HTTPNotFound
        kind = "image/png" if name.endswith(".png") else "application/octet-stream"
        return web.Response(body=self.media[name], content_type=kind)

    def laid(self, name: str, content: bytes) -> str:
        """Lay a file out and return its address."""
        self.media[name] = content
        return self.url.removesuffix("/viber") + f"/media/{name}"

    def events(self) -> list[str]:
        return [event["event"] for event in self.got]


@asynccontextmanager
async def receiving(token: str) -> AsyncIterator[Receiver]:
    receiver = Receiver(token)
    app = web.Application()
    app.router.add_post("/viber", receiver.handle)
    app.router.add_get("/media/{name}", receiver.give)
    listener = Listener(app)
    await listener.start()
    receiver.url = f"{listener.url}/viber"
    yield receiver
    await listener.close()


@dataclass
class Bot:
    """The least client: POSTs JSON with the token."""

    server: ViberServer
    session: aiohttp.ClientSession

    async def call(self, method: str, body: JSON, token: str | None = None) -> JSON:
        headers = {"X-Viber-Auth-Token": token or self.server.token, "Content-Type": "application/json"}
        raw = json.dumps(body, ensure_ascii=False).encode()
        async with self.session.post(f"{self.server.url}/pa/{method}", data=raw, headers=headers) as answer:
            assert answer.status == 200
            answered: JSON = await answer.json()
            return answered

    async def send(self, **more: Any) -> JSON:  # noqa: ANN401 - fields of any kind
        return await self.call("send_message", a_message(receiver=OLENA, **more))


@asynccontextmanager
async def a_bot(server: ViberServer) -> AsyncIterator[Bot]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
        yield Bot(server, session)


@asynccontextmanager
async def a_connected_bot(limits: ViberLimits) -> AsyncIterator[tuple[ViberServer, Bot]]:
    """A server whose clock stands still, a bot, and its webhook."""
    viber = ViberServer(limits=limits, clock=lambda: 1000.0, allow_http_webhook=True)
    async with viber as server, a_bot(server) as bot, receiving(server.token) as receiver:
        await bot.call("set_webhook", {"url": receiver.url})
        yield server, bot
        await server.settled()


@pytest.fixture
async def server() -> AsyncIterator[ViberServer]:
    async with ViberServer(allow_http_webhook=True, redelivery_seconds=0.01) as running:
        yield running


@pytest.fixture
async def bot(server: ViberServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as running:
        yield running


@pytest.fixture
async def receiver(server: ViberServer, bot: Bot) -> AsyncIterator[Receiver]:
    async with receiving(server.token) as running:
        assert (await bot.call("set_webhook", {"url": running.url}))["status"] == Status.OK
        running.got.clear()
        yield running


def a_message(**more: Any) -> JSON:  # noqa: ANN401 - fields of any kind
    message = {"type": "text", "text": "План", "sender": {"name": "Плановик"}, "min_api_version": 1} | more
    return {name: value for name, value in message.items() if value is not None}


def keyboard(*buttons: JSON, **more: Any) -> JSON:  # noqa: ANN401 - fields of any kind
    return {"Type": "keyboard", "Buttons": list(buttons)} | more


def key(text: str = "Готово", body: str = "done:1", **more: Any) -> JSON:  # noqa: ANN401 - fields of any kind
    return {"Columns": 6, "Rows": 1, "Text": text, "ActionType": "reply", "ActionBody": body, "Silent": True} | more


def rules(server: ViberServer) -> list[str]:
    return [breach.rule for breach in server.breaches]


# ------------------------------------------------------------------------------------------------ a whole conversation


async def test_a_conversation_leaves_no_breach(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    olena = server.user(OLENA, name="Олена")
    receiver.bodies = [json.dumps(a_message(text="Вітаю!")).encode()]
    await olena.opens("invite_7")
    await olena.hears("Вітаю!")
    opened = receiver.got[-1]
    assert (opened["event"], opened["context"], opened["subscribed"]) == ("conversation_started", "invite_7", False)
    assert opened["user"]["language"] == "uk"

    await olena.says("план")
    await server.settled()
    assert receiver.events() == ["conversation_started", "message"]
    assert receiver.got[-1]["message"] == {"type": "text", "text": "план"}
    assert receiver.got[-1]["silent"] is False

    answer = await bot.send(keyboard=keyboard(key("<b>Готово</b>")), tracking_data="card-1")
    assert answer["status"] == Status.OK
    heard = await olena.hears("План")
    assert (heard.token, heard.buttons[0].text, heard.sender) == (answer["message_token"], "Готово", "Плановик")

    await olena.taps("Гото")
    await server.settled()
    tapped = receiver.got[-1]
    assert tapped["message"] == {"type": "text", "text": "done:1", "tracking_data": "card-1"}
    assert tapped["silent"] is True
    receipts = [event for event in receiver.got if event["event"] in {"delivered", "seen"}]
    assert [receipt["event"] for receipt in receipts] == ["delivered", "seen"]
    assert {receipt["message_token"] for receipt in receipts} == {answer["message_token"]}
    server.check()


async def test_a_message_made_by_the_library_passes(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    await server.user(OLENA).subscribes()
    message = TextMessage(text="Засідання о 15:00", keyboard=keyboard(key()), tracking_data="m")
    body = {name: value for name, value in message.to_dict().items() if value is not None}
    assert (await bot.call("send_message", body | {"receiver": OLENA, "sender": {"name": "Б"}}))["status"] == Status.OK
    server.check()


async def test_only_subscribed_people_can_be_written_to(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    assert (await bot.send())["status"] == Status.RECEIVER_NOT_REGISTERED
    olena = server.user(OLENA)
    assert (await bot.send())["status"] == Status.RECEIVER_NOT_SUBSCRIBED
    await olena.subscribes()
    assert (await bot.send())["status"] == Status.OK
    await olena.unsubscribes()
    assert (await bot.send())["status"] == Status.RECEIVER_NOT_SUBSCRIBED
    await server.settled()
    assert {"subscribed", "unsubscribed"} <= set(receiver.events())
    server.check()


async def test_account_people_and_files_can_be_asked_for(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    olena = server.user(OLENA)
    await olena.sends_file("план.docx", b"PK-plan")
    await server.settled()
    file = receiver.got[-1]["message"]
    async with bot.session.get(file["media"]) as download:
        assert await download.read() == b"PK-plan"
    assert (file["file_name"], file["size"]) == ("план.docx", 7)
    info = await bot.call("get_account_info", {})
    assert (info["name"], info["uri"], info["subscribers_count"]) == ("Плановик", "planovyk", 1)
    assert (await bot.call("get_user_details", {"id": OLENA}))["user"]["name"] == "Олена"
    assert (await bot.call("get_online", {"ids": [OLENA]}))["users"][0]["online_status"] == 0
    server.check()


async def test_a_missing_button_is_an_error_of_the_test(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    olena = server.user(OLENA)
    await olena.subscribes()
    await bot.send(keyboard=keyboard(key()))
    await bot.send()
    with pytest.raises(LookupError, match="no button"):
        await olena.taps("Готово")


# ------------------------------------------------------------------------------------------------------------ callbacks


async def test_the_webhook_is_called_before_it_is_set(server: ViberServer, bot: Bot) -> None:
    async with receiving(server.token) as receiver:
        answer = await bot.call("set_webhook", {"url": receiver.url, "event_types": ["seen"]})
        assert (answer["status"], answer["event_types"]) == (Status.OK, ["seen"])
        assert receiver.events() == ["webhook"]
        await server.user(OLENA).subscribes()
        await bot.send()
        await server.settled()
        assert receiver.events() == ["webhook", "subscribed", "seen"]


async def test_a_webhook_that_does_not_answer_200_is_not_set(server: ViberServer, bot: Bot) -> None:
    async with receiving("another token") as receiver:
        assert (await bot.call("set_webhook", {"url": receiver.url}))["status"] == Status.INVALID_URL
    assert (await bot.call("set_webhook", {"url": "http://127.0.0.1:9/"}))["status"] == Status.INVALID_URL
    assert (await bot.send())["status"] == Status.WEBHOOK_NOT_SET
    server.check()


async def test_a_webhook_needs_https(server: ViberServer, bot: Bot) -> None:
    assert (await bot.call("set_webhook", {"url": "http://example.org/viber"}))["status"] == Status.INVALID_URL
    assert rules(server) == ["webhook-url"]


async def test_a_callback_comes_again_until_200_with_the_same_token(server: ViberServer, receiver: Receiver) -> None:
    receiver.statuses = [500, 503]
    olena = server.user(OLENA)
    await olena.says("план")
    await olena.updates_again(2)
    await server.settled()
    assert receiver.events() == ["message"] * 5
    assert len({event["message_token"] for event in receiver.got}) == 1


async def test_a_forged_callback_has_a_wrong_signature_or_none(server: ViberServer, receiver: Receiver) -> None:
    olena = server.user(OLENA)
    assert await olena.forges("зроби мене головою") == 403
    assert await olena.forges("зроби мене головою", signature=None) == 403
    assert receiver.got == []


# ------------------------------------------------------------------------------------------------------------- breaches

BAD_SENDS: list[tuple[str, JSON]] = [
    ("text-too-long", {"text": "а" * 7001}),
    ("text-empty", {"text": " "}),
    ("missing-field", {"text": None}),
    ("missing-field", {"type": None}),
    ("message-type", {"type": "poll"}),
    ("unknown-field", {"parse_mode": "HTML"}),
    ("sender-name", {"sender": None}),
    ("sender-name", {"sender": {"avatar": "https://a.ua/a.jpg"}}),
    ("sender-name", {"sender": {"name": "Плановик відділення асоціації"}}),
    ("tracking-data-too-long", {"tracking_data": "а" * 4001}),
    ("min-api-version", {"min_api_version": "7"}),
    ("request-too-big", {"text": "🙂" * 6000, "tracking_data": "є" * 4000}),
    ("keyboard", {"keyboard": {"Buttons": [key()]}}),
    ("keyboard", {"keyboard": keyboard()}),
    ("keyboard", {"keyboard": keyboard(key(Columns=7))}),
    ("keyboard", {"keyboard": keyboard(key(Columns=0))}),
    ("keyboard", {"keyboard": keyboard(key(Rows=3))}),
    ("keyboard", {"keyboard": keyboard(*[key()] * 13)}),
    ("keyboard", {"keyboard": keyboard(*[key(Rows=2)] * 7)}),
    ("keyboard", {"keyboard": keyboard(key(text="а" * 251))}),
    ("keyboard", {"keyboard": keyboard(key(ActionType="call"))}),
    ("action-body", {"keyboard": keyboard(key(body="а" * 101))}),
    ("action-body", {"keyboard": keyboard(key(body=""))}),
    ("action-body", {"keyboard": keyboard(key(ActionType="open-url", body="план"))}),
    ("unknown-field", {"keyboard": keyboard(key(Coloumns=3))}),
    ("unknown-field", {"keyboard": keyboard(key(), resize=True)}),
    ("min-api-version", {"keyboard": keyboard(key(), InputFieldState="hidden")}),
    ("min-api-version", {"keyboard": keyboard(key(ActionType="share-phone")), "min_api_version": 2}),
]


@pytest.mark.parametrize(("rule", "fields"), BAD_SENDS, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(BAD_SENDS)])
async def test_a_bad_message_is_refused_and_written_down(
    server: ViberServer, bot: Bot, receiver: Receiver, rule: str, fields: JSON
) -> None:
    olena = server.user(OLENA)
    await olena.subscribes()
    assert (await bot.send(**fields))["status"] in {Status.BAD_DATA, Status.MISSING_DATA}
    assert rules(server) == [rule]
    assert olena.chat == []
    with pytest.raises(AssertionError, match=rule):
        server.check()


async def test_pictures_and_files_are_fetched_from_their_address(
    server: ViberServer, bot: Bot, receiver: Receiver
) -> None:
    olena = server.user(OLENA)
    await olena.subscribes()
    picture = {"type": "picture", "text": "Запрошення", "media": receiver.laid("qr.png", png())}
    file = {"type": "file", "text": None, "media": receiver.laid("x.json", b"{}"), "size": 2, "file_name": "дані.json"}
    for fields in (picture, file):
        assert (await bot.send(**fields))["status"] == Status.OK
    assert [(message.type, message.content) for message in olena.chat] == [("picture", png()), ("file", b"{}")]
    server.check()


BAD_MEDIA: list[tuple[str, str, bytes, JSON]] = [
    ("missing-field", "qr.png", png(), {"text": None}),
    ("caption-too-long", "qr.png", png(), {"text": "а" * 513}),
    ("media", "qr", png(), {}),
    ("media", "qr.png", png(), {"media": "ftp://a.ua/qr.png"}),
    ("media", "qr.png", png(), {"media": "http://a.ua/qr.png"}),
    ("media-unreachable", "qr.png", png(), {"media": "http://127.0.0.1:1/qr.png"}),
    ("picture", "qr.png", b"<html>", {}),
    ("picture", "qr.jpg", png(), {}),
    ("file-too-big", "qr.png", png() + bytes(1024 * 1024), {}),
    ("file-too-big", "qr.png", b"", {}),
    ("file-size", "x.json", b"{}", {"type": "file", "size": 3, "file_name": "x.json", "text": None}),
    ("file-too-big", "x.json", b"{}", {"type": "file", "size": 0, "file_name": "x.json", "text": None}),
    ("file-name", "x.json", b"{}", {"type": "file", "size": 2, "file_name": "x", "text": None}),
    ("file-name", "x.json", b"{}", {"type": "file", "size": 2, "file_name": "x.EXE", "text": None}),
    ("file-name", "x.json", b"{}", {"type": "file", "size": 2, "file_name": "а" * 252 + ".json", "text": None}),
    ("missing-field", "x.json", b"{}", {"type": "file", "size": 2, "text": None}),
]


@pytest.mark.parametrize("case", BAD_MEDIA, ids=[f"{n}-{case[0]}" for n, case in enumerate(BAD_MEDIA)])
async def test_what_cannot_be_shown_is_refused(
    server: ViberServer, bot: Bot, receiver: Receiver, case: tuple[str, str, bytes, JSON]
) -> None:
    rule, name, content, fields = case
    olena = server.user(OLENA)
    await olena.subscribes()
    picture = {"type": "picture", "text": "Запрошення", "media": receiver.laid(name, content)}
    assert (await bot.send(**picture | fields))["status"] in {Status.BAD_DATA, Status.MISSING_DATA}
    assert rules(server) == [rule]
    assert olena.chat == []


async def test_an_address_where_nothing_lies_is_refused(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    await server.user(OLENA).subscribes()
    address = receiver.laid("qr.png", png()).replace("qr", "other")
    assert (await bot.send(type="picture", text="", media=address))["status"] == Status.BAD_DATA
    assert rules(server) == ["media-unreachable"]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "а" * 7000},
        {"sender": {"name": "Плановик Київського відділен"}},
        {"tracking_data": "а" * 4000},
        {"keyboard": keyboard(*[key(text="а" * 125, body="д" * 100)] * 12)},
        {"keyboard": keyboard(*[key(Columns=3)] * 24)},
        {"keyboard": keyboard(key(), InputFieldState="hidden"), "min_api_version": 7},
    ],
    ids=["text", "sender", "tracking", "twelve-rows", "two-in-a-row", "newer-field"],
)
async def test_the_largest_message_passes(server: ViberServer, bot: Bot, receiver: Receiver, fields: JSON) -> None:
    await server.user(OLENA).subscribes()
    assert (await bot.send(**fields))["status"] == Status.OK
    server.check()


async def test_a_welcome_message_is_held_to_the_same_rules(server: ViberServer, receiver: Receiver) -> None:
    receiver.bodies = [json.dumps(a_message(text="а" * 7001)).encode(), b"OK"]
    olena = server.user(OLENA)
    await olena.opens()
    await olena.opens()
    await server.settled()
    assert rules(server) == ["text-too-long", "welcome-message"]
    assert olena.chat == []


async def test_an_unknown_method_is_a_breach(server: ViberServer, bot: Bot) -> None:
    headers = {"X-Viber-Auth-Token": server.token}
    async with bot.session.post(f"{server.url}/pa/edit_message", json={}, headers=headers) as answer:
        assert answer.status == 404
    assert rules(server) == ["unknown-method"]


# -------------------------------------------------------------------------------------------------- statuses and limits


async def test_a_wrong_token_is_status_2(server: ViberServer, bot: Bot) -> None:
    assert (await bot.call("get_account_info", {}, token="wrong"))["status"] == Status.INVALID_AUTH_TOKEN


async def test_what_the_platform_decides_is_no_breach(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    olena = server.user(OLENA, api_version=2)
    await olena.subscribes()
    assert (await bot.send(min_api_version=99))["status"] == Status.API_VERSION_NOT_SUPPORTED
    assert (await bot.send(min_api_version=3))["status"] == Status.RECEIVER_NO_SUITABLE_DEVICE
    server.account.blocked = True
    assert (await bot.send())["status"] == Status.ACCOUNT_BLOCKED
    server.check()


async def test_a_hundred_messages_an_hour_to_a_silent_person() -> None:
    async with a_connected_bot(ViberLimits()) as (server, bot):
        olena = server.user(OLENA)
        await olena.subscribes()
        statuses = [(await bot.send())["status"] for _ in range(101)]
        assert statuses == [Status.OK] * 100 + [Status.TOO_MANY_REQUESTS]
        await olena.says("дякую")
        assert (await bot.send())["status"] == Status.OK
        server.check()


async def test_a_broadcast_reaches_the_subscribed_and_names_the_rest(
    server: ViberServer, bot: Bot, receiver: Receiver
) -> None:
    await server.user(OLENA).subscribes()
    server.user("stranger")
    answer = await bot.call("broadcast_message", a_message(broadcast_list=[OLENA, "stranger", "nobody"]))
    failed = {entry["receiver"]: entry["status"] for entry in answer["failed_list"]}
    assert failed == {"stranger": Status.RECEIVER_NOT_SUBSCRIBED, "nobody": Status.RECEIVER_NOT_REGISTERED}
    assert server.user(OLENA).sees.text == "План"
    server.check()


async def test_broadcasts_are_counted_in_ten_seconds() -> None:
    async with a_connected_bot(ViberLimits(broadcasts_in_ten_seconds=2)) as (server, bot):
        body = a_message(broadcast_list=[OLENA])
        statuses = [(await bot.call("broadcast_message", body))["status"] for _ in range(3)]
        assert statuses == [Status.OK, Status.OK, Status.TOO_MANY_REQUESTS]
        server.check()


async def test_a_broadcast_has_at_most_300_receivers(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    receivers = [str(number) for number in range(301)]
    answer = await bot.call("broadcast_message", a_message(broadcast_list=receivers[:300]))
    assert answer["status"] == Status.OK
    answer = await bot.call("broadcast_message", a_message(broadcast_list=receivers))
    assert answer["status"] == Status.BAD_DATA
    assert rules(server) == ["broadcast-list"]


# -------------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("fault", "arrived"),
    [
        (Fault.REFUSE, 0),
        (Fault.RESET_BEFORE_BODY, 0),
        (Fault.RESET_AFTER_PROCESSING, 1),
        (Fault.TIMEOUT, 0),
        (Fault.TIMEOUT_AFTER_PROCESSING, 1),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else None,
)
async def test_a_fault_of_the_network_meets_one_request(
    server: ViberServer, bot: Bot, receiver: Receiver, fault: Fault, arrived: int
) -> None:
    olena = server.user(OLENA)
    await olena.subscribes()
    server.faults.next("send_message", fault)
    with pytest.raises((aiohttp.ClientError, TimeoutError)):
        await bot.send()
    assert len(olena.chat) == arrived
    assert (await bot.send())["status"] == Status.OK


async def test_a_fault_of_the_platform_is_its_own_answer(server: ViberServer, bot: Bot, receiver: Receiver) -> None:
    await server.user(OLENA).subscribes()
    server.faults.next("send_message", Fault.TOO_MANY_REQUESTS)
    server.faults.next("send_message", Fault.FORBIDDEN)
    assert (await bot.send())["status"] == Status.TOO_MANY_REQUESTS
    assert (await bot.send())["status"] == Status.RECEIVER_NOT_SUBSCRIBED
    for fault, http in ((Fault.SERVER_ERROR, 500), (Fault.BAD_GATEWAY, 502)):
        server.faults.next("send_message", fault)
        async with bot.session.post(f"{server.url}/pa/send_message", json={}) as answer:
            assert answer.status == http
    assert server.user(OLENA).chat == []


async def test_offline_means_connection_refused(server: ViberServer, bot: Bot) -> None:
    async with server.offline():
        with pytest.raises(aiohttp.ClientConnectorError):
            await bot.call("get_account_info", {})
    assert (await bot.call("get_account_info", {}))["status"] == Status.OK
