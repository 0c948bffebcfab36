"""Whoever blocks the bot is not written to from that moment on, and again from the one when they let it in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import pytest

from bot.dialog.door import AnswerUnavailable
from bot.dialog.model import Address
from bot.telegram.door import TelegramDoor
from bot.telegram.opening import Listeners, register_webhook
from tests.contract.telegram_talk import SECRET, Talk, opened, polled, until, webhook
from tests.servers.telegram import Limits, TelegramServer

ACCOUNT = Address("telegram", "501")


@dataclass
class Heard:
    """Who was said to have gone (False) and to be back (True); refuses as often as the test has asked for."""

    told: list[tuple[Address, bool]] = field(default_factory=list)
    refusals: list[Exception] = field(default_factory=list)

    @property
    def listeners(self) -> Listeners:
        return Listeners(self.left, self.back)

    async def left(self, address: Address) -> None:
        self._hear(address, reachable=False)

    async def back(self, address: Address) -> None:
        self._hear(address, reachable=True)

    def _hear(self, address: Address, *, reachable: bool) -> None:
        if self.refusals:
            raise self.refusals.pop()
        self.told.append((address, reachable))


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True) as server:
        yield server
        server.check()


@pytest.fixture
async def door(server: TelegramServer) -> AsyncIterator[TelegramDoor]:
    async with opened(server) as door:
        yield door


@pytest.fixture(params=["polling", "webhook"])
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def listening(way: str, door: TelegramDoor, talk: Talk, heard: Heard) -> AbstractAsyncContextManager[object]:
    return (polled if way == "polling" else webhook)(door, talk, heard.listeners)


async def test_a_block_and_its_end_are_told_in_their_order(
    server: TelegramServer, door: TelegramDoor, way: str
) -> None:
    talk, heard, olena = Talk(), Heard(), server.user(501)
    async with listening(way, door, talk, heard) as url:
        if way == "webhook":
            await register_webhook(door, str(url), SECRET)
        await olena.says("привіт")
        await olena.hears("Ви: привіт")
        await olena.blocks()
        await until("the block is told", lambda: heard.told == [(ACCOUNT, False)])
        await olena.unblocks()
        await until("its end is told", lambda: heard.told == [(ACCOUNT, False), (ACCOUNT, True)])
        await server.settled()
    assert talk.words == ["привіт"], "nobody is answered who has said nothing"


async def test_what_could_not_be_kept_is_told_again(server: TelegramServer, door: TelegramDoor, way: str) -> None:
    talk, heard, olena = Talk(), Heard(refusals=[AnswerUnavailable()]), server.user(501)
    async with listening(way, door, talk, heard) as url:
        if way == "webhook":
            await register_webhook(door, str(url), SECRET)
        await olena.blocks()
        await until("it is told again", lambda: heard.told == [(ACCOUNT, False)])
        await server.settled()


async def test_a_fault_of_ours_stops_nobody_elses_bot(server: TelegramServer, door: TelegramDoor, way: str) -> None:
    talk, heard = Talk(), Heard(refusals=[RuntimeError("a fault")])
    olena, ivan = server.user(501), server.user(502)
    async with listening(way, door, talk, heard) as url:
        if way == "webhook":
            await register_webhook(door, str(url), SECRET)
        await olena.blocks()
        await until("it was tried", lambda: not heard.refusals)
        await ivan.says("звіт")
        await ivan.hears("Ви: звіт")
    assert heard.told == []
