"""Phrase rules that come first: hours of a day, and years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.terms.pieces import Piece
from bot.domain.terms.tokens import Rule, Token, rule
from bot.domain.windows import Mode, Period, PeriodKind

_HOURS, _MINUTES = 24, 60
_NEAR = 8


def _time(text: str, hour: int, minute: int) -> Token:
    return Token("T", text, hints={"time": f"{hour:02}:{minute:02}"})


@rule(r"OD|D(?=[gG])")
def dotted_hour(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«о 10.10», «10.10 год.»: an hour that looks like a date."""
    written = tokens[-1]
    month, day = written.pieces[0].first
    if written.pieces[0].last_year is not None or day >= _HOURS:
        return None
    return [_time(written.text, day, month)]


@rule(r"O?n-n")
def dashed_hour(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«о 17-00»; without «о» only «-00», which no day is."""
    hour, minute = tokens[-3], tokens[-1]
    plain = len(tokens) > len("n-n") or minute.text == "00"
    if not plain or len(minute.text) != len("00") or hour.number >= _HOURS or minute.number >= _MINUTES:
        return None
    return [_time(hour.text, hour.number, minute.number)]


@rule(r"f?O?n[xp-]O?n[gG]")
def from_hour_to_hour(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«з 9 до 18 год.», «10-12 год.»."""
    start, end = (token.number for token in tokens if token.kind == "n")
    if start >= _HOURS or end >= _HOURS:
        return None
    first, last = _time("", start, 0), _time("", end, 0)
    return [Token("H", hints={**first.hints, "time-end": last.hints["time"]})]


@rule(r"O?n[gG](?:nM)?|On(?![a-zA-Z-])")
def hour(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«о 10 годині», «10 год. 30 хв.»."""
    numbers = [token.number for token in tokens if token.kind == "n"]
    minute = numbers[1] if len(numbers) > 1 else 0
    if numbers[0] >= _HOURS or minute >= _MINUTES:
        return None
    return [_time("", numbers[0], minute)]


@rule(r"[bf]?O?T[gG]?(?:(?:[-xp]|xO)T[gG]?)?")
def hours(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«12.00 год.», «10.00–11.30», «з 9.00 до 18.00», «початок о 10:00»."""
    found = [token.hints["time"] for token in tokens if token.kind == "T"]
    return [Token("H", hints={"time": found[0]} | ({"time-end": found[1]} if len(found) > 1 else {}))]


@rule(r"xH,?(?=n|D)")
def hour_of_deadline(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«до 15.00 20 травня»: the hour stands between «до» and its day."""
    return [tokens[1], tokens[0]]


@rule(r"Ny")
def next_year(_tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«наступного року»."""
    return [Token("Y", number=period.year + 1)]


@rule(r"Y[-/](?:Y|n)y?l?y?|lyY[-/](?:Y|n)y?")
def two_years(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«2024/2025 н.р.», «2021/22», «2021–2023 роки»."""
    first, last = (token.number for token in tokens if token.kind in "Yn")
    full = last if last > 99 else first // 100 * 100 + last  # noqa: PLR2004 - a year of two digits
    kinds = {token.kind for token in tokens}
    if full < first or ("n" in kinds and full != first + 1):
        return None
    follows = full == first + 1
    school = follows and ("l" in kinds or "/" in kinds or period.kind is PeriodKind.SCHOOL)
    if school:
        return [Token("P", pieces=(Piece((9, 1), (5, 31), first, full),), mode=Mode.CONTINUOUS, rule="school-year")]
    token = Token("P", pieces=(Piece((1, 1), (12, 31), first, full),), mode=Mode.CONTINUOUS, rule="years")
    return [token if "y" in kinds or not follows else token.with_doubt("school-year")]


@rule(r"Y[yg]")
def year_word(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«2021 року», «2022 г.»."""
    return [tokens[0]]


@rule(r"iy|i(?=Y)")
def half_of_year(_tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«друга половина року»."""
    return [Token("h")]


@rule(r"[DP]y")
def year_of_date(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«01.09.26р.»: the word belongs to the year inside the date."""
    return [tokens[0]] if tokens[0].pieces[0].last_year is not None else None


@rule(r"[nr]m(?=[,Y]?m)|m,?[nr]m")
def decade_word(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«ІІІ дек. жовтня»: beside another month «дек.» is a decade, not the Russian December."""
    return [*tokens[:-1], replace(tokens[-1], kind="t")] if tokens[-1].text == "дек" else None


@rule(r"g")
def russian_year(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«раз в год»: without a number «год» is a year, in Russian."""
    return [replace(tokens[0], kind="y")]


@rule(r"(?<=m)n[yg]")
def short_year(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«1 вересня 26 р.»: a year of two digits near the plan's."""
    year = period.year // 100 * 100 + tokens[0].number
    return [Token("Y", number=year)] if abs(year - period.year) <= _NEAR and len(tokens[0].text) == len("26") else None


@rule(r"mz|zm")
def month_word(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«вересень місяць»."""
    return [token for token in tokens if token.kind == "m"]


@rule(r"D")
def far_year(tokens: Sequence[Token], period: Period) -> list[Token] | None:
    """«5.10.15»: a year of two digits far from the plan's may be one more day of a list."""
    year = tokens[0].pieces[0].last_year
    short = re.search(r"\D\d\d$", tokens[0].text) and len(re.findall(r"\d+", tokens[0].text)) == len("dmy")
    return [tokens[0].with_doubt("far-year")] if short and year and abs(year - period.year) > _NEAR else None


@rule(r"D-T(?![gG])|T-D")
def date_or_hour(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«10.10-11.00»: a date and an hour, or two hours; a guess."""
    return [tokens[0].with_doubt("date-or-hour"), *tokens[1:]]


@rule(r"T(?=m)")
def hour_or_days(tokens: Sequence[Token], _period: Period) -> list[Token] | None:
    """«15.20 травня»: most likely two days with a dot between them for a dash or a comma."""
    return None if ":" in tokens[0].text else [tokens[0].with_doubt("date-or-hour")]


CLOCK: tuple[Rule, ...] = (
    far_year,
    date_or_hour,
    hour_or_days,
    dotted_hour,
    dashed_hour,
    from_hour_to_hour,
    hour,
    hours,
    hour_of_deadline,
    next_year,
    short_year,
    two_years,
    year_word,
    half_of_year,
    year_of_date,
    decade_word,
    russian_year,
    month_word,
)
