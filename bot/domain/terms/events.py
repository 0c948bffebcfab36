"""Days that plans are tied to, found in the text of a cell before it is cut into words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.domain.terms.event_days import DAYS, LOOSE, NAMED, WORLD
from bot.domain.terms.pieces import Piece
from bot.domain.terms.text import fold


@dataclass(frozen=True, slots=True)
class Event:
    """A day or days as a function of the plan year. `date` (DD.MM) is "" for days that move or are several.

    `loose` tells that people mean several days, or one of two («новорічні свята»).
    """

    pieces: tuple[Piece, ...]
    date: str
    loose: bool


_TABLES = {"n": NAMED, "l": LOOSE, "w": WORLD, "d": DAYS}
_ABROAD = "міжнародн|всесвітн|європейськ"
_KIND = rf"(?:(?:всеукраїнськ|{_ABROAD}|загальнодержавн|державн|професійн|національн)\w+ )*"
_DAY = rf"(?:свят\w+ )?{_KIND}(?:день|дня|дню|днем) {_KIND}"
_WORLD_DAY = rf"(?:{_ABROAD})\w+ (?:день|дня|дню|днем) "
_TAIL = r"(?: україни| в україні| світу)?"


def _alternatives(letter: str) -> str:
    return "|".join(rf"(?P<{letter}{i}>{fold(words)})" for i, (words, _) in enumerate(_TABLES[letter]))


@cache
def events() -> re.Pattern[str]:
    """Return the pattern of all events; it is compiled once, when the first cell is read."""
    world = rf"{fold(_WORLD_DAY)}(?:{_alternatives('w')})"
    dated = rf"{fold(_DAY)}(?:{_alternatives('d')})"
    return re.compile(rf"(?<!\w)(?:{_alternatives('n')}|{_alternatives('l')}|{world}|{dated}){fold(_TAIL)}(?!\w)")


def event_of(match: re.Match[str], year: int) -> Event:
    """Return the event that the pattern of events() has found, as it falls in a plan of the year."""
    name = match.lastgroup or "d0"
    pieces = _TABLES[name[0]][int(name[1:])][1](year)
    piece = pieces[0]
    one_day = len(pieces) == 1 and piece.pick is None and piece.first == piece.last
    return Event(pieces, f"{piece.first[1]:02}.{piece.first[0]:02}" if one_day else "", loose=name[0] == "l")
