"""A plan in: the bytes of a document of any format to a draft with all its activities and doubts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.documents.columns import Column
from bot.documents.formats import Format, format_of
from bot.documents.layouts import arranged
from bot.documents.limits import MAX_BYTES, MEGABYTE
from bot.documents.period import period_of
from bot.documents.questions import Reading, doubts_of
from bot.documents.row import Row, seen
from bot.documents.table import RawActivity, Sheet, sheet_of
from bot.documents.text import decode, rows_of
from bot.domain.draft import DraftActivity, DraftGoal, PlanDraft
from bot.domain.people import PeopleCell, read_people
from bot.domain.terms import Term
from bot.domain.terms.column import read_below
from bot.domain.windows import Period
from bot.errors import DocumentError


def read_plan(data: bytes, period: Period) -> PlanDraft:
    """Read a plan for a known period, in this process: for documents of our own and for the operator's.

    Nothing is dropped silently: what cannot be read is among the doubts. Raises DocumentError, whose keys begin with
    ``error.document-``.
    """
    return draft_of(document_rows(data), period)


def read_plan_of_year(data: bytes, wanted_year: int | None) -> PlanDraft:
    """Read a plan whose heading says what it is for; `wanted_year` settles what it leaves open.

    Raises DocumentError as `read_plan` does, and error.document-no-year.
    """
    return plan_of_year(document_rows(data), wanted_year)


def plan_of_year(rows: Sequence[Row], wanted_year: int | None) -> PlanDraft:
    """Read a plan as `read_plan_of_year` does, from the rows of any document."""
    sheet = _sheet(rows)
    dates = [raw.cells[Column.TERM] for raw in sheet.activities]
    return _draft(sheet, period_of(sheet.heading, dates, wanted_year))


def document_rows(data: bytes) -> list[Row]:
    """Return the rows of a document of any format; a library of a format is loaded when such a document comes."""
    if len(data) > MAX_BYTES:
        raise DocumentError("error.document-too-large", limit=MAX_BYTES // MEGABYTE)
    match format_of(data):
        case Format.TEXT:
            return rows_of(decode(data))
        case Format.WORD:
            from bot.documents.word import rows_of_word  # noqa: PLC0415 - paid only by who sends such a file

            return rows_of_word(data)
        case Format.SHEETS:
            from bot.documents.sheets import rows_of_sheets  # noqa: PLC0415 - the same

            return rows_of_sheets(data)
        case Format.PDF:
            from bot.documents.pdf import rows_of_pdf  # noqa: PLC0415 - the same

            return rows_of_pdf(data)


def _sheet(rows: Sequence[Row]) -> Sheet:
    """Sort the rows; those that were left out stand beside them, wherever they came from."""
    table = arranged([seen(row) for row in rows if not row.left_out])
    sheet = sheet_of([row for row in table if not row.left_out])
    sheet.left_out = [row for row in (*table, *map(seen, rows)) if row.left_out]
    return sheet


def draft_of(rows: Sequence[Row], period: Period) -> PlanDraft:
    """Read a plan from the rows of any document. Raises DocumentError as `read_plan` does."""
    return _draft(_sheet(rows), period)


def _draft(sheet: Sheet, period: Period) -> PlanDraft:
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
        notes="\n".join(raw.notes),
    )
    return Reading(activity, raw, people, read_people(raw.cells[Column.RESOURCES]))


def _label(goal: DraftGoal | None) -> str | None:
    return None if goal is None else goal.number or goal.title


def _term(cell: str, above: Reading | None, period: Period) -> Term:
    return read_below(cell, above.activity.term if above else None, period)


def _people(cell: str, above: Reading | None) -> PeopleCell:
    """Read the people; «те саме» takes those of the row above, for a person to confirm."""
    people = replace(read_people(cell), text=" ".join(cell.split()))
    if people.why == "ditto" and above is not None:
        return replace(people, items=above.activity.responsible)
    return people
