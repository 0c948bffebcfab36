"""What the Telegram door promises when it sends: either the message went out, or it says truly what came of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from bot.dialog.door import DeliveryError, Door, Failure
from bot.dialog.model import Line, Reply, Style
from bot.dialog.text import verbatim
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import open_telegram
from tests.contract.telegram_talk import card, opened, page
from tests.servers.listener import Listener
from tests.servers.telegram import Fault, Limits, TelegramServer

OLENA = 501


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits()) as server:
        await server.user(OLENA).start()
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server, call_seconds=0.5) as door:
        yield door


async def failure_of(door: Door, account: str = str(OLENA), reply: Reply | None = None) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        await door.send(account, reply or card(1), "uk")
    return caught.value


async def test_a_message_arrives_with_its_look_and_its_buttons(server: TelegramServer, door: TelegramDoor) -> None:
    await door.send(str(OLENA), card(1), "uk")
    seen = server.user(OLENA).sees
    assert seen.text == "Захід 1 & <друзі>\nСтан 0"
    assert seen.html == "<b>Захід 1 &amp; &lt;друзі&gt;</b>\n<i>Стан 0</i>"
    assert [[button.text for button in row] for row in seen.buttons] == [["Оновити"], ["Квартал"]]


async def test_a_link_in_a_message_draws_no_preview(server: TelegramServer, door: TelegramDoor) -> None:
    await door.send(str(OLENA), page("https://example.org"), "uk")
    assert server.calls[-1][1]["link_preview_options"] == '{"is_disabled": true}'


async def test_the_door_knows_its_own_name(server: TelegramServer, door: TelegramDoor) -> None:
    assert await door.me() == "planovyk_bot"
    assert door.name == "telegram"


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Fault.REFUSE, Failure.UNCERTAIN),
        (Fault.RESET_BEFORE_BODY, Failure.UNCERTAIN),
        (Fault.RESET_AFTER_PROCESSING, Failure.UNCERTAIN),
        (Fault.TIMEOUT, Failure.UNCERTAIN),
        (Fault.TIMEOUT_AFTER_PROCESSING, Failure.UNCERTAIN),
        (Fault.BAD_GATEWAY, Failure.UNCERTAIN),
        (Fault.SERVER_ERROR, Failure.LATER),
        (Fault.FORBIDDEN, Failure.UNREACHABLE),
    ],
)
async def test_what_a_failure_means(server: TelegramServer, door: TelegramDoor, fault: Fault, failure: Failure) -> None:
    server.faults.next("sendMessage", fault)
    assert (await failure_of(door)).failure is failure


async def test_too_many_requests_name_the_seconds_to_wait(server: TelegramServer, door: TelegramDoor) -> None:
    server.faults.next("sendMessage", Fault.TOO_MANY_REQUESTS, retry_after=7)
    error = await failure_of(door)
    assert (error.failure, error.retry_after, error.whole_door) == (Failure.LATER, 7.0, True)


async def test_a_refused_connection_surely_sent_nothing(server: TelegramServer, door: TelegramDoor) -> None:
    async with server.offline():
        assert (await failure_of(door)).failure is Failure.LATER


async def test_a_connection_that_never_comes_about_surely_sent_nothing() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        host, port = full.getsockname()
        fillers = [asyncio.create_task(asyncio.open_connection(host, port)) for _ in range(4)]
        await asyncio.sleep(0.1)
        door = open_telegram("1:x", f"http://{host}:{port}", call_seconds=0.4)
        assert (await failure_of(door)).failure is Failure.LATER
        await door.close()
        for filler in fillers:
            if filler.done():
                filler.result()[1].close()
            filler.cancel()
        await asyncio.gather(*fillers, return_exceptions=True)


async def test_a_name_that_nobody_knows_surely_got_nothing() -> None:
    door = open_telegram("1:x", "http://telegram.invalid", call_seconds=5)
    assert (await failure_of(door)).failure is Failure.LATER
    await door.close()


async def test_who_blocked_the_bot_or_never_started_it_is_unreachable(
    server: TelegramServer, door: TelegramDoor
) -> None:
    await server.user(OLENA).blocks()
    server.user(502)
    for account in (str(OLENA), "502", "503"):
        assert (await failure_of(door, account)).failure is Failure.UNREACHABLE


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (401, "Unauthorized"),
        (404, "Not Found"),
        (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"),
    ],
)
async def test_a_bot_that_is_refused_makes_no_message_hopeless(code: int, description: str) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error_code": code, "description": description}, status=code)

    app = web.Application()
    app.router.add_post("/{method:.*}", refuse)
    listener = Listener(app)
    await listener.start()
    door = open_telegram("1:withdrawn", listener.url)
    assert (await failure_of(door)).failure is Failure.SHUT
    await door.close()
    await listener.close()


async def test_a_bot_that_telegram_does_not_know_is_shut_out(server: TelegramServer) -> None:
    door = open_telegram("1:wrong", server.url)
    assert (await failure_of(door)).failure is Failure.SHUT
    with pytest.raises(DeliveryError):
        await door.me()
    await door.close()


async def test_a_message_that_telegram_refuses_is_refused_for_good(server: TelegramServer, door: TelegramDoor) -> None:
    assert (await failure_of(door, "not a number")).failure is Failure.REFUSED
    assert [breach.rule for breach in server.breaches] == ["parameter-invalid"]
    server.breaches.clear()


def long_reply() -> Reply:
    return Reply(tuple(Line(verbatim("слово " * 400), Style.ITEM) for _ in range(2)), card(1).rows)


async def test_a_reply_too_long_for_one_message_comes_in_parts(server: TelegramServer, door: TelegramDoor) -> None:
    await door.send(str(OLENA), long_reply(), "uk")
    first, second = server.user(OLENA).chat
    assert first.text.count("слово") == second.text.count("слово") == 400
    assert not first.buttons
    assert second.buttons


async def test_a_reply_of_which_a_part_went_out_is_uncertain(server: TelegramServer, door: TelegramDoor) -> None:
    sending = asyncio.create_task(failure_of(door, reply=long_reply()))
    await server.user(OLENA).hears("слово")
    await server.user(OLENA).blocks()
    assert (await sending).failure is Failure.UNCERTAIN
