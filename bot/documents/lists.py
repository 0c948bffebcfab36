"""Plans without a table: numbered lists, and tables copied so that every cell has a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.documents.columns import Column, Columns, columns_of
from bot.documents.goals import term_heading
from bot.documents.row import Row
from bot.domain.people import Kind, read_people
from bot.domain.terms import read_term
from bot.domain.windows import calendar_year

_ITEM = re.compile(
    r"(?:(?:захід\s*№?\s*)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,3})\s*[.)]?|[-–—•·*▪])\s+(?P<text>\S.*)",
    re.DOTALL | re.IGNORECASE,
)
_BARE = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}[.)]?")
_LABELS = (
    (Column.TERM, r"(?:термін|строк|дата|період)\w*(?:\s+(?:проведення|виконання))?|коли"),
    (Column.RESPONSIBLE, r"відповідальн\w*|виконав\w*|відп\."),
    (Column.RESULT, r"(?:очікуван\w+\s+)?результат\w*"),
    (Column.RESOURCES, r"ресурс\w*|партнер\w*"),
)
_LABEL = re.compile(
    "|".join(rf"(?P<{column.name}>\b(?:{words}))" for column, words in _LABELS).join((r"(?:", r")\s*[:–—-]\s*")),
    re.IGNORECASE,
)
_HEADINGS = ("№", "Назва заходу", "Термін", "Відповідальні", "Ресурси", "Результат")
_ORDER = (Column.NUMBER, Column.TITLE, Column.TERM, Column.RESPONSIBLE, Column.RESOURCES, Column.RESULT)
_MOST_CELLS = 12
_LONGEST_TERM = 60
_PLAN = re.compile(r"\W*(?:[\w.]+\s+){0,3}план(?:у)?\b", re.IGNORECASE)
_MINUTES = re.compile(r"\W*(?:протокол\b|слухали|виступил|ухвалили|порядок денний|присутні)", re.IGNORECASE)
_ANY_YEAR = calendar_year(2024)
"""To tell whether words are a term at all; a leap year has every day."""


def is_minutes(rows: Sequence[Row]) -> bool:
    """Tell whether the document is the minutes of a meeting."""
    return sum(bool(_MINUTES.match(row.text)) for row in rows) > 1


def of_lines(rows: Sequence[Row]) -> list[Row] | None:
    """Read a table whose every cell is a line: the headings first, then cells that begin with a number."""
    for start, row in enumerate(rows):
        width = _width(rows, start) if len(row.cells) == 1 else 0
        if width:
            names = [one.text for one in _filled(rows[start:])[:width]]
            columns = columns_of(names)
            if columns is not None and Column.NUMBER in columns.places:
                rest = _filled(rows[start:])[width:]
                return [*rows[:start], Row(tuple(names)), *_records(rest, columns)]
    return None


def _filled(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not row.is_blank]


def _width(rows: Sequence[Row], start: int) -> int:
    """Return how many lines from `start` are headings: the most that all stand for a column, before a first number."""
    lines = [row.text for row in _filled(rows[start : start + 2 * _MOST_CELLS]) if len(row.cells) == 1]
    known = 0
    for width in range(3, min(_MOST_CELLS, len(lines)) + 1):
        columns = columns_of(lines[:width])
        if columns is not None and not columns.others:
            known = width
    return known


def _records(rows: Sequence[Row], columns: Columns) -> Iterator[Row]:
    record: list[str] = []
    for row in rows:
        starts = bool(_BARE.fullmatch(row.text))
        if starts or re.match(r"(?:ціль|мета|розділ|напрям)\b", row.text, re.IGNORECASE):
            if record:
                yield _record(record, columns)
            record = []
        if starts or record:
            record.append(row.text)
        else:
            yield row
    if record:
        yield _record(record, columns)


def _record(lines: Sequence[str], columns: Columns) -> Row:
    """Put the lines of an activity into its columns; where some are missing, its term tells where they belong."""
    if len(lines) == columns.width:
        return Row(tuple(lines))
    term = next((place for place, line in enumerate(lines) if place > 1 and _is_term(line)), None)
    order = [column for column, _ in sorted(columns.places.items(), key=lambda pair: pair[1])]
    if term is None or Column.TERM not in order:
        return Row((*lines[: columns.width - 1], " ".join(lines[columns.width - 1 :])))
    at = columns.places[Column.TERM]
    cells = [lines[0], " ".join(lines[1:term]), *([""] * (at - 2)), lines[term], *lines[term + 1 :]]
    return Row((*cells[: columns.width - 1], " ".join(cells[columns.width - 1 :])))


@dataclass(slots=True)
class _Item:
    number: str
    words: list[str] = field(default_factory=list)


def of_list(rows: Sequence[Row]) -> list[Row] | None:
    """Read a numbered list as a plan: at least half of its items say when, at least two in all."""
    start = max((place for place, row in enumerate(rows) if _PLAN.match(row.text)), default=None)
    if start is None or any(_MINUTES.match(row.text) for row in rows[start:]):
        return None
    found: list[Row] = []
    dated, month = 0, False
    for one in _items(rows[start + 1 :]):
        row = one if isinstance(one, Row) else _split(one)
        month = month or (isinstance(one, Row) and term_heading(row) is not None)
        dated += isinstance(one, _Item) and (month or bool(row.cells[2]))
        found.append(row)
    items = sum(len(row.cells) > 1 for row in found)
    if dated < 2 or dated * 2 < items:  # noqa: PLR2004 - a single item is no list
        return None
    first = next(place for place, row in enumerate(found) if len(row.cells) > 1)
    return [*rows[: start + 1], *found[:first], Row(_HEADINGS), *found[first:]]


def _items(rows: Sequence[Row]) -> Iterator[Row | _Item]:
    """Group the lines: an item goes on until the next number or a blank line; a heading is a line by itself."""
    item: _Item | None = None
    for row in rows:
        match = _ITEM.fullmatch(row.text) if len(row.cells) == 1 or not row.cells[0] else None
        labelled = _LABEL.match(row.text)
        if match and not row.text.isupper() and not row.bold:
            if item:
                yield item
            item = _Item(match["number"] or "", [match["text"]])
        elif item is not None and row.text and (labelled or row.text[:1].islower()):
            item.words.append(row.text)
        elif row.text:
            if item:
                yield item
            item = None
            yield row
    if item:
        yield item


def _split(item: _Item) -> Row:
    """Find in an item's words what it is, when and by whom: by labels, else by what reads as a term or as people."""
    text = " ".join(item.words)
    labels = list(_LABEL.finditer(text))
    cells = dict.fromkeys(_ORDER, "")
    cells[Column.NUMBER] = item.number
    cells[Column.TITLE] = (text[: labels[0].start()] if labels else text).strip(" .,;(–—-")
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        column = Column[label.lastgroup or "TITLE"]
        # The full stop behind initials belongs to them.
        cells[column] = text[label.end() : end].strip(" ,;)" if column is Column.RESPONSIBLE else " .,;)")
    if not labels:
        _by_content(cells)
    return Row(tuple(cells[column] for column in _ORDER))


def _by_content(cells: dict[Column, str]) -> None:
    """Take a term and people off the end: «Назва (вересень, Сосенко О.О.)», «Назва — вересень — Сосенко О.О.»."""
    text = cells[Column.TITLE].rstrip(" .)")
    pieces = re.split(r"\s[–—-]\s|[;(]|,\s|\.\s+(?=[А-ЯІЇЄҐ])", text)
    while len(pieces) > 1:
        last = pieces[-1].strip()
        column = _kind(last)
        if column is None or (column is Column.TERM and cells[column]):
            break
        cells[column] = f"{last}, {cells[column]}".rstrip(", ")
        pieces.pop()
        text = text[: text.rindex(last)].rstrip(" ,;(–—-")
    cells[Column.TITLE] = text


def _kind(words: str) -> Column | None:
    if _is_term(words):
        return Column.TERM
    people = read_people(words)
    named = people.sure and all(one.kind in {Kind.PERSON, Kind.BODY, Kind.POST} for one in people.items)
    return Column.RESPONSIBLE if people.items and named else None


def _is_term(words: str) -> bool:
    term = read_term(words, _ANY_YEAR)
    return len(words) <= _LONGEST_TERM and bool(term.windows) and (term.sure or "." not in words)
