"""What the Telegram test server does on the way: limits, webhook delivery, faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from tests.servers.fixtures import checked
from tests.servers.listener import Listener
from tests.servers.telegram import Fault, Limits, TelegramServer
from tests.servers.telegram.client import a_bot

OLENA = 5001
GOOD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Так", callback_data="y")]])


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as running:
        yield running


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with a_bot(server) as running:
        yield running


@dataclass
class FakeClock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Receiver:
    """A webhook that answers as the test tells it."""

    answers: list[Callable[[], web.Response]] = field(default_factory=list)
    got: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return self.answers.pop(0)() if self.answers else web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiving = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiving.handle)
    listener = Listener(app)
    await listener.start()
    receiving.url = f"{listener.url}/hook"
    yield receiving
    await listener.close()


def rules(server: TelegramServer) -> list[str]:
    return [breach.rule for breach in server.breaches]


# -------------------------------------------------------------------------------------------------------------- limits


async def test_a_second_message_within_a_second_to_one_chat_must_wait() -> None:
    clock = FakeClock()
    async with TelegramServer(clock=clock) as server, a_bot(server) as bot:
        await server.user(OLENA).start()
        await server.user(5002).start()
        await bot.send_message(OLENA, "1")
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(OLENA, "2")
        assert refused.value.retry_after == 1
        await bot.send_message(5002, "Інша людина не чекає")
        server.check()
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(OLENA, "2")
        assert rules(server) == ["sent-during-retry-after"]
        clock.now += 1
        await bot.send_message(OLENA, "2")


async def test_a_burst_is_an_option() -> None:
    async with TelegramServer(clock=FakeClock(), limits=Limits(chat_burst=3)) as server, a_bot(server) as bot:
        await server.user(OLENA).start()
        for number in range(3):
            await bot.send_message(OLENA, str(number))
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(OLENA, "3")
        server.check()


async def test_thirty_messages_a_second_are_the_bots_limit() -> None:
    clock = FakeClock()
    async with TelegramServer(clock=clock) as server, a_bot(server) as bot:
        for user_id in range(1, 32):
            await server.user(user_id).start()
        for user_id in range(1, 31):
            await bot.send_message(user_id, "Засідання о 15:00")
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(31, "Засідання о 15:00")
        clock.now += 1
        await bot.send_message(31, "Засідання о 15:00")
        server.check()


# ------------------------------------------------------------------------------------------------------------- webhook


async def test_a_webhook_gets_updates_in_order_again_until_200(
    server: TelegramServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [lambda: web.Response(status=500), lambda: web.Response(status=503)]
    olena = server.user(OLENA)
    await bot.set_webhook(receiver.url, secret_token="s3cret_-")
    await olena.says("перше")
    await olena.says("друге")
    await server.settled()
    assert [secret for secret, _ in receiver.got] == ["s3cret_-"] * 4
    assert [update["message"]["text"] for _, update in receiver.got] == ["перше", "перше", "перше", "друге"]
    assert len({update["update_id"] for _, update in receiver.got}) == 2
    assert (await bot.get_webhook_info()).last_error_message == "Wrong response from the webhook: 503"


async def test_a_repeated_update_reaches_the_webhook(server: TelegramServer, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    await server.user(OLENA).says("план")
    await server.user(OLENA).updates_again(2)
    await server.settled()
    assert len(receiver.got) == 3
    assert len({update["update_id"] for _, update in receiver.got}) == 1


def in_json(method: TelegramMethod[Any], bot: Bot) -> web.Response:
    values = method.model_dump(exclude_none=True, exclude_defaults=True)
    return web.json_response({"method": method.__api_method__, **values})


def in_parts(method: TelegramMethod[Any], bot: Bot) -> web.Response:
    handler = SimpleRequestHandler.__new__(SimpleRequestHandler)
    return web.Response(body=handler._build_response_writer(bot, method))


@pytest.mark.parametrize("body", [in_json, in_parts])
async def test_a_method_in_the_webhook_answer_is_carried_out(
    server: TelegramServer,
    bot: Bot,
    receiver: Receiver,
    body: Callable[[TelegramMethod[Any], Bot], web.Response],
) -> None:
    receiver.answers = [lambda: body(SendMessage(chat_id=OLENA, text="Вітаю!", reply_markup=GOOD), bot)]
    await bot.set_webhook(receiver.url)
    await server.user(OLENA).start()
    heard = await server.user(OLENA).hears("Вітаю!")
    assert heard.buttons == ((("Так", "y"),),)
    server.check()


async def test_a_failed_method_in_the_webhook_answer_is_a_breach(
    server: TelegramServer, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [
        lambda: in_json(SendMessage(chat_id=404, text="Нікому"), bot),
        lambda: in_json(AnswerCallbackQuery(callback_query_id="0"), bot),
    ]
    await bot.set_webhook(receiver.url)
    await server.user(OLENA).start()
    await server.user(OLENA).says("план")
    await server.settled()
    assert rules(server) == ["webhook-method-failed", "callback-unknown"]


# -------------------------------------------------------------------------------------------------------------- faults


def _writes(bot: Bot) -> Awaitable[object]:
    return bot.send_message(OLENA, "Нагадування")


@pytest.mark.parametrize(
    ("fault", "error", "arrived"),
    [
        (Fault.REFUSE, TelegramNetworkError, 0),
        (Fault.RESET_BEFORE_BODY, TelegramNetworkError, 0),
        (Fault.RESET_AFTER_PROCESSING, TelegramNetworkError, 1),
        (Fault.TIMEOUT, TelegramNetworkError, 0),
        (Fault.TIMEOUT_AFTER_PROCESSING, TelegramNetworkError, 1),
        (Fault.TOO_MANY_REQUESTS, TelegramRetryAfter, 0),
        (Fault.FORBIDDEN, TelegramForbiddenError, 0),
        (Fault.SERVER_ERROR, TelegramServerError, 0),
        (Fault.BAD_GATEWAY, ClientDecodeError, 0),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else None,
)
async def test_a_planned_fault_meets_one_request(
    server: TelegramServer, fault: Fault, error: type[Exception], arrived: int
) -> None:
    await server.user(OLENA).start()
    async with a_bot(server) as bot:
        bot.session.timeout = 0.3
        server.faults.next("sendMessage", fault)
        with pytest.raises(error):
            await _writes(bot)
        assert len(server.user(OLENA).chat) == arrived
        if fault is not Fault.TOO_MANY_REQUESTS:
            await _writes(bot)
            assert len(server.user(OLENA).chat) == arrived + 1
    server.check()


async def test_offline_means_connection_refused_and_the_port_comes_back(server: TelegramServer) -> None:
    async with aiohttp.ClientSession() as session:
        async with server.offline():
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get(f"{server.url}/bot{server.token}/getMe")
        async with session.get(f"{server.url}/bot{server.token}/getMe") as answer:
            assert json.loads(await answer.text())["ok"] is True


async def a_bot_that_hides_its_error() -> None:
    async with checked(TelegramServer()) as server, a_bot(server) as bot:
        with suppress(TelegramNotFound):
            await bot.get_my_name()


async def test_a_breach_that_the_bot_hides_fails_its_test() -> None:
    with pytest.raises(AssertionError, match=r"broke 1 rule\(s\) of Telegram:\n  - unknown-method in getMyName"):
        await a_bot_that_hides_its_error()


async def test_a_webhook_set_later_gets_what_waited(server: TelegramServer, bot: Bot, receiver: Receiver) -> None:
    await server.user(OLENA).says("перше")
    await bot.set_webhook(receiver.url)
    await server.settled()
    await bot.delete_webhook()
    await server.user(OLENA).says("друге")
    await bot.set_webhook(receiver.url)
    await server.settled()
    assert [update["message"]["text"] for _, update in receiver.got] == ["перше", "друге"]


async def test_a_newer_poller_ends_the_older_one(server: TelegramServer, bot: Bot) -> None:
    pages = await asyncio.gather(*[bot.get_updates(timeout=1) for _ in range(2)], return_exceptions=True)
    assert {type(page) for page in pages} == {list, TelegramConflictError}


async def test_polling_beside_a_webhook_is_a_conflict(server: TelegramServer, bot: Bot, receiver: Receiver) -> None:
    await bot.set_webhook(receiver.url)
    with pytest.raises(TelegramConflictError):
        await bot.get_updates()
