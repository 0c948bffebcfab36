"""What every reader of a format makes of a document: rows of cells, in their order."""

from __future__ import annotations

from dataclasses import dataclass, replace

_RULE_SIGNS = frozenset(" :+=_–—-")
_SHORTEST_RULE = 3
_UNSEEN = str.maketrans({"\u2011": "-", **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")})
"""Soft hyphens and joints without width are not part of a word; a hyphen that does not break is a hyphen."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the document: its cells without markup, and whether any of it was bold. One cell is a plain line.

    A cell that is merged with the one above is empty and its place is in `merged`; one that spans columns is followed
    by empty cells. A line break inside a cell is kept where it was typed, not where a narrow column broke the line.
    `left_out` is the code of the doubt about a row that was not read as part of the plan, and empty for all others.
    """

    cells: tuple[str, ...]
    bold: bool = False
    merged: frozenset[int] = frozenset()
    left_out: str = ""

    @property
    def text(self) -> str:
        """The cells that hold something, as one text to show to a person."""
        return " | ".join(" ".join(cell.split()) for cell in self.cells if cell)

    @property
    def is_blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return not any(self.cells)

    @property
    def is_rule(self) -> bool:
        """Tell whether the row is only drawn: the lines under a header, or what a page break left."""
        filled = [cell for cell in self.cells if cell]
        shortest = 1 if len(filled) == len(self.cells) >= _SHORTEST_RULE else _SHORTEST_RULE
        return bool(filled) and all(len(cell) >= shortest and _RULE_SIGNS.issuperset(cell) for cell in filled)


def seen(row: Row) -> Row:
    """Return a row without the signs that nobody sees."""
    cells = tuple(cell.translate(_UNSEEN) for cell in row.cells)
    return row if cells == row.cells else replace(row, cells=cells)


PAGE_BREAK = Row(("---",))
"""A rule that a reader puts where a page ends: a row may be torn there."""
