"""One update, from the question to the last call of the Bot API that its answer needs."""

from __future__ import annotations

import asyncio
import logging
from typing import TypeVar

from aiogram.exceptions import TelegramBadRequest, TelegramNotFound, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import Message as SentMessage

from bot.dialog.attachments import words_of
from bot.dialog.door import Answerer, AnswerUnavailable, Failure
from bot.dialog.model import Answer, Attachment, Incoming, Reply
from bot.logs import log_event
from bot.telegram.attaching import send_attachment, with_long_captions
from bot.telegram.door import TelegramDoor, edit_message, send_message
from bot.telegram.failures import CALL_ERRORS, failure_of, is_not_modified, is_too_old
from bot.telegram.rendering import Rendered
from bot.telegram.wire import CallbackQuery, Message

T = TypeVar("T")

Ride = dict[str, object]
"""A method with its parameters that travels as the answer to a webhook call."""

MOST_TRIES = 3
MOST_SECONDS = 30.0
"""How long «too many requests» is waited out while somebody waits for an answer."""
ACKNOWLEDGE_SECONDS = 5
# Telegram counts whole seconds from a moment just before we read them.
_CLOCK_SECONDS = 0.05

_logger = logging.getLogger(__name__)


async def attend(
    door: TelegramDoor, answer: Answerer, incoming: Incoming, tap: CallbackQuery | None, *, may_ride: bool = False
) -> Ride | None:
    """Have an update answered and carry the answer out.

    Args:
        door: where the answer goes out.
        answer: the conversation.
        incoming: the update.
        tap: the same update as Telegram tells it, when it is a tapped button.
        may_ride: whether a method can travel as the answer to a webhook call.

    Returns:
        The method to travel, when there is one.

    Raises:
        AnswerUnavailable: nothing was said and nothing is acknowledged; the update must come again.
    """
    exchange = _Exchange(door, incoming.address.account, tap, may_ride=may_ride)
    try:
        return await exchange.carry_out(await answer(incoming))
    except AnswerUnavailable:
        raise
    except CALL_ERRORS as error:
        log_event(_logger, "answer-not-delivered", level=logging.WARNING, failure=failure_of(error).failure)
    except Exception as error:  # noqa: BLE001 - one update that meets a fault of ours must not stop everybody's bot
        log_event(_logger, "update-failed", level=logging.ERROR, error=error)
    return await exchange.acknowledge()


