"""A column of terms, read from the top: a cell may say that it means what the one above does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.terms.reading import read_term
from bot.domain.terms.term import Term
from bot.domain.windows import Period


def read_below(cell: str, above: Term | None, period: Period) -> Term:
    """Return what a cell means under another one; «те саме» takes its meaning, for a person to confirm."""
    term = replace(read_term(cell, period), text=" ".join(cell.split()))
    if "ditto" in term.hints and above is not None:
        return replace(above, text=term.text, sure=False, why="ditto")
    return term


def read_column(cells: Iterable[str], period: Period) -> list[Term]:
    """Return what each cell of a column means."""
    terms: list[Term] = []
    for cell in cells:
        terms.append(read_below(cell, terms[-1] if terms else None, period))
    return terms
