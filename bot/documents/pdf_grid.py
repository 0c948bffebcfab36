"""The tables of a page, found by the lines that are drawn around their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.documents.limits import MAX_CELLS
from bot.documents.pdf_page import Letter, Stroke
from bot.documents.row import Row

_NEAR = 3.0
_OPEN = 6.0
_MAX_STROKES = 1500
"""More than any table needs: a page with so many is a drawing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: the places of its upright lines from the left, of its level lines from the top, and all strokes."""

    columns: list[float]
    lines: list[float]
    strokes: list[Stroke]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns) - 1

    @property
    def bottom(self) -> float:
        """The height of the lowest line."""
        return self.lines[-1]

    def holds(self, letter: Letter) -> bool:
        """Tell whether the letter stands in the table."""
        across = self.columns[0] - _NEAR < letter.x < self.columns[-1] + _NEAR
        return across and self.lines[-1] - _NEAR < letter.y < self.lines[0] + _NEAR

    def rows(self, letters: Sequence[Letter], columns: Sequence[float]) -> Iterator[Row]:
        """Yield the rows, their cells at the columns of the table's first page."""
        regions = self._regions()
        texts = self._texts(letters, regions)
        places = [_nearest(x, columns) for x in self.columns[:-1]]
        for line in range(len(self.lines) - 1):
            cells = [""] * min(len(columns) - 1, MAX_CELLS)
            merged: set[int] = set()
            bold = False
            for column, home in enumerate(regions[line]):
                place = min(places[column], len(cells) - 1)
                if home == (line, column):
                    text, bold_cell = texts.get(home, ("", False))
                    cells[place] = f"{cells[place]} {text}".strip()
                    bold = bold or bold_cell
                elif home[0] < line:
                    merged.add(place)
            yield Row(tuple(cells), bold, frozenset(merged))

    def _regions(self) -> list[list[tuple[int, int]]]:
        """Return for every square of the grid the top left square of the cell that it belongs to."""
        homes = [[(line, column) for column in range(self.width)] for line in range(len(self.lines) - 1)]
        for line in range(len(self.lines) - 1):
            middle = (self.lines[line] + self.lines[line + 1]) / 2
            for column in range(self.width):
                across = (self.columns[column] + self.columns[column + 1]) / 2
                if column and not self._wall(self.columns[column], middle, upright=True):
                    homes[line][column] = homes[line][column - 1]
                elif line and not self._wall(self.lines[line], across, upright=False):
                    homes[line][column] = homes[line - 1][column]
        return homes

    def _wall(self, level: float, at: float, *, upright: bool) -> bool:
        return any(
            stroke.upright is upright and abs(stroke.level - level) < _NEAR and stroke.start <= at <= stroke.end
            for stroke in self.strokes
        )

    def _texts(
        self, letters: Sequence[Letter], regions: list[list[tuple[int, int]]]
    ) -> dict[tuple[int, int], tuple[str, bool]]:
        """Return the words of each cell in the order of the text, and whether they begin in bold."""
        signs: dict[tuple[int, int], list[str]] = {}
        bold: dict[tuple[int, int], bool] = {}
        before: tuple[int, int] | None = None
        rising = [-line for line in self.lines]
        for letter in letters:
            if letter.sign.isspace():
                if before is not None:
                    signs[before].append(" ")
                continue
            if not self.holds(letter):
                before = None
                continue
            line = min(max(bisect_right(rising, -letter.y) - 1, 0), len(self.lines) - 2)
            column = min(max(bisect_right(self.columns, letter.x) - 1, 0), self.width - 1)
            home = regions[line][column]
            if home != before:
                signs.setdefault(home, []).append(" ")
            bold.setdefault(home, letter.bold)
            signs[home].append(letter.sign)
            before = home
        return {home: (_told("".join(found)), bold.get(home, False)) for home, found in signs.items()}


def _told(signs: str) -> str:
    """Return the words of a cell; a narrow column may have broken off a soft sign, which begins no word."""
    return re.sub(r"(?<=\w) (?=[ьЬ])", "", " ".join(signs.split()))


def grids_of(strokes: Sequence[Stroke]) -> list[Grid]:
    """Return the tables of a page from the top down: strokes that meet belong to one table."""
    upright = _merged([stroke for stroke in strokes if stroke.upright])
    level = _merged([stroke for stroke in strokes if not stroke.upright])
    if len(upright) + len(level) > _MAX_STROKES:
        return []
    grids = [_grid(group) for group in _meeting(upright, level)]
    return sorted((grid for grid in grids if grid), key=lambda grid: -grid.lines[0])


def _grid(strokes: list[Stroke]) -> Grid | None:
    columns = sorted({stroke.level for stroke in strokes if stroke.upright})
    lines = sorted({stroke.level for stroke in strokes if not stroke.upright}, reverse=True)
    ends = [end for stroke in strokes if stroke.upright for end in (stroke.start, stroke.end)]
    if lines and ends:
        # A row that goes on overleaf may have no line below it here, and none above it there.
        lines = [*([max(ends)] if max(ends) > lines[0] + _OPEN else []), *lines]
        lines.extend([min(ends)] if min(ends) < lines[-1] - _OPEN else [])
    return Grid(columns, lines, strokes) if len(columns) > 1 and len(lines) > 1 else None


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Bring strokes that lie nearly on one line to the same level, and join those that touch."""
    found: list[Stroke] = []
    for group in _levels(strokes):
        level = group[0].level
        for stroke in sorted(group, key=lambda one: one.start):
            last = found[-1] if found and found[-1].level == level else None
            if last is not None and stroke.start <= last.end + _NEAR:
                found[-1] = last._replace(end=max(last.end, stroke.end))
            else:
                found.append(stroke._replace(level=level))
    return found


def _levels(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    groups: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda one: one.level):
        if groups and stroke.level - groups[-1][-1].level < _NEAR:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def _meeting(upright: Sequence[Stroke], level: Sequence[Stroke]) -> list[list[Stroke]]:
    """Group strokes that cross or touch each other, directly or through others."""
    groups: list[list[Stroke]] = []
    free = [*upright, *level]
    while free:
        group = [free.pop()]
        for one in group:
            group.extend(other for other in free if _meet(one, other))
            free = [other for other in free if not _meet(one, other)]
        groups.append(group)
    return groups


def _meet(one: Stroke, other: Stroke) -> bool:
    if one.upright is other.upright:
        return False
    across = other.start - _NEAR <= one.level <= other.end + _NEAR
    return across and one.start - _NEAR <= other.level <= one.end + _NEAR


def _nearest(x: float, columns: Sequence[float]) -> int:
    return min(range(len(columns) - 1), key=lambda place: abs(columns[place] - x))
