"""Fixtures of the messenger servers: each checks at its end that the bot broke no rule.

A conftest takes them in with `pytest_plugins = ["tests.servers.fixtures"]`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

import pytest_asyncio

from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer

S = TypeVar("S", TelegramServer, ViberServer)


@asynccontextmanager
async def checked(server: S) -> AsyncIterator[S]:
    """Run a server and raise AssertionError at the end when the bot broke a rule."""
    async with server:
        yield server
    server.check()


@pytest_asyncio.fixture
async def telegram_server() -> AsyncIterator[TelegramServer]:
    """Telegram without sending limits, because people in tests type at a machine's speed; all other rules hold."""
    async with checked(TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True)) as server:
        yield server


@pytest_asyncio.fixture
async def pacing_telegram_server() -> AsyncIterator[TelegramServer]:
    """Telegram with its real sending limits: 30 messages a second, one a second for a chat."""
    async with checked(TelegramServer(allow_http_webhook=True)) as server:
        yield server


@pytest_asyncio.fixture
async def viber_server() -> AsyncIterator[ViberServer]:
    """Viber without its hourly and broadcast limits; all other rules hold."""
    async with checked(ViberServer(limits=ViberLimits.unhurried(), allow_http_webhook=True)) as server:
        yield server


@pytest_asyncio.fixture
async def pacing_viber_server() -> AsyncIterator[ViberServer]:
    """Viber with its real limits: 100 messages an hour to a silent person, 500 broadcasts in 10 seconds."""
    async with checked(ViberServer(allow_http_webhook=True)) as server:
        yield server
