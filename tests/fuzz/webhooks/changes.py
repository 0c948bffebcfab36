"""Ways to break a messenger's JSON: its values, its shape, and its bytes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

Change = Callable[[Any, random.Random], Any]
Spoil = Callable[[bytes, random.Random], bytes]

_TAGS = (
    *"h?lqmogwadcrintsuypvexbkzZ0",
    "wm",
    "wx",
    "ny",
    "jx",
    "gt",
    "bw",
    "ve",
    "uu",
    "ow",
    "zz",
    "xg",
    "xn",
    "xl",
    "xo",
)


def _nested(depth: int) -> Any:  # noqa: ANN401 - any JSON
    value: Any = "x"
    for number in range(depth):
        value = [value] if number % 2 else {"message": value}
    return value


def _code(chance: random.Random) -> str:
    """A button's code, more or less."""
    numbers = (str(chance.choice((0, 1, 2, 3, 7, 40, 2**31, 10**17, -1))) for _ in range(chance.randint(0, 4)))
    return ":".join([chance.choice("~~~+x") + chance.choice(_TAGS), *numbers])


_VALUES: tuple[Callable[[random.Random], Any], ...] = (
    lambda _: None,
    lambda _: True,
    lambda _: [],
    lambda _: {},
    lambda _: "",
    lambda chance: chance.choice((0, -1, 1, 2**31, 2**53, 2**63, 2**64, -(2**63) - 1, 10**40)),
    lambda chance: chance.choice((0.5, -0.0, 1e308, float("nan"), float("inf"), float("-inf"))),
    lambda chance: chance.choice(("\ud800", "a\udfffb", "\0", "\0" * 40, "\u202e", "e\u0301" * 30, "\U0001f1fa" * 9)),
    lambda chance: chance.choice(("я", "x", "~", " ", "\n", "9")) * chance.choice((64, 65, 300, 4096, 5000, 90_000)),
    lambda chance: chance.choice(("/start", "/start@x", "/start \u0000", "/start " + "A" * 65, "/start a b", "A" * 22)),
    lambda chance: _nested(chance.choice((3, 50, 400))),
    lambda chance: {str(number): number for number in range(chance.choice((1, 50, 2000)))},
    _code,
    lambda chance: chance.choice(("'; DROP TABLE member; --", "%s%n{0}{name}", "<b>&amp;", "../../etc/passwd")),
)
_KEYS = ("", "id", "from", "chat", "message", "text", "data", "event", "sender", "user", "\0", "__proto__", "ключ")
KINDS = (
    "edited_message", "channel_post", "inline_query", "poll_answer", "message_reaction", "my_chat_member", "purchased",
    "delivered", "seen", "failed", "webhook", "client_status", "action", "subscribed", "unsubscribed", "невідоме",
)  # fmt: skip
_MARKS = (
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\\u",
    b"\\ud800",
    b'"',
    b"{",
    b"}",
    b"[",
    b",",
    b"//",
    b"NaN",
)
_ENCODINGS = ("utf-16", "utf-32", "utf-16-le", "utf-8-sig", "utf-7")
DEEP = (1_000, 100_000)


def changed(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    """Return a value with some of its parts changed; the original stays as it is."""
    copied = json.loads(json.dumps(value))
    for _ in range(chance.choice((0, 0, 0, 1, 1, 1, 2, 3, 6))):
        copied = chance.choice(_CHANGES)(copied, chance)
    return copied


def written(value: Any, chance: random.Random) -> bytes:  # noqa: ANN401 - any JSON
    """Return a value as bytes, by a writer that cares about no rule."""
    text = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    data = text.encode("utf-8", "surrogatepass")
    return chance.choice(_SPOILS)(data, chance) if chance.random() < 0.3 else data


def _places(value: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Every container of a value with each of its keys."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 500:
        inner = waiting.pop()
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner))) if isinstance(inner, list) else []
        found += [(inner, key) for key in keys]
        waiting += [inner[key] for key in keys]
    return found


def _at_a_place(value: Any, chance: random.Random, do: Callable[[Any, Any], None]) -> Any:  # noqa: ANN401 - any JSON
    places = _places(value)
    if places:
        do(*chance.choice(places))
    return value


def _drop(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    return _at_a_place(value, chance, lambda inner, key: inner.pop(key))


def _retype(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    def put(inner: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
        inner[key] = chance.choice(_VALUES)(chance)

    return _at_a_place(value, chance, put)


def _quote(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    def put(inner: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
        inner[key] = str(inner[key]) if not isinstance(inner[key], str) else [inner[key]]

    return _at_a_place(value, chance, put)


def _rename(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    def put(inner: Any, key: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(inner, dict):
            inner[chance.choice((*_KEYS, *KINDS))] = inner.pop(key)

    return _at_a_place(value, chance, put)


def _add(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    def put(inner: Any, _key: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(inner, dict):
            inner[chance.choice((*_KEYS, *KINDS))] = chance.choice(_VALUES)(chance)
        else:
            inner.append(chance.choice(_VALUES)(chance))

    return _at_a_place(value, chance, put)


def _other_kind(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        for key in ("message", "callback_query"):
            if key in value and "update_id" in value:
                value[chance.choice(KINDS)] = value.pop(key)
        if "event" in value:
            value["event"] = chance.choice(KINDS)
    return value


def _wrap(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - any JSON
    return chance.choice(([value], {"update": value}, [value] * 3, json.dumps(value)))


_CHANGES: tuple[Change, ...] = (_drop, _retype, _retype, _retype, _quote, _rename, _add, _other_kind, _wrap)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _mark(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    return data[:place] + chance.choice(_MARKS) + data[place:]


def _double_keys(data: bytes, chance: random.Random) -> bytes:
    """Every key of the outermost object twice, or one of them with another value first."""
    inner = data.strip()[1:-1]
    if not data.startswith(b"{"):
        return data
    other = json.dumps({chance.choice((*_KEYS, "update_id", "message_token")): chance.choice((0, "x", None))}).encode()
    return b"{" + chance.choice((inner, other[1:-1])) + b"," + inner + b"}"


def _recode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS))


def _deepen(data: bytes, chance: random.Random) -> bytes:
    depth = chance.choice(DEEP)
    opening, closing = chance.choice(((b"[", b"]"), (b'{"message":', b"}")))
    return opening * depth + data + closing * chance.choice((depth, 0))


def _pad(data: bytes, chance: random.Random) -> bytes:
    return chance.choice((b" " * 100_000 + data, data + b"\n" * 10, data + data, b" " * ((1 << 20) + 9), b""))


def _grow_number(data: bytes, chance: random.Random) -> bytes:
    digits = b"9" * chance.choice((20, 400, 5000))
    return data.replace(b":1", b":" + digits, 1) if chance.random() < 0.5 else data.replace(b": ", b": " + digits, 1)


_SPOILS: tuple[Spoil, ...] = (_cut, _flip, _flip, _mark, _mark, _double_keys, _recode, _deepen, _pad, _grow_number)
