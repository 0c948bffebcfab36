"""Days that plans are tied to: professional, state and world days, by Ukrainian law and custom."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bot.domain.terms.pieces import Piece, days, easter, months, nth_weekday
from bot.domain.terms.text import fold

Dated = Callable[[int], Piece]
NEW_CHURCH_CALENDAR = 2023


@dataclass(frozen=True, slots=True)
class Event:
    """A day as a function of the plan year. `date` (DD.MM) is "" for a day that moves.

    `loose` tells that people mean several days, or one of two («новорічні свята»).
    """

    piece: Piece
    date: str
    loose: bool


def _fixed(day: int, month: int) -> Dated:
    return lambda _year: days(month, day, day)


def _moved(since: int, before: tuple[int, int], after: tuple[int, int]) -> Dated:
    """Return a day that the law moved: (day, month) up to the year `since`, another from it on."""

    def dated(year: int) -> Piece:
        day, month = after if year >= since else before
        return days(month, day, day)

    return dated


def _nth(weekday: int, nth: int, month: int) -> Dated:
    piece = months(month, month)
    return lambda _year: Piece(piece.first, piece.last, pick=nth_weekday(weekday, nth))


def _easter(_year: int) -> Piece:
    return Piece((4, 1), (4, 30), pick=easter)


# The words after «День» (a stem each); the longer name stands before the shorter one that it contains.
_DAYS: tuple[tuple[str, Dated], ...] = (
    (r"шкільних бібліотек\w*", _nth(0, 4, 10)),
    (r"(?:працівник\w+ )?бібліотек\w*|бібліотекар\w*", _fixed(30, 9)),
    (r"соборності", _fixed(22, 1)),
    (r"памяті (?:жертв )?голокосту", _fixed(27, 1)),
    (r"памяті героїв крут|героїв крут", _fixed(29, 1)),
    (r"безпечного інтернету", _nth(1, 2, 2)),
    (r"закоханих|(?:святого|св\.?) ?валентина", _fixed(14, 2)),
    (r"рідної мови", _fixed(21, 2)),
    (r"героїв небесної сотні|небесної сотні", _fixed(20, 2)),
    (r"дарування книг\w*", _fixed(14, 2)),
    (r"письменник\w*", _fixed(3, 3)),
    (r"(?:українськ\w+ )?добровольц\w+", _fixed(14, 3)),
    (r"поезії", _fixed(21, 3)),
    (r"театру", _fixed(27, 3)),
    (r"сміху", _fixed(1, 4)),
    (r"дитячої книг\w*", _fixed(2, 4)),
    (r"здоровя", _fixed(7, 4)),
    (r"космонавтики|авіації і космонавтики", _fixed(12, 4)),
    (r"довкілля", _nth(5, 3, 4)),
    (r"землі", _fixed(22, 4)),
    (r"книг\w*(?: (?:і|та) авторського права)?|авторського права", _fixed(23, 4)),
    (r"чорнобильськ\w+ (?:трагедії|катастрофи)|чорнобил\w+", _fixed(26, 4)),
    (r"памяті та перемоги(?: над нацизмом)?|памяті (?:і|та) примирення", _fixed(8, 5)),
    (r"перемоги(?: над нацизмом)?", _moved(2024, (9, 5), (8, 5))),
    (r"праці", _fixed(1, 5)),
    (r"сімї", _fixed(15, 5)),
    (r"матері", _nth(6, 2, 5)),
    (r"науки", _nth(5, 3, 5)),
    (r"вишиванки", _nth(3, 3, 5)),
    (r"європи", _moved(2023, (16, 5), (9, 5))),
    (r"музеїв", _fixed(18, 5)),
    (r"словянської писемності", _fixed(24, 5)),
    (r"захисту дітей", _fixed(1, 6)),
    (r"журналіста", _fixed(6, 6)),
    (r"батька", _nth(6, 3, 6)),
    (r"скорботи", _fixed(22, 6)),
    (r"державної служби", _fixed(23, 6)),
    (r"конституції", _fixed(28, 6)),
    (r"української державності|державності", _moved(2024, (28, 7), (15, 7))),
    (r"(?:державного )?прапора", _fixed(23, 8)),
    (r"незалежності", _fixed(24, 8)),
    (r"молоді", _fixed(12, 8)),
    (r"знань", _fixed(1, 9)),
    (r"грамотності", _fixed(8, 9)),
    (r"миру", _fixed(21, 9)),
    (r"туризму", _fixed(27, 9)),
    (r"людей похилого віку|ветеран\w+|музики", _fixed(1, 10)),
    (r"(?:захисни(?:ка|ків)(?: (?:і|та) захисниц\w*)?|козацтва)", _moved(2023, (14, 10), (1, 10))),
    (r"вчителя|учителя|працівників освіти", _nth(6, 1, 10)),
    (r"художника", _nth(6, 2, 10)),
    (r"(?:української )?писемності(?: (?:і|та) мови)?|української мови", _moved(2023, (9, 11), (27, 10))),
    (r"працівників культури", _fixed(9, 11)),
    (r"толерантності", _fixed(16, 11)),
    (r"студента", _fixed(17, 11)),
    (r"гідності (?:і|та) свободи", _fixed(21, 11)),
    (r"памяті жертв голодомор\w+|голодомор\w+", _nth(5, 4, 11)),
    (r"інвалід\w+|людей з інвалідністю|осіб з інвалідністю", _fixed(3, 12)),
    (r"волонтера", _fixed(5, 12)),
    (r"збройних сил", _fixed(6, 12)),
    (r"(?:(?:святого|св\.?) ?)?миколая", _moved(NEW_CHURCH_CALENDAR, (19, 12), (6, 12))),
    (r"(?:місцевого )?самоврядування", _fixed(7, 12)),
    (r"прав людини", _fixed(10, 12)),
    (r"архівіста|працівників архівних установ", _fixed(24, 12)),
)
# Days that are named without the word «День».
_NAMED: tuple[tuple[str, Dated], ...] = (
    (r"велик(?:день|одня|одню|однем)|пасх\w", _easter),
    (r"(?<=до )(?:нового року|новорічн\w+ свят\w*)", _fixed(31, 12)),
    (r"різдв\w+(?: христов\w+)?", _moved(NEW_CHURCH_CALENDAR, (7, 1), (25, 12))),
    (r"день народження (?:тараса|т\. ?(?:г\. ?)?)? ?шевченка|шевченків день", _fixed(9, 3)),
)
# Days of which people mean several, or one of two: a guess.
_LOOSE: tuple[tuple[str, Dated], ...] = (
    (r"шевченківськ\w+ дн\w+", _fixed(9, 3)),
    (r"новий рік|нового року|новорічн\w+ свят\w*", _fixed(31, 12)),
)
_TABLES = {"n": _NAMED, "l": _LOOSE, "d": _DAYS}
_KIND = r"(?:(?:всеукраїнськ|міжнародн|всесвітн|загальнодержавн|державн|професійн|національн|європейськ)\w+ )*"
_DAY = rf"(?:свят\w+ )?{_KIND}(?:день|дня|дню|днем) {_KIND}"
_TAIL = r"(?: україни| в україні| світу)?"


@cache
def events() -> re.Pattern[str]:
    """Return the pattern of all events; it is compiled once, when the first cell is read."""
    named = [rf"(?P<{kind}{i}>{fold(words)})" for kind in "nl" for i, (words, _) in enumerate(_TABLES[kind])]
    dated = "|".join(rf"(?P<d{i}>{fold(words)})" for i, (words, _) in enumerate(_DAYS))
    return re.compile(rf"(?<!\w)(?:{'|'.join(named)}|{fold(_DAY)}(?:{dated})){fold(_TAIL)}(?!\w)")


def event_of(match: re.Match[str], year: int) -> Event:
    """Return the event that the pattern of events() has found, as it falls in a plan of the year."""
    name = match.lastgroup or "d0"
    piece = _TABLES[name[0]][int(name[1:])][1](year)
    day, month = piece.first[1], piece.first[0]
    return Event(piece, "" if piece.pick else f"{day:02}.{month:02}", loose=name[0] == "l")
