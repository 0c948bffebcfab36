"""What polling promises: an update is confirmed only after its handling, and no network stops it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.telegram.door import TelegramDoor
from bot.telegram.opening import register_webhook, run_polling
from tests.contract.telegram_talk import SECRET, Talk, opened, polled, until
from tests.servers.telegram import Fault, Limits, TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried()) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server) as door:
        yield door


async def test_an_update_is_confirmed_only_after_its_handling(server: TelegramServer, door: TelegramDoor) -> None:
    talk, olena = Talk(), server.user(501)
    talk.gates["501"].clear()
    async with polled(door, talk):
        await olena.says("звіт")
        await until("it is heard", lambda: talk.words)
        await asyncio.sleep(1.2)  # beyond the glance: polling has gone on meanwhile
        assert len(server.account.updates.pending) == 1
        talk.gates["501"].set()
        await server.settled()
    assert talk.words == ["звіт"]


async def test_an_update_whose_handling_was_cut_off_comes_again(server: TelegramServer, door: TelegramDoor) -> None:
    talk, olena = Talk(), server.user(501)
    talk.gates["501"].clear()
    await olena.says("звіт")
    crashing = asyncio.create_task(run_polling(door, talk, asyncio.Event()))
    await until("it is heard", lambda: talk.words)
    crashing.cancel()
    await asyncio.gather(crashing, return_exceptions=True)
    talk.gates["501"].set()
    async with polled(door, talk):
        await olena.hears("Ви: звіт")
    assert talk.words == ["звіт", "звіт"]


async def test_a_stop_lets_a_handling_end_and_confirms_it(server: TelegramServer, door: TelegramDoor) -> None:
    talk, olena = Talk(), server.user(501)
    async with polled(door, talk) as stop:
        await olena.says("раз")
        await olena.hears("раз")
        talk.gates["501"].clear()
        await olena.says("два")
        await until("it is heard", lambda: len(talk.words) > 1)
        stop.set()
        await asyncio.sleep(0.05)
        talk.gates["501"].set()
    await olena.hears("два")
    assert not server.account.updates.pending


async def test_a_stop_during_the_long_wait_is_prompt(server: TelegramServer, door: TelegramDoor) -> None:
    async with polled(door, Talk()) as stop:
        await until("it polls", lambda: [name for name, _ in server.calls if name == "getUpdates"])
        before = asyncio.get_running_loop().time()
        stop.set()
    assert asyncio.get_running_loop().time() - before < 0.5


async def test_a_stop_while_the_store_is_away_leaves_the_updates_to_telegram(
    server: TelegramServer, door: TelegramDoor
) -> None:
    talk, olena, ivan = Talk(), server.user(501), server.user(502)
    async with polled(door, talk):
        await ivan.says("перший")
        await ivan.hears("перший")
        talk.closed = True
        await olena.says("звіт")
        await olena.says("і ще")
        await until("it is heard", lambda: "звіт" in talk.words)
    assert [update.payload["message"]["text"] for update in server.account.updates.pending] == ["звіт", "і ще"]
    assert "і ще" not in talk.words
    talk.closed = False
    async with polled(door, talk):
        await olena.hears("Ви: звіт")
        await olena.hears("Ви: і ще")


@pytest.mark.parametrize(
    "fault", [Fault.REFUSE, Fault.RESET_AFTER_PROCESSING, Fault.BAD_GATEWAY, Fault.SERVER_ERROR, Fault.FORBIDDEN]
)
@pytest.mark.parametrize("method", ["getUpdates", "deleteWebhook"])
async def test_a_bad_network_does_not_end_polling(
    server: TelegramServer, door: TelegramDoor, fault: Fault, method: str
) -> None:
    server.faults.next(method, fault, times=3)
    olena = server.user(501)
    async with polled(door, Talk()):
        await olena.says("чутно?")
        await olena.hears("Ви: чутно?")
    assert server.faults.left == 0


async def test_an_outage_is_survived(server: TelegramServer, door: TelegramDoor) -> None:
    talk, olena = Talk(), server.user(501)
    async with polled(door, talk):
        await olena.says("раз")
        await olena.hears("раз")
        async with server.offline():
            await olena.says("два")
            await asyncio.sleep(0.1)
        await olena.hears("два")
    assert talk.words == ["раз", "два"]


async def test_a_stop_in_an_outage_is_clean_and_the_update_comes_again(
    server: TelegramServer, door: TelegramDoor
) -> None:
    talk, olena = Talk(), server.user(501)
    talk.gates["501"].clear()
    async with polled(door, talk) as stop:
        await olena.says("раз")
        await until("it is heard", lambda: talk.words)
        stop.set()
        async with server.offline():
            talk.gates["501"].set()
            await asyncio.sleep(0.2)
    assert len(server.account.updates.pending) == 1


async def test_a_token_that_is_withdrawn_is_told_of(
    server: TelegramServer, door: TelegramDoor, caplog: pytest.LogCaptureFixture
) -> None:
    token, server.token = server.token, "withdrawn"
    async with polled(door, Talk()):
        await until("it says so", lambda: "poll-unauthorized" in [record.message for record in caplog.records])
        server.token = token
        await server.user(501).says("чутно?")
        await server.user(501).hears("Ви: чутно?")


async def test_polling_takes_the_place_of_a_webhook(server: TelegramServer, door: TelegramDoor) -> None:
    await register_webhook(door, "https://bot.example.org", SECRET)
    olena = server.user(501)
    async with polled(door, Talk()):
        await olena.says("чутно?")
        await olena.hears("Ви: чутно?")
    assert server.account.webhook is None


async def test_a_second_poller_is_told_of_and_outlived(
    server: TelegramServer, door: TelegramDoor, caplog: pytest.LogCaptureFixture
) -> None:
    olena = server.user(501)
    async with opened(server) as other, polled(door, Talk()):
        await until("it polls", lambda: [name for name, _ in server.calls if name == "getUpdates"])
        await other.bot.get_updates(timeout=0)
        await until("it says so", lambda: "poll-conflict" in [record.message for record in caplog.records])
        await olena.says("чутно?")
        await olena.hears("Ви: чутно?")


async def test_an_update_of_tomorrow_does_not_spoil_its_page(server: TelegramServer, door: TelegramDoor) -> None:
    olena = server.user(501)
    server.account.updates.add(501, "message", {"message_id": "not a number"})
    server.account.updates.add(501, "a_kind_of_tomorrow", {"message": 1})
    await olena.says("чутно?")
    async with polled(door, Talk()):
        await olena.hears("Ви: чутно?")
        await server.settled()


async def test_the_door_closes_after_polling(server: TelegramServer) -> None:
    async with opened(server) as door:
        async with polled(door, Talk()):
            await server.user(501).says("чутно?")
            await server.user(501).hears("чутно?")
        await door.close()