class _Exchange:
    """The calls for one update; a tap is acknowledged exactly once, whatever happens."""

    def __init__(self, door: TelegramDoor, account: str, tap: CallbackQuery | None, *, may_ride: bool) -> None:
        self._door = door
        self._account = account
        self._owed = tap.id if tap else None
        self._tapped = tap.message if tap else None
        self._may_ride = may_ride

    async def carry_out(self, answer: Answer) -> Ride | None:
        """Make the calls; returns the one that shall travel. Raises CALL_ERRORS."""
        ride = self._ride_of(answer)
        if ride is not None:
            return ride
        if not answer.replies or any(reply.attachments for reply in answer.replies):
            # A repeated update: its acknowledgement may have arrived the first time, so its failure is to be expected.
            # An upload may take longer than a button spins.
            self._may_ride = False
        if not self._may_ride:
            await self._acknowledge_now()
        for reply in answer.replies:
            await self._carry(reply, answer.language)
        return await self.acknowledge()

    async def acknowledge(self) -> Ride | None:
        """Stop the spinner on the tapped button, unless that is done; returns the method when it shall travel."""
        if not self._may_ride:
            await self._acknowledge_now()
        query, self._owed = self._owed, None
        return None if query is None else {"method": "answerCallbackQuery", "callback_query_id": query}

    async def _acknowledge_now(self) -> None:
        query, self._owed = self._owed, None
        if query is None:
            return
        try:
            await self._door.bot(AnswerCallbackQuery(callback_query_id=query), request_timeout=ACKNOWLEDGE_SECONDS)
        except CALL_ERRORS as error:
            if not is_too_old(error):
                log_event(_logger, "tap-not-acknowledged", level=logging.WARNING, failure=failure_of(error).failure)

    def _ride_of(self, answer: Answer) -> Ride | None:
        """One message as the whole answer, if it can travel: in a lively chat it may have to wait out a 429."""
        if not self._may_ride or self._owed is not None or len(answer.replies) != 1:
            return None
        if answer.replies[0].attachments or answer.replies[0].card:
            # Of a message that rides nobody learns the id, by which a card is kept up to date.
            return None
        pages = self._door.renderings.of(answer.replies[0], answer.language)
        is_calm = len(pages) == 1 and self._door.pace.is_calm(self._account)
        return self._ride_message(pages[0]) if is_calm else None

    def _ride_message(self, page: Rendered) -> Ride:
        self._door.pace.mark(self._account)
        ride: Ride = {
            "method": "sendMessage",
            "chat_id": int(self._account),
            "text": page.html,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        return ride if page.keyboard is None else ride | {"reply_markup": page.keyboard}

    async def _carry(self, reply: Reply, language: str) -> None:
        lost = [each for each in reply.attachments if not await self._attach(each, language)]
        pages = self._door.renderings.of(words_of(with_long_captions(reply, language), lost), language)
        replaced = await self._replace(pages) if reply.replaces else None
        message = replaced or await self._send(pages)
        if replaced or reply.card:
            await self._door.note_shown(self._account, message, reply)

    async def _attach(self, attachment: Attachment, language: str) -> bool:
        """Upload an attachment; False when it may not have arrived, which the text can still tell the person."""
        try:
            await self._patiently(send_attachment(self._account, attachment, language))
        except CALL_ERRORS as error:
            failure = failure_of(error).failure
            if failure in {Failure.UNREACHABLE, Failure.SHUT}:
                raise
            log_event(_logger, "attachment-not-sent", level=logging.WARNING, failure=failure)
            return False
        self._door.pace.mark(self._account)
        return True

    async def _replace(self, pages: tuple[Rendered, ...]) -> int | None:
        """Put the reply where the tapped message stands, once, and return its id; None when it must be sent instead."""
        message, self._tapped = self._tapped, None
        if message is None or len(pages) > 1 or not _is_editable(message):
            return None
        shown = self._door.screens.shows(message, pages[0]) or await self._edit(message, pages[0])
        return message.message_id if shown else None

    async def _edit(self, message: Message, page: Rendered) -> bool:
        try:
            edited = await self._patiently(edit_message(message, page))
        except (TelegramBadRequest, TelegramNotFound) as error:
            return is_not_modified(error)
        if isinstance(edited, SentMessage):
            self._door.screens.remember(message, edited.edit_date or 0, page)
        return True

    async def _send(self, pages: tuple[Rendered, ...]) -> int:
        """Send the pages; returns the id of the last one."""
        sent = 0
        for page in pages:
            sent = (await self._patiently(send_message(self._account, page))).message_id
            self._door.pace.mark(self._account)
        return sent

    async def _patiently(self, method: TelegramMethod[T]) -> T:
        """Call a method and wait «too many requests» out, within bounds. Raises CALL_ERRORS."""
        waited = 0.0
        for _ in range(MOST_TRIES - 1):
            try:
                return await self._door.bot(method)
            except TelegramRetryAfter as error:
                waited += error.retry_after + _CLOCK_SECONDS
                if waited > MOST_SECONDS:
                    raise
                # A button spins for some fifteen seconds only: nothing that waits may hold its acknowledgement up.
                await self._acknowledge_now()
                await asyncio.sleep(error.retry_after + _CLOCK_SECONDS)
        return await self._door.bot(method)


def _is_editable(message: Message) -> bool:
    """Whether Telegram still shows it to the bot, and it is a text."""
    return message.date > 0 and message.text is not None
