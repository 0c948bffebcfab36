"""What came in from Telegram, in the words of the core."""

from __future__ import annotations

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Address, Incoming, Tap, Unreadable, What, Words
from bot.telegram.wire import CallbackQuery, Message, Person, Update

DOOR = "telegram"
MAX_TEXT = 4096
"""Characters of a message (https://core.telegram.org/bots/api#sendmessage)."""


def incoming_of(update: Update) -> Incoming | None:
    """Read an update; None for what is not ours: groups, channels, kinds that were not asked for.

    Its account is the person's id, which in a private chat is the chat's id too.
    """
    match update:
        case Update(callback_query=CallbackQuery(sender=person, data=str(code), message=message)):
            return _incoming(update, person, Tap(code)) if message is None or _is_private(message) else None
        case Update(message=Message(sender=Person() as person) as message) if _is_private(message):
            return _incoming(update, person, _what(message.text))
        case _:
            return None


def _incoming(update: Update, person: Person, what: What) -> Incoming:
    return Incoming(Address(DOOR, str(person.id)), f"{DOOR}:{update.update_id}", what, person.language_code)


def _is_private(message: Message) -> bool:
    return message.chat.type == "private"


def _what(text: str | None) -> What:
    if not text or text.isspace():
        return Unreadable()
    return arrival_of(text) or Words(text[:MAX_TEXT])
