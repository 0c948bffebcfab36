"""The rows of a document sorted: goals, activities put together again after page breaks, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.columns import Column, Columns, columns_of
from bot.documents.text import Row
from bot.domain.draft import DraftGoal
from bot.errors import DocumentError

MAX_ACTIVITIES = 1000
MAX_CELL = 5000
_GOAL = re.compile(
    r"(?:(?:стратегічна|операційна|загальна)\s+)?(?:ціль|мета|цель|розділ|раздел|напрям(?:ок)?|блок|завдання|goal|section)"
    r"(?![^\W\d_])\s*№?\s*(?P<number>\d{1,2}|[IVXІХ]{1,5}(?![^\W\d_]))?\s*[.:)–—-]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}|[IVXІХ]{1,5})[.)]\s*(?P<title>[^\W\d].*)", re.DOTALL)
_ROMAN = {"I": 1, "V": 5, "X": 10}


@dataclass(slots=True)
class RawActivity:
    """The cells of one activity, still text. `number` is as in the document, without its last dot."""

    number: str | None
    goal: DraftGoal | None
    cells: dict[Column, str]


@dataclass(slots=True)
class Sheet:
    """The whole document, sorted. `heading` stands above the table, `tail` below it."""

    heading: list[str] = field(default_factory=list)
    goals: list[DraftGoal] = field(default_factory=list)
    activities: list[RawActivity] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    other_columns: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


def sheet_of(rows: Sequence[Row]) -> Sheet:
    """Sort the rows of a document.

    Raises DocumentError: error.document-no-table, error.document-no-rows, error.document-too-long.
    """
    start = next((place for place, row in enumerate(rows) if columns_of(row.cells)), None)
    if start is None:
        raise DocumentError("error.document-no-table")
    sheet = Sheet(heading=[row.text for row in rows[:start] if not row.is_blank and not row.is_rule])
    _Sorter(sheet).sort(rows[start:])
    if not sheet.activities:
        raise DocumentError("error.document-no-rows")
    return sheet


class _Sorter:
    """One pass over the table, remembering the columns, the goal and the activity that are open."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._columns = Columns({}, {}, 0)
        self._goal: DraftGoal | None = None
        self._after_rule = False
        self._after_blank = False
        self._unsettled: list[str] = []

    def sort(self, rows: Sequence[Row]) -> None:
        """Take every row in its order; what stands below the last row that was understood is the tail."""
        for row in rows:
            if row.is_blank or row.is_rule:
                self._after_rule = self._after_rule or row.is_rule
                self._after_blank = True
            elif any(len(cell) > MAX_CELL for cell in row.cells):
                self._sheet.unreadable.append(f"{row.text[:200]}…")
            else:
                self._take(row)
                # The header again means that a new page begins here.
                self._after_rule = self._after_blank = columns_of(row.cells) is not None
        self._sheet.tail = self._unsettled

    def _take(self, row: Row) -> None:
        columns = columns_of(row.cells)
        if columns is not None:
            self._columns = columns
            new = [name for name in columns.others.values() if name not in self._sheet.other_columns]
            self._sheet.other_columns.extend(new)
        elif (goal := self._goal_of(row)) is not None:
            self._begin(goal, row)
        elif self._activity(row) or self._continuation(row):
            self._settle()
        else:
            self._unsettled.append(row.text)

    def _begin(self, goal: DraftGoal, row: Row) -> None:
        """Open a goal; a heading without a number proves to be one only when an activity follows it."""
        self._goal = goal
        if goal.number is None:
            self._unsettled.append(row.text)
        elif goal not in self._sheet.goals:
            self._sheet.goals.append(goal)
            self._settle()

    def _settle(self) -> None:
        """What was not understood so far lies inside the table, so somebody must look at it."""
        title = self._goal.title if self._goal and self._goal.number is None else None
        if self._goal and title and self._goal not in self._sheet.goals:
            self._sheet.goals.append(self._goal)
        self._sheet.unreadable.extend(text for text in self._unsettled if text.rstrip(":") != title)
        self._unsettled.clear()

    def _goal_of(self, row: Row) -> DraftGoal | None:
        """Read a row across the whole width as a goal: «Ціль 2: …», «II. …», or a bold line without a number."""
        filled = list(dict.fromkeys(cell for cell in row.cells if cell))
        named = _GOAL.fullmatch(filled[0]) if len(filled) == 1 else None
        if named and (named["number"] or row.bold or ":" in filled[0]):
            return DraftGoal(_arabic(named["number"]), named["title"].strip(" .") or filled[0])
        numbered = self._numbered_heading(filled)
        if numbered is not None:
            return numbered
        if len(filled) == 1 and row.cells[0] and (row.bold or filled[0].isupper()):
            return DraftGoal(None, filled[0].rstrip(":"))
        return None

    def _numbered_heading(self, filled: list[str]) -> DraftGoal | None:
        """Read «II. Назва» in one cell, or «II» and the title in two with nothing else in the row."""
        if len(filled) == 1:
            found = _NUMBERED.fullmatch(filled[0])
            return DraftGoal(_arabic(found["number"]), found["title"].strip()) if found else None
        if len(filled) == 2 and re.fullmatch(r"(?:[IVXІХ]{1,5}|\d{1,2})[.)]?", filled[0]) and self._dotted(filled[0]):  # noqa: PLR2004 - a pair
            return DraftGoal(_arabic(filled[0].rstrip(".)")), filled[1])
        return None

    def _dotted(self, number: str) -> bool:
        """Tell whether a plain number is a goal's: it is Roman, or the activities so far have numbers with dots."""
        seen = [raw.number for raw in self._sheet.activities if raw.number]
        return not number[0].isdigit() or (bool(seen) and all("." in one for one in seen))

    def _activity(self, row: Row) -> bool:
        """Take the row as a new activity; False when it is none."""
        cells = self._cells(row)
        number, title = _number(cells[Column.NUMBER]), cells[Column.TITLE]
        filled = any(cells[column] for column in (Column.TERM, Column.RESPONSIBLE))
        torn = self._after_rule and title[:1].islower() and bool(self._sheet.activities)
        if not title or len(row.cells) == 1 or (number is None and (not filled or torn)):
            return False
        if len(self._sheet.activities) >= MAX_ACTIVITIES:
            raise DocumentError("error.document-too-long", limit=MAX_ACTIVITIES)
        self._sheet.activities.append(RawActivity(number, self._goal, cells))
        self._keep_surplus(row)
        return True

    def _continuation(self, row: Row) -> bool:
        """Add the row to the activity above: the rest of its cells after a page break or a line break."""
        cells = self._cells(row)
        above = self._sheet.activities[-1] if self._sheet.activities else None
        if above is None:
            return False
        if len(row.cells) == 1:
            return self._rest_of_line(row, above)
        if cells[Column.NUMBER] or not any(cells.values()):
            return False
        if cells[Column.TITLE] and not (self._after_rule or cells[Column.TITLE][:1].islower()):
            return False
        for column, words in cells.items():
            above.cells[column] = joined(above.cells[column], words)
        self._keep_surplus(row)
        return True

    def _rest_of_line(self, row: Row, above: RawActivity) -> bool:
        """Add a line without cells to the last cell above, where it plainly goes on with it."""
        filled = [
            column
            for column, place in sorted(self._columns.places.items(), key=lambda pair: pair[1])
            if above.cells[column]
        ]
        if self._after_blank or self._unsettled or not row.text[:1].islower() or not filled:
            return False
        above.cells[filled[-1]] = joined(above.cells[filled[-1]], row.text)
        return True

    def _cells(self, row: Row) -> dict[Column, str]:
        return {column: self._columns.cell(row.cells, column) for column in Column}

    def _keep_surplus(self, row: Row) -> None:
        """Report the cells beyond the last heading: nothing says what they are."""
        surplus = [cell for cell in row.cells[self._columns.width :] if cell]
        if surplus:
            self._sheet.unreadable.append(" | ".join(surplus))


def joined(above: str, below: str) -> str:
    """Join the two halves of a cell; a word broken by a hyphen becomes whole."""
    if re.search(r"[^\W\d_]-$", above) and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()


def _number(cell: str) -> str | None:
    """Return «2.1» of «2.1.», «2. 1)», None where the cell holds no number."""
    compact = re.sub(r"\s", "", cell).rstrip(".)")
    return compact if re.fullmatch(r"\d{1,3}(?:\.\d{1,3}){0,3}", compact) else None


def _arabic(number: str | None) -> str | None:
    """Return the number of a goal in figures; Roman numerals may be typed with Cyrillic letters."""
    if number is None or number.isdigit():
        return str(int(number)) if number else None
    values = [_ROMAN[letter] for letter in number.upper().translate(str.maketrans("ІХ", "IX"))]
    return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))
