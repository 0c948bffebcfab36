"""Who looks on while a server is called: a test that has to act at a moment of a call."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from enum import Enum, auto

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware


class Moment(Enum):
    """A moment of one call."""

    ARRIVED = auto()
    """Its head is here; it has had no effect."""
    PROCESSED = auto()
    """It has had its effect; nothing of the answer is written."""
    ANSWERED = auto()
    """The answer is written."""


Watch = Callable[[Moment, str], None]
"""Is told of each moment of every call, with the method as it was called."""


def unwatched(_moment: Moment, _method: str) -> None:
    """Nobody looks on."""


def telling(watch: Callable[[], Watch]) -> Middleware:
    """Return what tells of an application's calls whoever `watch` names at that moment."""

    @web.middleware
    async def tell(request: web.Request, handler: Handler) -> web.StreamResponse:
        method = request.match_info.get("method", "")
        watch()(Moment.ARRIVED, method)
        response = await handler(request)
        if watch() is unwatched:
            return response
        watch()(Moment.PROCESSED, method)
        with suppress(ConnectionResetError):  # whoever asked has died
            await response.prepare(request)
            await response.write_eof()
            watch()(Moment.ANSWERED, method)
        return response

    return tell
