"""A PDF with a text layer in: the tables that are drawn on its pages, and the lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from bot.documents.limits import MAX_DRAWN, MAX_PAGES
from bot.documents.pdf_grid import Grid, grids_of
from bot.documents.pdf_page import Letter, letters_of, strokes_of
from bot.documents.pdf_text import line_of, text_of
from bot.documents.row import PAGE_BREAK, Row
from bot.documents.text import rows_of
from bot.errors import DocumentError

_PAGE_NUMBER = re.compile(r"\W*(?:(?:стор|с|page)\W*)?\d{1,3}\W*(?:(?:з|із|of|/)\W*\d{1,3}\W*)?", re.IGNORECASE)
_FEWEST_LETTERS = 20


def rows_of_pdf(data: bytes) -> list[Row]:
    """Return the rows of a PDF: of its tables where lines are drawn, else of the columns that its spaces make.

    Raises DocumentError: error.document-damaged, -encrypted, -scanned, -too-many-pages (limit), -too-heavy, -too-long.
    """
    try:
        pages = _pages(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise DocumentError("error.document-encrypted") from error
        raise DocumentError("error.document-damaged") from error
    if sum(letter.sign.isalnum() for letters, _ in pages for letter in letters) < _FEWEST_LETTERS:
        raise DocumentError("error.document-scanned")
    if not any(grids for _, grids in pages):
        return rows_of(text_of([letters for letters, _ in pages]))
    return list(_joined(pages))


def _pages(data: bytes) -> list[tuple[list[Letter], list[Grid]]]:
    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > MAX_PAGES:
            raise DocumentError("error.document-too-many-pages", limit=MAX_PAGES)
        return [_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Letter], list[Grid]]:
    page = document[number]
    try:
        strokes = strokes_of(page)
        letters = letters_of(page)
    finally:
        page.close()
    if max(len(letters), len(strokes)) > MAX_DRAWN:
        raise DocumentError("error.document-too-heavy")
    return letters, grids_of(strokes)


def _joined(pages: Sequence[tuple[list[Letter], list[Grid]]]) -> Iterator[Row]:
    """Put the pages under each other; a table that goes on there has the columns that it began with."""
    columns: list[float] = []
    for letters, grids in pages:
        tables = [grid for grid in grids if grid.width > 1]
        outside = [letter for letter in letters if not any(grid.holds(letter) for grid in tables)]
        for grid in tables:
            yield from _lines([letter for letter in outside if letter.y >= grid.lines[0]])
            outside = [letter for letter in outside if letter.y < grid.lines[0]]
            if len(grid.columns) >= len(columns):
                columns = grid.columns
            yield from grid.rows(letters, columns)
        yield from _lines(outside)
        yield PAGE_BREAK


def _lines(letters: Sequence[Letter]) -> Iterator[Row]:
    for text, bold in line_of(letters):
        if not _PAGE_NUMBER.fullmatch(text):
            yield Row((text,), bold)
