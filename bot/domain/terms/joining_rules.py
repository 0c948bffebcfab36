"""Phrase rules that join pieces: starts and ends, written years, ranges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.terms.calendar_rules import consecutive
from bot.domain.terms.deadline_rules import LIMITS, deadline_in_month
from bot.domain.terms.number_lists import APPROX
from bot.domain.terms.pieces import AUGUST, MONTH_END, Piece, in_year, months, span
from bot.domain.terms.recurrence_rules import LATE_RECURRENCES, whole_period
from bot.domain.terms.tokens import Rule, Token, rule
from bot.domain.terms.vocabulary import NOMINATIVE
from bot.domain.windows import Mode, Period, PeriodKind

_PARTS_OF_MONTH = frozenset({"boundary", "decade", "half-month", "week"})
_YEAR_PARTS = {1: (1, 1), 0: (6, 7), -1: (12, 12)}
_SCHOOL_PARTS = {1: (9, 9), 0: (1, 1), -1: (5, 5)}
_MONTH_PARTS = {1: (1, 10), 0: (11, 20), -1: (21, MONTH_END)}


def _edge(boundary: int, piece: Piece) -> Piece:
    """Return the start (1), the middle (0) or the end (-1) of a piece: days of a month, a month of something longer."""
    first, last = piece.first[0], piece.last[0]
    if first == last:
        day, end = _MONTH_PARTS[boundary]
        return replace(piece, first=(first, day), last=(first, end))
    length = (last - first) % 12
    month = (first - 1 + {1: 0, 0: length // 2, -1: length}[boundary]) % 12 + 1
    year = piece.first_year if boundary > 0 else piece.last_year
    return in_year(months(month, month), year) if year is not None else months(month, month)


@rule(r"bP(?:[,&]P)+")
def shared_boundary(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«кінець березня, червня»: by its case the next month may share the edge; a guess."""
    named = [token for token in tokens if token.kind == "P"]
    if any(token.rule != "month" or token.text in NOMINATIVE for token in named[1:]) or named[0].rule != "month":
        return None
    pieces = tuple(_edge(tokens[0].number, token.pieces[0]) for token in named)
    return [Token("P", pieces=pieces, rule="boundary", hints=APPROX, doubts=("shared-day",))]


