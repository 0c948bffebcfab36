"""What came in from Telegram, in the words of the core."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Address, File, Incoming, Tap, Unreadable, What, Words
from bot.telegram.groups import DOOR, MAX_TEXT, group_incoming
from bot.telegram.wire import CallbackQuery, Message, Person, Update

__all__ = ["DOOR", "MAX_TEXT", "Fetch", "incoming_of"]

LONGEST_NAME = 255


Fetch = Callable[[str], Awaitable[bytes]]
"""Fetches a file by its id; see `File.read`."""


def incoming_of(update: Update, fetch: Fetch) -> Incoming | None:
    """Read an update; None for what is not ours: channels, taps in groups, kinds that were not asked for.

    A file in it is not fetched: the conversation may, by `fetch`. Its account is the person's id, which in a private
    chat is the chat's id too.
    """
    match update:
        case Update(callback_query=CallbackQuery(sender=person, data=str(code), message=message)):
            return _incoming(update, person, Tap(code)) if message is None or _is_private(message) else None
        case Update(message=Message(sender=Person() as person) as message) if _is_private(message):
            return _incoming(update, person, _what(message, fetch))
        case _:
            return group_incoming(update)


def _incoming(update: Update, person: Person, what: What) -> Incoming:
    return Incoming(Address(DOOR, str(person.id)), f"{DOOR}:{update.update_id}", what, person.language_code)


def _is_private(message: Message) -> bool:
    return message.chat.type == "private"


def _what(message: Message, fetch: Fetch) -> What:
    text, document = message.text, message.document
    if document is not None:
        name, size = document.file_name[:LONGEST_NAME], max(document.file_size, 0)
        return File(name, size, partial(fetch, document.file_id), message.caption[:MAX_TEXT])
    if message.photo:
        largest = max(message.photo, key=lambda each: each.width * each.height)
        read = partial(fetch, largest.file_id)
        return File("", max(largest.file_size, 0), read, message.caption[:MAX_TEXT], picture=True)
    if not text or text.isspace():
        return Unreadable()
    return arrival_of(text) or Words(text[:MAX_TEXT])
