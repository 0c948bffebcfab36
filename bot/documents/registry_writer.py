"""A members' list out: the same columns that the reader knows."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialog.speech import say
from bot.dialog.text import text
from bot.documents.table_writer import Cell, table_csv, table_xlsx
from bot.domain.registry import FOR_GOOD, Registered

_WIDTHS = (40, 50, 22)


def registry_csv(entries: Iterable[Registered], language: str) -> bytes:
    """Return a list as CSV (see `table_csv`)."""
    return table_csv(_headings(language), [_cells(each, language) for each in entries])


def registry_xlsx(entries: Iterable[Registered], language: str) -> bytes:
    """Return a list as a workbook of one sheet (see `table_xlsx`)."""
    return table_xlsx(_headings(language), _WIDTHS, [_cells(each, language) for each in entries])


def _headings(language: str) -> tuple[str, ...]:
    keys = (text("registry.column-name"), text("registry.column-library"), text("registry.column-paid-until"))
    return tuple(say(each, language) for each in keys)


def _cells(entry: Registered, language: str) -> tuple[Cell, ...]:
    return " ".join(entry.name.split()), " ".join(entry.library.split()), _day(entry, language)


def _day(entry: Registered, language: str) -> Cell:
    if entry.paid_until == FOR_GOOD:
        return say(text("registry.for-good"), language)
    return entry.paid_until or ""
