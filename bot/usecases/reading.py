"""Reading a document that somebody sent, in the year that it is for."""

from __future__ import annotations

from bot.documents.apart import ReadDocument
from bot.domain.draft import PlanDraft
from bot.errors import DocumentError


async def read_in_its_year(read: ReadDocument, data: bytes, this_year: int) -> PlanDraft:
    """Read a plan for the year that it names itself, or for this year where it names none. Raises DocumentError."""
    try:
        return await read(data, None)
    except DocumentError as error:
        if error.key != "error.document-no-year":
            raise
    return await read(data, this_year)
