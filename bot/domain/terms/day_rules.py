"""Phrase rules for days: of a month, in numbers, and bare ones in a plan of one month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.terms.number_lists import APPROX, number_ranges, opened
from bot.domain.terms.pieces import MONTH_END, Piece, days, last_days
from bot.domain.terms.tokens import Rule, Token, rule
from bot.domain.terms.vocabulary import NOMINATIVE
from bot.domain.windows import Period

_FIRST_DAYS = (1, 10)
_LAST_DAYS = (21, MONTH_END)
_LAST_OF_MONTH, _LAST_OF_YEAR = 31, 12


@rule(r"nd?m(?:[,&|]m)+")
def day_of_months(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«10 січня, квітня, липня»: by their case the other months share the day; a guess."""
    named = [token for token in tokens if token.kind == "m"]
    if any(token.text in NOMINATIVE or not token.text.endswith(("я", "го", "а")) for token in named):
        return None
    found = [_days(tokens[:1], token.number) for token in named]
    pieces = tuple(piece for one in found for piece in one or ())
    return [Token("P", pieces=pieces, rule="dates", doubts=("shared-day",))] if pieces else None


@rule(r"f?n(?:[-,&|xp]n)*d?m")
def days_of_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«10 вересня», «15-20 травня», «1, 8 та 15 жовтня»; «3 дні травня» is how long and not when."""
    month = tokens[-1]
    if any(token.kind == "d" and token.text.startswith("д") for token in tokens):
        return None
    found = _days(tokens, month.number)
    if found is None:
        return None
    token = Token("P", pieces=found, rule="date" if len(found) == 1 else "dates")
    return opened(tokens, token.with_doubt("month-form") if month.text in NOMINATIVE else token)


def _days(tokens: Sequence[Token], month: int) -> tuple[Piece, ...] | None:
    ranges = number_ranges([token for token in tokens if token.kind in "n-,&|xp"])
    if not ranges or any(not 1 <= n <= _LAST_OF_MONTH for pair in ranges for n in pair):
        return None
    return tuple(days(month, first, last) for first, last in ranges)


@rule(r"rdm")
def edge_days(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«перші числа вересня», «останній день травня»."""
    ordinal, number = tokens[0], tokens[2].number
    if ordinal.number not in {1, -1}:
        return None
    several = ordinal.text.endswith(("і", "их"))
    if several:
        edge = _FIRST_DAYS if ordinal.number > 0 else _LAST_DAYS
    else:
        edge = (1, 1) if ordinal.number > 0 else (1, MONTH_END)
    piece = Piece((number, edge[0]), (number, edge[1]), pick=None if several or ordinal.number > 0 else last_days(1))
    return [Token("P", pieces=(piece,), rule="boundary", hints=APPROX if several else {})]


@rule(r"rm")
def first_of_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«перше вересня»."""
    if tokens[1].text in NOMINATIVE or not tokens[0].text.startswith("пер"):
        return None
    return [Token("P", pieces=(days(tokens[1].number, 1, 1),), rule="date")]


@rule(r"m,?n(?:[-,&]n)*(?![a-zA-Z!])")
def days_after_month(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«Вересень, 15»: a guess."""
    found = _days(tokens[1:], tokens[0].number)
    return [Token("P", pieces=found, rule="date", doubts=("day-after-month",))] if found else None


@rule(r"n/nm")
def slashed_days(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«16/17 травня»: two days, or a number and a day; a guess."""
    found = _days([tokens[0], Token(","), tokens[2]], tokens[-1].number)
    return [Token("P", pieces=found, rule="dates", doubts=("slashed-date",))] if found else None


@rule(r"n/n(?![/a-zA-Z])")
def slashed_date(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«05/09»: a guess."""
    day, month = tokens[0].number, tokens[2].number
    if not (1 <= month <= _LAST_OF_YEAR and 1 <= day <= _LAST_OF_MONTH):
        return None
    return [Token("P", pieces=(days(month, day, day),), rule="date", doubts=("slashed-date",))]


@rule(r"f?n(?:[-,&|xp]n)*[-,&xp]D")
def days_before_date(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«01-05.09», «з 01 по 07.04»: the month is written once, at the end."""
    last = tokens[-1].pieces[0]
    month, day = last.first
    found = _days([*tokens[:-1], Token("n", number=day)], month)
    if found is None:
        return None
    written = tuple(replace(piece, last_year=last.last_year) for piece in found)
    return opened(tokens, Token("P", pieces=written, rule="day-range"))


@rule(r"D-n-n|D-n(?![a-zA-Z])")
def mistyped_range(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«2.10-15-10» for «2.10-15.10», «01.09-05»: repaired, but asked about."""
    month, day = tokens[0].pieces[0].first
    numbers = [token.number for token in tokens if token.kind == "n"]
    if numbers[1:] not in ([], [month]) or not day < numbers[0] <= _LAST_OF_MONTH:
        return None
    return [Token("P", pieces=(days(month, day, numbers[0]),), rule="day-range", doubts=("mistyped-date",))]


@rule(r"D")
def date(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«14.11», «29.08.2018р.»."""
    return [replace(tokens[0], kind="P")]


@rule(r"(?<![a-zA-Z/!-])(?<![PY][,|&])[xf]?n(?:[-,&|xp]n)*d?(?![a-zA-GI-Z/!-])(?![,|&]P)")
def days_of_plan_month(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«3 – 7», «15», «15 числа» in a plan of one month; «10 днів» is how long and not when."""
    if not period.month or tokens[-1].text.startswith("д"):
        return None
    found = _days(tokens[tokens[0].kind in "xf" :], period.month)
    if found is None or any(piece.first > piece.last for piece in found):
        return None
    token = Token("P", pieces=found, rule="day-of-plan-month")
    return [tokens[0], token] if tokens[0].kind == "x" else opened(tokens, token)


DAYS: tuple[Rule, ...] = (
    day_of_months,
    slashed_days,
    days_of_month,
    days_before_date,
    days_after_month,
    slashed_date,
    edge_days,
    first_of_month,
    mistyped_range,
    date,
)
