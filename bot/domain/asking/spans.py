"""The days that a question speaks of: «цього тижня», «до кінця року», «з березня по червень», seen from today.

The tags of a question's words (one letter each, see `lexicon`) make a string, and the rules are expressions over it:
first what names days by itself, then what stands around it. Named quarters, months and days are read by the reader of
terms, so that «II квартал» of a school year is the one its plan means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.asking.tokens import Token
from bot.domain.terms import read_term
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year, month_window, quarter_of, quarter_window

_DAY = timedelta(days=1)
_SOON = 30
_MONTHS = (
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
)  # fmt: skip
_SEASONS = ("весна", "літо", "осінь", "зима")
_SEASON_STARTS, _LAST_OF_WINTER = (3, 6, 9, 12), 2
_UNIT_MONTHS = {"z": 1, "q": 3, "h": 6, "y": 12}
_UNIT_DAYS = {"d": 1, "k": 7, "z": 30}
_SHIFTS = {"c": 0, "N": 1, "L": -1}
_WINDOW = "P"
_TIME = frozenset("mweqhkzydiDcNLlojWfxpABT&gnbYt-")


@dataclass(frozen=True, slots=True)
class Moment:
    """The day a question is asked on, and the period of the plan it is asked of."""

    today: date
    period: Period

    @property
    def asked_of(self) -> Period:
        """The time in which phrases are read: who has the plan of a month may well ask about another month."""
        return calendar_year(self.period.year) if self.period.kind is PeriodKind.MONTH else self.period


@dataclass(frozen=True, slots=True)
class Piece:
    """A token, or the days that several of them mean; `day` tells that one day is named and not what lies around it."""

    tag: str
    value: int = 0
    token: Token | None = None
    window: Window | None = None
    single: bool = False


Reading = Callable[[Sequence[Piece], Moment], Window | None]


def span_of(tokens: Sequence[Token], moment: Moment) -> tuple[Window | None, list[Token]]:
    """Return the days that are spoken of, and the tokens that say something else; no days when two are named apart."""
    said = [each for each in tokens if each.tag != "in"]
    pieces = [Piece(each.tag if each.tag in _TIME else "·", each.value, each) for each in said]
    for pattern, read in _ATOMS + _AROUND:
        pieces = _rewritten(pieces, pattern, read, moment)
    windows = [each.window for each in pieces if each.window]
    rest = [each.token for each in pieces if each.token]
    return (windows[0] if len(windows) == 1 else None), rest if len(windows) < len("PP") else list(tokens)


def _rewritten(pieces: list[Piece], pattern: re.Pattern[str], read: Reading, moment: Moment) -> list[Piece]:
    at = 0
    while found := pattern.search("".join(each.tag for each in pieces), at):
        inside = pieces[found.start() : found.end()]
        try:
            window = read(inside, moment)
        except (ValueError, OverflowError):  # a day that no calendar has
            window = None
        if window is None:
            at = found.start() + 1
            continue
        single = window.first == window.last
        pieces = [*pieces[: found.start()], Piece(_WINDOW, 0, None, window, single), *pieces[found.end() :]]
        at = found.start()
    return pieces


def _value(pieces: Sequence[Piece], tag: str, default: int = 0) -> int:
    return next((each.value for each in pieces if each.tag == tag), default)


def _tags(pieces: Sequence[Piece]) -> str:
    return "".join(each.tag for each in pieces)


def _term(words: str, moment: Moment) -> Window | None:
    term = read_term(words, moment.asked_of)
    return term.windows[0] if term.sure and term.mode is Mode.ONCE and len(term.windows) == 1 else None


def _shift(pieces: Sequence[Piece]) -> int:
    return next((_SHIFTS[each.tag] for each in pieces if each.tag in _SHIFTS), 0)


def _of_year(pieces: Sequence[Piece], moment: Moment) -> str:
    """Return the year that is named with it, to be written behind a phrase: « 2025 року», or ""."""
    if written := _value(pieces, "Y"):
        return f" {written} року"
    return f" {moment.today.year + _shift(pieces)} року" if "y" in _tags(pieces) else ""


def _around(today: date, unit: str, shift: int) -> Window:
    """Return the week, month, quarter, half-year or year of today, or one so many further."""
    if unit == "k":
        monday = today - timedelta(today.weekday()) + timedelta(weeks=shift)
        return Window(monday, monday + timedelta(days=6))
    months = _UNIT_MONTHS[unit]
    block = (today.year * 12 + today.month - 1) // months + shift
    first, last = block * months, block * months + months - 1
    return Window(month_window(first // 12, first % 12 + 1).first, month_window(last // 12, last % 12 + 1).last)


def shifted(window: Window, by: int) -> Window:
    """Return the days as far again: the next quarter after a quarter, the month before a month."""
    first, last = window.first, window.last
    for unit in ("z", "q", "h", "y", "k"):
        if window == _around(first, unit, 0):
            return _around(first, unit, by)
    days = ((last - first) + _DAY) * by
    return Window(first + days, last + days)


def _near_unit(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    unit = next(each.tag for each in pieces if each.tag in "kzqhy")
    if _value(pieces, "L") < 0 and unit in "qh":  # «останній квартал» is the plan's last
        return _around(calendar_year(moment.period.year).window.last, unit, 0)
    return _around(moment.today, unit, _shift(pieces))


def _last_year(_pieces: Sequence[Piece], moment: Moment) -> Window | None:
    return calendar_year(moment.today.year - 1).window


def _quarter(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = _value(pieces, "n")
    if not 1 <= number <= 4:  # noqa: PLR2004 - quarters of a year
        return None
    return _term(f"{number} квартал{_of_year(pieces, moment)}", moment)


def _half(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = _value(pieces, "n")
    return _term(f"{number} півріччя{_of_year(pieces, moment)}", moment) if number in {1, 2} else None


def _half_of(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number, whole = _value(pieces, "n"), pieces[-1].window
    if number not in {1, 2} or whole is None:
        return None
    middle = whole.first + (whole.last - whole.first) // 2
    if whole.first.month != whole.last.month:
        months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
        middle = month_window(whole.first.year, whole.first.month + months // 2 - 1).last
    return Window(whole.first, middle) if number == 1 else Window(middle + _DAY, whole.last)


def _month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number = _value(pieces, "m")
    tags = _tags(pieces)
    if "y" not in tags and "Y" not in tags and tags[0] in "NL":
        return _nearest_month(number, tags[0] == "N", moment.today)
    return _term(f"{_MONTHS[number - 1]}{_of_year(pieces, moment)}", moment)


def _nearest_month(number: int, ahead: bool, today: date) -> Window:  # noqa: FBT001 - one of two directions
    here = month_window(today.year, number)
    if ahead:
        return here if here.first > today else month_window(today.year + 1, number)
    return here if here.last < today else month_window(today.year - 1, number)


def _day_of_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    month = _month([each for each in pieces if each.tag != "n"], moment)
    day = _value(pieces, "n")
    return None if month is None else Window(*[month.first.replace(day=day)] * 2)


def _days_of_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    month = _month([each for each in pieces if each.tag in "mYy"], moment)
    first, last = (each.value for each in pieces if each.tag == "n")
    return None if month is None else Window(month.first.replace(day=first), month.first.replace(day=last))


def _season(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    number, tags = _value(pieces, "e"), _tags(pieces)
    if "y" not in tags and "Y" not in tags and tags[0] in "NL":
        this = _season_from(moment.today.year, number)
        ahead = tags[0] == "N"
        if ahead:
            return this if this.first > moment.today else _season_from(moment.today.year + 1, number)
        return this if this.last < moment.today else _season_from(moment.today.year - 1, number)
    if number == len(_SEASONS) - 1 and "y" not in tags and "Y" not in tags:
        return _season_from(moment.today.year - (moment.today.month <= _LAST_OF_WINTER), number)
    return _term(f"{_SEASONS[number]}{_of_year(pieces, moment)}", moment)


def _season_from(year: int, number: int) -> Window:
    first = date(year, _SEASON_STARTS[number], 1)
    end = first.month + 1
    return Window(first, month_window(year + end // 12, end % 12 + 1).last)


def _year(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    return calendar_year(_value(pieces, "Y")).window


def _date(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    token = pieces[0].token
    if token is None or token.day is None:
        return None
    if token.value:
        return Window(token.day, token.day)
    return _term(f"{token.day.day} {_GENITIVE[token.day.month - 1]}", moment)


_GENITIVE = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip


def _from_today(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    day = moment.today + timedelta(days=pieces[0].value)
    return Window(day, day)


def _now(_pieces: Sequence[Piece], moment: Moment) -> Window | None:
    return quarter_window(moment.today.year, quarter_of(moment.today))


def _weekday(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    monday = moment.today - timedelta(moment.today.weekday())
    day = monday + timedelta(weeks=_shift(pieces), days=_value(pieces, "w"))
    named = pieces[0].tag in _SHIFTS
    if not named and day < moment.today:
        day += timedelta(weeks=1)
    return Window(day, day)


def _weekend(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    monday = moment.today - timedelta(moment.today.weekday()) + timedelta(weeks=_shift(pieces))
    return Window(monday + timedelta(days=5), monday + timedelta(days=6))


def _soon(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«Найближчий тиждень», «найближчі 2 тижні», «найближчим часом»: so many days from today."""
    unit = next((each.tag for each in pieces if each.tag in "dkzqhy"), "")
    if unit in {"q", "h", "y"}:
        return _around(moment.today, unit, 0)
    days = _UNIT_DAYS.get(unit, _SOON) * (_value(pieces, "n") or 1)
    return Window(moment.today, moment.today + timedelta(days=days))


