"""Pictures as the platforms look at them: what kind they are and how large."""

from __future__ import annotations

import struct
import zlib

_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"


def media_type(content: bytes) -> str:
    """What the first bytes say of a picture; empty when it is none that a messenger takes."""
    known = {_PNG: "image/png", _JPEG: "image/jpeg", _GIF: "image/gif"}
    return next((kind for start, kind in known.items() if content.startswith(start)), "")


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels. ValueError when it is none, or cut off."""
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or not content.endswith(_chunk(b"IEND", b"")):
        raise ValueError("this is not a PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def png(width: int = 90, height: int = 90) -> bytes:
    """A black PNG of this size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(-(-width // 8))) * height)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
