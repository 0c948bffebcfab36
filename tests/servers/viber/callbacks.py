"""Callbacks to the webhook: signed, again with the same message_token until 200, one of a person at a time."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.servers.viber.account import Account

JSON = dict[str, Any]
SIGNATURE_HEADER = "X-Viber-Content-Signature"
_ANSWER_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Callback:
    """One event for one person; `answered` gets the body of the 200 answer."""

    person: str
    event: JSON
    answered: Callable[[bytes], None] | None = None


class Callbacks:
    """The delivery queue. Use inside `async with`: it owns an HTTP session and the tasks of the people."""

    def __init__(self, account: Account, redelivery_seconds: float) -> None:
        self._account = account
        self._delay = redelivery_seconds
        self._queues: defaultdict[str, deque[Callback]] = defaultdict(deque)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._last: dict[str, Callback] = {}
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Make the HTTP session."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_SECONDS))

    async def close(self) -> None:
        """Stop delivering; an error of the server itself is raised here."""
        for task in self._tasks.values():
            task.cancel()
        ended = await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        for error in ended:
            if isinstance(error, Exception):
                raise error

    def add(self, callback: Callback) -> None:
        """Queue an event unless the webhook did not ask for its kind."""
        if self._account.wants(callback.event["event"]):
            if callback.event["event"] not in {"delivered", "seen"}:
                self._last[callback.person] = callback
            self._queue(callback)

    def again(self, person: str, times: int) -> None:
        """Queue the person's last own event `times` more, with the same message_token. Raises LookupError."""
        if person not in self._last:
            message = "this person has not done anything yet"
            raise LookupError(message)
        for _ in range(times):
            self._queue(self._last[person])

    async def settled(self) -> None:
        """Wait until everything queued got its 200."""
        while tasks := [task for task in self._tasks.values() if not task.done()]:
            await asyncio.wait(tasks)

    def waiting(self, kind: str) -> int:
        """How many events of a kind have not got their 200."""
        return sum(callback.event["event"] == kind for queue in self._queues.values() for callback in queue)

    async def post(self, event: JSON, signature: str | None = "") -> tuple[int, bytes]:
        """POST an event to the webhook; returns HTTP status and body.

        An empty `signature` is computed, None leaves the header out. Raises aiohttp.ClientError or TimeoutError.
        """
        assert self._session is not None
        body = json.dumps(event, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if signature is not None:
            headers[SIGNATURE_HEADER] = signature or sign(self._account.token, body)
        async with self._session.post(self._account.webhook, data=body, headers=headers) as answer:
            return answer.status, await answer.read()

    def _queue(self, callback: Callback) -> None:
        self._queues[callback.person].append(callback)
        task = self._tasks.get(callback.person)
        if task is None or task.done():
            self._tasks[callback.person] = asyncio.create_task(self._deliver(callback.person))

    async def _deliver(self, person: str) -> None:
        queue = self._queues[person]
        while queue:
            body = await self._try(queue[0])
            if body is None:
                await asyncio.sleep(self._delay)
                continue
            callback = queue.popleft()
            if callback.answered is not None:
                callback.answered(body)

    async def _try(self, callback: Callback) -> bytes | None:
        if not self._account.webhook:
            return None
        try:
            status, body = await self.post(callback.event)
        except (aiohttp.ClientError, TimeoutError):
            return None
        return body if status == 200 else None


def sign(token: str, body: bytes) -> str:
    """HMAC-SHA256 of the raw body in lower-case hex, keyed with the auth token."""
    return hmac.new(token.encode(), body, hashlib.sha256).hexdigest()
