"""Long polling: an update is confirmed only after its handling has ended, so that none is lost when power fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import DeleteWebhook, TelegramMethod

from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.lanes import Lanes
from bot.logs import log_event
from bot.telegram.answering import attend
from bot.telegram.door import TelegramDoor
from bot.telegram.failures import CALL_ERRORS, failure_of
from bot.telegram.incoming import incoming_of
from bot.telegram.patience import FIRST_SECONDS, Backoff, unless
from bot.telegram.reaching import NO_LISTENERS, Listeners, change_of, tell
from bot.telegram.wire import ALLOWED_UPDATES, Update, as_update

POLL_SECONDS = 25
_ANSWER_SECONDS = 10
_GLANCE_SECONDS = 1.0

_logger = logging.getLogger(__name__)


class TakeUpdates(TelegramMethod[list[dict[str, Any]]]):
    """`getUpdates` that leaves the updates as they came: one of an unknown kind must not spoil a whole page."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int
    timeout: int
    limit: int = 100
    allowed_updates: list[str] = ALLOWED_UPDATES


async def run_polling(
    door: TelegramDoor,
    answer: Answerer,
    stop: asyncio.Event,
    *,
    listeners: Listeners = NO_LISTENERS,
    first_pause: float = FIRST_SECONDS,
) -> None:
    """Take updates and answer them until the stop, then let the handlings that run come to their end.

    Different people are answered side by side (at most the 100 updates of a page), one person's updates in order.
    Whatever the network does, it goes on. When the answerer is unavailable, the update waits unconfirmed.

    Args:
        door: where updates come from; it stays open.
        answer: the conversation.
        stop: set it to end polling.
        listeners: who is told of those who block the bot or let it in again.
        first_pause: seconds to wait after a first failure; each further one doubles them.
    """
    async with asyncio.TaskGroup() as handlings:
        flow = _Flow(door, partial(_work_of, door, answer, listeners), stop, handlings, first_pause)
        await flow.run()
    await flow.confirm()


class _Flow:
    """The updates between Telegram and the conversation."""

    def __init__(
        self,
        door: TelegramDoor,
        work_of: Callable[[Update], _Work | None],
        stop: asyncio.Event,
        handlings: asyncio.TaskGroup,
        pause: float,
    ) -> None:
        self._door = door
        self._work_of = work_of
        self._stop = stop
        self._handlings = handlings
        self._pause = pause
        self._lanes = Lanes()
        self._taken: dict[int, asyncio.Task[bool]] = {}
        self._last = -1
        self._webhook_left = False

    async def run(self) -> None:
        """Poll until the stop."""
        backoff = Backoff(self._stop, self._pause)
        while not self._stop.is_set():
            try:
                page = await unless(self._stop, self._next_page())
            except CALL_ERRORS as error:
                await backoff.pause(_tell(error))
                continue
            backoff.reset()
            await self._handle_all(page or [])

    async def confirm(self) -> None:
        """Tell Telegram what was handled; if it does not get to know, it delivers those updates once more."""
        if self._last < 0:
            return
        try:
            await self._ask(TakeUpdates(offset=self._offset(), timeout=0, limit=1))
        except CALL_ERRORS as error:
            _tell(error)

    async def _next_page(self) -> list[dict[str, Any]]:
        """Wait for updates, unless a handling still runs: its update, unconfirmed, comes again at once."""
        if not self._webhook_left:
            await self._door.bot(DeleteWebhook())
            self._webhook_left = True
        offset = self._offset()
        for update_id in [taken for taken in self._taken if taken < offset]:
            del self._taken[update_id]
        return await self._ask(TakeUpdates(offset=offset, timeout=0 if self._unfinished() else POLL_SECONDS))

    async def _ask(self, method: TakeUpdates) -> list[dict[str, Any]]:
        return await self._door.bot(method, request_timeout=method.timeout + _ANSWER_SECONDS)

    async def _handle_all(self, page: list[dict[str, Any]]) -> None:
        """Start what is new and wait for it; one slow chat holds the others up for a glance only."""
        for raw in page:
            self._start(raw)
        running = [task for task in self._taken.values() if not task.done()]
        if running:
            await asyncio.wait(running, timeout=_GLANCE_SECONDS)

    def _start(self, raw: dict[str, Any]) -> None:
        update_id = int(raw["update_id"])
        self._last = update_id
        if update_id not in self._taken:
            self._taken[update_id] = self._handlings.create_task(self._handle(as_update(raw)))

    def _unfinished(self) -> list[int]:
        return [update_id for update_id, task in self._taken.items() if not (task.done() and task.result())]

    def _offset(self) -> int:
        """The first update that Telegram must keep."""
        return min(self._unfinished(), default=self._last + 1)

    async def _handle(self, update: Update | None) -> bool:
        """Handle an update; False when it was not taken and must come again."""
        work = self._work_of(update) if update else None
        if work is None:
            log_event(_logger, "update-ignored", readable=update is not None)
            return True
        async with self._lanes.of(work.account):
            backoff = Backoff(self._stop, self._pause)
            while not self._stop.is_set():
                if await _is_done(work):
                    return True
                await backoff.pause()
            return False


@dataclass(frozen=True, slots=True)
class _Work:
    """What an update asks for, and whose it is: one account's is done in order."""

    account: str
    do: Callable[[], Awaitable[object]]


def _work_of(door: TelegramDoor, answer: Answerer, listeners: Listeners, update: Update) -> _Work | None:
    change = change_of(update)
    if change is not None:
        return _Work(change.address.account, partial(tell, listeners, change))
    incoming = incoming_of(update, door.fetch)
    if incoming is None:
        return None
    return _Work(incoming.address.account, partial(attend, door, answer, incoming, update.callback_query))


async def _is_done(work: _Work) -> bool:
    try:
        await work.do()
    except AnswerUnavailable as error:
        log_event(_logger, "update-not-taken", level=logging.WARNING, error=error)
        return False
    return True


def _tell(error: Exception) -> float:
    """Log why Telegram could not be polled; returns the seconds that it asks to wait."""
    match error:
        case TelegramConflictError():
            event = "poll-conflict"
        case TelegramUnauthorizedError():
            event = "poll-unauthorized"
        case _:
            event = "poll-failed"
    log_event(_logger, event, level=logging.WARNING, failure=failure_of(error).failure)
    return float(error.retry_after) if isinstance(error, TelegramRetryAfter) else 0.0
