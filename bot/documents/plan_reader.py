"""A plan in: the bytes of a text document to a draft with all its activities and doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.columns import Column
from bot.documents.questions import Reading, doubts_of
from bot.documents.table import RawActivity, sheet_of
from bot.documents.text import Row, decode, rows_of
from bot.domain.draft import DraftActivity, DraftGoal, PlanDraft
from bot.domain.people import PeopleCell, read_people
from bot.domain.terms import Term, read_term
from bot.domain.windows import Period
from bot.errors import DocumentError

MAX_BYTES = 5 * 1024 * 1024
_MAX_MEGABYTES = MAX_BYTES // (1024 * 1024)


def read_plan(data: bytes, period: Period) -> PlanDraft:
    """Read a plan from a text document: a table with tabs or bars, in UTF-8, UTF-16 or Windows-1251.

    Nothing is dropped silently: what cannot be read is among the doubts. Raises DocumentError with the key
    error.document-too-large (limit, megabytes), -empty, -binary, -no-table, -no-rows, -too-long (limit, activities) or
    -too-many-names (limit).
    """
    if len(data) > MAX_BYTES:
        raise DocumentError("error.document-too-large", limit=_MAX_MEGABYTES)
    return draft_of(rows_of(decode(data)), period)


def draft_of(rows: Sequence[Row], period: Period) -> PlanDraft:
    """Read a plan from the rows of any document. Raises DocumentError as `read_plan` does."""
    sheet = sheet_of(rows)
    readings: list[Reading] = []
    for raw in sheet.activities:
        readings.append(_reading(raw, readings[-1] if readings else None, period))
    doubts = doubts_of(sheet, readings, period)
    return PlanDraft(period, tuple(sheet.goals), tuple(reading.activity for reading in readings), doubts)


def _reading(raw: RawActivity, above: Reading | None, period: Period) -> Reading:
    people = _people(raw.cells[Column.RESPONSIBLE], above)
    activity = DraftActivity(
        number=raw.number,
        goal=_label(raw.goal),
        title=raw.cells[Column.TITLE],
        term=_term(raw.cells[Column.TERM], above, period),
        responsible=people.items,
        resources=raw.cells[Column.RESOURCES],
        result=raw.cells[Column.RESULT],
    )
    return Reading(activity, raw, people, read_people(raw.cells[Column.RESOURCES]))


def _label(goal: DraftGoal | None) -> str | None:
    return None if goal is None else goal.number or goal.title


def _term(cell: str, above: Reading | None, period: Period) -> Term:
    """Read the term; «те саме» takes the meaning of the row above, for a person to confirm."""
    term = read_term(cell, period)
    if "ditto" in term.hints and above is not None:
        return replace(above.activity.term, text=cell, sure=False, why="ditto")
    return term


def _people(cell: str, above: Reading | None) -> PeopleCell:
    """Read the people; «те саме» takes those of the row above, for a person to confirm."""
    people = read_people(cell)
    if people.why == "ditto" and above is not None:
        return replace(people, items=above.activity.responsible)
    return people
