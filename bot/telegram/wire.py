"""The part of the Bot API's JSON that this door reads, and the keyboards it writes.

Every other field is skipped while decoding: that is what makes it some ten times faster than the whole model of the
Bot API, and an update of a kind that did not exist when this was written cannot break it.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct, field

Id = Annotated[int, Meta(gt=-(2**62), lt=2**62)]
"""The Bot API promises 52 significant bits of an identifier; a longer number is none of Telegram's."""


class Person(Struct, frozen=True):
    """User: who wrote or tapped."""

    id: Id
    language_code: str | None = None
    username: str = ""


class Chat(Struct, frozen=True):
    """Chat: where."""

    id: Id
    type: str


class InlineButton(Struct, frozen=True, omit_defaults=True):
    """InlineKeyboardButton; `callback_data` is None for the kinds that this door never writes."""

    text: str
    callback_data: str | None = None


class InlineKeyboard(Struct, frozen=True):
    """InlineKeyboardMarkup."""

    inline_keyboard: tuple[tuple[InlineButton, ...], ...]


class Document(Struct, frozen=True):
    """Document: a file that somebody sent; `file_size` in bytes."""

    file_id: str
    file_name: str = ""
    file_size: int = 0


class PhotoSize(Struct, frozen=True):
    """PhotoSize: one of the sizes of a photo; `file_size` in bytes."""

    file_id: str
    width: int = 0
    height: int = 0
    file_size: int = 0


class Replied(Struct, frozen=True):
    """Message, of which only its author matters: one that another message replies to."""

    sender: Person | None = field(name="from", default=None)


class Message(Struct, frozen=True):
    """Message, or InaccessibleMessage, whose `date` is 0. Dates are Unix seconds."""

    message_id: Id
    chat: Chat
    date: int = 0
    edit_date: int = 0
    sender: Person | None = field(name="from", default=None)
    text: str | None = None
    reply_markup: InlineKeyboard | None = None
    document: Document | None = None
    photo: tuple[PhotoSize, ...] = ()
    caption: str = ""
    sender_chat: Chat | None = None
    reply_to_message: Replied | None = None
    migrate_to_chat_id: Id | None = None


class Standing(Struct, frozen=True):
    """ChatMember: how somebody stands in a chat."""

    status: str


OUTSIDE = Standing("left")


class Membership(Struct, frozen=True):
    """ChatMemberUpdated: the bot itself was brought into a chat, or out of it."""

    chat: Chat
    sender: Person = field(name="from")
    before: Standing = field(name="old_chat_member", default=OUTSIDE)
    after: Standing = field(name="new_chat_member", default=OUTSIDE)


class CallbackQuery(Struct, frozen=True):
    """CallbackQuery: a tapped button. `message` shows what stood there when it was tapped."""

    id: str
    sender: Person = field(name="from")
    message: Message | None = None
    data: str | None = None


class Update(Struct, frozen=True):
    """Update; all kinds are None when it is of another kind."""

    update_id: Id
    message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: Membership | None = None


ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"]
"""The kinds that Telegram is asked for."""

_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
_decoder = msgspec.json.Decoder(Update)


def read_update(body: bytes) -> Update | None:
    """Read an update from JSON; None when it is none."""
    try:
        return _decoder.decode(body)
    except _UNREADABLE:
        return None


def as_update(value: dict[str, Any]) -> Update | None:
    """Read an update from decoded JSON; None when it is none."""
    try:
        return msgspec.convert(value, Update)
    except _UNREADABLE:
        return None
