"""Faults that a test asks a server for: what networks and platforms do on a bad day."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum, auto

from aiohttp import web

_LINGER_ZERO = struct.pack("ii", 1, 0)
_BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><center>nginx</center></body></html>"


class Fault(Enum):
    """What happens to one request. A really refused connection is `server.offline()`."""

    REFUSE = auto()
    """The connection is closed without an answer; the request has no effect."""
    RESET_BEFORE_BODY = auto()
    """The connection is reset before the request body is read; the request has no effect."""
    RESET_AFTER_PROCESSING = auto()
    """The request takes effect, then the connection is reset: the caller cannot know."""
    TIMEOUT = auto()
    """No answer ever comes; the request has no effect."""
    TIMEOUT_AFTER_PROCESSING = auto()
    """The request takes effect, but no answer ever comes."""
    TOO_MANY_REQUESTS = auto()
    """The platform's own "too many requests" (429, or Viber's status 12)."""
    FORBIDDEN = auto()
    """The platform's own "blocked by the user" (403, or Viber's status 6)."""
    SERVER_ERROR = auto()
    """HTTP 500 with the platform's error body; the request has no effect."""
    BAD_GATEWAY = auto()
    """HTTP 502 with a page of HTML from a proxy; the request has no effect."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A fault that waits for its request; `retry_after` is in whole seconds."""

    fault: Fault
    retry_after: int


class Faults:
    """Faults by method, used up first in, first out."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Planned]] = defaultdict(deque)

    def next(self, method: str, fault: Fault, *, times: int = 1, retry_after: int = 1) -> None:
        """Let the next `times` requests of `method` (any letter case) meet `fault`."""
        self._planned[method.lower()].extend([Planned(fault, retry_after)] * times)

    def take(self, method: str) -> Planned | None:
        """Take the fault planned for this request, if there is one."""
        waiting = self._planned[method.lower()]
        return waiting.popleft() if waiting else None

    @property
    def left(self) -> int:
        """How many planned faults no request has met yet."""
        return sum(len(waiting) for waiting in self._planned.values())


async def on_the_wire(
    fault: Fault,
    request: web.Request,
    process: Callable[[], Awaitable[web.Response]],
    closing: asyncio.Event,
) -> web.Response:
    """Carry out a fault of the network; faults that are answers of the platform are the server's own business."""
    match fault:
        case Fault.REFUSE:
            _transport(request).close()
        case Fault.RESET_BEFORE_BODY:
            _reset(request)
        case Fault.RESET_AFTER_PROCESSING:
            await process()
            _reset(request)
        case Fault.TIMEOUT:
            await closing.wait()
        case Fault.TIMEOUT_AFTER_PROCESSING:
            await process()
            await closing.wait()
        case Fault.BAD_GATEWAY:
            return web.Response(status=502, text=_BAD_GATEWAY, content_type="text/html")
        case Fault.TOO_MANY_REQUESTS | Fault.FORBIDDEN | Fault.SERVER_ERROR:
            raise ValueError(f"{fault.name} is an answer of the platform")
    return web.Response()


def _transport(request: web.Request) -> asyncio.Transport:
    if request.transport is None:
        raise ConnectionResetError("the caller has gone")
    if not isinstance(request.transport, asyncio.Transport):
        raise TypeError("not a stream transport")
    return request.transport


def _reset(request: web.Request) -> None:
    """Send RST instead of FIN, as a crashed peer or a cut line does."""
    transport = _transport(request)
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
    transport.abort()
