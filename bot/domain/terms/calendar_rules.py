"""Phrase rules for places in the calendar: quarters, decades, weeks, days of a month, parts of a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.domain.terms.day_rules import DAYS, days_of_plan_month
from bot.domain.terms.number_lists import APPROX, number_ranges, opened
from bot.domain.terms.pieces import MONTH_END, Piece, in_year, last_days, months, nth_weekday
from bot.domain.terms.tokens import Rule, Token, rule
from bot.domain.terms.vocabulary import NOMINATIVE
from bot.domain.windows import Mode, Period, PeriodKind

# Months of each part of a year. A term and a school quarter follow the school year wherever they stand.
_PARTS: dict[str, tuple[str, tuple[tuple[int, int], ...]]] = {
    "q": ("quarter", ((1, 3), (4, 6), (7, 9), (10, 12))),
    "h": ("half-year", ((1, 6), (7, 12))),
    "s": ("semester", ((9, 12), (1, 5))),
    "u": ("school-quarter", ((9, 10), (11, 12), (1, 3), (4, 5))),
}
_SEASONS = ((3, 5), (6, 8), (9, 11), (12, 2))
_SUMMER = 1
_DECADES = ((1, 10), (11, 20), (21, MONTH_END))
_HALVES = ((1, 15), (16, MONTH_END))
_WEEKS = ((1, 7), (8, 14), (15, 21), (22, 28), (29, MONTH_END))
_BLOCKS = {"t": ("decade", _DECADES), "i": ("half-month", _HALVES), "k": ("week", _WEEKS)}


_PLURALS = frozenset({"тижні", "тижнів", "тижнях", "недели", "недель", "декади", "декад", "декадах"})
_LAST_WEEK = 22


def _unit(tokens: Sequence[Token], kinds: str) -> str:
    return next(token.kind for token in tokens if token.kind in kinds)


_LISTED = "|".join(rf"f?[nr](?:{unit}?[-,&/|px][nr])*{unit}" for unit in "qhsu")


@rule(r"f?[nr](?:q?[-,&/|px][nr])*q(?=,?Y)")
def quarters_of_written_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«1 квартал 2026 р.»: with its year it is the calendar's, in a school plan too."""
    return _parts_of(tokens, Period(PeriodKind.CALENDAR, 0))


