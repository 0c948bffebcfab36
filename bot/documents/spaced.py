"""Columns that only spaces keep apart, as in text copied from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.documents.columns import Column, Columns, columns_of
from bot.documents.row import Row
from bot.domain.terms import read_term
from bot.domain.windows import calendar_year

_PIECE = re.compile(r"\S+(?:[ \t]\S+)*")
_FEWEST = 3
_LEAP_YEAR = calendar_year(2024)
_SLACK = 2
"""A cell may begin so many signs left of its heading."""


def header_of(rows: Sequence[Row]) -> int | None:
    """Return the place of the first row that is a header of a plan's table."""
    return next((place for place, row in enumerate(rows) if columns_of(row.cells)), None)


def spaced_rows(lines: Sequence[str]) -> list[Row] | None:
    """Cut lines into cells where two or more spaces stand; None where no line so cut is a plan's header.

    A line without a number, in a table that has a column of numbers, goes on with the row above it.
    """
    for place, line in enumerate(lines):
        pieces = _pieces(line)
        columns = columns_of([text for _, text in pieces]) if len(pieces) >= _FEWEST else None
        if columns is not None:
            starts = [start for start, _ in pieces]
            above = [Row((" ".join(one.split()),)) for one in lines[:place]]
            return [*above, *_below(lines[place + 1 :], [text for _, text in pieces], starts, columns)]
    return None


def _pieces(line: str) -> list[tuple[int, str]]:
    return [(found.start(), found.group()) for found in _PIECE.finditer(line.expandtabs())]


def _below(lines: Sequence[str], header: list[str], starts: Sequence[int], columns: Columns) -> Iterator[Row]:
    row: list[str] | None = header
    for line in lines:
        pieces = _pieces(line)
        cells = _cells(pieces, starts)
        if row is not None and _goes_on(cells, pieces, starts, columns) and not _begins(cells, row, columns):
            row = [_joined(above, below) for above, below in zip(row, cells, strict=True)]
            continue
        if row is not None:
            yield Row(tuple(row))
        row = cells if len(pieces) > 1 else None
        if row is None:
            yield Row((" ".join(line.split()),))
    if row is not None:
        yield Row(tuple(row))


def _cells(pieces: Sequence[tuple[int, str]], starts: Sequence[int]) -> list[str]:
    cells = [""] * len(starts)
    for begin, text in pieces:
        place = max((one for one, start in enumerate(starts) if start <= begin + _SLACK), default=0)
        cells[place] = f"{cells[place]} {text}".strip()
    return cells


def _joined(above: str, below: str) -> str:
    """Join two lines of a cell; a narrow column may have broken off a soft sign, which begins no word."""
    return above + below if below[:1] in {"ь", "Ь"} else f"{above} {below}".strip()


def _goes_on(cells: Sequence[str], pieces: Sequence[tuple[int, str]], starts: Sequence[int], columns: Columns) -> bool:
    """Tell whether a line may continue the row above: it has no number, and its pieces stand under its cells."""
    if Column.NUMBER not in columns.places or not pieces or columns.cell(cells, Column.NUMBER):
        return False
    return all(any(abs(begin - start) <= _SLACK for start in starts) for begin, _ in pieces)


def _begins(cells: Sequence[str], above: Sequence[str], columns: Columns) -> bool:
    """Tell whether a line without a number is an activity of its own: it has a title and a whole term."""
    title, term = columns.cell(cells, Column.TITLE), columns.cell(cells, Column.TERM)
    return title[:1].isupper() and bool(columns.cell(above, Column.TERM)) and read_term(term, _LEAP_YEAR).sure
