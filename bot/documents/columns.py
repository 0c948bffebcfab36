"""The columns of a plan, known by the many headings that people give them, in any order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """What a column of the plan's table holds."""

    NUMBER = "number"
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


# Tried in this order, each on the headings that are still free: «Очікуваний результат заходу» is a result.
_HEADINGS = (
    (Column.NUMBER, r"^(?:№|#|n\b|no\b|nr\b|номер|п\s*/\s*п|з\s*/\s*п)"),
    (Column.RESULT, r"результат|очікуван|індикатор|показник|продукт|outcome|result"),
    (Column.RESPONSIBLE, r"відповідальн|виконав|хто\b|ответственн|исполнит|responsible"),
    (Column.TERM, r"термін|строк|дата|коли\b|період|час\b|місяць|срок|when|term|deadline"),
    (Column.RESOURCES, r"ресурс|партнер|забезпечення|матеріал|кошт|фінанс|бюджет|resource"),
    (Column.TITLE, r"захід|заход|зміст|назва|найменування|вид\b|діяльн|робот|завдан|мероприят|содержан|activity|title"),
)


def columns_of(cells: Sequence[str]) -> Columns | None:
    """Read a row as the header of the table; None when it is none.

    A header names at least the activity and its term or its people, in short cells.
    """
    free = {place: cell.casefold() for place, cell in enumerate(cells) if cell}
    places: dict[Column, int] = {}
    for column, pattern in _HEADINGS:
        found = next((place for place, words in free.items() if re.search(pattern, words)), None)
        if found is not None:
            places[column] = found
            del free[found]
    named = Column.TITLE in places and (Column.TERM in places or Column.RESPONSIBLE in places)
    if not named or any(len(cell) > _LONGEST_HEADING for cell in cells):
        return None
    return Columns(places, {place: cells[place] for place in free}, len(cells))


_LONGEST_HEADING = 60
