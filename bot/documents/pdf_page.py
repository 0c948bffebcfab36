"""What is drawn on a page of a PDF: its letters in the order of the text, and its straight lines."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from bot.documents.limits import MAX_DRAWN
from bot.errors import DocumentError

_STRAIGHT = 1.5
_THIN = 3.0
_SHORTEST = 4.0
_BOLD_WEIGHT = 600
_LINE_END_HYPHENS = frozenset({0x02, 0xFFFE})
_FIRST_PRINTED = 0x20
_SURROGATES = range(0xD800, 0xE000)

Point = tuple[float, float]
Turn = Callable[[Point], Point]


class Letter(NamedTuple):
    """A sign of the text where its baseline begins (points, from the bottom left), its width and its boldness.

    A line break that the text only implies is a line feed at the place of the sign before it, without width.
    """

    sign: str
    x: float
    y: float
    width: float
    bold: bool


class Stroke(NamedTuple):
    """A straight line: upright at a distance from the left (`level`), or else level at a height."""

    upright: bool
    level: float
    start: float
    end: float


def letters_of(page: pypdfium2.PdfPage) -> list[Letter]:
    """Return the text of a page, sign by sign. Raises DocumentError error.document-too-heavy."""
    words = page.get_textpage()
    try:
        if words.count_chars() > MAX_DRAWN:
            raise DocumentError("error.document-too-heavy")
        return list(_letters(words, _turn_of(page)))
    finally:
        words.close()


def _letters(words: pypdfium2.PdfTextPage, turn: Turn) -> Iterator[Letter]:
    x, y = ctypes.c_double(), ctypes.c_double()
    box = [ctypes.c_double() for _ in range(4)]
    new_word, bold, broken = True, False, False
    for place in range(words.count_chars()):
        code = pdfium.FPDFText_GetUnicode(words, place)
        if broken and code in {0x0A, 0x0D, 0x20}:
            continue
        broken = code in _LINE_END_HYPHENS
        pdfium.FPDFText_GetCharOrigin(words, place, x, y)
        pdfium.FPDFText_GetCharBox(words, place, *box)
        sign = "-" if broken else _sign(code)
        if new_word and not sign.isspace():
            bold = pdfium.FPDFText_GetFontWeight(words, place) >= _BOLD_WEIGHT
        new_word = sign.isspace()
        if sign:
            yield Letter(sign, *turn((x.value, y.value)), abs(box[1].value - box[0].value), bold)


def _sign(code: int) -> str:
    if code == 0x0A:  # noqa: PLR2004 - a line feed
        return "\n"
    if code == 0xA0:  # noqa: PLR2004 - a no-break space
        return " "
    if code in _SURROGATES:
        return "\ufffd"
    return chr(code) if code >= _FIRST_PRINTED else ""


def strokes_of(page: pypdfium2.PdfPage) -> list[Stroke]:
    """Return the straight lines of a page: those of stroked paths, and filled boxes so thin that they are lines."""
    if pdfium.FPDFPage_CountObjects(page) > MAX_DRAWN:
        raise DocumentError("error.document-too-heavy")
    turn = _turn_of(page)
    found: list[Stroke] = []
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        for start, end in _lines(drawn, turn):
            found.extend(_stroke(start, end))
        if len(found) > MAX_DRAWN:
            raise DocumentError("error.document-too-heavy")
    return found


def _lines(drawn: pypdfium2.PdfObject, turn: Turn) -> Iterator[tuple[Point, Point]]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(drawn, fill, stroke):
        return
    left, bottom, right, top = drawn.get_bounds()
    thin = min(abs(right - left), abs(top - bottom)) < _THIN
    if stroke.value and not thin:
        for start, end in _segments(drawn):
            yield turn(start), turn(end)
    elif stroke.value or (fill.value and thin):
        yield turn((left, bottom)), turn((right, bottom) if right - left > top - bottom else (left, top))


def _segments(drawn: pypdfium2.PdfObject) -> Iterator[tuple[Point, Point]]:
    """Yield the sides of a path, in the page's own points."""
    matrices = _matrices(drawn)
    x, y = ctypes.c_float(), ctypes.c_float()
    first = last = (0.0, 0.0)
    for place in range(min(pdfium.FPDFPath_CountSegments(drawn), MAX_DRAWN)):
        segment = pdfium.FPDFPath_GetPathSegment(drawn, place)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (float(x.value), float(y.value))
        for matrix in matrices:
            point = matrix.on_point(*point)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield last, point
        last = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield last, first


def _matrices(drawn: pypdfium2.PdfObject) -> list[pypdfium2.PdfMatrix]:
    """Return the path's own matrix and those of the forms it lies in, from the inside out."""
    found = []
    inside: pypdfium2.PdfObject | None = drawn
    while inside is not None:
        found.append(inside.get_matrix())
        inside = inside.container
    return found


def _stroke(start: Point, end: Point) -> Iterator[Stroke]:
    across, up = abs(end[0] - start[0]), abs(end[1] - start[1])
    if across < _STRAIGHT and up > _SHORTEST:
        yield Stroke(upright=True, level=start[0], start=min(start[1], end[1]), end=max(start[1], end[1]))
    elif up < _STRAIGHT and across > _SHORTEST:
        yield Stroke(upright=False, level=start[1], start=min(start[0], end[0]), end=max(start[0], end[0]))


def _turn_of(page: pypdfium2.PdfPage) -> Turn:
    """Return how a point moves when the page is shown the way up that it says."""
    match page.get_rotation():
        case 90:
            return lambda point: (point[1], -point[0])
        case 180:
            return lambda point: (-point[0], -point[1])
        case 270:
            return lambda point: (-point[1], point[0])
        case _:
            return lambda point: point
