"""The open Telegram door: sends messages and says what came of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import EditMessageText, GetMe, SendMessage, TelegramMethod
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiogram.types import Message as SentMessage

from bot.dialog.attachments import words_of
from bot.dialog.door import DeliveryError, Failure, Shown, unnoted
from bot.dialog.model import Address, Attachment, Reply
from bot.logs import log_event
from bot.telegram.attaching import Upload, send_attachment, with_long_captions
from bot.telegram.failures import CALL_ERRORS, failure_of, is_not_modified
from bot.telegram.files import fetch
from bot.telegram.incoming import DOOR
from bot.telegram.pace import CHAT_SECONDS, Pace
from bot.telegram.rendering import MOST_KEPT, Rendered, Renderings
from bot.telegram.screens import Screens
from bot.telegram.wire import InlineButton, InlineKeyboard, Message

T = TypeVar("T")

_logger = logging.getLogger(__name__)


class TelegramDoor:
    """A bot's account on Telegram. The bot must write HTML by default; `close` it in the end."""

    name = DOOR

    def __init__(self, bot: Bot, shown: Shown = unnoted) -> None:
        self.bot = bot
        self._shown = shown
        self.pace = Pace()
        self.screens = Screens()
        self.renderings = Renderings()

    async def me(self) -> str:
        """Return the bot's username, without «@», of which personal links are made. Raises DeliveryError."""
        return (await self.call(GetMe())).username or ""

    async def send(self, account: str, reply: Reply, language: str) -> str | None:
        """Send one message in one attempt, its attachments before it; returns its id, or of several the last one's.

        Raises DeliveryError. Of a reply that needs several messages some may have gone out when a later one fails,
        which is UNCERTAIN: whoever sends it again must know that the person may have read a part. An attachment that
        Telegram refuses for good stays away, and the text says so.
        """
        lost = []
        has_begun, message = False, None
        for attachment in reply.attachments:
            with _part(later=has_begun):
                if await self._upload(account, attachment, language, later=has_begun):
                    has_begun = True
                else:
                    lost.append(attachment)
        for page in self.renderings.of(words_of(with_long_captions(reply, language), lost), language):
            with _part(later=has_begun):
                message = await self._send_part(account, send_message(account, page), later=has_begun)
            has_begun = True
        return message

    async def amend(self, account: str, message: str, reply: Reply, language: str) -> None:
        """Put a reply in place of a message that was sent. Raises DeliveryError.

        One that shows it already is as it should be; a reply that needs several messages is REFUSED.
        """
        pages = self.renderings.of(reply, language)
        if len(pages) > 1:
            raise DeliveryError(Failure.REFUSED)
        chat, number = int(account), int(message)
        if self.screens.was_last(chat, number, pages[0]):
            return
        try:
            edited = await self.bot(edit_text(chat, number, pages[0]))
        except CALL_ERRORS as error:
            if not (isinstance(error, TelegramBadRequest) and is_not_modified(error)):
                raise failure_of(error) from error
        else:
            self.screens.note(chat, number, (edited.edit_date or 0) if isinstance(edited, SentMessage) else 0, pages[0])

    async def note_shown(self, account: str, message: int, reply: Reply) -> None:
        """Have it noted that a message shows a card, or one no more; when that fails a card only grows old."""
        try:
            await self._shown(Address(DOOR, account), str(message), reply.card)
        except Exception as error:  # noqa: BLE001 - the person has their answer
            log_event(_logger, "card-not-noted", level=logging.WARNING, error=error)

    async def _upload(self, account: str, attachment: Attachment, language: str, *, later: bool) -> bool:
        """Send an attachment; False when Telegram refuses it for good, which is no reason to be silent."""
        try:
            await self._send_part(account, send_attachment(account, attachment, language), later=later)
        except DeliveryError as error:
            if error.failure is not Failure.REFUSED:
                raise
            log_event(_logger, "attachment-not-sent", level=logging.WARNING, failure=error.failure)
            return False
        return True

    async def _send_part(self, account: str, method: SendMessage | Upload, *, later: bool) -> str:
        if later:
            await asyncio.sleep(CHAT_SECONDS)
        sent = await self.call(method)
        self.pace.mark(account)
        return str(sent.message_id)

    async def call(self, method: TelegramMethod[T]) -> T:
        """Call a method of the Bot API once. Raises DeliveryError, its cause being aiogram's own error."""
        try:
            return await self.bot(method)
        except CALL_ERRORS as error:
            raise failure_of(error) from error

    async def fetch(self, file_id: str) -> bytes:
        """Return the content of a file that somebody sent; see `bot.dialog.model.File`. Raises PlanovykError."""
        return await fetch(self.bot, file_id)

    async def close(self) -> None:
        """Close the connections."""
        await self.bot.session.close()


@contextmanager
def _part(*, later: bool) -> Iterator[None]:
    """Where a part fails that is not the first one, some of the reply may have been read."""
    try:
        yield
    except DeliveryError as error:
        if not later:
            raise
        raise DeliveryError(Failure.UNCERTAIN, error.retry_after, whole_door=error.whole_door) from error


def send_message(account: str, page: Rendered) -> SendMessage:
    """Return the call that sends a page to a person."""
    return SendMessage(chat_id=account, text=page.html, reply_markup=_markup(page.keyboard))


def edit_message(message: Message, page: Rendered) -> EditMessageText:
    """Return the call that puts a page in place of a message."""
    return edit_text(message.chat.id, message.message_id, page)


def edit_text(chat: int | str, message: int, page: Rendered) -> EditMessageText:
    """Return the call that puts a page in place of the message of an id."""
    return EditMessageText(chat_id=chat, message_id=message, text=page.html, reply_markup=_markup(page.keyboard))


@lru_cache(MOST_KEPT)  # checking a keyboard's twenty buttons is nearly all of making a call
def _markup(keyboard: InlineKeyboard | None) -> InlineKeyboardMarkup | None:
    if keyboard is None:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[*map(_button, row)] for row in keyboard.inline_keyboard])


def _button(button: InlineButton) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=button.text, callback_data=button.callback_data)
