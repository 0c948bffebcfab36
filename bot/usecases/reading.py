"""Reading a document: the one place where the program waits for the reader."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.documents.plan_reader import read_plan
from bot.domain.draft import PlanDraft
from bot.domain.windows import calendar_year

ReadDocument = Callable[[bytes, int], Awaitable[PlanDraft]]
"""Reads the bytes of a document as the plan of a year. Raises DocumentError."""

YEARS_BACK, YEARS_AHEAD = 1, 2
"""How far from today the year of a heading may lie to be taken for the plan's own."""


async def read_document(data: bytes, year: int) -> PlanDraft:
    """Read a plan beside the event loop, so that nobody waits for it. Raises DocumentError."""
    return await asyncio.to_thread(read_plan, data, calendar_year(year))


async def read_in_its_year(read: ReadDocument, data: bytes, this_year: int) -> PlanDraft:
    """Read a plan for the year in its heading, or for this year where the heading names none near it.

    Raises DocumentError.
    """
    draft = await read(data, this_year)
    headings = (doubt.args["heading"] for doubt in draft.doubts if doubt.code == "year-mismatch")
    year = int(next(headings, this_year))
    if year == this_year or not this_year - YEARS_BACK <= year <= this_year + YEARS_AHEAD:
        return draft
    return await read(data, year)
