"""A workbook (.xlsx, .xls, .ods) in: the rows of its visible sheets."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
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
from bot.documents.looks import Area, Looks, Place, looks_of
from bot.documents.matrix import GENITIVES, MONTHS
from bot.documents.row import Row
from bot.errors import DocumentError

Value = int | float | str | bool | time | date | datetime | timedelta
_UNSPOKEN = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.|\*.')
"""What a format code adds to the value or says about its language."""
_TITLE_PAGE = 12
"""So few rows above the plan's sheet are its title page."""
_PLAIN_NAME = re.compile(r"(?:аркуш|лист|sheet|план|plan|table|таблиця)?[\s\d()_-]*", re.IGNORECASE)


def rows_of_sheets(data: bytes) -> list[Row]:
    """Return the rows of a workbook, sheet after sheet; a sheet's telling name stands above its rows.

    Beside a sheet with the plan's table, sheets without one are lists of something else: only their names are kept, for
    a person to look at, and so are hidden sheets and rows. Raises DocumentError as `sheets_of` does.
    """
    sheets, hidden = sheets_of(data)
    return [*_together(sheets), *(Row((name,), left_out="hidden-sheet") for name in hidden)]


def sheets_of(data: bytes) -> tuple[list[tuple[str, list[Row]]], list[str]]:
    """Return the visible sheets of a workbook, each by its name with its rows, and the names of the hidden ones.

    Raises DocumentError: error.document-damaged, -encrypted, -unsafe, -too-long, and what `archive.opened` raises.
    """
    looks = _looks(data) if data.startswith(b"PK") else {}
    try:
        sheets = [(sheet.name, _rows(sheet, looks.get(sheet.name, Looks()))) for sheet in _visible(data)]
        hidden = _hidden(data)
    except PasswordError as error:
        raise DocumentError("error.document-encrypted") from error
    except (CalamineError, ZipError, XmlError, ValueError, OSError, OverflowError) as error:
        raise DocumentError("error.document-damaged") from error
    except BaseException as error:
        # A panic of the library's Rust is no Exception; everything else goes on its way.
        if type(error).__name__ == "PanicException":
            raise DocumentError("error.document-damaged") from error
        raise
    return sheets, hidden


def _looks(data: bytes) -> dict[str, Looks]:
    """Check what the library will read, and look at what it does not tell."""
    with opened(data) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                content = member(archive, entry.filename)
                refuse_declarations(content)
                if entry.filename == "META-INF/manifest.xml" and b"encryption-data" in content:
                    raise DocumentError("error.document-encrypted")
        return looks_of(archive)


def _hidden(data: bytes) -> list[str]:
    """Return the names of hidden sheets that a person can show again and that hold something."""
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Hidden]
    return [name for name in names if workbook.get_sheet_by_name(name).height]


def _visible(data: bytes) -> Iterator[CalamineSheet]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for sheet in workbook.sheets_metadata:
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_name(sheet.name)


def _rows(sheet: CalamineSheet, looks: Looks) -> list[Row]:
    if sheet.height > MAX_LINES:
        raise DocumentError("error.document-too-long", limit=MAX_LINES)
    merged = _merged([*(sheet.merged_cell_ranges or ()), *looks.merged])
    rows: list[Row] = []
    for place, values in enumerate(sheet.to_python(skip_empty_area=False)):
        cells = tuple(_shown(value, (place, at), looks) for at, value in enumerate(values[:MAX_CELLS]))
        if any(cells):
            hidden = "hidden-rows" if place in looks.hidden else ""
            rows.append(Row(cells, merged=merged.get(place, frozenset()), left_out=hidden))
        elif rows and not rows[-1].is_blank:
            rows.append(Row(("",)))
    return rows


def _merged(areas: Sequence[Area]) -> dict[int, frozenset[int]]:
    """Return the cells that only continue the one above, by their rows."""
    found: dict[int, frozenset[int]] = {}
    for (top, left), (bottom, right) in areas:
        for place in range(top + 1, min(bottom, MAX_LINES) + 1):
            found[place] = found.get(place, frozenset()) | frozenset(range(left, min(right, MAX_CELLS) + 1))
    return found


def _shown(value: Value, place: Place, looks: Looks) -> str:
    """Return a cell as a person reads it: as its text where the workbook keeps it, else by its format."""
    shown, code = looks.texts.get(place, ""), looks.formats.get(place, "")
    if isinstance(value, date) and (shown or code):
        return _date(value, _UNSPOKEN.sub("", code).casefold()) if code else _date_text(value, shown)
    if isinstance(value, float) and (shown or re.fullmatch(r"0\.0{1,2}", code)):
        return shown or f"{value:.{len(code) - 2}f}"
    return _written(value)


def _date_text(value: date, shown: str) -> str:
    """Return the text of a date where it says a month or a day in words; figures have many orders."""
    return shown if re.search(r"[^\W\d_]{3}", shown) and not re.search(r"[a-z]", shown) else _written(value)


def _date(value: date, code: str) -> str:
    """Write a date no more exactly than its format shows it: «mmmm yyyy» is a month, and a day may have no year."""
    if "h" in code or "m" not in code:
        return _written(value)
    year = f" {value.year}" if "y" in code else ""
    if "d" not in code:
        return f"{MONTHS[value.month - 1]}{year}"
    return _written(value) if year else f"{value.day} {GENITIVES[value.month - 1]}"


def _written(value: Value) -> str:
    """Return a value in its usual form: whole numbers without «.0», dates as 05.03.2026."""
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
        if with_plan and (name, rows) not in with_plan and not _is_title_page(rows):
            yield Row((name,), left_out="other-sheet")
            continue
        if len(with_plan) > 1 and (name, rows) in with_plan and not _PLAIN_NAME.fullmatch(name):
            yield Row((name,), bold=True)
        yield from rows
        yield Row(("",))


def _is_title_page(rows: Sequence[Row]) -> bool:
    return len(rows) <= _TITLE_PAGE and any(re.search(r"\bплан", row.text, re.IGNORECASE) for row in rows)
