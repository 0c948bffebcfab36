"""The client of Viber's Bot API: one request, one answer, and of a failure what it means for the message.

viberbot's own transport is not used: it blocks the event loop, has no time-out, does not tell the status of a failure
and writes the bot's token to the log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

import aiohttp

from bot.dialog.door import DeliveryError, Failure
from bot.viber.payload import encoded

API_URL = "https://chatapi.viber.com"
TOKEN_HEADER = "X-Viber-Auth-Token"  # noqa: S105 - the name of a header
PATIENCE = 20.0
"""Seconds for a whole request."""
CONNECT_PATIENCE = 5.0
"""Seconds until a connection stands; before that nothing can have gone out."""
PAUSE = 600.0
"""Seconds to wait after «too many requests»: Viber names none, and its limit is counted by the hour."""

_OK = 0
_TOO_MANY_REQUESTS = 12
_UNREACHABLE = frozenset({5, 6})
"""receiverNotRegistered, receiverNotSubscribed."""
_SHUT = frozenset({2, 7, 8, 9, 10, 13})
"""invalidAuthToken, publicAccount{Blocked,NotFound,Suspended}, webhookNotSet, apiVersionNotSupported."""

Answered = Mapping[str, object]


class ViberClient:
    """An open session with one bot's token. Make it in a running event loop, close it at the end."""

    def __init__(self, token: str, api_url: str = API_URL, patience: float = PATIENCE) -> None:
        self._base = f"{api_url.rstrip('/').removesuffix('/pa')}/pa"
        self._session = aiohttp.ClientSession(
            headers={TOKEN_HEADER: token, "Content-Type": "application/json"},
            # A kept connection that the other side has closed meanwhile looks like a message that may have arrived.
            connector=aiohttp.TCPConnector(force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=patience, connect=min(CONNECT_PATIENCE, patience)),
        )

    async def call(self, method: str, body: Mapping[str, object]) -> Answered:
        """Call a method once and return the fields of its answer. Raises DeliveryError."""
        try:
            # A redirection would carry the token to another host.
            async with self._session.post(
                f"{self._base}/{method}", data=encoded(body), allow_redirects=False
            ) as response:
                return accepted(response.status, await response.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise DeliveryError(Failure.LATER) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise DeliveryError(Failure.UNCERTAIN) from error

    async def close(self) -> None:
        """Close every connection."""
        await self._session.close()


def accepted(http_status: int, body: bytes) -> Answered:
    """Return the fields of an answer that says yes. Raises DeliveryError for any other.

    Viber answers HTTP 200 even when it refuses: the field `status` says what came of it. Another HTTP status comes
    from a server or a proxy on the way.
    """
    answered = _fields(body)
    if http_status == HTTPStatus.TOO_MANY_REQUESTS:
        raise DeliveryError(Failure.LATER, PAUSE)
    if http_status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise DeliveryError(Failure.UNCERTAIN if answered is None else Failure.LATER)
    if http_status >= HTTPStatus.MULTIPLE_CHOICES:
        raise DeliveryError(Failure.SHUT)
    status = None if answered is None else answered.get("status")
    if answered is None or not isinstance(status, int):
        raise DeliveryError(Failure.UNCERTAIN)
    if status != _OK:
        raise _failure(status)
    return answered


def _failure(status: int) -> DeliveryError:
    """What a status other than 0 means for the message, by Viber's list of error codes.

    "Too many requests" is counted for each person, so it holds nobody else up.
    """
    if status in _UNREACHABLE:
        return DeliveryError(Failure.UNREACHABLE)
    if status in _SHUT:
        return DeliveryError(Failure.SHUT)
    if status == _TOO_MANY_REQUESTS:
        return DeliveryError(Failure.LATER, PAUSE)
    return DeliveryError(Failure.REFUSED)


def _fields(body: bytes) -> Answered | None:
    try:
        answered = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answered if isinstance(answered, dict) else None
