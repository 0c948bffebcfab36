"""A members' list out: the same columns that the reader knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.dialog.speech import say
from bot.dialog.text import text
from bot.documents.registry_cells import escaped
from bot.domain.registry import FOR_GOOD, Registered


def registry_csv(entries: Iterable[Registered], language: str) -> bytes:
    """Return a list as a workbook opens it by itself: UTF-8 with a byte order mark, semicolons, dates as 31.12.2026.

    No cell is a formula: one that would begin as such has an apostrophe before it, which the reader takes off.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    headings = (text("registry.column-name"), text("registry.column-library"), text("registry.column-paid-until"))
    writer.writerow(say(each, language) for each in headings)
    for entry in entries:
        cells = (" ".join(cell.split()) for cell in (entry.name, entry.library))
        writer.writerow((*map(escaped, cells), _day(entry, language)))
    return stream.getvalue().encode("utf-8-sig")


def _day(entry: Registered, language: str) -> str:
    if entry.paid_until == FOR_GOOD:
        return say(text("registry.for-good"), language)
    return entry.paid_until.strftime("%d.%m.%Y") if entry.paid_until else ""
