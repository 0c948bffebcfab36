"""PDF files, written by reportlab with a font that has Ukrainian letters."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import fontpkg_noto_sans
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.documents.plans import Written

_WIDTHS = (45, 230, 85, 120, 120, 160)


@cache
def font() -> str:
    """Make the font known, and return its name."""
    path = next((Path(fontpkg_noto_sans.__file__).parent / "files").glob("NotoSans[[]*.ttf"))
    pdfmetrics.registerFont(TTFont("Noto", str(path)))
    return "Noto"


def written(plan: Written, *, ruled: bool = True) -> bytes:
    """Write a plan with a table whose header stands on every page."""
    style = ParagraphStyle("plain", fontName=font(), fontSize=9)
    rows = [[Paragraph(text, style) for text in row] + [""] * (len(_WIDTHS) - len(row)) for row in plan.rows]
    wide = [("SPAN", (0, place), (-1, place)) for place, row in enumerate(plan.rows) if len(row) == 1]
    lines = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    table = Table(rows, colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(TableStyle([*lines, *wide, ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    stream = io.BytesIO()
    above, below = ([Paragraph(line, style) for line in lines] for lines in (plan.heading, plan.tail))
    SimpleDocTemplate(stream, pagesize=landscape(A4), invariant=1).build([*above, table, *below])
    return stream.getvalue()


def scanned(pages: int = 1) -> bytes:
    """Write pages that hold a picture and no text."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for _ in range(pages):
        canvas.rect(20, 20, 500, 700, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def locked(plan: Written) -> bytes:
    """Write a page that only a password opens."""
    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt="secret")
    canvas.setFont(font(), 9)
    canvas.drawString(50, 700, plan.heading[0])
    canvas.save()
    return stream.getvalue()