@rule(rf"{_LISTED}|[qh][nr](?:[-,&][nr])*(?![a-zA-Z])")
def parts_of_year(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«І квартал», «1 і 4 квартали», «ІІ-ІІІ кв.», «І півріччя», «ІІ семестр»."""
    return _parts_of(tokens, period)


def _parts_of(tokens: Sequence[Token], period: Period) -> list[Token]:
    unit = _unit(tokens, "qhsu")
    semesters = unit == "h" and period.kind is PeriodKind.SCHOOL
    name, parts = _PARTS["s" if semesters else unit]
    ranges = number_ranges(tokens)
    if not ranges or any(n == 0 or n < -1 or n > len(parts) for pair in ranges for n in pair):
        return [Token("!", doubts=(f"no-such-{name}",))]
    places = [tuple(len(parts) if n == -1 else n for n in pair) for pair in ranges]
    found = tuple(months(parts[first - 1][0], parts[last - 1][1]) for first, last in places)
    token = Token("P", pieces=found, rule=name)
    if any(first > last for first, last in places):
        token = token.with_doubt("wraps-year")
    if unit in "qh" and period.kind is PeriodKind.SCHOOL:
        token = token.with_doubt("quarter-of-school-year")
    if unit in "su" and period.kind is not PeriodKind.SCHOOL and places[0][0] != places[-1][-1]:
        token = token.with_doubt("school-year")
    if unit == "q" and places == [(1, len(parts))]:
        token = replace(token, mode=Mode.QUARTERLY).with_doubt("whole-period")
    return opened(tokens, token)


@rule(r"m(?:[-,&|/]m)+,?[nr](?:[-,&/|][nr])*[kti](?![a-zA-Z])")
def blocks_of_months(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«лютий, травень (останній тиждень)»: of each month or of the last one alone; a guess."""
    last = max(at for at, token in enumerate(tokens) if token.kind == "m")
    named = [token.number for token in tokens if token.kind == "m"]
    found = [_block(tokens[last + 1 :], number) for number in named]
    pieces = tuple(piece for one in found for token in one for piece in token.pieces)
    return [replace(found[0][0], pieces=pieces).with_doubt("shared-day")]


@rule(r"[nr](?:[-,&/|][nr])*[kti]Y?m|mY?[-,/|]?[nr](?:[-,&/|][nr])*[kti]")
def blocks_of_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«ІІ декада листопада», «Вересень І тиждень», «друга половина жовтня»."""
    month = next(token for token in tokens if token.kind == "m")
    found = _block(tokens, month.number)
    years = [token.number for token in tokens if token.kind == "Y"]
    return [_dated(token, years[0]) for token in found] if years else found


@rule(r"[nr](?:[-,&/|][nr])*[kti](?![a-zA-Z])")
def blocks_of_plan_month(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«1 тижд.» in a plan of one month."""
    return _block(tokens, period.month) if period.month else None


def _dated(token: Token, year: int) -> Token:
    return replace(token, pieces=tuple(in_year(piece, year) for piece in token.pieces))


def _block(tokens: Sequence[Token], month: int) -> list[Token]:
    unit = _unit(tokens, "kti")
    name, blocks = _BLOCKS[unit]
    ranges = number_ranges([token for token in tokens if token.kind in "nr-,&/|"])
    if not ranges or any(n == 0 or n > len(blocks) for pair in ranges for n in pair):
        return [Token("!", doubts=(f"no-such-{name}",))]
    found = tuple(_block_piece(unit, month, first, last) for first, last in ranges)
    token = Token("P", pieces=found, rule=name, hints=APPROX if unit == "k" else {})
    if _how_long(tokens):
        return [Token("P", pieces=(months(month, month),), rule="month", doubts=("not-understood",))]
    several = ranges == [(-1, -1)] and any(word.kind == "r" and word.text.endswith(("і", "х", "ие")) for word in tokens)
    return [token.with_doubt("range-of-counts") if several else token]


def _how_long(tokens: Sequence[Token]) -> bool:
    """Tell whether the number counts weeks or decades («2 тижні вересня») and does not name one."""
    numbers = [token for token in tokens if token.kind in "nr"]
    counted = len(numbers) == 1 and numbers[0].kind == "n" and numbers[0].number > 1
    return counted and any(token.text in _PLURALS for token in tokens)


def _block_piece(unit: str, month: int, first: int, last: int) -> Piece:
    blocks = _BLOCKS[unit][1]
    if unit == "k" and first == last == -1:
        return Piece((month, _LAST_WEEK), (month, MONTH_END), pick=last_days(7))
    start, end = blocks[first if first < 0 else first - 1], blocks[last if last < 0 else last - 1]
    return Piece((month, start[0]), (month, end[1]))


@rule(r"[nr](?:[,&][nr])*wm|mY?[-,/|]?[nr](?:[,&][nr])*w")
def weekday_of_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«остання п'ятниця вересня», «1 і 3 середа травня»: days that are known once the year is."""
    year = next((token.number for token in tokens if token.kind == "Y"), None)
    month, weekday = (next(token.number for token in tokens if token.kind == kind) for kind in "mw")
    places = [token.number for token in tokens if token.kind in "nr"]
    if not {-1, 1, 2, 3, 4, 5}.issuperset(places):
        return None
    whole = replace(months(month, month), last_year=year)
    pieces = tuple(replace(whole, pick=nth_weekday(weekday, nth)) for nth in places)
    return [Token("P", pieces=pieces, rule="weekday-of-month")]


@rule(r"m(?:[-,&|/]m)+,?[nr]w(?![a-zA-Z])")
def weekday_of_months(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«січень, лютий (остання п'ятниця)»: of each month or of the last one alone; a guess."""
    nth, weekday = tokens[-2].number, tokens[-1].number
    named = [token.number for token in tokens if token.kind == "m"]
    pieces = tuple(replace(months(one, one), pick=nth_weekday(weekday, nth)) for one in named)
    return [Token("P", pieces=pieces, rule="weekday-of-month", doubts=("shared-day",))]


@rule(r"ev?")
def season(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«літні канікули», «восени»; only the summer holidays have days that everybody knows."""
    number = tokens[0].number
    token = Token("P", pieces=(months(*_SEASONS[number]),), rule="season", hints=APPROX)
    holidays = len(tokens) > 1 and number != _SUMMER
    return [replace(token, pieces=(_HOLIDAYS[number],), doubts=("school-holidays",)) if holidays else token]


_HOLIDAYS = (Piece((3, 24), (3, 31)), months(6, 8), Piece((10, 25), (10, 31)), Piece((12, 25), (1, 8)))


@rule(r"P[,&|/]m(?![a-zA-Z])")
def month_sharing_days(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«перша середа лютого, травня»: by its case the month may share the day before it; a guess."""
    named = tokens[-1]
    if named.text in NOMINATIVE or not named.text.endswith(("я", "го", "а")) or not tokens[0].pieces:
        return None
    piece = months(named.number, named.number)
    if all(piece.whole_months for piece in tokens[0].pieces):
        return None
    return [*tokens[:-1], Token("P", pieces=(piece,), rule="month", doubts=("shared-day",))]


@rule(r"m")
def month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«вересень»."""
    number = tokens[0].number
    return [Token("P", tokens[0].text, pieces=(months(number, number),), rule="month")]


def consecutive(pieces: Sequence[Piece]) -> bool:
    """Tell whether whole months follow one another without a gap."""
    steps = ((left.last[0] % 12 + 1, right.first[0]) for left, right in pairwise(pieces))
    return all(piece.whole_months for piece in pieces) and all(next_one == first for next_one, first in steps)


CALENDAR: tuple[Rule, ...] = (
    quarters_of_written_year,
    parts_of_year,
    weekday_of_months,
    blocks_of_months,
    blocks_of_month,
    weekday_of_month,
    *DAYS,
    season,
    month_sharing_days,
    month,
    blocks_of_plan_month,
    days_of_plan_month,
)
