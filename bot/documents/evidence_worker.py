"""The process that looks at one thing that somebody sent with a report, and ends; see `bot.documents.apart`."""

from __future__ import annotations

import sys

import msgspec

from bot.documents.evidence import examined
from bot.documents.process import UNEXPECTED, limit_this_process, tell_where
from bot.errors import DocumentError


class Seen(msgspec.Struct, frozen=True):
    """The type of what was sent, and a picture as it is kept; or the key of an error with its values."""

    media_type: str = ""
    picture: bytes = b""
    error: str = ""
    args: dict[str, str | int] = {}


def main() -> int:
    """Look at what is on the input."""
    limit_this_process()
    try:
        seen = look(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - the last place where a fault of ours can be told without the file's words
        tell_where(error)
        return UNEXPECTED
    sys.stdout.buffer.write(msgspec.msgpack.encode(seen))
    return 0


def look(data: bytes) -> Seen:
    """Return what was seen, errors as data."""
    try:
        return Seen(*examined(data))
    except DocumentError as error:
        told = {name: value for name, value in error.args_.items() if isinstance(value, str | int)}
        return Seen(error=error.key, args=told)
    except (MemoryError, RecursionError):
        return Seen(error="error.document-too-heavy")


if __name__ == "__main__":
    sys.exit(main())
