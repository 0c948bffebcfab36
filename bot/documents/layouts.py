"""Plans that are no plain table, brought into the form of one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.documents.headless import headed
from bot.documents.lists import is_minutes, of_lines, of_list
from bot.documents.matrix import unfolded
from bot.documents.row import Row
from bot.documents.spaced import header_of
from bot.errors import DocumentError


def arranged(rows: Sequence[Row]) -> list[Row]:
    """Return rows among which there is a header, where the document is a plan in any form.

    Raises DocumentError error.document-minutes for the minutes of a meeting that no plan is annexed to.
    """
    tables = unfolded(rows)
    if header_of(tables) is not None:
        return tables
    found = of_lines(rows) or headed(rows) or of_list(rows)
    if found is None and is_minutes(rows):
        raise DocumentError("error.document-minutes")
    return found or list(rows)
