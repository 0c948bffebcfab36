"""Goals and headings of a plan: «Ціль 2: …», «II. …», a bold line; months and years that stand as headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.documents.matrix import GENITIVES, MONTHS
from bot.documents.row import Row
from bot.domain.draft import DraftGoal
from bot.domain.terms import read_term
from bot.domain.windows import calendar_year

_GOAL = re.compile(
    r"(?:(?:стратегічна|операційна|загальна)\s+)?(?:ціль|мета|цель|розділ|раздел|напрям(?:ок)?|блок|завдання|goal|section)"
    r"(?![^\W\d_])\s*№?\s*(?P<number>\d{1,2}|[IVXІХ]{1,5}(?![^\W\d_]))?\s*[.:)–—-]?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBERED = re.compile(r"(?P<number>\d{1,2}|[IVXІХ]{1,5})[.)]\s*(?P<title>[^\W\d].*)", re.DOTALL)
_NUMBER = re.compile(r"(?:[IVXІХ]{1,5}|\d{1,2})[.)]?")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_YEAR = re.compile(r"(20\d\d)\s*(?:рік|р\.?|року)?", re.IGNORECASE)
_DAYS = re.compile(r"\d{1,2}(?:\s*[-–—,]\s*\d{1,2})*")
_WHOLE_MONTH = re.compile(r"(?:протягом|упродовж|впродовж)\s+(?:всього\s+|усього\s+)?місяця", re.IGNORECASE)
_LONGEST_TERM = 40
_PAIR = 2
_LEAP_YEAR = calendar_year(2024)


def filled_of(row: Row) -> list[str]:
    """Return the different texts of a row."""
    return list(dict.fromkeys(" ".join(cell.split()) for cell in row.cells if cell))


def goal_of(row: Row, *, dotted: bool) -> DraftGoal | None:
    """Read a row across the whole width as a goal; `dotted` says that the activities' numbers have dots in them."""
    filled = filled_of(row)
    if len(filled) == 1:
        return _named(filled[0], row) or _numbered(filled[0]) or _plain(filled[0], row)
    if len(filled) == _PAIR and _NUMBER.fullmatch(filled[0]) and (dotted or not filled[0][0].isdigit()):
        return DraftGoal(arabic(filled[0].rstrip(".)")), filled[1])
    return None


def goal_in(cell: str) -> DraftGoal:
    """Read the cell of a column of goals."""
    text = " ".join(cell.split())
    named = _GOAL.fullmatch(text)
    if named and named["number"]:
        return DraftGoal(arabic(named["number"]), named["title"].strip(" .") or text)
    return _numbered(text) or DraftGoal(None, text)


def term_heading(row: Row) -> str | None:
    """Return the month, quarter or other time that a row says of all rows below it."""
    filled = filled_of(row)
    if len(filled) != 1 or not row.cells[0] or len(filled[0]) > _LONGEST_TERM or re.match(r"\d+\.?\s*$", filled[0]):
        return None
    text = filled[0].rstrip(".:")
    term = read_term(text, _LEAP_YEAR)
    return text if term.sure and term.windows and not _YEAR.fullmatch(text) else None


def year_heading(row: Row) -> str | None:
    """Return the year that a row says of all rows below it."""
    filled = filled_of(row)
    found = _YEAR.fullmatch(filled[0]) if len(filled) == 1 and row.cells[0] else None
    return found[1] if found else None


def dated(term: str, heading: str | None, year: str | None) -> str:
    """Complete a term by the headings above it: an empty one is the heading's, a bare day a day of its month."""
    month = heading.casefold() if heading else ""
    if not term or (month in MONTHS and _WHOLE_MONTH.fullmatch(term)):
        term = heading or ""
    elif month in MONTHS and _DAYS.fullmatch(term):
        term = f"{term} {GENITIVES[MONTHS.index(month)]}"
    return f"{term} {year} року" if year and term and not re.search(r"20\d\d|рок", term) else term


def _named(text: str, row: Row) -> DraftGoal | None:
    named = _GOAL.fullmatch(text)
    if named and (named["number"] or row.bold or ":" in text):
        return DraftGoal(arabic(named["number"]), named["title"].strip(" .") or text)
    return None


def _numbered(text: str) -> DraftGoal | None:
    found = _NUMBERED.fullmatch(text)
    return DraftGoal(arabic(found["number"]), found["title"].strip()) if found else None


def _plain(text: str, row: Row) -> DraftGoal | None:
    return DraftGoal(None, text.rstrip(":")) if row.cells[0] and (row.bold or text.isupper()) else None


def arabic(number: str | None) -> str | None:
    """Return the number of a goal in figures; Roman numerals may be typed with Cyrillic letters."""
    if number is None or number.isdigit():
        return str(int(number)) if number else None
    values = [_ROMAN[letter] for letter in number.upper().translate(str.maketrans("ІХ", "IX"))]
    return str(sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)))


def dotted_numbers(numbers: Sequence[str | None]) -> bool:
    """Tell whether every number has a dot in it, so that a plain one is a goal's."""
    seen = [number for number in numbers if number]
    return bool(seen) and all("." in one for one in seen)
