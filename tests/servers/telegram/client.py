"""aiogram's own Bot pointed at the test server: what the self-tests and later tests of delivery call it with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.servers.telegram.server import TelegramServer


@asynccontextmanager
async def a_bot(server: TelegramServer, token: str | None = None) -> AsyncIterator[Bot]:
    """A Bot with HTML as its parse mode; a request gives up after two seconds. The token is the server's own."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(server.url), timeout=2)
    try:
        yield Bot(token or server.token, session=session, default=DefaultBotProperties(parse_mode="HTML"))
    finally:
        # AiohttpSession.close() waits a quarter of a second for TLS, which is not used here.
        await (await session.create_session()).close()
