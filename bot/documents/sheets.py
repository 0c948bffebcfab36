"""A workbook (.xlsx, .xls, .ods) in: the rows of its visible sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    XmlError,
    ZipError,
)

from bot.documents.archive import member, opened, refuse_declarations
from bot.documents.columns import columns_of
from bot.documents.limits import MAX_CELLS, MAX_LINES
from bot.documents.row import Row
from bot.errors import DocumentError

Value = int | float | str | bool | time | date | datetime | timedelta
_PLAIN_NAME = re.compile(r"(?:аркуш|лист|sheet|план|plan|table|таблиця)?[\s\d()_-]*", re.IGNORECASE)


def rows_of_sheets(data: bytes) -> list[Row]:
    """Return the rows of a workbook, sheet after sheet; a sheet's telling name stands above its rows.

    Beside a sheet with the plan's table, sheets without one are lists of something else: only their names are kept, for
    a person to look at. Raises DocumentError: error.document-damaged, -encrypted, -unsafe, -too-long, and what
    `archive.opened` raises.
    """
    if data.startswith(b"PK"):
        _check(data)
    try:
        sheets = [(sheet.name, _rows(sheet)) for sheet in _visible(data)]
    except PasswordError as error:
        raise DocumentError("error.document-encrypted") from error
    except (CalamineError, ZipError, XmlError, ValueError, OSError, OverflowError) as error:
        raise DocumentError("error.document-damaged") from error
    except BaseException as error:
        # A panic of the library's Rust is no Exception; everything else goes on its way.
        if type(error).__name__ == "PanicException":
            raise DocumentError("error.document-damaged") from error
        raise
    return list(_together(sheets))


def _check(data: bytes) -> None:
    with opened(data) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                content = member(archive, entry.filename)
                refuse_declarations(content)
                if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in content:
                    raise DocumentError("error.document-encrypted")


def _visible(data: bytes) -> Iterator[CalamineSheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in workbook.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_name(sheet.name)


def _rows(sheet: CalamineSheet) -> list[Row]:
    if sheet.height > MAX_LINES:
        raise DocumentError("error.document-too-long", limit=MAX_LINES)
    merged = _merged(sheet)
    rows: list[Row] = []
    for place, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = tuple(map(_written, values[:MAX_CELLS]))
        if any(cells):
            rows.append(Row(cells, merged=merged.get(place, frozenset())))
        elif rows and not rows[-1].is_blank:
            rows.append(Row(("",)))
    return rows


def _merged(sheet: CalamineSheet) -> dict[int, frozenset[int]]:
    """Return the cells that only continue the one above, by their rows; ODS does not tell."""
    found: dict[int, frozenset[int]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for place in range(top + 1, min(bottom, MAX_LINES) + 1):
            found[place] = found.get(place, frozenset()) | frozenset(range(left, min(right, MAX_CELLS) + 1))
    return found


def _written(value: Value) -> str:
    """Return a cell as a person would read it: whole numbers without «.0», dates as 05.03.2026."""
    match value:
        case bool():
            return "+" if value else ""
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - as far as a float counts exactly
            return str(int(value))
        case datetime():
            at = value.strftime(" %H:%M") if value.hour or value.minute else ""
            return f"{value.day:02}.{value.month:02}.{value.year}{at}"
        case date():
            return f"{value.day:02}.{value.month:02}.{value.year}"
        case time():
            return value.strftime("%H:%M")
        case _:
            lines = (" ".join(line.split()) for line in str(value).split("\n"))
            return "\n".join(filter(None, lines))


def _together(sheets: list[tuple[str, list[Row]]]) -> Iterator[Row]:
    filled = [(name, rows) for name, rows in sheets if rows]
    with_plan = [(name, rows) for name, rows in filled if any(columns_of(row.cells) for row in rows)]
    for name, rows in filled:
        if with_plan and (name, rows) not in with_plan:
            yield Row((name,), left_out=True)
            continue
        if len(with_plan) > 1 and not _PLAIN_NAME.fullmatch(name):
            yield Row((name,), bold=True)
        yield from rows
        yield Row(("",))
