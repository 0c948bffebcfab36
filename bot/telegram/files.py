"""Files that people send: fetched only when the conversation asks for one."""

from __future__ import annotations

from contextlib import aclosing
from typing import cast

from aiogram import Bot
from aiogram.methods import GetFile
from aiogram.types import File as FileOfTelegram
from aiohttp import ClientError, ClientTimeout

from bot.dialog.model import MOST_FILE_BYTES, too_large
from bot.errors import PlanovykError
from bot.telegram.failures import CALL_ERRORS

DOWNLOAD_SECONDS = 30
_CHUNK = 65536


async def fetch(bot: Bot, file_id: str) -> bytes:
    """Return the content of a file. Raises PlanovykError: error.file-unavailable, error.file-too-large."""
    try:
        found = await bot(GetFile(file_id=file_id))
        return await _downloaded(bot, found)
    except (*CALL_ERRORS, ClientError, TimeoutError) as error:
        # The cause stays out of the log: the address of a file holds the bot's token.
        raise PlanovykError("error.file-unavailable") from error


async def _downloaded(bot: Bot, found: FileOfTelegram) -> bytes:
    if not found.file_path:
        raise PlanovykError("error.file-unavailable")
    address = bot.session.api.file_url(bot.token, found.file_path)
    data = bytearray()
    # aiogram hands the time-out to aiohttp as it is.
    timeout = cast("int", ClientTimeout(total=DOWNLOAD_SECONDS))
    stream = bot.session.stream_content(address, timeout=timeout, chunk_size=_CHUNK, raise_for_status=True)
    async with aclosing(stream):
        async for chunk in stream:
            data += chunk
            if len(data) > MOST_FILE_BYTES:
                raise too_large()
    return bytes(data)
