"""Callbacks of Viber, read as far as the conversation needs them.

A callback was signed by Viber, but its fields may still be null, missing or of another type: what does not fit is
ignored, and nothing here raises. Names and avatars are never looked at. A file is
not fetched here: the conversation may do that.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial

from bot.dialog.actions import looks_coded
from bot.dialog.arrivals import arrival_of, start_token
from bot.dialog.model import Address, Arrival, File, Incoming, Tap, Unreadable, What, Words
from bot.viber.files import fetch

DOOR = "viber"
LONGEST_WORDS = 7000
LONGEST_ADDRESS = 2000
LONGEST_NAME = 256

_ACCOUNT = re.compile(r"[!-~]{1,100}")
_UPDATE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")

Fields = Mapping[str, object]


def incoming(callback: object) -> Incoming | None:
    """Return what a callback says to the conversation; None for the events that say nothing to it.

    `subscribed` is one of these: the welcome was given when the conversation started.
    """
    fields = _fields(callback)
    match fields.get("event"):
        case "conversation_started":
            return _update(fields, _fields(fields.get("user")), Arrival(start_token(fields.get("context"))))
        case "message":
            return _update(fields, _fields(fields.get("sender")), _said(_fields(fields.get("message"))))
        case _:
            return None


def opens_conversation(callback: object) -> bool:
    """Tell whether somebody has just opened the bot, perhaps without being subscribed to it."""
    return _fields(callback).get("event") == "conversation_started"


def departure(callback: object) -> Address | None:
    """Return who has unsubscribed; None when the callback is about something else."""
    return _whom(callback, "unsubscribed")


def subscriber(callback: object) -> Address | None:
    """Return who has subscribed without a word; None when the callback is about something else."""
    return _whom(callback, "subscribed")


def _whom(callback: object, event: str) -> Address | None:
    fields = _fields(callback)
    account = _matching(_ACCOUNT, fields.get("user_id")) or _matching(_ACCOUNT, _fields(fields.get("user")).get("id"))
    return Address(DOOR, account) if fields.get("event") == event and account else None


def _update(fields: Fields, person: Fields, what: What) -> Incoming | None:
    account = _matching(_ACCOUNT, person.get("id"))
    token = _message_token(fields.get("message_token"))
    if account is None or token is None:
        return None
    return Incoming(Address(DOOR, account), f"{DOOR}:{token}", what, _matching(_LANGUAGE, person.get("language")))


def _said(message: Fields) -> What:
    words = _readable(message.get("text"))
    kind = message.get("type")
    if kind == "file" or kind == "picture":  # noqa: PLR1714 - a set would have to hash whatever stands there
        return _file(message, words)
    if message.get("type") == "url":
        words = _readable(message.get("media"))
        return Words(words[:LONGEST_WORDS]) if words.strip() else Unreadable()
    if message.get("type") != "text" or not words.strip():
        return Unreadable()
    if looks_coded(words):
        return Tap(words)
    return arrival_of(words) or Words(words[:LONGEST_WORDS])


def _file(message: Fields, caption: str) -> What:
    address, size = message.get("media"), message.get("size")
    if not isinstance(address, str) or not 0 < len(address) <= LONGEST_ADDRESS:
        return Unreadable()
    told = size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else 0
    is_picture = message.get("type") == "picture"
    name = "" if is_picture else _readable(message.get("file_name"))[:LONGEST_NAME]
    return File(name, told, partial(fetch, address), caption[:LONGEST_WORDS], is_picture)


def _readable(words: object) -> str:
    """JSON can carry half a surrogate pair, which no UTF-8 can, and NUL, which not every database can."""
    return words.encode("utf-8", "replace").decode().replace("\0", "") if isinstance(words, str) else ""


def _message_token(value: object) -> str | None:
    """Tokens are 64-bit numbers that some intermediaries quote."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 0 <= value < 1 << 64 else None
    return _matching(_UPDATE, value)


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _fields(value: object) -> Fields:
    return value if isinstance(value, dict) else {}
