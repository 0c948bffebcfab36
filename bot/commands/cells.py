"""`terms` and `people`: what the readers make of cells from standard input, one a line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from bot.commands.voice import spoken, spoken_window
from bot.domain.people import Named, PeopleCell, read_people
from bot.domain.terms import Term, read_term
from bot.domain.windows import Period, PeriodKind

JsonCell = dict[str, object]
_BREAK = "\\n"


def terms(year: int, period: str, *, as_json: bool) -> None:
    """Print what every cell means in a plan for the period (`calendar`, `school`, `month:MM`) of the year."""
    kind, _, month = period.partition(":")
    plan = Period(PeriodKind(kind), year, int(month) if month else None)
    for cell in _cells():
        term = read_term(cell, plan)
        print(_as_line(_term_data(term)) if as_json else _told(term.text, _term(term), term.why, sure=term.sure))


def people(*, as_json: bool) -> None:
    """Print whom every cell names."""
    for text in _cells():
        cell = read_people(text)
        names = ", ".join(_name(item) for item in cell.items) or "?"
        print(_as_line(_people_data(cell)) if as_json else _told(cell.text, names, cell.why, sure=cell.sure))


def _cells() -> Iterator[str]:
    """Yield the cells of standard input: a line each, an empty one too, with the line breaks that it writes."""
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n").removeprefix("\ufeff").replace(_BREAK, "\n")


def _term_data(term: Term) -> JsonCell:
    return {
        "text": term.text,
        "windows": [[window.first.isoformat(), window.last.isoformat()] for window in term.windows],
        "mode": term.mode,
        "sure": term.sure,
        "why": term.why,
        "hints": dict(term.hints),
    }


def _people_data(cell: PeopleCell) -> JsonCell:
    return {
        "text": cell.text,
        "items": [{"kind": item.kind, "name": item.name, "post": item.post} for item in cell.items],
        "sure": cell.sure,
        "why": cell.why,
    }


def _as_line(data: JsonCell) -> str:
    return json.dumps(data, ensure_ascii=False)


def _told(text: str, reading: str, why: str, *, sure: bool) -> str:
    cell = text.replace("\n", _BREAK) or "—"
    if sure:
        return f"{cell} → {reading}"
    return f"{cell} → {reading}. {spoken('cells.unsure', why=spoken(f'why.{why}'))}"


def _term(term: Term) -> str:
    spans = ", ".join(spoken_window(window) for window in term.windows)
    return f"{spans} ({term.mode})" if spans else "?"


def _name(item: Named) -> str:
    return f"{item.name} ({item.post})" if item.post else item.name
