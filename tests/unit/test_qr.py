"""The QR picture that somebody else's phone reads from a screen."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.qr import QUIET_ZONE, SCALE, qr_picture

LINK = "https://t.me/planovyk_bot?start=AbCdEfGhIjKlMnOpQrStUv"
FINDER = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
# What the two bits of a format say (ISO/IEC 18004, 7.9.1), and the mask over them.
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
FORMAT_MASK = 0b10


def modules(picture: bytes) -> list[str]:
    """The modules of a code with their quiet zone, 1 for dark; read from the PNG with nothing but zlib."""
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (width, depth, colour) == (height, 1, 0)
    pixels = ["".join(f"{byte:08b}" for byte in row)[:width] for row in rows(picture, -(-width // 8))]
    blocks = [set(pixels[at : at + SCALE]) for at in range(0, height, SCALE)]
    assert {len(block) for block in blocks} == {1}
    return ["".join("10"[int(row[at])] for at in range(0, width, SCALE)) for (row,) in blocks]


def rows(picture: bytes, length: int) -> list[bytes]:
    """The rows of a PNG, which are written as they are or as what changes from the row above (filters 0 and 2)."""
    data, at = b"", 8
    while at < len(picture):
        (size,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + size]
        at += size + 12
    lines = zlib.decompress(data)
    found = [bytes(length)]
    for start in range(0, len(lines), length + 1):
        written, above = lines[start + 1 : start + length + 1], found[-1]
        found.append({0: written, 2: bytes((x + y) % 256 for x, y in zip(written, above, strict=True))}[lines[start]])
    return found[1:]


def symbol(picture: bytes) -> list[str]:
    """The code without its quiet zone, which is white."""
    drawn = modules(picture)
    inner = [row[QUIET_ZONE:-QUIET_ZONE] for row in drawn[QUIET_ZONE:-QUIET_ZONE]]
    assert "".join(drawn).count("1") == "".join(inner).count("1")
    return inner


def level(code: list[str]) -> str:
    return LEVELS[int(code[8][:2], 2) ^ FORMAT_MASK]


def test_three_corners_say_where_it_is_and_white_is_all_around() -> None:
    code = symbol(qr_picture(LINK))
    assert [row[:7] for row in code[:7]] == FINDER
    assert [row[-7:] for row in code[:7]] == FINDER
    assert [row[:7] for row in code[-7:]] == FINDER


def test_an_old_phone_can_read_it_from_a_screen() -> None:
    assert SCALE >= 8
    assert QUIET_ZONE == 4
    assert level(symbol(qr_picture(LINK))) in {"M", "Q", "H"}
    assert len(symbol(qr_picture(LINK))) <= 41


def test_it_is_a_small_picture_for_every_messenger() -> None:
    assert len(qr_picture(LINK)) < 10_000
    width, height = struct.unpack(">II", qr_picture("x" * 2331)[16:24])
    assert width + height <= 10_000
    assert len(qr_picture("x" * 2331)) < 1024**2


@settings(max_examples=20, deadline=None)
@given(st.text(min_size=1, max_size=200))
def test_any_short_text_can_be_drawn(words: str) -> None:
    assert level(symbol(qr_picture(words))) in {"M", "Q", "H"}


@pytest.mark.parametrize("words", ["", "x" * 2332])
def test_what_no_code_can_say_is_refused(words: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever kind
        qr_picture(words)


def test_the_library_is_not_loaded_until_a_code_is_drawn() -> None:
    loaded = "import sys, bot.documents.qr; print('segno' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
