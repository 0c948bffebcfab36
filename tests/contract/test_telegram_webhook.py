"""What the webhook promises: only Telegram is heard, nothing breaks it, an answer is one HTTP exchange."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.model import Words
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import open_telegram, register_webhook, webhook_routes
from tests.contract.telegram_talk import SECRET, SECRET_HEADER, Talk, opened, page, until, webhook
from tests.servers.telegram import Limits, TelegramServer

GENUINE = {SECRET_HEADER: SECRET}
JSON = dict[str, Any]


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server) as door:
        yield door


@pytest.fixture
def talk() -> Talk:
    return Talk()


@pytest.fixture
async def url(door: TelegramDoor, talk: Talk) -> AsyncIterator[str]:
    async with webhook(door, talk) as base:
        yield base


@pytest.fixture
async def client() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as client:
        yield client


def message(text: str = "привіт", update_id: int = 1) -> JSON:
    person = {"id": 501, "is_bot": False, "first_name": "Олена", "language_code": "uk"}
    chat = {"id": 501, "type": "private", "first_name": "Олена"}
    return {"update_id": update_id, "message": {"message_id": 1, "date": 1, "from": person, "chat": chat, "text": text}}


async def test_telegram_is_told_where_to_bring_which_updates(server: TelegramServer, door: TelegramDoor) -> None:
    await register_webhook(door, "https://bot.example.org/", SECRET)
    assert server.account.webhook is not None
    assert (server.account.webhook.url, server.account.webhook.secret_token) == (
        "https://bot.example.org/telegram",
        SECRET,
    )
    assert server.account.updates.allowed == ["message", "callback_query", "my_chat_member"]


async def test_one_message_travels_in_the_response(server: TelegramServer, door: TelegramDoor, url: str) -> None:
    await register_webhook(door, url, SECRET)
    olena = server.user(501)
    await olena.says("<що> цього & кварталу?")
    seen = await olena.hears("Ви: <що> цього & кварталу?")
    assert [button.text for row in seen.buttons for button in row] == ["Оновити", "Квартал"]
    assert [name for name, _ in server.calls] == ["setWebhook"]


async def test_the_response_is_the_whole_call(client: aiohttp.ClientSession, url: str) -> None:
    async with client.post(f"{url}/telegram", json=message("a & b"), headers=GENUINE) as response:
        assert response.content_type == "application/json"
        answer = await response.json()
    assert answer["reply_markup"]["inline_keyboard"][0] == [{"text": "Оновити", "callback_data": "~a:1:0"}]
    del answer["reply_markup"]
    assert answer == {
        "method": "sendMessage",
        "chat_id": 501,
        "text": "Ви: a &amp; b",
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


async def test_in_a_lively_chat_too_many_requests_can_be_waited_out(
    server: TelegramServer, door: TelegramDoor, url: str
) -> None:
    await register_webhook(door, url, SECRET)
    olena = server.user(501)
    for words in ("раз", "два"):
        await olena.says(words)
        await olena.hears(f"Ви: {words}")
    assert "sendMessage" in [name for name, _ in server.calls]


async def test_a_message_after_a_notice_does_not_travel_where_too_many_requests_would_be_its_end(
    server: TelegramServer, door: TelegramDoor, url: str
) -> None:
    await register_webhook(door, url, SECRET)
    olena = server.user(501)
    await olena.says("раз")
    await olena.hears("раз")
    await asyncio.sleep(1.1)
    await door.send("501", page("нагадування"), "uk")
    await olena.says("два")
    await olena.hears("два")
    await server.settled()
    assert server.breaches == []
    # The notice; the answer, refused; the answer again after the second that Telegram asked for.
    assert [name for name, _ in server.calls] == ["setWebhook", *["sendMessage"] * 3]


async def test_an_acknowledgement_travels_in_the_response(server: TelegramServer, door: TelegramDoor, url: str) -> None:
    await register_webhook(door, url, SECRET)
    olena = server.user(501)
    await olena.says("раз")
    await olena.hears("раз")
    await olena.taps("Оновити")
    await olena.hears("Захід 1")
    await server.settled()
    assert [name for name, _ in server.calls] == ["setWebhook", "editMessageText"]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "гасло"}])
async def test_who_does_not_know_the_secret_is_not_heard(
    client: aiohttp.ClientSession, url: str, talk: Talk, headers: dict[str, str]
) -> None:
    async with client.post(f"{url}/telegram", json=message(), headers=headers) as response:
        assert response.status == 403
    assert not talk.heard


async def test_a_secret_in_no_encoding_at_all_is_wrong_and_nothing_more(url: str, talk: Talk) -> None:
    status = await post_raw(url, b"{}", b"\xff\xfe\x80")
    assert status == 403
    assert not talk.heard


async def test_without_a_secret_no_route_opens() -> None:
    door = open_telegram("1:x")
    with pytest.raises(ValueError, match="secret"):
        webhook_routes(door, Talk(), "")
    await door.close()


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"{}", b'{"update_id": 1, "message": 5}', b"\xff\x00"])
async def test_what_is_no_update_is_taken_and_ignored(
    client: aiohttp.ClientSession, url: str, talk: Talk, body: bytes
) -> None:
    async with client.post(f"{url}/telegram", data=body, headers=GENUINE) as response:
        assert (response.status, await response.read()) == (200, b"")
    assert not talk.heard


async def test_no_call_whatever_is_an_error_of_ours(url: str) -> None:
    for body in any_bytes():
        assert await post_raw(url, body, SECRET.encode()) == 200
    for more in (
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Content-Type: text/plain; charset=x\r\n",
    ):
        assert await post_raw(url, b"not packed", SECRET.encode(), more) < 500


async def test_a_huge_body_is_not_read(client: aiohttp.ClientSession, url: str, talk: Talk) -> None:
    async with client.post(f"{url}/telegram", data=BytesIO(b" " * (1024 * 1024 + 1)), headers=GENUINE) as response:
        assert response.status == 413

    async def without_length() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 65536

    async with client.post(f"{url}/telegram", data=without_length(), headers=GENUINE) as response:
        assert response.status == 413


async def test_when_the_store_is_away_telegram_keeps_the_update(
    client: aiohttp.ClientSession, url: str, talk: Talk
) -> None:
    talk.closed = True
    async with client.post(f"{url}/telegram", json=message(), headers=GENUINE) as response:
        assert response.status == 503


async def test_an_answer_whose_response_was_lost_travels_again(
    client: aiohttp.ClientSession, url: str, talk: Talk
) -> None:
    async def bring(update_id: int = 1) -> bytes:
        async with client.post(f"{url}/telegram", json=message(update_id=update_id), headers=GENUINE) as response:
            return await response.read()

    first, at_once = await asyncio.gather(bring(), bring())
    assert b"sendMessage" in first
    assert at_once == await bring() == first
    assert len(talk.heard) == 1
    await bring(2)
    assert len(talk.heard) == 2


async def test_one_persons_updates_brought_at_once_wait_for_each_other(
    client: aiohttp.ClientSession, url: str, talk: Talk
) -> None:
    talk.gates["501"].clear()

    async def bring(number: int) -> None:
        async with client.post(f"{url}/telegram", json=message(str(number), number), headers=GENUINE) as response:
            assert response.status == 200

    first = asyncio.create_task(bring(1))
    await until("the first is heard", lambda: talk.words)
    second = asyncio.create_task(bring(2))
    await asyncio.sleep(0.1)
    assert talk.words == ["1"]
    talk.special[Words("2")] = ()
    talk.gates["501"].set()
    await asyncio.gather(first, second)
    assert talk.words == ["1", "2"]


def any_bytes() -> list[bytes]:
    found: list[bytes] = []

    @settings(deadline=None)
    @given(st.binary(max_size=300))
    def gather(body: bytes) -> None:
        found.append(body)

    gather()
    return found


async def post_raw(url: str, body: bytes, secret: bytes, more: bytes = b"") -> int:
    """POST bytes that no client would send; returns the status."""
    host, port = urlsplit(url).hostname, urlsplit(url).port
    reader, writer = await asyncio.open_connection(host, port)
    head = b"POST /telegram HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n" % len(body)
    writer.write(head + more + SECRET_HEADER.encode() + b": " + secret + b"\r\n\r\n" + body)
    status = int((await reader.readline()).split()[1])
    await reader.read()
    writer.close()
    await writer.wait_closed()
    return status
