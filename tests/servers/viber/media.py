"""Pictures and files of the bot: fetched from the address in the message, as nothing is uploaded to Viber."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

import aiohttp

from tests.servers import pictures
from tests.servers.viber.account import Account
from tests.servers.viber.errors import ApiError, bad_data
from tests.servers.viber.messages import MAX_FILE_BYTES, Message

MAX_PICTURE_BYTES = 1024 * 1024
_PICTURE_ENDINGS = {".jpeg": "image/jpeg", ".jpg": "image/jpeg", ".png": "image/png", ".gif": "image/gif"}
_SECONDS = 5.0


async def with_content(account: Account, message: Message) -> Message:
    """Return the message with what lies at its address. Raises ApiError, a breach."""
    if message.type not in {"picture", "file"}:
        return message
    address = str(message.payload["media"])
    _demand_public(account, address)
    if message.type == "picture":
        content, media_type = await _fetched(address, MAX_PICTURE_BYTES)
        _demand_picture(address, content, media_type)
    else:
        content, _ = await _fetched(address, MAX_FILE_BYTES)
        if len(content) != message.payload["size"]:
            raise bad_data(f"size says {message.payload['size']} bytes, there are {len(content)}", breach="file-size")
    return replace(message, content=content)


def _demand_public(account: Account, address: str) -> None:
    loopback = account.allow_http_webhook and address.startswith("http://127.0.0.1:")
    if not (loopback or address.startswith("https://")):
        raise bad_data("media must be an https address", breach="media")


def _demand_picture(address: str, content: bytes, media_type: str) -> None:
    ending = PurePosixPath(urlsplit(address).path).suffix.lower()
    if ending not in _PICTURE_ENDINGS:
        raise bad_data("the last part of a picture's address must end in .jpeg, .png or .gif", breach="media")
    if not pictures.media_type(content) == media_type == _PICTURE_ENDINGS[ending]:
        raise bad_data(f"this is not a picture of the kind {ending}, called {media_type}", breach="picture")


async def _fetched(address: str, most_bytes: int) -> tuple[bytes, str]:
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.get(address) as answer,
        ):
            if answer.status != 200:
                raise _unreachable(f"its address answers {answer.status}")
            content = await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise _unreachable(type(error).__name__) from None
    if not 0 < len(content) <= most_bytes:
        raise bad_data(f"media has {len(content)} bytes, 1 to {most_bytes} are taken", breach="file-too-big")
    return content, answer.content_type


def _unreachable(why: str) -> ApiError:
    return bad_data(f"media cannot be fetched: {why}", breach="media-unreachable")
