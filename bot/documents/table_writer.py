"""A table out, as a workbook of one sheet or as CSV: texts are never formulas, days are dates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.documents.registry_cells import escaped

Cell = str | date
"""An empty text for nothing."""

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_DAY_ZERO = date(1899, 12, 30)
"""The day before the first one of a workbook, as its leap year 1900 has it (ECMA-376, 18.17.4)."""
_PLAIN, _BOLD, _DATE = range(3)


def table_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as a workbook opens it by itself: UTF-8 with a byte order mark, semicolons, dates as 31.12.2026.

    No cell is a formula: one that would begin as such has an apostrophe before it, which the readers take off.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(map(_said, row) for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _said(cell: Cell) -> str:
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else escaped(cell)


def table_xlsx(headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a table as a workbook of one sheet; `widths` of the columns are in letters."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in (*_AROUND.items(), ("xl/worksheets/sheet1.xml", _sheet(headings, widths, rows))):
            # Without a moment of its own, so that one table is always one file.
            archive.writestr(ZipInfo(name), _HEAD + content, ZIP_DEFLATED)
    return stream.getvalue()


def _sheet(headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, start=1)
    )
    lines = [f"<row>{''.join(_text(each, _BOLD) for each in headings)}</row>"]
    lines += (f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="{_SHEET}"><cols>{columns}</cols><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(cell: Cell) -> str:
    if isinstance(cell, date):
        return f'<c s="{_DATE}"><v>{(cell - _DAY_ZERO).days}</v></c>'
    return _text(cell, _PLAIN)


def _text(words: str, style: int) -> str:
    shown = "".join(sign for sign in words if sign.isprintable())
    return f'<c s="{style}" t="inlineStr"><is><t>{escape(shown)}</t></is></c>'


def _related(**targets: str) -> str:
    parts = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{parts}</Relationships>'


_AROUND = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": _related(officeDocument="xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": _related(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'<styleSheet xmlns="{_SHEET}"><numFmts count="1"><numFmt numFmtId="164" formatCode="dd.mm.yyyy"/>'
    '</numFmts><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/>'
    '<xf xfId="0" numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>',
}
"""What a workbook is made of beside its sheet (ECMA-376, part 1)."""
