"""The load: keep-alive connections that each ask the next question as soon as the last one is answered."""

from __future__ import annotations

import asyncio
import gc
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.baseline import PATH, SECRET
from benchmarks.bot_api import length

CONNECTIONS = 32
ANSWER_SECONDS = 20.0
QUESTION = "Що цього кварталу?"

Check = Callable[[int, int, bytes], bool]
"""Whether an answer to an account, with this status and body, is right."""

_HEAD = (
    "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    "X-Telegram-Bot-Api-Secret-Token: {secret}\r\nContent-Length: {length}\r\n\r\n"
)
_BODY = (
    '{{"update_id":{update:09},"message":{{"message_id":7,"date":1817370000,"text":"{question}",'
    '"from":{{"id":{account:09},"is_bot":false,"first_name":"Олена","last_name":"Лелека","language_code":"uk"}},'
    '"chat":{{"id":{account:09},"type":"private","first_name":"Олена","last_name":"Лелека"}}}}}}'
)


@dataclass
class Tally:
    """What the answers of a stretch of time were like; `seconds` each, in the order of their coming."""

    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    lasted: float = 0.0

    @property
    def rate(self) -> float:
        """Right answers a second."""
        return (len(self.seconds) - self.errors) / self.lasted if self.lasted else float("nan")

    def percentile(self, share: float) -> float:
        """Return the time within which this share of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def requests(accounts: Sequence[int], first_update: int) -> Iterator[tuple[int, bytes]]:
    """Ask for one account after the other, round and round; each update is a new one."""
    for update, account in zip(itertools.count(first_update), itertools.cycle(accounts), strict=False):
        body = _BODY.format(update=update, account=account, question=QUESTION).encode()
        head = _HEAD.format(path=PATH, secret=SECRET, length=len(body)).encode()
        yield account, head + body


class Connection(asyncio.Protocol):
    """One client: asks, reads the answer, asks again."""

    def __init__(self, ask: Iterator[tuple[int, bytes]], check: Check, tally: Tally) -> None:
        self._ask, self._check, self._tally = ask, check, tally
        self._held = b""
        self._asked = 0.0
        self._account = 0
        self._transport: asyncio.Transport | None = None
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        """Take the answer when it is whole."""
        self._held += data
        answer = whole(self._held)
        if answer is None:
            return
        self._tally.seconds.append(time.perf_counter() - self._asked)
        self._held = b""
        self._tally.errors += not self._check(self._account, *answer)
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio calls it so
        """Count a lost answer, if one was waited for."""
        if not self.ended.done():
            self._tally.errors += 1
            self.ended.set_result(None)

    def _next(self) -> None:
        following = next(self._ask, None)
        if following is None or self._transport is None:
            if not self.ended.done():
                self.ended.set_result(None)
            return
        self._account, request = following
        self._asked = time.perf_counter()
        self._transport.write(request)

    def close(self) -> None:
        """Leave."""
        if self._transport:
            self._transport.close()


def whole(held: bytes) -> tuple[int, bytes] | None:
    """Return status and body of an HTTP response; None when it is not complete yet."""
    end = held.find(b"\r\n\r\n")
    if end < 0:
        return None
    head, body = held[:end], held[end + 4 :]
    size = length(head)
    complete = body.endswith(b"0\r\n\r\n") if size is None else len(body) >= size
    return (int(held[9:12]), body) if complete else None


async def ask_all(port: int, ask: Iterator[tuple[int, bytes]], check: Check) -> Tally:
    """Have every question answered over CONNECTIONS connections; a connection that gets no answer is an error."""
    tally = Tally()
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    connections = [
        (await loop.create_connection(lambda: Connection(ask, check, tally), "127.0.0.1", port))[1]
        for _ in range(CONNECTIONS)
    ]
    silent = asyncio.create_task(_watch(tally, connections))
    await asyncio.gather(*(each.ended for each in connections))
    silent.cancel()
    tally.lasted = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return tally


async def _watch(tally: Tally, connections: Sequence[Connection]) -> None:
    """End every connection when nothing at all has been answered for a while."""
    before = -1
    while len(tally.seconds) > before:
        before = len(tally.seconds)
        await asyncio.sleep(ANSWER_SECONDS)
    for connection in connections:
        connection.close()


async def ask_for(port: int, seconds: float, ask: Iterator[tuple[int, bytes]], check: Check) -> Tally:
    """Ask for so many seconds. Our own collector rests meanwhile: its pauses would count as the server's."""
    end = time.perf_counter() + seconds
    gc.collect()
    gc.disable()
    try:
        return await ask_all(port, itertools.takewhile(lambda _: time.perf_counter() < end, ask), check)
    finally:
        gc.enable()
