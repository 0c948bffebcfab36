"""A members' list in: the bytes of a document of any format to its people with every doubt about them.

Of a person only the name, the library and the day they have paid until are taken. Phone numbers, e-mails, birthdays,
addresses and numbers of documents are dropped where they are seen; how many there were is told, and never which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, pairwise

from bot.documents.columns import columns_of, is_counting
from bot.documents.limits import MAX_REGISTERED
from bot.documents.paid_until import is_nothing, read_paid_until
from bot.documents.private import Private, kinds_in, without_birthday, without_contacts
from bot.documents.registry_cells import is_library, is_no_person, is_total, name_in, unescaped
from bot.documents.registry_columns import Columns, by_content, by_headings, is_header, two_storeys
from bot.documents.registry_pages import Page, Pages, ways_of
from bot.documents.row import Row
from bot.domain.registry import Registered, RegistryDoubt, RegistryDraft
from bot.domain.registry_matching import duplicates
from bot.errors import DocumentError

_DITTO = re.compile(r"[-–—\s]*(?:[\"”“″»]|//|'')[-–—\s]*|те саме|там само|там же|так само|то же", re.IGNORECASE)
_MOST_SHOWN = 60
_DROPPED = {
    Private.PHONE: "registry.dropped-phones",
    Private.EMAIL: "registry.dropped-emails",
    Private.BIRTHDAY: "registry.dropped-birthdays",
    Private.ADDRESS: "registry.dropped-addresses",
    Private.DOCUMENT: "registry.dropped-documents",
}


def read_registry(data: bytes, rows: Sequence[Row] | None = None) -> RegistryDraft:
    """Read a members' list, in this process: `apart.read_file` reads a stranger's.

    `rows` are those that the reader of plans has made of the same document, where it has.

    Raises DocumentError: error.registry-no-names where nobody is named, error.registry-too-many (limit), and what the
    readers of the formats raise, whose keys begin with ``error.document-``.
    """
    best = max(map(_read, ways_of(data, rows)), key=_Reading.worth)
    if not best.entries:
        raise DocumentError("error.registry-no-names")
    return RegistryDraft(tuple(dict.fromkeys(best.entries)), tuple(_doubts(best)))


@dataclass(slots=True)
class _Reading:
    """What is found on the way through one way to cut a document."""

    entries: list[Registered] = field(default_factory=list)
    doubts: list[RegistryDoubt] = field(default_factory=list)
    dropped: Counter[tuple[Private, str]] = field(default_factory=Counter)
    columns: list[Columns] = field(default_factory=list)
    nameless: int = 0
    hidden: int = 0

    def worth(self) -> tuple[bool, int]:
        """Return how much was read: under headings or by guess, and the people with what is known of them."""
        headed = bool(self.entries) and any(columns.headings for columns in self.columns)
        return headed, sum(1 + bool(entry.library) + (entry.paid_until is not None) for entry in self.entries)

    def doubt(self, code: str, **args: str | int) -> None:
        """Note something for the secretary to look at."""
        self.doubts.append(RegistryDoubt(code, args))


def _read(pages: Pages) -> _Reading:
    reading = _Reading()
    tables = [(page, list(_tables(page))) for page in pages.pages]
    if not any(found for _, found in tables) and not any(columns_of(row.cells) for row in _rows(pages)):
        tables = [(page, _headless(page)) for page in pages.pages]
    several = len(tables) > 1
    for page, found in tables:
        before = len(reading.entries)
        for columns, rows in found:
            _read_table(reading, columns, rows, page.name if is_library(page.name) else "")
        if several and len(reading.entries) == before:
            reading.doubt("registry.other-sheet", sheet=page.name)
    for name in pages.hidden:
        reading.doubt("registry.hidden-sheet", sheet=name)
    reading.hidden = sum(row.left_out == "hidden-rows" and not row.is_blank for row in _rows(pages))
    return reading


def _rows(pages: Pages) -> Iterator[Row]:
    return chain.from_iterable(page.rows for page in pages.pages)


def _tables(page: Page) -> Iterator[tuple[Columns, Sequence[Row]]]:
    """Yield the tables of a page with their columns; what stands above the first header is a title."""
    rows = [row for row in page.rows if not row.left_out]
    heads = [place for place, row in enumerate(rows) if is_header(row.cells)]
    lower = {place for place in heads if place - 1 in heads and two_storeys(rows[place - 1].cells, rows[place].cells)}
    heads = [place for place in heads if place not in lower]
    for place, end in pairwise([*heads, len(rows)]):
        below = rows[place + 1 : end]
        both = two_storeys(rows[place].cells, below[0].cells) if below else None
        below = below[1:] if both else below
        columns = by_headings(both or rows[place].cells, [row.cells for row in below])
        if columns:
            yield columns, below


def _headless(page: Page) -> list[tuple[Columns, Sequence[Row]]]:
    rows = [row for row in page.rows if not row.left_out]
    columns = by_content([row.cells for row in rows])
    return [(columns, rows)] if columns else []


def _read_table(reading: _Reading, columns: Columns, rows: Sequence[Row], house: str) -> None:
    """Read the rows under a header; a line that only names a library stands over its people."""
    reading.columns.append(columns)
    for row in rows:
        if row.is_blank or row.is_rule or is_counting(row.cells) or columns.name[0] in row.merged:
            continue
        cells, dropped = _cleaned(columns, row)
        named = "\n".join(filter(None, (cells[place] for place in columns.name)))
        name = name_in(named) if len(columns.name) == 1 else name_in(named.replace("\n", " "))
        house = house if name else _house(cells) or house
        if name is None and not _noted(reading, columns, cells, named):
            continue
        reading.dropped.update(dropped)
        if len(reading.entries) == MAX_REGISTERED and name:
            raise DocumentError("error.registry-too-many", limit=MAX_REGISTERED)
        if name is not None:
            library = house if columns.library is None else _library(reading, cells[columns.library])
            reading.entries.append(Registered(name, library, _paid_until(reading, columns, cells, name)))


def _cleaned(columns: Columns, row: Row) -> tuple[list[str], list[tuple[Private, str]]]:
    """Return the cells without what nobody may keep of them, and what was dropped: a kind and its column for each."""
    private = dict(columns.private)
    cells: list[str] = []
    dropped: list[tuple[Private, str]] = []
    for place, cell in enumerate(map(unescaped, row.cells)):
        kinds: tuple[Private, ...]
        if place in private:
            cells.append("")
            kinds = () if is_nothing(cell) else (private[place],)
        else:
            kept, kinds = _without_private(columns, place, cell)
            cells.append(kept)
        dropped += [(kind, columns.heading(place)) for kind in kinds]
    return cells + [""] * (columns.width - len(cells)), dropped


def _without_private(columns: Columns, place: int, cell: str) -> tuple[str, tuple[Private, ...]]:
    kept, kinds = without_contacts(cell)
    if place in columns.name:
        kept, born = without_birthday(kept)
        return kept, (*kinds, *born)
    if place == columns.paid and read_paid_until(cell):
        return cell, ()
    if place in {columns.library, columns.paid}:
        return kept, kinds
    kinds = kinds_in(cell)
    return "" if kinds else cell, kinds


def _house(cells: Sequence[str]) -> str:
    """Return the library that a line names and nothing else."""
    filled = [cell for cell in dict.fromkeys(cells) if cell]
    return _one_line(filled[0]) if len(filled) == 1 and is_library(filled[0]) else ""


def _noted(reading: _Reading, columns: Columns, cells: Sequence[str], named: str) -> bool:
    """Note a row without a readable name where the secretary must look at it; tell whether it is such a row."""
    alone = len(list(filter(None, cells))) == 1
    title = not columns.headings and not reading.entries
    if any(map(is_total, cells)) or title or (alone and is_no_person(named)):
        return False
    if named:
        reading.doubt("registry.unreadable-name", text=_one_line(named)[:_MOST_SHOWN])
        return True
    dated = columns.paid is not None and read_paid_until(cells[columns.paid]) is not None
    reading.nameless += dated
    return dated


def _library(reading: _Reading, cell: str) -> str:
    above = reading.entries[-1].library if reading.entries else ""
    return above if _DITTO.fullmatch(cell) else _one_line(cell)


def _paid_until(reading: _Reading, columns: Columns, cells: Sequence[str], name: str) -> date | None:
    years = [year for place, year in columns.years if not is_nothing(cells[place])]
    if years:
        return date(max(years), 12, 31)
    cell = _one_line(cells[columns.paid]) if columns.paid is not None else ""
    day = None if is_nothing(cell) else read_paid_until(cell)
    if day is None and not is_nothing(cell):
        reading.doubt("registry.unreadable-date", name=name, text=cell[:_MOST_SHOWN])
    return day


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _doubts(reading: _Reading) -> Iterator[RegistryDoubt]:
    yield from reading.doubts
    for entries in duplicates(reading.entries):
        names = ", ".join(dict.fromkeys(entry.name for entry in entries))
        yield RegistryDoubt("registry.duplicate-name", {"names": names, "n": len(entries)})
    if all(columns.paid is None and not columns.years for columns in reading.columns):
        yield RegistryDoubt("registry.no-dates")
    if not any(entry.library for entry in reading.entries):
        yield RegistryDoubt("registry.no-libraries")
    for code, number in (("registry.nameless-rows", reading.nameless), ("registry.hidden-rows", reading.hidden)):
        if number:
            yield RegistryDoubt(code, {"n": number})
    for kind, code in _DROPPED.items():
        columns = {heading: number for (one, heading), number in reading.dropped.items() if one is kind}
        if columns:
            yield RegistryDoubt(code, {"columns": ", ".join(columns), "n": sum(columns.values())})
