"""Pictures as the platforms look at them: what kind they are and how large."""

from __future__ import annotations

import struct
import zlib

_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"
_MARKER, _FRAMES = 0xFF, frozenset({0xC0, 0xC1, 0xC2})


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


def jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height of a JPEG in pixels, of its first frame. ValueError when it is none, or cut off."""
    if not content.startswith(_JPEG) or not content.endswith(b"\xff\xd9"):
        raise ValueError("this is not a JPEG")
    at = 2
    while at + 9 < len(content) and content[at] == _MARKER:
        kind, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if kind in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise ValueError("this JPEG has no frame")


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels. ValueError when it is none that is shown."""
    return jpeg_size(content) if content.startswith(_JPEG) else png_size(content)


def png(width: int = 90, height: int = 90) -> bytes:
    """A black PNG of this size."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + bytes(-(-width // 8))) * height)
    return _PNG + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
