"""The rows of a document sorted: goals, activities put together again after page breaks, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.columns import Column, Columns, checked, columns_of, is_counting, is_other_header
from bot.documents.goals import dated, dotted_numbers, goal_in, goal_of, term_heading, year_heading
from bot.documents.limits import MAX_ACTIVITIES, MAX_CELL
from bot.documents.numbers import number_of, numbered, restored
from bot.documents.row import Row
from bot.domain.draft import DraftGoal
from bot.domain.people import read_people
from bot.errors import DocumentError

_SHARED = (Column.TERM, Column.RESPONSIBLE, Column.RESOURCES, Column.RESULT)
"""Cells that may be merged over several activities."""
_LINES_KEPT = frozenset({Column.TERM, Column.RESPONSIBLE})
_LOOK_AHEAD = 60
_LAST_LINES = 4
_PLAN = re.compile(r"\W*(?:[\w.]+\s+){0,3}план\b", re.IGNORECASE)


@dataclass(slots=True)
class RawActivity:
    """The cells of one activity, still text. `number` is as in the document, without its last dot."""

    number: str | None
    goal: DraftGoal | None
    cells: dict[Column, str]
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """The whole document, sorted. `heading` stands above the table, `tail` below it; what was `left_out` says why."""

    heading: list[str] = field(default_factory=list)
    goals: list[DraftGoal] = field(default_factory=list)
    activities: list[RawActivity] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    other_columns: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)


def sheet_of(rows: Sequence[Row]) -> Sheet:
    """Sort the rows of a document.

    Raises DocumentError: error.document-no-table, error.document-no-rows, error.document-too-long.
    """
    start = next((place for place, row in enumerate(rows) if columns_of(row.cells)), None)
    if start is None:
        raise DocumentError("error.document-no-table")
    above = [row for row in rows[:start] if not row.is_blank and not row.is_rule]
    heading = _heading(above)
    sheet = Sheet(heading=[row.text for row in heading])
    _Sorter(sheet).sort(heading[-_LAST_LINES:], rows[start:])
    if not sheet.activities:
        raise DocumentError("error.document-no-rows")
    for place, number in restored([raw.number for raw in sheet.activities]).items():
        sheet.activities[place].number = number
    return sheet


def _heading(above: Sequence[Row]) -> Sequence[Row]:
    """Return what stands above the table since its own title: the annex of a document is not all of it."""
    titles = [place for place, row in enumerate(above) if _PLAN.match(row.text)]
    return above[titles[-1] if titles else 0 :]


class _Sorter:
    """One pass over the table, remembering the columns, the goal, the time and the activity that are open."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._columns = Columns({}, {}, 0)
        self._goal: DraftGoal | None = None
        self._term: str | None = None
        self._year: str | None = None
        self._after_rule = False
        self._after_blank = False
        self._after_header = False
        self._unsettled: list[str] = []

    def sort(self, above: Sequence[Row], rows: Sequence[Row]) -> None:
        """Take every row in its order; what stands below the last row that was understood is the tail."""
        for row in above:
            goal = goal_of(row, dotted=False)
            if not self._context(row) and goal is not None and goal.number is not None:
                self._begin(goal, row)
        for place, row in enumerate(rows):
            if row.is_blank or row.is_rule:
                self._after_rule = self._after_rule or row.is_rule
                self._after_blank = True
            elif any(len(cell) > MAX_CELL for cell in row.cells):
                self._sheet.unreadable.append(f"{row.text[:200]}…")
            else:
                header = self._header(row, rows[place + 1 : place + _LOOK_AHEAD])
                if header:
                    self._name(rows[max(place - _LAST_LINES, 0) : place])
                else:
                    self._take(row)
                # The header again means that a new page begins here.
                self._after_rule = self._after_blank = self._after_header = header
        self._sheet.tail = self._unsettled

    def _header(self, row: Row, below: Sequence[Row]) -> bool:
        """Take the row as a header, as its second line, or as the numbers of its columns."""
        columns = columns_of(row.cells)
        if columns is not None:
            self._columns = checked(columns, row.cells, [one.cells for one in below])
            return True
        title = self._columns.places.get(Column.TITLE)
        if is_other_header(row.cells):
            self._columns = Columns({}, {}, 0)
            return False
        return is_counting(row.cells) or (self._after_header and title in row.merged)

    def _name(self, above: Sequence[Row]) -> None:
        """Take the line over a further table as the name of what is planned there."""
        line = next((row for row in reversed(above) if not row.is_blank), None)
        if line is None or len(line.cells) > 1 or self._unsettled[-1:] != [line.text]:
            return
        if not read_people(line.text).sure:  # A signature under the table above is no name of the next.
            self._goal = DraftGoal(None, line.text.rstrip(":"))

    def _take(self, row: Row) -> None:
        if self._context(row):
            return
        goal = goal_of(row, dotted=dotted_numbers([raw.number for raw in self._sheet.activities]))
        if goal is not None:
            self._begin(goal, row)
        elif self._activity(row) or self._continuation(row):
            self._settle()
        else:
            self._unsettled.append(row.text)

    def _context(self, row: Row) -> bool:
        """Take the row as a time that holds for the rows below."""
        self._year = year_heading(row) or self._year
        self._term = term_heading(row) or self._term
        return bool(year_heading(row) or term_heading(row))

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

    def _activity(self, row: Row) -> bool:
        """Take the row as a new activity; False when it is none."""
        cells = self._cells(row)
        if Column.NUMBER not in self._columns.places:
            cells[Column.NUMBER], cells[Column.TITLE] = numbered(cells[Column.TITLE])
        number, title = number_of(cells[Column.NUMBER]), cells[Column.TITLE]
        self._share(row, cells)
        filled = self._term or any(cells[column] for column in (Column.TERM, Column.RESPONSIBLE))
        torn = self._after_rule and title[:1].islower() and bool(self._sheet.activities)
        if not title or len(row.cells) == 1 or (number is None and (not filled or torn)):
            return False
        if len(self._sheet.activities) >= MAX_ACTIVITIES:
            raise DocumentError("error.document-too-long", limit=MAX_ACTIVITIES)
        if cells[Column.GOAL]:
            self._goal = goal_in(cells[Column.GOAL])
            self._sheet.goals.extend([self._goal] if self._goal not in self._sheet.goals else [])
        cells[Column.TERM] = dated(cells[Column.TERM], self._term, self._year)
        self._sheet.activities.append(RawActivity(number, self._goal, cells))
        self._keep_rest(row)
        return True

    def _share(self, row: Row, cells: dict[Column, str]) -> None:
        """Give a row the cells that it has in common with the activity above."""
        above = self._sheet.activities[-1] if self._sheet.activities else None
        for column in _SHARED if above else ():
            if above and self._columns.places.get(column) in row.merged:
                cells[column] = above.cells[column]

    def _continuation(self, row: Row) -> bool:
        """Add the row to the activity above: the rest of its cells after a page break or a line break."""
        cells = self._cells(row)
        above = self._sheet.activities[-1] if self._sheet.activities else None
        if above is None or any(len(above.cells[column]) > MAX_CELL for column in Column):
            return False
        if len(row.cells) == 1:
            return self._rest_of_line(row, above)
        if cells[Column.NUMBER] or not (any(cells.values()) or self._columns.notes(row.cells)):
            return False
        if cells[Column.TITLE] and not (self._after_rule or cells[Column.TITLE][:1].islower()):
            return False
        for column, words in cells.items():
            above.cells[column] = joined(above.cells[column], words)
        self._keep_rest(row)
        return True

    def _rest_of_line(self, row: Row, above: RawActivity) -> bool:
        """Add a line without cells to the last cell above, where it plainly goes on with it."""
        places = sorted(self._columns.places.items(), key=lambda pair: pair[1])
        filled = [column for column, _ in places if above.cells[column]]
        if self._after_blank or self._unsettled or not row.text[:1].islower() or not filled:
            return False
        above.cells[filled[-1]] = joined(above.cells[filled[-1]], row.text)
        return True

    def _cells(self, row: Row) -> dict[Column, str]:
        cells = {column: self._columns.cell(row.cells, column) for column in Column}
        return {column: words if column in _LINES_KEPT else " ".join(words.split()) for column, words in cells.items()}

    def _keep_rest(self, row: Row) -> None:
        """Keep the other columns as notes, and report cells beyond the last heading: nothing says what they are."""
        notes = self._columns.notes([" ".join(cell.split()) for cell in row.cells])
        self._sheet.activities[-1].notes.extend(notes)
        names = [name for place, name in self._columns.others.items() if place < len(row.cells) and row.cells[place]]
        self._sheet.other_columns.extend(name for name in names if name and name not in self._sheet.other_columns)
        surplus = [cell for cell in row.cells[self._columns.width :] if cell]
        if surplus:
            self._sheet.unreadable.append(" | ".join(surplus))


def joined(above: str, below: str) -> str:
    """Join the two halves of a cell; a word broken by a hyphen becomes whole."""
    if re.search(r"[^\W\d_]-$", above) and below[:1].islower():
        return above[:-1] + below
    return f"{above} {below}".strip()
