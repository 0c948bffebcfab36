"""How a workbook shows its cells: formats of numbers and dates, merged cells, hidden rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from bot.documents.archive import member, parsed
from bot.documents.limits import MAX_CELLS, MAX_LINES
from bot.documents.word_xml import attribute, child, local

Place = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[Place, Place]
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_NAMED = re.compile(rb"([rs]|hidden)=[\"']([A-Z]{0,3})(\w{1,7})[\"']")
_BUILT_IN = {"2": "0.00", "4": "0.00", "14": "dd.mm.yyyy", "15": "d mmm yy", "16": "d mmm", "17": "mmm yy"}
"""The formats of a workbook that need no writing down, as far as they matter here."""
_MOST_AREAS = 2000


@dataclass(slots=True)
class Looks:
    """The looks of one sheet: format codes («mmmm yyyy») and the very texts shown, by place; what is hidden, merged."""

    formats: dict[Place, str] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[Area] = field(default_factory=list)


def looks_of(archive: ZipFile) -> dict[str, Looks]:
    """Return the looks of each sheet by its name. Raises DocumentError as `archive.parsed` does."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return dict(_of_excel(archive, names))
    if "content.xml" in names:
        return dict(_of_calc(parsed(archive, "content.xml")))
    return {}


def _of_excel(archive: ZipFile, names: set[str]) -> Iterator[tuple[str, Looks]]:
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return
    targets = {one.get("Id", ""): one.get("Target", "") for one in parsed(archive, relations)}
    formats = _formats(parsed(archive, "xl/styles.xml")) if "xl/styles.xml" in names else []
    for sheet in child(parsed(archive, "xl/workbook.xml"), "sheets") or ():
        target = targets.get(attribute(sheet, "id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in names:
            yield sheet.get("name", ""), _of_sheet(member(archive, path), formats)


def _formats(styles: Element) -> list[str]:
    """Return the format code of every style of cells, empty where it changes nothing of ours."""
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in child(styles, "numFmts") or ()}
    used = (one.get("numFmtId", "") for one in child(styles, "cellXfs") or ())
    return [own.get(number) or _BUILT_IN.get(number, "") for number in used]


def _of_sheet(content: bytes, formats: list[str]) -> Looks:
    """Look through a sheet by patterns: it may hold more cells than a tree of them would bear."""
    looks = Looks()
    for found in _ROW.finditer(content):
        says = _said(found[1])
        if says.get("hidden") in {"1", "true"} and says.get("r", "").isdigit():
            looks.hidden.add(int(says["r"]) - 1)
    for found in _CELL.finditer(content) if any(formats) else ():
        says = _said(found[1])
        style = int(says["s"]) if says.get("s", "").isdigit() else 0
        place = _place(says.get("r", ""))
        if place and style < len(formats) and formats[style]:
            looks.formats[place] = formats[style]
    return looks


def _said(attributes: bytes) -> dict[str, str]:
    return {name.decode(): (letters + rest).decode() for name, letters, rest in _NAMED.findall(attributes)}


def _place(reference: str) -> Place | None:
    """Return the place of «C12», None where it is further away than is read."""
    found = re.fullmatch(r"([A-Z]{1,2})([0-9]{1,5})", reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    place = int(found[2]) - 1, column - 1
    return place if place[0] <= MAX_LINES and place[1] < MAX_CELLS else None


def _of_calc(root: Element) -> Iterator[tuple[str, Looks]]:
    for table in root.iter():
        if local(table) == "table":
            looks = Looks()
            for row, line in _lines(table):
                _look(looks, row, line)
            yield attribute(table, "name"), looks


def _lines(table: Element) -> Iterator[tuple[int, Element]]:
    """Yield the rows with their places, those in groups as well."""
    place = 0
    for row in table.iter():
        if local(row) == "table-row":
            if place > MAX_LINES:
                return
            yield place, row
            place += _times(row, "number-rows-repeated")


def _look(looks: Looks, row: int, line: Element) -> None:
    if attribute(line, "visibility") in {"collapse", "filter"}:
        looks.hidden.update(range(row, min(row + _times(line, "number-rows-repeated"), MAX_LINES)))
    column = 0
    for cell in line:
        if column >= MAX_CELLS:
            return
        down, across = _times(cell, "number-rows-spanned"), _times(cell, "number-columns-spanned")
        if down * across > 1 and len(looks.merged) < _MOST_AREAS:
            looks.merged.append(((row, column), (row + down - 1, column + across - 1)))
        if attribute(cell, "value-type") in {"date", "float"}:
            looks.texts[row, column] = " ".join("".join(cell.itertext()).split())
        column += _times(cell, "number-columns-repeated")


def _times(element: Element, name: str) -> int:
    value = attribute(element, name)
    return max(int(value), 1) if re.fullmatch(r"[0-9]{1,7}", value) else 1
