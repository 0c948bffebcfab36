"""What names days by itself: «II квартал», «наступного тижня», «31 березня», «через місяць»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.asking.pieces import (
    SHIFTS,
    Moment,
    Piece,
    Reading,
    around,
    of_year,
    shift_of,
    tags_of,
    term_of,
    value_of,
)
from bot.domain.windows import Window, calendar_year, month_window, quarter_of, quarter_window

_SOON, _SOME_DAYS = 30, 7
_MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
_GENITIVE = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip
_SEASONS = ("весна", "літо", "осінь", "зима")
_SEASON_STARTS, _LAST_OF_WINTER = (3, 6, 9, 12), 2
_UNIT_DAYS = {"d": 1, "k": 7, "z": 30}


def near_unit(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """Return the week, month, quarter, half-year or year of today, or the one that «наступний», «минулий» mean."""
    unit = next(each.tag for each in pieces if each.tag in "kzqhy")
    if value_of(pieces, "L") < 0 and unit in "qh":  # «останній квартал» is the plan's last
        return around(calendar_year(moment.period.year).window.last, unit, 0)
    return around(moment.today, unit, shift_of(pieces))


def _near_year(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    return calendar_year(moment.today.year + pieces[0].value).window


def _quarter(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = value_of(pieces, "n")
    if not 1 <= number <= 4:  # noqa: PLR2004 - quarters of a year
        return None
    return term_of(f"{number} квартал{of_year(pieces, moment)}", moment)


def _half(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = value_of(pieces, "n")
    return term_of(f"{number} півріччя{of_year(pieces, moment)}", moment) if number in {1, 2} else None


def _month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = value_of(pieces, "m")
    tags = tags_of(pieces)
    if "y" not in tags and "Y" not in tags and tags[0] in "NL":
        return _nearest_month(number, tags[0] == "N", moment.today)
    return term_of(f"{_MONTHS[number - 1]}{of_year(pieces, moment)}", moment)


def _nearest_month(number: int, ahead: bool, today: date) -> Window:  # noqa: FBT001 - one of two directions
    here = month_window(today.year, number)
    if ahead:
        return here if here.first > today else month_window(today.year + 1, number)
    return here if here.last < today else month_window(today.year - 1, number)


def _day_of_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    month = _month([each for each in pieces if each.tag != "n"], moment)
    day = value_of(pieces, "n")
    return None if month is None else Window(*[month.first.replace(day=day)] * 2)


def _days_of_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    month = _month([each for each in pieces if each.tag in "mYy"], moment)
    first, last = (each.value for each in pieces if each.tag == "n")
    return None if month is None else Window(month.first.replace(day=first), month.first.replace(day=last))


def _season(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number, tags = value_of(pieces, "e"), tags_of(pieces)
    if "y" not in tags and "Y" not in tags and tags[0] in "NL":
        this = _season_from(moment.today.year, number)
        ahead = tags[0] == "N"
        if ahead:
            return this if this.first > moment.today else _season_from(moment.today.year + 1, number)
        return this if this.last < moment.today else _season_from(moment.today.year - 1, number)
    if number == len(_SEASONS) - 1 and "y" not in tags and "Y" not in tags:
        return _season_from(moment.today.year - (moment.today.month <= _LAST_OF_WINTER), number)
    return term_of(f"{_SEASONS[number]}{of_year(pieces, moment)}", moment)


def _season_from(year: int, number: int) -> Window:
    first = date(year, _SEASON_STARTS[number], 1)
    end = first.month + 1
    return Window(first, month_window(year + end // 12, end % 12 + 1).last)


def _year(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    return calendar_year(value_of(pieces, "Y")).window


def _date(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    token = pieces[0].token
    if token is None or token.day is None:
        return None
    if token.value:
        return Window(token.day, token.day)
    return term_of(f"{token.day.day} {_GENITIVE[token.day.month - 1]}", moment)


def _from_today(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    day = moment.today + timedelta(days=pieces[0].value)
    return Window(day, day)


def _now(_pieces: Sequence[Piece], moment: Moment) -> Window | None:
    return quarter_window(moment.today.year, quarter_of(moment.today))


def _weekday(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    monday = moment.today - timedelta(moment.today.weekday())
    day = monday + timedelta(weeks=shift_of(pieces), days=value_of(pieces, "w"))
    named = pieces[0].tag in SHIFTS
    if not named and day < moment.today:
        day += timedelta(weeks=1)
    return Window(day, day)


def _weekend(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    monday = moment.today - timedelta(moment.today.weekday()) + timedelta(weeks=shift_of(pieces))
    return Window(monday + timedelta(days=5), monday + timedelta(days=6))


def _soon(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«Найближчий тиждень», «найближчі 2 тижні», «найближчим часом»: so many days from today."""
    unit = next((each.tag for each in pieces if each.tag in "dkzqhy"), "")
    if unit in {"q", "h", "y"}:
        return around(moment.today, unit, 0)
    count = value_of(pieces, "n") or (_SOME_DAYS if unit == "d" else 1)
    days = _UNIT_DAYS.get(unit, _SOON) * count
    return Window(moment.today, moment.today + timedelta(days=days))


