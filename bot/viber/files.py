"""Files that people send: fetched from the address that Viber names, and only when the conversation asks for one."""

from __future__ import annotations

from http import HTTPStatus

import aiohttp
from yarl import URL

from bot.dialog.model import MOST_FILE_BYTES, too_large
from bot.errors import PlanovykError

SECONDS = 30.0
MOST_REDIRECTS = 3
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


async def fetch(address: str) -> bytes:
    """Return what lies at an address. Raises PlanovykError: error.file-unavailable, error.file-too-large.

    The session is one of its own: the bot's token, which the client of the Bot API sends along, is nobody else's.
    """
    timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=SECONDS / 3)
    try:
        async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session:
            return await _from(session, URL(address), MOST_REDIRECTS)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise PlanovykError("error.file-unavailable") from error


async def _from(session: aiohttp.ClientSession, address: URL, redirects: int) -> bytes:
    if not _is_safe(address):
        raise PlanovykError("error.file-unavailable")
    async with session.get(address, allow_redirects=False) as response:
        if response.status in _REDIRECTS and redirects:
            target = address.join(URL(response.headers.get("Location", "")))
            return await _from(session, target, redirects - 1)
        if response.status != HTTPStatus.OK:
            raise PlanovykError("error.file-unavailable")
        return await _content(response)


async def _content(response: aiohttp.ClientResponse) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > MOST_FILE_BYTES:
            raise too_large()
    return bytes(data)


def _is_safe(address: URL) -> bool:
    """Tell whether nobody on the way can read or change what lies there: TLS, or this computer."""
    return address.scheme == "https" or (address.scheme == "http" and address.host in _LOOPBACK)
