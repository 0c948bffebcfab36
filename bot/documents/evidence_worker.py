"""The process that looks at one thing that somebody sent with a report, and ends; see `bot.documents.apart`."""

from __future__ import annotations

import sys

import msgspec

from bot.documents.evidence import examined
from bot.documents.process import answer, told_by
from bot.errors import DocumentError


class Seen(msgspec.Struct, frozen=True):
    """The type of what was sent, and a picture as it is kept; or the key of an error with its values."""

    media_type: str = ""
    picture: bytes = b""
    error: str = ""
    args: dict[str, str | int] = {}


def main() -> int:
    """Look at what is on the input."""
    return answer(lambda data: msgspec.msgpack.encode(look(data)))


def look(data: bytes) -> Seen:
    """Return what was seen, errors as data."""
    try:
        return Seen(*examined(data))
    except DocumentError as error:
        return Seen(error=error.key, args=told_by(error))
    except (MemoryError, RecursionError):
        return Seen(error="error.document-too-heavy")


if __name__ == "__main__":
    sys.exit(main())
