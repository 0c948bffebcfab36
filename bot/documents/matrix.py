"""A plan drawn as a matrix of months or quarters: marks in the cells, days, or the activities themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.documents.columns import columns_of
from bot.documents.row import Row

MONTHS = "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень".split()
GENITIVES = "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split()
_STEMS = ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LOOK_ALIKE = str.maketrans("іхІХ", "ixix")
_QUARTER = re.compile(r"(?P<number>[1-4]|i{1,3}|iv)\s*-?\s*(?:й\s*)?кв(?:артал|\.)?\.?", re.IGNORECASE)
_NUMBER = re.compile(r"№|#|n\b|з/п|п/п")
_MARK = re.compile(r"[^\w]{1,3}|[xхvvв✓]{1,2}", re.IGNORECASE)
_DAYS = re.compile(r"\d{1,2}(?:\s*[-–—,]\s*\d{1,2})*")
_FEWEST = 3
_LONGEST_MARK = 12
_YEAR = 12
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The time of each column in `times`, the headings of the others, and whether one of them names the activities."""

    times: dict[int, str]
    others: dict[int, str]
    titled: bool


def unfolded(rows: Sequence[Row]) -> list[Row]:
    """Return the rows with every matrix in them as an ordinary table with a column of terms."""
    found: list[Row] = []
    matrix: _Matrix | None = None
    for place, row in enumerate(rows):
        times = _times(row.cells)
        if times:
            above = rows[place - 1] if place else Row(())
            if len(above.cells) > 1 and found and found[-1] is above and _is_upper(above, row):
                found.pop()
            matrix = _matrix(row, above, times, rows[place + 1 :])
            found.append(Row(_headings(matrix)))
        elif matrix is None or columns_of(row.cells):
            matrix = None
            found.append(row)
        else:
            found.extend(_unfolded(row, matrix))
    return found


def _matrix(row: Row, above: Row, times: dict[int, str], below: Sequence[Row]) -> _Matrix:
    others = _others(row, above, times)
    columns = columns_of((*others.values(), "Термін"))
    marks = [row.cells[place] for row in below for place in times if place < len(row.cells) and row.cells[place]]
    wordy = sum(len(mark) > _LONGEST_MARK for mark in marks) * 2 > len(marks)
    return _Matrix(times, others, titled=columns is not None and not wordy)


def _times(cells: Sequence[str]) -> dict[int, str]:
    """Return the columns headed by months or quarters, at least three and in order; else none."""
    words = [cell.casefold().translate(_LOOK_ALIKE).strip(" .") for cell in cells]
    for known in (_by_stem(cells), _by_quarter(words), _by_roman(words)):
        values = list(known.values())
        if len(values) >= _FEWEST and len(set(values)) == len(values):
            return known
    return {}


def _by_stem(cells: Sequence[str]) -> dict[int, str]:
    found = {}
    for place, cell in enumerate(cells):
        month = next((one for one, stem in enumerate(_STEMS) if cell.casefold().startswith(stem)), None)
        if month is not None and len(cell.split()) == 1 and "," not in cell:
            found[place] = MONTHS[month]
    return found


def _by_quarter(words: Sequence[str]) -> dict[int, str]:
    found = ((place, _QUARTER.fullmatch(word)) for place, word in enumerate(words))
    return {place: f"{match['number']} квартал" for place, match in found if match}


def _by_roman(words: Sequence[str]) -> dict[int, str]:
    """Read I … IV as quarters and I … XII as months, where all of them stand there."""
    found = {place: _ROMAN.index(word) for place, word in enumerate(words) if word in _ROMAN}
    if list(found.values()) == list(range(_QUARTERS)):
        return {place: f"{_ROMAN[number].upper()} квартал" for place, number in found.items()}
    return {place: MONTHS[number] for place, number in found.items()} if len(found) == _YEAR else {}


def _is_upper(above: Row, row: Row) -> bool:
    """Tell whether the row above is the upper half of the header: «Місяці» over the months."""
    return bool(row.merged) or any(re.match(r"(?:місяц|термін|строк|квартал)", cell.casefold()) for cell in above.cells)


def _others(row: Row, above: Row, times: Mapping[int, str]) -> dict[int, str]:
    def heading(place: int) -> str:
        return row.cells[place] or (above.cells[place] if place < len(above.cells) else "")

    return {place: heading(place) for place in range(len(row.cells)) if place not in times}


def _headings(matrix: _Matrix) -> tuple[str, ...]:
    if matrix.titled:
        return (*matrix.others.values(), "Термін")
    section = _section(matrix)
    return ("Розділ", "Назва заходу", "Термін", *(name for place, name in matrix.others.items() if place != section))


def _section(matrix: _Matrix) -> int | None:
    """Return the column that says what the activities in a row have in common: the first that is no number."""
    return next((place for place, name in matrix.others.items() if not _NUMBER.match(name.casefold())), None)


def _unfolded(row: Row, matrix: _Matrix) -> Iterator[Row]:
    def cell(place: int | None) -> str:
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    filled = {time: cell(place) for place, time in matrix.times.items() if cell(place)}
    others = [cell(place) for place in matrix.others]
    if len(row.cells) == 1 or (not filled and sum(map(bool, others)) == 1):
        yield Row((row.text, *([""] * (len(others) + 1))) if len(row.cells) > 1 else row.cells, row.bold)
    elif matrix.titled:
        yield Row((*others, _term(filled)), row.bold)
    else:
        section = _section(matrix)
        rest = [cell(place) for place in matrix.others if place != section]
        for time, title in filled.items():
            yield Row((cell(section), title, time, *rest), row.bold)


def _term(filled: Mapping[str, str]) -> str:
    """Write the marked columns as a term: days with their month, all twelve as the whole year."""
    marked = [time for time, cell in filled.items() if _MARK.fullmatch(cell)]
    if len(marked) == _YEAR:
        return "протягом року"
    return ", ".join(_one(time, cell) for time, cell in filled.items())


def _one(time: str, cell: str) -> str:
    if _MARK.fullmatch(cell):
        return time
    if _DAYS.fullmatch(cell) and time in MONTHS:
        return f"{cell} {GENITIVES[MONTHS.index(time)]}"
    return f"{time}: {cell}"
