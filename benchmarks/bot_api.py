"""A Telegram of our own: as much of the Bot API as a run needs, and a memory of what each chat was sent last."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

ME = b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"Planovyk","username":"planovyk_bench_bot"}}'
TRUE = b'{"ok":true,"result":true}'
SENT = b'{"ok":true,"result":{"message_id":7,"date":1817370000,"chat":{"id":%d,"type":"private"},"text":"-"}}'


class BotApi(asyncio.Protocol):
    """One connection of the bot's."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen
        self._held = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each request that is complete."""
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head = self._held[:end]
            size = length(head) or 0
            if len(self._held) < end + 4 + size:
                return
            body, self._held = self._held[end + 4 : end + 4 + size], self._held[end + 4 + size :]
            self._answer(head.split(b" ", 2)[1].rsplit(b"/", 1)[1].decode(), body)

    def _answer(self, method: str, body: bytes) -> None:
        result = self._seen.take(method, body)
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(result)
        if self._transport:
            self._transport.write(head + result)


class Seen:
    """What the bot has called so far."""

    def __init__(self) -> None:
        self.first: float | None = None
        self.webhook = asyncio.Event()
        self.messages: dict[int, str] = {}

    def take(self, method: str, body: bytes) -> bytes:
        """Remember a call and return its result as JSON."""
        if self.first is None:
            self.first = time.perf_counter()
        match method:
            case "getMe":
                return ME
            case "sendMessage":
                values = dict(parse_qsl(body.decode()))
                chat = int(values["chat_id"])
                self.messages[chat] = values["text"] if values["parse_mode"] == "HTML" else ""
                return SENT % chat
            case _:
                if method == "setWebhook":
                    self.webhook.set()
                return TRUE


@asynccontextmanager
async def bot_api(port: int = 0) -> AsyncIterator[tuple[str, Seen]]:
    """Run it; yields its URL and what it sees."""
    seen = Seen()
    server = await asyncio.get_running_loop().create_server(lambda: BotApi(seen), "127.0.0.1", port)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen
    finally:
        server.close()


def length(head: bytes) -> int | None:
    """Return the Content-Length of a message's head; None where there is none."""
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else None
