"""The pages of a members' list: the sheets of a workbook, or a document's rows cut in each way that they could be."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.documents.formats import Format, format_of
from bot.documents.limits import MAX_BYTES, MAX_CELLS, MAX_LINES, MEGABYTE
from bot.documents.plan_reader import document_rows
from bot.documents.row import Row, seen
from bot.documents.text import decode
from bot.errors import DocumentError

_SIGNS = ("\t", ";", ",")
_CUTS = (re.compile(r"\s*\|\s*"), re.compile(r"\s+[–—-]\s+|\s*;\s*"), re.compile(r"\s{2,}"))
"""What keeps cells apart in text that is no table: bars, dashes, several spaces."""
_MOST_OF_A_CELL = 500
"""Signs of a cell that are read: a name or a library has far fewer."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet by its name with its rows; a document without sheets is one page without a name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Pages:
    """One way to cut a document into pages, with the names of its sheets that are hidden."""

    pages: tuple[Page, ...]
    hidden: tuple[str, ...] = ()


def ways_of(data: bytes, rows: Sequence[Row] | None = None) -> Iterator[Pages]:
    """Yield every way to cut a document into pages and cells: a text says not by itself what its cells end with.

    `rows` are those of `document_rows`, where they are known already. Raises DocumentError as that does.
    """
    if len(data) > MAX_BYTES:
        raise DocumentError("error.document-too-large", limit=MAX_BYTES // MEGABYTE)
    match format_of(data):
        case Format.TEXT:
            yield from (Pages((_page("", rows),)) for rows in _ways_of_text(decode(data)))
        case Format.SHEETS:
            from bot.documents.sheets import sheets_of  # noqa: PLC0415 - paid only by who sends such a file

            sheets, hidden = sheets_of(data)
            yield Pages(tuple(_page(name, rows) for name, rows in sheets if rows), tuple(hidden))
        case Format.WORD | Format.PDF:
            yield Pages((_page("", document_rows(data) if rows is None else rows),))


def _ways_of_text(text: str) -> Iterator[list[Row]]:
    whole = re.sub(r"\r\n|[\r\v\f\u2028\u2029]", "\n", text)
    if whole.count("\n") > MAX_LINES:
        raise DocumentError("error.document-too-long", limit=MAX_LINES)
    for sign in _SIGNS:
        if sign in whole:
            yield from _separated(whole, sign)
    lines = whole.split("\n")
    yield [Row((line.strip(),)) for line in lines]
    for cut in _CUTS:
        if cut.search(whole):
            yield [Row(tuple(cut.split(line.strip().strip("|").strip()))[:MAX_CELLS]) for line in lines]


def _separated(text: str, sign: str) -> Iterator[list[Row]]:
    try:
        lines = list(csv.reader(io.StringIO(text.removeprefix(f"sep={sign}\n")), delimiter=sign))
    except csv.Error:
        return
    yield [Row(tuple(cells[:MAX_CELLS]) or ("",)) for cells in lines]


def _page(name: str, rows: Sequence[Row]) -> Page:
    """Return a page whose merged cells each say what the first of them says, its white space single."""
    page: list[Row] = []
    for row in rows:
        cells = [_tidy(cell) for cell in seen(row).cells]
        for place in row.merged:
            if page and place < min(len(cells), len(page[-1].cells)) and not cells[place]:
                cells[place] = page[-1].cells[place]
        page.append(replace(row, cells=tuple(cells)))
    return Page(name, tuple(page))


def _tidy(cell: str) -> str:
    lines = (" ".join(line.split()) for line in cell[:_MOST_OF_A_CELL].split("\n"))
    return "\n".join(filter(None, lines))
