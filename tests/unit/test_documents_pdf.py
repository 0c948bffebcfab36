"""PDF: merged cells, pages that tear a row, pages without text."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from bot.documents.plan_reader import read_plan
from bot.domain.draft import PlanDraft
from bot.domain.windows import calendar_year
from bot.errors import DocumentError
from tests.documents import pdf, plans

COLUMNS = (40, 80, 400, 520, 700)
HEADER = ("№", "Назва заходу", "Термін", "Відповідальні")


class Drawing:
    """A page of a plan drawn line by line, as a program that knows no tables does."""

    def __init__(self, *, turned: bool = False) -> None:
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=landscape(A4), invariant=1)
        self._turned = turned
        self._begin()

    def _begin(self) -> None:
        self._canvas.setFont(pdf.font(), 9)
        if self._turned:
            self._canvas.setPageRotation(90)
            self._canvas.translate(0, 0)
            self._canvas.rotate(90)
            self._canvas.translate(0, -700)

    def row(self, top: float, cells: tuple[str, ...], *, joined: tuple[int, ...] = ()) -> None:
        for place, (left, right) in enumerate(pairwise(COLUMNS)):
            self._canvas.line(left, top, left, top - 20)
            self._canvas.line(right, top, right, top - 20)
            if place not in joined:
                self._canvas.line(left, top - 20, right, top - 20)
            self._canvas.drawString(left + 3, top - 14, cells[place])

    def leaf(self) -> None:
        self._canvas.showPage()
        self._begin()

    def read(self) -> PlanDraft:
        self._canvas.save()
        return read_plan(self._stream.getvalue(), calendar_year(2026))


def test_a_row_torn_by_the_page_is_put_together() -> None:
    drawing = Drawing()
    drawing.row(500, HEADER)
    drawing.row(480, ("1", "Зустріч із", "вересень", "Сосенко"))
    drawing.leaf()
    drawing.row(500, HEADER)
    drawing.row(480, ("", "письменником", "", "О.О."))
    drawing.row(460, ("2", "Друге", "травень", "Ясен К.П."))
    draft = drawing.read()
    assert [activity.title for activity in draft.activities] == ["Зустріч із письменником", "Друге"]
    assert [named.name for named in draft.activities[0].responsible] == ["Сосенко О.О."]


def test_a_cell_merged_over_activities_belongs_to_each() -> None:
    drawing = Drawing()
    drawing.row(500, HEADER)
    drawing.row(480, ("1", "Одне", "вересень", "Сосенко О.О."), joined=(2,))
    drawing.row(460, ("2", "Друге", "", "Ясен К.П."))
    draft = drawing.read()
    assert [(one.number, one.term.text) for one in draft.activities] == [("1", "вересень"), ("2", "вересень")]


def test_a_page_that_is_shown_turned_is_read() -> None:
    drawing = Drawing(turned=True)
    drawing.row(500, HEADER)
    drawing.row(480, ("1", "Одне", "вересень", "Сосенко О.О."))
    draft = drawing.read()
    assert [(one.number, one.title, one.term.text) for one in draft.activities] == [("1", "Одне", "вересень")]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (pdf.scanned(), "error.document-scanned"),
        (pdf.scanned(201), "error.document-too-many-pages"),
        (pdf.locked(plans.sample()), "error.document-encrypted"),
        (b"%PDF-1.7\nnothing", "error.document-damaged"),
    ],
    ids=["scanned", "pages", "locked", "damaged"],
)
def test_what_cannot_be_read_is_refused_with_a_key(data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_plan(data, calendar_year(2026))
    assert caught.value.key == key
