"""A Word document (.docx) in: its paragraphs and tables as rows, in the order that a person sees them.

Read straight from the XML: what a reviewer inserted, content controls and automatic numbers belong to the text, deleted
words do not, and a broken picture or style elsewhere in the package is no reason to lose a plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from bot.documents.archive import member, opened, parsed
from bot.documents.limits import MAX_CELLS, MAX_LINES, MAX_NESTING
from bot.documents.row import Row
from bot.documents.word_numbers import Numbers, numbers_of
from bot.documents.word_xml import attribute, child, flagged, is_hidden, local, steps
from bot.errors import DocumentError

_MAIN = "word/document.xml"
_ROW = re.compile(rb"<(?:\w+:)?tr[\s>/]")
_BLOCKS = frozenset({"p", "tbl"})
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def rows_of_word(data: bytes) -> list[Row]:
    """Return the rows of a .docx: a paragraph is one cell, a table's row as many as its grid has columns.

    Raises DocumentError: error.document-damaged, -unsafe, -too-long, and what `archive.opened` raises.
    """
    with opened(data) as archive:
        name = _main_part(archive)
        if sum(1 for _ in _ROW.finditer(member(archive, name))) > MAX_LINES:
            raise DocumentError("error.document-too-long", limit=MAX_LINES)
        root = parsed(archive, name)
        numbers = numbers_of(archive)
        notes = [*_hidden_text(root), *_footnotes(archive)]
    body = child(root, "body")
    if body is None:
        raise DocumentError("error.document-damaged")
    rows: list[Row] = []
    for row in _Reader(numbers).rows(body):
        rows.append(row)
        if len(rows) > MAX_LINES:
            raise DocumentError("error.document-too-long", limit=MAX_LINES)
    return [*rows, *notes]


def _hidden_text(root: Element) -> Iterator[Row]:
    for run in root.iter():
        text = "".join(one.text or "" for one in run if local(one) == "t") if is_hidden(run) else ""
        if re.search(r"\w", text):
            yield Row((_clean(text),), left_out="hidden-rows")


def _footnotes(archive: ZipFile) -> Iterator[Row]:
    """Return what is said at the foot of pages and at the end, not the lines that only part it from the text."""
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        for note in parsed(archive, name) if name in archive.namelist() else ():
            text = _clean(" ".join(one.text or "" for one in steps(note) if local(one) == "t"))
            if re.search(r"\w", text) and not attribute(note, "type"):
                yield Row((text,), left_out="footnote")


def _main_part(archive: ZipFile) -> str:
    """Find the document itself: most writers call it document.xml, some of them not."""
    names = archive.namelist()
    if _MAIN in names or "_rels/.rels" not in names:
        return _MAIN
    for relation in parsed(archive, "_rels/.rels"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return relation.get("Target", _MAIN).lstrip("/")
    return _MAIN


class _Reader:
    """One pass over the document; automatic numbers are counted on the way."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def rows(self, parent: Element, depth: int = 0) -> Iterator[Row]:
        """Read paragraphs and tables, those in content controls as well."""
        for block in _children(parent, _BLOCKS):
            if local(block) == "tbl":
                yield from self._table(block, depth + 1)
            else:
                # A text box hangs on a paragraph and holds paragraphs of its own.
                for paragraph in (block, *(one for one in steps(block) if local(one) == "p")):
                    yield from self._paragraph(paragraph)

    def _paragraph(self, paragraph: Element) -> Iterator[Row]:
        bold = _is_bold(paragraph)
        for line in self._text(paragraph).split("\n"):
            yield Row(tuple(_clean(cell) for cell in line.split("\t", MAX_CELLS)), bold)

    def _table(self, table: Element, depth: int) -> Iterator[Row]:
        if depth > MAX_NESTING:
            raise DocumentError("error.document-damaged")
        for row in _children(table, frozenset({"tr"})):
            properties = child(row, "trPr")
            if properties is None or child(properties, "del") is None:
                yield from self._row(row, depth)

    def _row(self, row: Element, depth: int) -> Iterator[Row]:
        cells = list(_children(row, frozenset({"tc"})))
        nested = [cell for cell in cells if any(local(one) == "tbl" for one in steps(cell))]
        if nested and len(nested) == sum(bool(_has_words(cell)) for cell in cells):
            # A table that only puts others in their places.
            for cell in nested:
                yield from self.rows(cell, depth)
            return
        found = self._cells(row, cells)
        properties = child(row, "trPr")
        hidden = properties is not None and flagged(properties, "hidden")
        yield replace(found, left_out="hidden-rows") if hidden else found

    def _cells(self, row: Element, cells: list[Element]) -> Row:
        texts = [""] * _offset(row)
        merged: set[int] = set()
        for cell in cells:
            properties = child(cell, "tcPr")
            if _continues(properties):
                merged.update(range(len(texts), len(texts) + _span(properties)))
                texts.append("")
            else:
                texts.append(self._cell(cell))
            texts.extend([""] * (_span(properties) - 1))
        bold = any(_is_bold(paragraph) for cell in cells for paragraph in steps(cell) if local(paragraph) == "p")
        return Row(tuple(texts[:MAX_CELLS]), bold, frozenset(merged))

    def _cell(self, cell: Element) -> str:
        """Return the text of a cell, a line for each paragraph; that of a table inside it as well."""
        lines = [self._text(one) for one in steps(cell) if local(one) == "p"]
        return "\n".join(filter(None, map(_clean, "\n".join(lines).split("\n"))))

    def _text(self, paragraph: Element) -> str:
        parts = [self._numbers.label(paragraph)]
        for one in steps(paragraph, but=frozenset({"p"})):
            name = local(one)
            parts.append(one.text or "" if name == "t" else _BREAKS.get(name, ""))
        return "".join(parts)


def _children(parent: Element, names: frozenset[str]) -> Iterator[Element]:
    """Yield the children of these names, looking through content controls and insertions."""
    pending = list(reversed(parent))
    while pending:
        one = pending.pop()
        name = local(one)
        if name in names:
            yield one
        elif name in _WRAPPERS:
            pending.extend(reversed(one))


def _clean(text: str) -> str:
    return " ".join(text.split())


def _has_words(cell: Element) -> bool:
    return any(local(one) == "t" and (one.text or "").strip() for one in steps(cell))


def _is_bold(paragraph: Element) -> bool:
    """Tell whether a paragraph begins in bold, or is a heading by its style."""
    properties = child(paragraph, "pPr")
    style = child(properties, "pStyle") if properties is not None else None
    if style is not None and attribute(style, "val").casefold().startswith(("heading", "заголовок")):
        return True
    for run in steps(paragraph):
        if local(run) == "r" and any(local(one) == "t" and (one.text or "").strip() for one in run):
            look = child(run, "rPr")
            return look is not None and flagged(look, "b")
    return False


def _continues(properties: Element | None) -> bool:
    merge = child(properties, "vMerge") if properties is not None else None
    return merge is not None and attribute(merge, "val") != "restart"


def _span(properties: Element | None) -> int:
    span = child(properties, "gridSpan") if properties is not None else None
    return _count(attribute(span, "val"), 1) if span is not None else 1


def _offset(row: Element) -> int:
    properties = child(row, "trPr")
    before = child(properties, "gridBefore") if properties is not None else None
    return _count(attribute(before, "val"), 0) if before is not None else 0


def _count(value: str, least: int) -> int:
    return min(max(int(value), least), MAX_CELLS) if value.isascii() and value.isdigit() and len(value) < 5 else least  # noqa: PLR2004 - no table has 10,000 columns
