"""A table without a header row: its columns are guessed from what they hold, for a person to confirm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.documents.numbers import number_of
from bot.documents.row import Row
from bot.domain.people import Kind, read_people
from bot.domain.terms import read_term
from bot.domain.windows import calendar_year

_NUMBER, _TITLE, _TERM, _PEOPLE = "№", "Назва заходу", "Термін", "Відповідальні"
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_MOST = 0.6
"""The share of a column's filled cells that must be of one kind."""
_LONGEST_TERM = 60
_SAMPLE = 60
_LEAP_YEAR = calendar_year(2024)
_NAMED = frozenset({Kind.PERSON, Kind.BODY, Kind.POST})


def headed(rows: Sequence[Row]) -> list[Row] | None:
    """Return the rows with a header above the first row of the table, and a row that says so; None without a table.

    A plan's table has a column of terms and one of titles in most of its rows.
    """
    width = _width(rows)
    table = [row for row in rows if len(row.cells) == width and sum(map(bool, row.cells)) > 1]
    header = _header(table[:_SAMPLE], width) if width and len(table) >= _FEWEST_ROWS else None
    if header is None:
        return None
    start = rows.index(table[0])
    guessed = Row((" | ".join(filter(None, header)),), left_out="no-header")
    return [*rows[:start], guessed, Row(header), *rows[start:]]


def _width(rows: Sequence[Row]) -> int:
    widths = Counter(len(row.cells) for row in rows if len(row.cells) >= _FEWEST_COLUMNS)
    return widths.most_common(1)[0][0] if widths else 0


def _header(table: Sequence[Row], width: int) -> tuple[str, ...] | None:
    free = {place: [row.cells[place] for row in table if row.cells[place]] for place in range(width)}
    names: dict[int, str] = {}
    for name, fits in ((_TERM, _is_term), (_NUMBER, _is_number), (_PEOPLE, _is_people)):
        shares = {place: sum(map(fits, cells)) / len(cells) for place, cells in free.items() if cells}
        best = max(shares, key=lambda place: (shares[place], -place), default=None)
        if best is not None and shares[best] >= _MOST:
            names[best] = name
            del free[best]
    title = _longest(free)
    if title is None or _TERM not in names.values():
        return None
    return tuple(_TITLE if place == title else names.get(place, "") for place in range(width))


def _longest(columns: dict[int, list[str]]) -> int | None:
    """Return the column of titles: the first of those that hold about the most words."""
    lengths = {place: sum(map(len, cells)) / len(cells) for place, cells in columns.items() if len(cells) > 1}
    return next((place for place in sorted(lengths) if lengths[place] * 2 >= max(lengths.values())), None)


def _is_term(cell: str) -> bool:
    term = read_term(cell, _LEAP_YEAR)
    return len(cell) <= _LONGEST_TERM and term.sure and bool(term.windows) and number_of(cell) is None


def _is_number(cell: str) -> bool:
    return number_of(cell) is not None


def _is_people(cell: str) -> bool:
    people = read_people(cell)
    return bool(people.items) and all(named.kind in _NAMED for named in people.items)
