"""Word documents, written by python-docx."""

from __future__ import annotations

import io

import docx
from docx.document import Document
from docx.table import Table

from tests.documents.plans import Written


def saved(document: Document) -> bytes:
    """Return the bytes of the file."""
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def table_of(document: Document, rows: tuple[tuple[str, ...], ...]) -> Table:
    """Add a table; a row with one cell is merged across it and bold."""
    width = max(map(len, rows))
    table: Table = document.add_table(rows=len(rows), cols=width)
    grid = [list(row.cells) for row in table.rows]
    for cells, row in zip(grid, rows, strict=True):
        if len(row) == 1:
            cells[0].merge(cells[-1]).paragraphs[0].add_run(row[0]).bold = True
            continue
        for cell, text in zip(cells, row, strict=False):
            cell.text = text
    return table


def written(plan: Written) -> bytes:
    """Write a plan as a secretary does: a heading, one table, the signature."""
    document = docx.Document()
    for line in plan.heading:
        document.add_paragraph(line)
    table_of(document, plan.rows)
    for line in plan.tail:
        document.add_paragraph(line)
    return saved(document)
