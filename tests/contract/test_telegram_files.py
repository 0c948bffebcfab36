"""Files through the Telegram door: fetched when they are asked for, within a limit, and never otherwise."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.dialog.model import MOST_FILE_BYTES, File
from bot.errors import PlanovykError
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import register_webhook
from tests.contract.telegram_talk import SECRET, Talk, opened, polled, webhook
from tests.servers.telegram import Fault, Limits, TelegramServer

PLAN = "№\tНазва заходу\tТермін\n".encode()


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server) as door:
        yield door


async def sent(server: TelegramServer, door: TelegramDoor, content: bytes) -> File:
    """What the conversation hears of a file."""
    talk, olena = Talk(), server.user(501)
    async with polled(door, talk):
        await olena.sends_file("план.txt", content, "ось план")
        await olena.hears("план.txt")
    [what] = [incoming.what for incoming in talk.heard]
    assert isinstance(what, File)
    assert "getFile" not in [name for name, _ in server.calls]
    return what


async def test_a_file_is_fetched_only_when_it_is_read(server: TelegramServer, door: TelegramDoor) -> None:
    file = await sent(server, door, PLAN)
    assert (file.name, file.size) == ("план.txt", len(PLAN))
    assert await file.read() == PLAN
    assert await file.read() == PLAN


async def test_a_file_comes_by_webhook_too(server: TelegramServer, door: TelegramDoor) -> None:
    talk, olena = Talk(), server.user(501)
    async with webhook(door, talk) as url:
        await register_webhook(door, url, SECRET)
        await olena.sends_file("план.txt", PLAN)
        await olena.hears("план.txt")
    [what] = [incoming.what for incoming in talk.heard]
    assert isinstance(what, File)
    assert await what.read() == PLAN


async def test_the_largest_file_is_read_whole_and_a_larger_one_is_not(
    server: TelegramServer, door: TelegramDoor
) -> None:
    assert len(await (await sent(server, door, b"x" * MOST_FILE_BYTES)).read()) == MOST_FILE_BYTES
    server.calls.clear()
    with pytest.raises(PlanovykError) as refused:
        await (await sent(server, door, b"x" * (MOST_FILE_BYTES + 1))).read()
    assert (refused.value.key, refused.value.args_) == ("error.file-too-large", {"limit": 15})


async def test_a_file_that_telegram_does_not_give_is_asked_for_again_of_the_person(
    server: TelegramServer, door: TelegramDoor
) -> None:
    file = await sent(server, door, PLAN)
    server.faults.next("getFile", Fault.SERVER_ERROR)
    for _ in range(2):
        with pytest.raises(PlanovykError) as refused:
            await file.read()
        assert refused.value.key == "error.file-unavailable"
        server.account.files.clear()
    async with server.offline():
        with pytest.raises(PlanovykError) as refused:
            await file.read()
    assert refused.value.key == "error.file-unavailable"


async def test_a_download_that_fails_tells_no_token(server: TelegramServer, door: TelegramDoor) -> None:
    with pytest.raises(PlanovykError) as refused:
        await door.fetch("nobody-has-it")
    assert server.token not in f"{refused.value} {refused.value.args_}"
