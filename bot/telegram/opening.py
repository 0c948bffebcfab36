"""How the program opens the Telegram door; importing this costs what aiogram costs."""

from __future__ import annotations

from typing import cast

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiohttp import ClientTimeout

from bot.dialog.door import Shown, unnoted
from bot.telegram.door import TelegramDoor
from bot.telegram.polling import run_polling
from bot.telegram.reaching import Listeners
from bot.telegram.session import CallSession
from bot.telegram.webhook import register_webhook, webhook_routes

__all__ = ["Listeners", "open_telegram", "register_webhook", "run_polling", "webhook_routes"]

OFFICIAL_API = "https://api.telegram.org"
CALL_SECONDS = 30.0
CONNECT_SECONDS = 10.0


def open_telegram(
    token: str, api_url: str = OFFICIAL_API, *, call_seconds: float = CALL_SECONDS, shown: Shown = unnoted
) -> TelegramDoor:
    """Open the door with a bot's token; nothing is called yet. To be closed with `await door.close()`.

    Args:
        token: of the bot, as @BotFather gives it.
        api_url: base URL of the Bot API server.
        call_seconds: how long one call may take.
        shown: is told which message shows which card.
    """
    # aiogram hands the time-out to aiohttp as it is. A connection that never came about must not look like an answer
    # that never came: the first is surely not sent.
    timeout = cast("float", ClientTimeout(total=call_seconds, sock_connect=min(CONNECT_SECONDS, call_seconds / 2)))
    session = CallSession(TelegramAPIServer.from_base(api_url), timeout)
    return TelegramDoor(
        Bot(token, session, DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True)), shown
    )
