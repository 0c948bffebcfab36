"""The columns of a plan, known by the many headings that people give them, in any order, and by what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.terms import read_term
from bot.domain.windows import calendar_year


class Column(StrEnum):
    """What a column of the plan's table holds."""

    NUMBER = "number"
    GOAL = "goal"
    TITLE = "title"
    TERM = "term"
    RESPONSIBLE = "responsible"
    RESOURCES = "resources"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which cell of a row holds what; `others` are the headings that stand for nothing of ours, by their cell."""

    places: dict[Column, int]
    others: dict[int, str]
    width: int

    def cell(self, cells: Sequence[str], column: Column) -> str:
        """Return the cell of a column, empty where the row or the table has none."""
        place = self.places.get(column)
        return cells[place] if place is not None and place < len(cells) else ""

    def notes(self, cells: Sequence[str]) -> list[str]:
        """Return what the other columns say, each after its heading."""
        return [
            f"{name}: {cells[place]}" if name else cells[place]
            for place, name in self.others.items()
            if place < len(cells) and cells[place]
        ]


# Tried in this order, each on the headings that are still free: «Очікуваний результат заходу» is a result.
_HEADINGS = (
    (Column.NUMBER, r"^(?:№|#|n\b|no\b|nr\b|номер|п\s*/\s*п|з\s*/\s*п)"),
    (Column.RESULT, r"результат|очікуван|індикатор|индикатор|показник|продукт|outcome|result"),
    (Column.RESPONSIBLE, r"відповідальн|виконав|хто\b|ответственн|исполнит|responsible"),
    (Column.TERM, r"термін|строк|дата|коли\b|період|час\b|місяць|срок|when|term|deadline"),
    (Column.RESOURCES, r"ресурс|партнер|забезпечення|матеріал|кошт|фінанс|бюджет|resource"),
    (Column.TITLE, r"захід|заход|зміст|назва|найменування|вид\b|діяльн|робот|мероприят|содержан|activity|title"),
    (Column.TITLE, r"завдан|тема\b|подія|питання"),
    (Column.GOAL, r"^(?:\w+\s+)?(?:ціл[ьі]|мета|напрям\w*|розділ|блок|завдання|goal)"),
)
_LONGEST_HEADING = 60
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
"""Headings of narrow columns are broken by hand: «Відпові-дальні»."""
_PEOPLE = re.compile(r"п\.?\s*і\.?\s*[бп]\b|прізвищ|посад|телефон|підпис|e-?mail|адрес", re.IGNORECASE)
_FEW_TERMS = 0.3
_MOST_TERMS = 0.6
_SAMPLE = 30
_FEW_COLUMNS = 2
_LEAP_YEAR = calendar_year(2024)


def columns_of(cells: Sequence[str]) -> Columns | None:
    """Read a row as the header of the table; None when it is none.

    A header names at least the activity and its term or its people, in short cells.
    """
    if any(len(cell) > _LONGEST_HEADING for cell in cells):
        return None
    free = {place: _BROKEN_WORD.sub("", cell.casefold()) for place, cell in enumerate(cells)}
    places: dict[Column, int] = {}
    for column, pattern in _HEADINGS:
        found = next((place for place, words in free.items() if re.search(pattern, words)), None)
        if found is not None and column not in places:
            places[column] = found
            del free[found]
    named = Column.TITLE in places and (Column.TERM in places or Column.RESPONSIBLE in places)
    if not named or len({cells[place] for place in places.values()}) < len(places):
        return None
    if Column.NUMBER not in places and 0 in free and not free[0]:
        places[Column.NUMBER] = 0
        del free[0]
    return Columns(places, {place: " ".join(cells[place].split()) for place in free}, len(cells))


def is_other_header(cells: Sequence[str]) -> bool:
    """Tell whether a row is the header of a table that is no plan's, such as a list of members."""
    words = [cell for cell in cells if cell]
    short = len(words) > 1 and all(len(cell) <= _LONGEST_HEADING for cell in words)
    return short and sum(bool(_PEOPLE.match(cell)) for cell in words) > (len(words) - 1) // 2


def is_counting(cells: Sequence[str]) -> bool:
    """Tell whether a row only counts the columns, from 1 on."""
    words = [cell.rstrip(".") for cell in cells if cell]
    return len(words) > _FEW_COLUMNS and words == [str(number) for number in range(1, len(words) + 1)]


def checked(columns: Columns, heading: Sequence[str], below: Sequence[Sequence[str]]) -> Columns:
    """Return the columns with the term where terms are: a heading may be wrong, or stand over something else."""
    sample = [cells for cells in below if sum(map(bool, cells)) > 1][:_SAMPLE]
    named = columns.places.get(Column.TERM)
    one_row_proves_nothing = len(sample) == 1
    if named is not None and (one_row_proves_nothing or _share_of_terms(sample, named) >= _FEW_TERMS):
        return columns
    free = [place for place in range(columns.width) if place not in _kept(columns)]
    best = max(free, key=lambda place: _share_of_terms(sample, place), default=None)
    if best is None or best == named or _share_of_terms(sample, best) < _MOST_TERMS:
        return columns
    return _moved(columns, heading, best)


def _kept(columns: Columns) -> set[int]:
    return {place for column, place in columns.places.items() if column in {Column.NUMBER, Column.TITLE, Column.GOAL}}


def _moved(columns: Columns, heading: Sequence[str], place: int) -> Columns:
    """Make `place` the column of terms; what it was taken for stands where the terms were expected."""
    old = columns.places.get(Column.TERM)
    places = {column: old if at == place else at for column, at in columns.places.items()}
    kept = {column: at for column, at in places.items() if at is not None} | {Column.TERM: place}
    others = {at: name for at, name in columns.others.items() if at != place}
    if old is not None and old not in kept.values():
        others[old] = " ".join(heading[old].split())
    return replace(columns, places=kept, others=others)


def _share_of_terms(sample: Sequence[Sequence[str]], place: int) -> float:
    """Return the share of the filled cells of a column that read as terms; a few cells tell nothing."""
    filled = [cells[place] for cells in sample if place < len(cells) and cells[place]]
    terms = sum(bool(read_term(cell, _LEAP_YEAR).windows) for cell in filled)
    return terms / len(filled) if len(filled) > 1 else 0.0
