"""Workbooks, written by openpyxl, xlwt and odfdo."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import openpyxl
import xlwt
from odfdo import Document, Table

from tests.documents.plans import Written

Cells = tuple[tuple[object, ...], ...]


def xlsx(
    sheets: Mapping[str, Cells], merged: tuple[str, ...] = (), look: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    """Write sheets by their names; `merged` are ranges of the first («A3:F3»), `look` changes how the book looks."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for area in merged:
        book.worksheets[0].merge_cells(area)
    if look:
        look(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(plan: Written) -> bytes:
    """Write a plan into one sheet."""
    rows = _rows(plan)
    wide = [f"A{place}:F{place}" for place, row in enumerate(rows, 1) if len(row) == 1 and row[0].startswith("Ціль")]
    return xlsx({"Аркуш1": rows}, tuple(wide))


def written_xls(plan: Written) -> bytes:
    """Write a plan as Excel did until 2003."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Лист1")
    for place, row in enumerate(_rows(plan)):
        for column, text in enumerate(row):
            sheet.write(place, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written_ods(plan: Written) -> bytes:
    """Write a plan as LibreOffice does."""
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Аркуш1")
    for place, row in enumerate(_rows(plan)):
        table.set_row_values(place, list(row))
    document.body.append(table)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _rows(plan: Written) -> tuple[tuple[str, ...], ...]:
    return (*((line,) for line in plan.heading), *plan.rows, ("",), *((line,) for line in plan.tail))
