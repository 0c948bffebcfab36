"""The doubts about a plan that was read: what a secretary should look at before anybody is reminded of anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.documents.columns import Column
from bot.documents.limits import MAX_NAMES
from bot.documents.numbers import number_of
from bot.documents.period import years_of
from bot.documents.row import Row
from bot.documents.table import RawActivity, Sheet
from bot.domain.draft import Doubt, DraftActivity, DraftGoal
from bot.domain.names import Likeness, PersonName, compare, fold, parse_name
from bot.domain.people import Kind, PeopleCell, read_people
from bot.domain.terms import Term
from bot.domain.windows import Period
from bot.errors import DocumentError

# Numbers that leave out two of three are a numbering of their own and not a plan with rows missing.
_WIDEST = 3
_DATED = re.compile(r"\W*(?:\d{1,2}|_+)\W+(?:\d{1,2}|[^\W\d]+)\W+(?:20)?\d\d\s*(?:р\.?|року)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """One activity with what it was read from: its cells, and the people of its two cells that may name people."""

    activity: DraftActivity
    raw: RawActivity
    responsible: PeopleCell
    resources: PeopleCell

    @property
    def label(self) -> str:
        """How a doubt refers to the activity: its number, or its title where it has none."""
        return self.activity.number or self.activity.title


def doubts_of(sheet: Sheet, readings: Sequence[Reading], period: Period) -> tuple[Doubt, ...]:
    """Collect every doubt: about the whole document, then row by row, then about the spelling of names.

    Raises DocumentError error.document-too-many-names where the names are too many for one plan.
    """
    found = [*_whole(sheet, period), *_gaps(sheet.goals, [reading.activity for reading in readings])]
    for reading in readings:
        found.extend(_of_activity(reading))
    return (*found, *_spellings(readings, sheet.tail))


def _whole(sheet: Sheet, period: Period) -> Iterator[Doubt]:
    heading = " ".join(sheet.heading)
    years = years_of(heading)
    if years and str(period.year) not in years:
        yield Doubt(None, "year-mismatch", heading, {"heading": years[0], "asked": str(period.year)})
    for name in sheet.other_columns:
        yield Doubt(None, "unknown-column", name, {"column": name})
    yield from _left_out(sheet.left_out)
    for text in [*sheet.unreadable, *filter(_is_strange, sheet.tail)]:
        yield Doubt(None, "unreadable-row", text, {"row": text})


def _left_out(rows: Sequence[Row]) -> Iterator[Doubt]:
    for row in rows:
        match row.left_out:
            case "other-sheet":
                yield Doubt(None, "other-sheet", row.text, {"sheet": row.text})
            case "hidden-sheet":
                yield Doubt(None, "hidden-sheet", row.text, {"sheet": row.text})
            case "no-header":
                yield Doubt(None, "no-header", row.text, {"columns": row.text})
            case "footnote":
                yield Doubt(None, "footnote", row.text, {"note": row.text})
            case _:
                pass  # Hidden rows are told together.
    hidden = [row.text for row in rows if row.left_out == "hidden-rows"]
    if hidden:
        yield Doubt(None, "hidden-rows", hidden[0], {"count": str(len(hidden)), "row": hidden[0]})


def _is_strange(line: str) -> bool:
    """Tell whether a line under the table is no signature, post, body or date."""
    if not re.search(r"\w", line) or _DATED.fullmatch(line.strip()) or _is_name(line):
        return False
    return not read_people(line).sure


def _is_name(line: str) -> bool:
    """Tell whether a line is a full name: a single word under the table may be anything."""
    return " " in line.strip() and parse_name(line) is not None


def _gaps(goals: Sequence[DraftGoal], activities: Sequence[DraftActivity]) -> Iterator[Doubt]:
    for number in _missing(int(goal.number) for goal in goals if goal.number):
        yield Doubt(None, "goal-gap", "", {"number": str(number)})
    numbers = [activity.number for activity in activities if activity.number]
    for prefix in dict.fromkeys(number.rpartition(".")[0] for number in numbers):
        last = (int(number.rpartition(".")[2]) for number in numbers if number.rpartition(".")[0] == prefix)
        for missing in _missing(last):
            gap = f"{prefix}.{missing}" if prefix else str(missing)
            yield Doubt(None, "number-gap", "", {"number": gap})
    twice = [number for number, times in Counter(numbers).items() if times > 1]
    if len(twice) > 1 and _restart(numbers):
        yield Doubt(None, "numbers-restart", "", {"number": twice[0]})
        return
    for again in twice:
        yield Doubt(again, "number-twice", again, {"number": again})


def _restart(numbers: Sequence[str]) -> bool:
    """Tell whether plain numbers begin from 1 again and again, each time without a slip."""
    if not all(number.isdigit() for number in numbers):
        return False
    counts = list(map(int, numbers))
    return all(after in {1, before + 1} for before, after in pairwise(counts))


def _missing(numbers: Iterable[int]) -> list[int]:
    """Return what a count from one leaves out; a jump too wide to be a slip counts as a numbering of its own."""
    seen = set(numbers)
    last = max(seen, default=0)
    return [number for number in range(1, last) if number not in seen] if last <= _WIDEST * len(seen) else []


def _of_activity(reading: Reading) -> Iterator[Doubt]:
    activity, cells = reading.activity, reading.raw.cells
    if activity.number is None:
        yield Doubt(reading.label, "no-number", cells[Column.NUMBER] or activity.title, {"title": activity.title})
    elif activity.number.endswith("0") and activity.number != number_of(cells[Column.NUMBER]):
        args = {"number": activity.number, "written": cells[Column.NUMBER]}
        yield Doubt(reading.label, "number-restored", cells[Column.NUMBER], args)
    yield from _of_term(reading)
    yield from _of_people(reading)
    for named in reading.resources.items:
        if named.kind is Kind.PERSON and "." in named.name:
            yield Doubt(reading.label, "person-in-resources", cells[Column.RESOURCES], {"name": named.name})


def _of_term(reading: Reading) -> Iterator[Doubt]:
    doubt = term_doubt(reading.label, reading.activity.title, reading.raw.cells[Column.TERM], reading.activity.term)
    if doubt is not None:
        yield doubt


def term_doubt(label: str, title: str, cell: str, term: Term) -> Doubt | None:
    """Return the doubt about the term of a row; None when its reading is sure."""
    if not cell:
        return Doubt(label, "no-term", cell, {"title": title})
    if term.sure and term.windows:
        return None
    return Doubt(label, "term-unsure" if term.windows else "term-unknown", cell, {"term": cell, "why": term.why})


def _of_people(reading: Reading) -> Iterator[Doubt]:
    cell = reading.responsible
    if cell.why == "empty":
        yield Doubt(reading.label, "no-responsible", cell.text, {"title": reading.activity.title})
    elif not cell.sure:
        yield Doubt(reading.label, "people-unsure", cell.text, {"people": cell.text, "why": cell.why})


def _spellings(readings: Sequence[Reading], tail: Sequence[str]) -> Iterator[Doubt]:
    """Ask about names that are written in two ways, each time with the first spelling that is like it."""
    seen: dict[tuple[str, ...], tuple[PersonName, str]] = {}
    for activity, words, name in [*_names(readings), *_signatures(tail)]:
        key = (fold(name.surname), *map(fold, name.initials))
        if key in seen:
            continue
        if len(seen) >= MAX_NAMES:
            raise DocumentError("error.document-too-many-names", limit=MAX_NAMES)
        like = next((spelling for one, spelling in seen.values() if compare(one, name) is not Likeness.DIFFERENT), None)
        seen[key] = (name, words)
        if like is not None:
            yield Doubt(activity, "same-person", words, {"a": like, "b": words})


def _names(readings: Sequence[Reading]) -> Iterator[tuple[str, str, PersonName]]:
    for reading in readings:
        for named in (*reading.activity.responsible, *reading.resources.items):
            name = parse_name(named.name) if named.kind is Kind.PERSON else None
            if name is not None:
                yield reading.label, named.name, name


def _signatures(tail: Sequence[str]) -> Iterator[tuple[None, str, PersonName]]:
    for line in tail:
        for words, name in _signed(line):
            yield None, words, name


def _signed(line: str) -> list[tuple[str, PersonName]]:
    """Find who signed: a line that is a name, or a post and a name."""
    whole = parse_name(line)
    if whole is not None and _is_name(line):
        return [(line.strip(), whole)]
    people = [named.name for named in read_people(line).items if named.kind is Kind.PERSON and "." in named.name]
    return [(words, name) for words in people if (name := parse_name(words)) is not None]
