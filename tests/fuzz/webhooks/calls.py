"""Calls to a webhook; the same number always makes the same call, but for the time that an original bears."""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from bot.telegram.webhook import SECRET_HEADER
from bot.viber.signature import HEADER
from tests.fuzz.webhooks.changes import changed, written
from tests.fuzz.webhooks.house import MEMBERS, STRANGERS
from tests.fuzz.webhooks.originals import WORDS, Originals, code
from tests.servers.viber.callbacks import sign

SECRET = "Sesam-open_1"
VIBER_TOKEN = "4453b6ac12345678-8a1b2c3d4e5f6071-a1b2c3d4e5f60718"


class Sender(Enum):
    """Who calls."""

    MEMBER = "member"
    STRANGER = "stranger"
    FORGER = "forger"
    """Somebody who is not the messenger, with a member's account in their mouth."""


@dataclass
class Call:
    """An HTTP request."""

    sender: Sender
    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    method: str = "POST"


def sender_of(number: int) -> Sender:
    """Who makes the call of this number."""
    return (Sender.MEMBER, Sender.MEMBER, Sender.STRANGER, Sender.FORGER)[number % 4]


def chance_of(door: str, number: int) -> random.Random:
    """The dice of a call."""
    return random.Random(f"{door}-{number}")  # noqa: S311 - to be repeated, not to be secret


def call(door: str, number: int, originals: Originals) -> Call:
    """Return the call of a number; `originals` are what it is made of, whoever did it."""
    chance, sender = chance_of(door, number), sender_of(number)
    accounts = STRANGERS[door] if sender is Sender.STRANGER else MEMBERS[door]
    account = chance.choice(accounts)
    value = _fresh(_chosen(originals.by(account), chance), number, chance)
    made = _BUILDERS[door](sender, written(changed(value, chance), chance), chance)
    return _dressed(made, chance)


def _chosen(person: Originals, chance: random.Random) -> dict[str, Any]:
    return chance.choice(person.taps if chance.random() < 0.5 else person.updates)


def _fresh(original: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    """The same thing done anew: an update of its own, other words, another button."""
    key = "update_id" if "update_id" in original else "message_token"
    update = original if "account" in original else original | {key: number + 1}
    match update:
        case {"callback_query": query}:
            return update | {"callback_query": query | {"data": code(chance)}}
        case {"message": {"text": str(words)} as message}:
            return update | {"message": message | {"text": _other(words, chance)}}
        case {"code": _}:
            return update | {"code": code(chance), "message": chance.randint(1, 40)}
        case {"account": _, "text": words}:
            return update | {"text": _other(words, chance)}
        case _:
            return update


def _other(words: str, chance: random.Random) -> str:
    """Other words of the same kind: an arrival, a button's code as Viber brings it, or a question."""
    if words.startswith("/start"):
        return words
    return code(chance) if words.startswith("~") else chance.choice(WORDS)


def _telegram(sender: Sender, body: bytes, chance: random.Random) -> Call:
    headers = {"Content-Type": "application/json", SECRET_HEADER: SECRET}
    if sender is Sender.FORGER:
        headers[SECRET_HEADER] = chance.choice(("", "x", SECRET[:-1], SECRET + "1", SECRET.upper(), "гасло", "9" * 300))
        if chance.random() < 0.2:
            del headers[SECRET_HEADER]
    return Call(sender, "/telegram", body, headers)


def _viber(sender: Sender, body: bytes, chance: random.Random) -> Call:
    headers = {"Content-Type": "application/json", HEADER: sign(VIBER_TOKEN, body)}
    if sender is Sender.FORGER:
        wrong = sign(VIBER_TOKEN, body + b" ")
        headers[HEADER] = chance.choice(("", "0" * 64, wrong, wrong[:-1], "підпис", sign("x", body), "f" * 5000))
        if chance.random() < 0.2:
            del headers[HEADER]
    return Call(sender, "/viber", body, headers)


def _web(sender: Sender, body: bytes, chance: random.Random) -> Call:
    """The page: a forger is another site in the same browser."""
    headers = {"Content-Type": "application/json", "Host": "127.0.0.1"}
    if sender is Sender.FORGER:
        foreign = chance.choice(
            ({"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"})
        )
        return Call(sender, "/api/say", body, headers | foreign)
    if chance.random() < 0.1:
        return _file(sender, body, headers, chance)
    return Call(sender, "/api/clock" if chance.random() < 0.05 else "/api/say", body, headers)


def _file(sender: Sender, body: bytes, headers: dict[str, str], chance: random.Random) -> Call:
    account = chance.choice(STRANGERS["web"] if sender is Sender.STRANGER else MEMBERS["web"][:2])
    name = chance.choice(
        ("план.docx", "%D0%BF.docx", "", "a" * 5000, "..%2F..%2Fx", "%00%ff%ed", "%F0%9F%93%84", "<b>")
    )
    return Call(
        sender, f"/api/file?account={account}&name={name}", body, headers | {"Content-Type": "application/octet-stream"}
    )


_BUILDERS = {"telegram": _telegram, "viber": _viber, "web": _web}
_TYPES = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/json; charset=nowhere",
          "application/json; charset=utf-16", ";;;", "image/png", "application/octet-stream", "")  # fmt: skip


def _dressed(made: Call, chance: random.Random) -> Call:
    """Give a call other headers, or another method, now and then; its sender stays the same."""
    dice = chance.random()
    if dice < 0.06:
        made.headers["Content-Type"] = chance.choice(_TYPES)
    elif dice < 0.08:
        made.headers["Content-Encoding"] = chance.choice(("gzip", "deflate", "br", "zstd", "nothing"))
    elif dice < 0.09 and made.path != "/viber":
        made.headers["Content-Encoding"] = "gzip"
        made.body = gzip.compress(chance.choice((made.body, b" " * 3_000_000)))
    elif dice < 0.10:
        made.method = chance.choice(("GET", "PUT", "DELETE", "OPTIONS", "PATCH"))
    return made
