"""Where attachments lie for Viber, which takes them only by a public address.

Each has an address of its own that nobody can guess: 128 bits of chance. Whoever knows it may read the content, so it
goes nowhere but into the message, is not logged, and is good for an hour; after a restart there is nothing any more.
"""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from bot.dialog.attachments import disposition, ending, media_type
from bot.dialog.model import Attachment

PATH = "/viber/files"
SECONDS = 3600.0
"""How long an address is good: a phone may fetch what it shows some time after the message."""
MOST_BYTES = 64 * 1024 * 1024
TOKEN_BYTES = 16
_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class _Laid:
    attachment: Attachment
    until: float


class Shelf:
    """The attachments of the last hour, the oldest ones taken away when there are too many bytes of them.

    Args:
        public_url: under which our server is reached.
        most_bytes: what may lie here at once.
        chance: makes a token that nobody can guess, of letters that an address takes.
        monotonic: gives seconds.
    """

    def __init__(
        self,
        public_url: str,
        most_bytes: int = MOST_BYTES,
        chance: Callable[[], str] = lambda: secrets.token_urlsafe(TOKEN_BYTES),
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._base = public_url.rstrip("/") + PATH
        self._most_bytes = most_bytes
        self._chance = chance
        self._monotonic = monotonic
        self._laid: OrderedDict[str, _Laid] = OrderedDict()
        self._bytes = 0

    def lay(self, attachment: Attachment) -> str:
        """Lay an attachment out and return its address, whose last part ends like its name, as Viber demands."""
        extension = ending(attachment)
        name = self._chance() + (f".{extension}" if extension.isascii() and extension.isalnum() else "")
        self._laid[name] = _Laid(attachment, self._monotonic() + SECONDS)
        self._bytes += len(attachment.content)
        self._make_room()
        return f"{self._base}/{name}"

    async def give(self, request: web.Request) -> web.Response:
        """Answer a call for an attachment: 404 unless it lies here."""
        self._make_room()
        laid = self._laid.get(request.match_info["name"])
        if laid is None:
            return web.Response(status=404, headers=_HEADERS)
        headers = {"Content-Type": media_type(laid.attachment), "Content-Disposition": disposition(laid.attachment)}
        return web.Response(body=laid.attachment.content, headers=_HEADERS | headers)

    def routes(self) -> list[web.RouteDef]:
        """Return the route of the addresses."""
        return [web.get(PATH + "/{name}", self.give)]

    def _make_room(self) -> None:
        """Take away what is out of date, and of the rest the oldest until it fits; the newest stays in any case."""
        now = self._monotonic()
        while self._laid:
            oldest = next(iter(self._laid.values()))
            if oldest.until > now and (self._bytes <= self._most_bytes or len(self._laid) == 1):
                return
            self._laid.popitem(last=False)
            self._bytes -= len(oldest.attachment.content)
