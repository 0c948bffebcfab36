"""Whole documents and ways to break them; the same number always breaks the same document in the same way."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from tests.documents import pdf, plans, sheets, word

_MARKS = (
    b"\x00",
    b"\xff" * 8,
    b"<",
    b">",
    b"&",
    b"|",
    b"\t",
    b"\n",
    b"999999999",
    b"-1",
    b"%PDF-",
    b"PK\x03\x04",
    b"<w:tbl>",
)
_WORDS = (
    "Ціль 1:",
    "вересень",
    "№\tЗахід\tТермін",
    "|",
    "\t",
    "1.1.",
    "(",
    "протягом року",
    "те саме",
    "\u2028",
    "\u0301",
    "🕮",
)
_MOST_CHANGES = 12


@cache
def originals() -> tuple[bytes, ...]:
    """Return the documents that are broken: one of each format, and two of text."""
    plan = plans.sample()
    short = plans.long_plan(3)
    text = plans.SAMPLE.read_text("utf-8").replace("{year}", "2026").encode()
    spaced = "\n".join("   ".join(row) for row in short.rows).encode()
    return (
        word.written(plan),
        sheets.written(plan),
        sheets.written_xls(short),
        sheets.written_ods(plan),
        pdf.written(short),
        pdf.written(short, ruled=False),
        text,
        spaced,
    )


def broken(number: int) -> bytes:
    """Return the document of this number."""
    chance = random.Random(number)  # noqa: S311 - to be repeated, not to be secret
    whole = originals()[number % len(originals())]
    if whole.startswith(b"PK") and chance.random() < 0.8:
        return _inside(whole, chance)
    return _changed(whole, chance)


def _inside(whole: bytes, chance: random.Random) -> bytes:
    """Break files in an archive and pack it again, so that it opens."""
    stream = io.BytesIO()
    try:
        with ZipFile(io.BytesIO(whole)) as archive, ZipFile(stream, "w", ZIP_DEFLATED) as again:
            names = archive.namelist()
            chosen = set(chance.sample(names, k=min(len(names), chance.randint(1, 3))))
            chosen |= {name for name in names if name.endswith(("document.xml", "sheet1.xml", "content.xml"))}
            for name in names:
                content = archive.read(name)
                again.writestr(name, _changed(content, chance) if name in chosen else content)
    except BadZipFile:
        return whole
    return stream.getvalue()


def _changed(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        data = chance.choice(_CHANGES)(data, chance)
    return data


def _flip(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data)) if data else 0
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 200) :]


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.2 else data


def _double(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randint(1, 400)]
    return data[:start] + piece * chance.randint(1, 20) + data[start:]


def _mark(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice((*_MARKS, *(word.encode() for word in _WORDS))) + data[place:]


def _swap(data: bytes, chance: random.Random) -> bytes:
    first, second = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    length = chance.randint(1, 100)
    one, other = data[first : first + length], data[second : second + length]
    return data[:first] + other + data[first + length : second] + one + data[second + length :]


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _end, _double, _mark, _swap)