def _lately(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«За останні 2 тижні»: so many days up to today."""
    days = _UNIT_DAYS[pieces[-1].tag] * value_of(pieces, "n")
    return Window(moment.today - timedelta(days=days), moment.today)


def _in_some_time(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«Через тиждень» is that week, «через 3 дні» that day, «через місяць» that month."""
    count, unit = value_of(pieces, "n") or 1, pieces[-1].tag
    if unit == "d":
        day = moment.today + timedelta(days=count)
        return Window(day, day)
    return around(moment.today, unit, count)


def _quarters(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«2-3 квартал», «у 2 і 3 кварталі», «з 1 по 3 квартал»: from the one to the other where nothing lies between."""
    first, last = sorted(each.value for each in pieces if each.tag == "n")
    read = _quarter if pieces[-1].tag == "q" else _half
    windows = [read([Piece("n", each)], moment) for each in (first, last)]
    joined = last - first == 1 or "&" not in tags_of(pieces)
    return Window(windows[0].first, windows[1].last) if windows[0] and windows[1] and joined else None


def _to_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«З 1 по 15 березня» has been read; «з 28 лютого по 3 березня» comes from its two days."""
    return _days_of_month([each for each in pieces if each.tag in "nmYy"], moment)


_YEAR = "(?:[cNL]y|Yy?)?"
NAMED: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile("t"), _date),
    (re.compile(f"f?n[-pxf&]+nm{_YEAR}"), _to_month),
    (re.compile("f?n[-px&]+n[qh]"), _quarters),
    (re.compile(f"nq{_YEAR}"), _quarter),
    (re.compile(f"qn(?!m){_YEAR}"), _quarter),
    (re.compile(f"n[ic]?h{_YEAR}"), _half),
    (re.compile("Tn?[dkz]"), _in_some_time),
    (re.compile("[oN]n[dkz]|n[dkz]o|o[dkzqhy]?(?!m)"), _soon),
    (re.compile("Ln[dkz]"), _lately),
    (re.compile(f"nz?m{_YEAR}"), _day_of_month),
    (re.compile(f"[cNL]z?m|z?mz?{_YEAR}"), _month),
    (re.compile(f"[cNL]e|e{_YEAR}"), _season),
    (re.compile("[cNL][kzqhy]"), near_unit),
    (re.compile("[cNL]?w"), _weekday),
    (re.compile("[cNL]?W"), _weekend),
    (re.compile("D"), _from_today),
    (re.compile("j"), _now),
    (re.compile("l"), _near_year),
    (re.compile("Yy?"), _year),
    (re.compile("(?<=b)[kzqhy]|(?<=ni)[kzqhy]"), near_unit),
)
"""Expressions over the tags, and what they mean; what comes first is tried first."""
