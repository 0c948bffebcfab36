"""The automatic numbers of a Word document: «1.2.» that stands in no paragraph's text, counted as Word counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from bot.documents.archive import parsed
from bot.documents.word_xml import attribute, child, local
from bot.errors import DocumentError

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its first number, how numbers are written, and the pattern («%1.%2.») of its label."""

    start: int
    form: str
    pattern: str


@dataclass(slots=True)
class Numbers:
    """The lists of a document and how far each has been counted. `styles` are the lists of paragraph styles."""

    lists: dict[str, tuple[str, dict[int, Level]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counted: dict[str, list[int | None]] = field(default_factory=dict)

    def label(self, paragraph: Element) -> str:
        """Count the paragraph and return its label with a space behind it, empty where it has no number."""
        used = self._list_of(paragraph)
        abstract, levels = self.lists.get(used[0], ("", {})) if used else ("", {})
        if used is None or used[1] not in levels:
            return ""
        counts = self.counted.setdefault(abstract, [None] * _LEVELS)
        before = counts[used[1]]
        counts[used[1]] = levels[used[1]].start if before is None else before + 1
        counts[used[1] + 1 :] = [None] * (_LEVELS - used[1] - 1)
        return _written(levels, used[1], counts)

    def _list_of(self, paragraph: Element) -> tuple[str, int] | None:
        properties = child(paragraph, "pPr")
        if properties is None:
            return None
        direct = child(properties, "numPr")
        if direct is not None:
            return _reference(direct)
        style = child(properties, "pStyle")
        return self.styles.get(attribute(style, "val")) if style is not None else None


def numbers_of(archive: ZipFile) -> Numbers:
    """Read the lists of a document; one whose lists are damaged has no automatic numbers."""
    names = archive.namelist()
    try:
        lists = _lists(parsed(archive, "word/numbering.xml")) if "word/numbering.xml" in names else {}
        styles = _styles(parsed(archive, "word/styles.xml")) if lists and "word/styles.xml" in names else {}
    except DocumentError as error:
        if error.key == "error.document-damaged":
            return Numbers()
        raise
    return Numbers(lists, styles)


def _lists(root: Element) -> dict[str, tuple[str, dict[int, Level]]]:
    kinds = {attribute(one, "abstractNumId"): dict(_levels(one)) for one in root if local(one) == "abstractNum"}
    found = {}
    for one in root:
        kind = child(one, "abstractNumId") if local(one) == "num" else None
        if kind is not None:
            abstract = attribute(kind, "val")
            own = bool(child(one, "lvlOverride") is not None)
            number = attribute(one, "numId")
            found[number] = (f"{abstract}/{number}" if own else abstract, kinds.get(abstract, {}))
    return found


def _levels(kind: Element) -> Iterator[tuple[int, Level]]:
    for one in kind:
        place = attribute(one, "ilvl")
        if local(one) == "lvl" and re.fullmatch(r"[0-8]", place):
            values = {local(part): attribute(part, "val") for part in one}
            start = values.get("start", "1")
            first = int(start) if re.fullmatch(r"[0-9]{1,4}", start) else 1
            yield int(place), Level(first, values.get("numFmt", "decimal"), values.get("lvlText", ""))


def _styles(root: Element) -> dict[str, tuple[str, int]]:
    found = {}
    for style in root:
        properties = child(style, "pPr")
        numbering = child(properties, "numPr") if properties is not None else None
        reference = _reference(numbering) if numbering is not None else None
        if reference is not None:
            found[attribute(style, "styleId")] = reference
    return found


def _reference(properties: Element) -> tuple[str, int] | None:
    number, level = child(properties, "numId"), child(properties, "ilvl")
    place = attribute(level, "val") if level is not None else "0"
    if number is None or not re.fullmatch(r"[0-8]", place):
        return None
    return attribute(number, "val"), int(place)


def _written(levels: dict[int, Level], place: int, counts: list[int | None]) -> str:
    if levels[place].form in {"bullet", "none"}:
        return ""

    def number(match: re.Match[str]) -> str:
        which = int(match[1]) - 1
        level = levels.get(which)
        value = counts[which] if counts[which] is not None else (level.start if level else 1)
        return _figure(value or 0, level.form if level and which == place else "decimal")

    label = re.sub(r"%([1-9])", number, levels[place].pattern)
    return f"{label} " if label else ""


def _figure(value: int, form: str) -> str:
    if form not in {"upperRoman", "lowerRoman"} or not 0 < value < 40:  # noqa: PLR2004 - further than any plan counts
        return str(value)
    letters = ""
    for size, sign in _ROMAN:
        letters += sign * (value // size)
        value %= size
    return letters