def _lately(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«За останні 2 тижні»: so many days up to today."""
    days = _UNIT_DAYS[pieces[-1].tag] * _value(pieces, "n")
    return Window(moment.today - timedelta(days=days), moment.today)


def _in_some_time(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«Через тиждень» is that week, «через 3 дні» that day, «через місяць» that month."""
    count, unit = _value(pieces, "n") or 1, pieces[-1].tag
    if unit == "d":
        day = moment.today + timedelta(days=count)
        return Window(day, day)
    return _around(moment.today, unit, count)


def _decade(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    whole, number = pieces[-1].window, _value(pieces, "n")
    if whole is None or number not in {1, 2, 3} or whole.first.month != whole.last.month:
        return None
    return _third(whole, number)


def _third(whole: Window, number: int) -> Window:
    """Return a decade of a month, a third of longer days: of whole months where they can be parted so."""
    months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    if months == 1:
        first = whole.first.replace(day=number * 10 - 9)
        return Window(first, whole.last if number == 3 else first + timedelta(days=9))  # noqa: PLR2004 - the last third
    index = whole.first.year * 12 + whole.first.month - 1 + months * (number - 1) // 3
    last = whole.first.year * 12 + whole.first.month - 1 + months * number // 3 - 1
    return Window(month_window(index // 12, index % 12 + 1).first, month_window(last // 12, last % 12 + 1).last)


def _part(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    """«На початку вересня», «у середині року», «наприкінці кварталу»."""
    whole = pieces[-1].window
    if whole is None or whole.first.day != 1 or whole.last != month_window(whole.last.year, whole.last.month).last:
        return None
    return _third(whole, 2 - pieces[0].value)


def _rest(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«До кінця вересня» begins today; of what is over, or far ahead, it is the whole."""
    whole = pieces[-1].window
    return None if whole is None else _until(whole, whole.last, moment)


def _before(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«До вересня» ends before it, «до 15 вересня» with that day."""
    end = pieces[-1]
    if end.window is None:
        return None
    last = end.window.last if end.single and pieces[0].tag == "x" else end.window.first - _DAY
    return _until(end.window, last, moment)


def _until(whole: Window, last: date, moment: Moment) -> Window:
    if last >= moment.today:
        return Window(moment.today, last)
    first = moment.period.window.first
    return Window(min(first, whole.first, last), last)


def _onward(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    start = pieces[-1].window
    if start is None:
        return None
    first = start.last + _DAY if pieces[0].tag == "A" else start.first
    end = moment.asked_of.window.last
    return Window(first, max(end, calendar_year(first.year).window.last) if end < first else end)


def _range(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    first, last = (each.window for each in pieces if each.tag == _WINDOW)
    return Window(first.first, last.last) if first and last and first.first <= last.last else None


def _both(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    first, last = sorted(each.window for each in pieces if each.window)
    return Window(first.first, last.last) if first.last + _DAY >= last.first else None


def _quarters(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«2-3 квартал», «у 2 і 3 кварталі», «з 1 по 3 квартал»: from the one to the other where nothing lies between."""
    first, last = sorted(each.value for each in pieces if each.tag == "n")
    read = _quarter if pieces[-1].tag == "q" else _half
    windows = [read([Piece("n", each)], moment) for each in (first, last)]
    joined = last - first == 1 or "&" not in _tags(pieces)
    return Window(windows[0].first, windows[1].last) if windows[0] and windows[1] and joined else None


def _to_month(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«З 1 по 15 березня» has been read; «з 28 лютого по 3 березня» comes from its two days."""
    return _days_of_month([each for each in pieces if each.tag in "nmYy"], moment)


_YEAR = "(?:[cNL]y|Yy?)?"
_ATOMS: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile("t"), _date),
    (re.compile(f"f?n[-pxf&]+nm{_YEAR}"), _to_month),
    (re.compile("f?n[-px&]+n[qh]"), _quarters),
    (re.compile(f"nq{_YEAR}"), _quarter),
    (re.compile(f"qn(?!m){_YEAR}"), _quarter),
    (re.compile(f"n[ic]?h{_YEAR}"), _half),
    (re.compile("Tn?[dkz]"), _in_some_time),
    (re.compile("[oN]n[dkz]|o[dkzqhy]?(?!m)"), _soon),
    (re.compile("Ln[dkz]"), _lately),
    (re.compile(f"nz?m{_YEAR}"), _day_of_month),
    (re.compile(f"[cNL]z?m|z?mz?{_YEAR}"), _month),
    (re.compile(f"[cNL]e|e{_YEAR}"), _season),
    (re.compile("[cNL][kzqhy]"), _near_unit),
    (re.compile("[cNL]?w"), _weekday),
    (re.compile("[cNL]?W"), _weekend),
    (re.compile("D"), _from_today),
    (re.compile("j"), _now),
    (re.compile("l"), _last_year),
    (re.compile("Yy?"), _year),
    (re.compile("(?<=b)[kzqhy]|(?<=ni)[kzqhy]"), _near_unit),
    (re.compile("ni(?=P)P"), _half_of),
    (re.compile("ngP"), _decade),
)
_AROUND: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile("fPxbP"), _range),
    (re.compile("xbP"), _rest),
    (re.compile("bP"), _part),
    (re.compile("fP[-pxfA&]+P"), _range),
    (re.compile("P[-px]P"), _range),
    (re.compile("P&P|PP"), _both),
    (re.compile("[xB]P"), _before),
    (re.compile("[fA]P"), _onward),
    (re.compile("(?:(?<=·)|^)[kzqhy](?=·|$)"), _near_unit),
)