@rule(r"b,?(?:P|l?y|Y)|(?<!P[-,&|/])P,?b(?!,?[PlyY])")
def boundary(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«початок квітня», «наприкінці року», «кінець навчального року», «вересень, початок»."""
    which = next(token.number for token in tokens if token.kind == "b")
    base = next((token for token in tokens if token.kind == "P"), None)
    if base is not None and (len(base.pieces) != 1 or not base.pieces[0].whole_months):
        return None
    if base is not None:
        edge = (_edge(which, base.pieces[0]),)
        return [replace(base, pieces=edge, rule="boundary", number=which, text="b", hints=APPROX)]
    school = any(token.kind == "l" for token in tokens)
    unclear = not school and tokens[-1].kind == "y" and period.kind is PeriodKind.SCHOOL
    parts = (_SCHOOL_PARTS if school or unclear else _YEAR_PARTS)[which]
    piece = months(*parts)
    piece = in_year(piece, tokens[-1].number) if tokens[-1].kind == "Y" else piece
    token = Token("P", text="b", number=which, pieces=(piece,), rule="boundary", hints=APPROX)
    return [token.with_doubt("which-year") if unclear else token]


@rule(r"P[,|-]?Y")
def written_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«Серпень 2025», «1 вересня 2021» on two lines, «Декабрь, 2022»."""
    found = tuple(in_year(piece, tokens[-1].number) for piece in tokens[0].pieces)
    return [replace(tokens[0], pieces=found)] if found != tokens[0].pieces else None


@rule(r"Y[,|/-]?P(?:[,&]P)*")
def leading_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«2023 рік: вересень»."""
    year = tokens[0].number
    rest = list(tokens[1 + (tokens[1].kind != "P") :])
    if any(piece.last_year or piece.first_year for token in rest for piece in token.pieces):
        return None
    return [replace(token, pieces=tuple(in_year(piece, year) for piece in token.pieces)) for token in rest]


@rule(r"Y")
def whole_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«2021», «протягом 2021 року»."""
    year = tokens[0].number
    return [Token("P", pieces=(Piece((1, 1), (12, MONTH_END), year, year),), mode=Mode.CONTINUOUS, rule="year")]


@rule(r"P(?:-P){2,}")
def chain(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«вересень-жовтень-листопад»."""
    parts = [token for token in tokens if token.kind == "P"]
    if any(len(part.pieces) != 1 for part in parts):
        return None
    whole = replace(parts[0], pieces=(span(parts[0].pieces[0], parts[-1].pieces[0]),), rule="month-range")
    return [whole if consecutive([part.pieces[0] for part in parts]) else whole.with_doubt("chain")]


@rule(r"fP[-xp]+P|P[-xp]P")
def piece_range(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«Квітень-вересень», «з 01.04 по 07.04», «28 лютого – 3 березня»."""
    first, last = (token for token in tokens if token.kind == "P")
    if len(first.pieces) != 1 or len(last.pieces) != 1:
        return None
    start, end = first.pieces[0], last.pieces[0]
    named = "month-range" if start.whole_months and end.whole_months else "day-range"
    named = "season" if first.rule == last.rule == "season" else named
    token = Token("P", pieces=(span(start, end),), rule=named)
    return [token.with_doubt("mixed-range") if _mixed(first, last) else token]


def _mixed(first: Token, last: Token) -> bool:
    """Tell whether a range goes from days to a month or to a day that is not known yet («15 березня – квітень»)."""
    if any(token.pieces[0].pick and token.rule != "week" for token in (first, last)):
        return True
    exact = [token for token in (first, last) if token.rule not in _PARTS_OF_MONTH]
    return len({token.pieces[0].whole_months for token in exact}) > 1


@rule(r"P(?:[|/]P)+|P{2,}")
def neighbours(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«січень/лютий», «березень» and «квітень» on two lines: months that follow one another are a range."""
    parts = [token.pieces[0] for token in tokens if token.kind == "P" and len(token.pieces) == 1]
    if len(parts) < len([token for token in tokens if token.kind == "P"]) or not consecutive(parts):
        return None
    token = Token("P", pieces=(span(parts[0], parts[-1]),), rule="month-range")
    plain = len(tokens) > len(parts) or {part.rule for part in tokens} == {"month"}
    return [token if plain else token.with_doubt("no-separator")]


@rule(r"P,?P")
def school_year_of(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«І семестр 2024/2025 н.р.»: the school year gives each month its year."""
    place, year = tokens[0], tokens[-1]
    if year.rule != "school-year" or place.rule == "school-year":
        return None
    autumn, spring = year.pieces[0].first_year, year.pieces[0].last_year
    found = (
        replace(
            piece,
            first_year=autumn if piece.first[0] >= AUGUST else spring,
            last_year=autumn if piece.last[0] >= AUGUST else spring,
        )
        for piece in place.pieces
    )
    token = replace(place, pieces=tuple(found))
    return [token.with_doubt("quarter-of-school-year") if place.rule in {"quarter", "half-year"} else token]


@rule(r"P(?:[,&|/]P)+")
def shared_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«вересень, жовтень 2023 року»: the year at the end is for the whole list."""
    year = tokens[-1].pieces[-1].last_year
    if year is None or any(piece.last_year is not None for token in tokens[:-1] for piece in token.pieces):
        return None
    return [replace(token, pieces=tuple(in_year(piece, year) for piece in token.pieces)) for token in tokens]


@rule(r"a[,-]?(?=[PLSFK])|[PLSFK],?a")
def about(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«орієнтовно вересень», «вересень (орієнтовно)»."""
    kept = [token for token in tokens if token.kind not in "a,-"]
    return [replace(kept[0], hints={**kept[0].hints, **APPROX})] if kept else [Token("H", hints=APPROX)]


@rule(r"ZP(?:[,&|-]P)*")
def exception(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«крім липня»: kept for a person to settle."""
    return [Token("!", tokens[1].text, doubts=("exception",))]


@rule(r"R(?=[PVSLFK])|(?<=[PLS])y")
def empty_word(_tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«протягом січня», «вересень поточного року»: a word that adds nothing."""
    return []


JOINING: tuple[Rule, ...] = (
    deadline_in_month,
    shared_boundary,
    boundary,
    written_year,
    leading_year,
    whole_year,
    school_year_of,
    chain,
    piece_range,
    neighbours,
    shared_year,
    *LIMITS,
    *LATE_RECURRENCES,
    whole_period,
    about,
    exception,
    empty_word,
)
