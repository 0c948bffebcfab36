"""Phrase rules for limits: deadlines, days from which something goes on, what comes after or before a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.terms.number_lists import APPROX
from bot.domain.terms.pieces import MONTH_END, months
from bot.domain.terms.tokens import Rule, Token, rule
from bot.domain.windows import Period, PeriodKind, Window


def _eve(window: Window) -> Window:
    day = window.first - timedelta(days=1)
    return Window(day, day)


def _due(token: Token) -> Token:
    """Return the deadline that a piece is; «до вересня» may or may not hold September itself."""
    piece = token.pieces[-1]
    limit = Token("L", pieces=(piece,), rule="deadline", hints={"deadline": ""})
    if token.text == "b" and token.number > 0:
        return replace(limit, pieces=(replace(piece, last=piece.first, last_year=piece.last_year),))
    if token.text == "b" and token.number == 0:
        middle = (piece.last[0], 15) if piece.first[0] == piece.last[0] else (piece.first[0], MONTH_END)
        return replace(limit, pieces=(replace(piece, last=middle),))
    if token.text != "b" and (piece.whole_months or token.rule in {"decade", "week", "half-month"}):
        return replace(limit, pieces=(replace(piece, pick=_eve),)).with_doubt("until-month")
    return limit if len(token.pieces) == 1 else limit.with_doubt("many-deadlines")


@rule(r"xP(?:[,&]P)+")
def deadlines(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«до 01.04, 01.07, 01.10»: every day of the list is a deadline."""
    named = [token for token in tokens if token.kind == "P"]
    if any(piece.first != piece.last or piece.pick for token in named for piece in token.pieces):
        return None
    return [_due(token) for token in named]


@rule(r"x[PV]")
def deadline(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«до 15 березня», «до кінця вересня», «до Дня бібліотек»."""
    return [_due(tokens[1])]


@rule(r"pP")
def inclusive_deadline(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«по 15 травня», «по травень»: the last day belongs to it."""
    pieces = tokens[1].pieces
    return [Token("L", pieces=(pieces[-1],), rule="deadline", hints={"deadline": ""})]


@rule(r"P(?:[,&|/]P)*[,|]?xnd?(?![a-zA-Z])|(?<![a-zA-Z])xnd,P(?![,&|/-]?[a-zA-Z])")
def deadline_in_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«березень, до 15 числа»; «січень, липень (до 20 числа)» is most likely so in each."""
    found = [piece for token in tokens for piece in token.pieces]
    day = next(token.number for token in tokens if token.kind == "n")
    if any(piece.first[0] != piece.last[0] or not piece.whole_months for piece in found):
        return None
    due = tuple(replace(piece, last=(piece.last[0], day)) for piece in found)
    doubts = ("shared-day",) if len(due) > 1 else ()
    return [Token("P", pieces=due, rule="deadline", hints={"deadline": ""}, doubts=doubts)]


@rule(r"B(?:P|l?y)")
def before_start(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«до початку навчального року»."""
    school = any(token.kind == "l" for token in tokens) or period.kind is PeriodKind.SCHOOL
    piece = tokens[1].pieces[0] if tokens[1].pieces else months(9, 9) if school else months(1, 1)
    start = replace(piece, last=piece.first, last_year=piece.first_year or piece.last_year)
    return [Token("L", pieces=(start,), rule="deadline", hints={"deadline": "", **APPROX}, doubts=("before-start",))]


@rule(r"fP")
def open_end(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«з березня»."""
    pieces = tokens[1].pieces
    token = Token("S", pieces=(pieces[0],), rule="open-end", hints={"open-end": ""})
    return [token if len(pieces) == 1 else token.with_doubt("many-starts")]


@rule(r"\?P|\?V")
def after_or_before(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«після 15 вересня»: some time from then on; «перед Великоднем» is no date that could be kept."""
    if tokens[0].text != "після" or tokens[1].kind == "V":
        return [Token("!", tokens[0].text, doubts=("not-understood",))]
    piece = tokens[1].pieces[-1]
    start = replace(piece, first=piece.last, first_year=piece.last_year) if piece.last[1] != MONTH_END else piece
    return [Token("S", pieces=(start,), rule="open-end", hints={"open-end": ""}, doubts=("not-before",))]


LIMITS: tuple[Rule, ...] = (
    before_start,
    after_or_before,
    deadlines,
    deadline,
    inclusive_deadline,
    open_end,
)
