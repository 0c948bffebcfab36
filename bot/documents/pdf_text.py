"""The text of a PDF page that lies in no table: as lines, or with its columns kept apart by spaces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from bot.documents.pdf_page import Letter

_SAME_LINE = 3.0
_GAP = 2.0
"""White space wider than so many letters stands between columns."""
_WIDEST = 2000


def line_of(letters: Sequence[Letter]) -> Iterator[tuple[str, bool]]:
    """Yield the lines in the order of the text, and whether each begins in bold."""
    line: list[Letter] = []
    for letter in letters:
        if line and (letter.sign == "\n" or abs(letter.y - line[-1].y) > _SAME_LINE):
            yield from _told(line)
            line = []
        if letter.sign != "\n":
            line.append(letter)
    yield from _told(line)


def _told(line: Sequence[Letter]) -> Iterator[tuple[str, bool]]:
    text = " ".join("".join(letter.sign for letter in line).split())
    if text:
        yield text, next(letter.bold for letter in line if not letter.sign.isspace())


def text_of(pages: Sequence[Sequence[Letter]]) -> str:
    """Return pages as lines of text where columns begin at the same place, at least two spaces apart."""
    printed = [one for letters in pages for one in letters if not one.sign.isspace()]
    unit = max(median(letter.width for letter in printed) / 2, 0.5) if printed else 1.0
    left = min((letter.x for letter in printed), default=0.0)
    lines = (line for letters in pages for line in _lines(_in_order(letters)))
    return "\n".join(_spaced(sorted(line, key=lambda one: one.x), left, unit) for line in lines)


def _in_order(letters: Sequence[Letter]) -> list[Letter]:
    return sorted((one for one in letters if one.sign != "\n"), key=lambda one: (-one.y, one.x))


def _lines(printed: Sequence[Letter]) -> Iterator[list[Letter]]:
    line: list[Letter] = []
    for letter in printed:
        if line and abs(letter.y - line[0].y) > _SAME_LINE:
            yield line
            line = []
        line.append(letter)
    if line:
        yield line


def _spaced(line: Sequence[Letter], left: float, unit: float) -> str:
    text = ""
    end = left
    for letter in line:
        if letter.sign.isspace():
            text += "" if text.endswith(" ") else " "
            continue
        if letter.x - end > _GAP * 2 * unit:
            place = min(int((letter.x - left) / unit), _WIDEST)
            text = text.rstrip().ljust(max(place, len(text.rstrip()) + 2))
        text += letter.sign
        end = letter.x + letter.width
    return text
