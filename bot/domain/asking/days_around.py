"""What stands around named days: «до кінця», «з … по …», «після», «на початку», «друга половина»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.asking.days_named import near_unit
from bot.domain.asking.pieces import DAY, WINDOW, Moment, Piece, Reading, value_of
from bot.domain.windows import Window, calendar_year, month_window


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
    last = end.window.last if end.single and pieces[0].tag == "x" else end.window.first - DAY
    return _until(end.window, last, moment)


def _until(whole: Window, last: date, moment: Moment) -> Window:
    if last >= moment.today:
        return Window(moment.today, last)
    first = moment.period.window.first
    return Window(min(first, whole.first, last), last)


def _so_far(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    """«З початку року» ends today."""
    whole = pieces[-1].window
    return Window(whole.first, moment.today) if whole and pieces[1].value > 0 and whole.holds(moment.today) else None


def _onward(pieces: Sequence[Piece], moment: Moment) -> Window | None:
    start = pieces[-1].window
    if start is None:
        return None
    first = start.last + DAY if pieces[0].tag == "A" else start.first
    end = moment.asked_of.window.last
    return Window(first, max(end, calendar_year(first.year).window.last) if end < first else end)


def _range(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    first, last = (each.window for each in pieces if each.tag == WINDOW)
    return Window(first.first, last.last) if first and last and first.first <= last.last else None


def _both(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    first, last = sorted(each.window for each in pieces if each.window)
    return Window(first.first, last.last) if first.last + DAY >= last.first else None


def _half_of(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    number, whole = value_of(pieces, "n"), pieces[-1].window
    if number not in {1, 2} or whole is None:
        return None
    middle = whole.first + timedelta(days=14)
    if whole.first.month != whole.last.month:
        months = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
        middle = month_window(whole.first.year, whole.first.month + months // 2 - 1).last
    return Window(whole.first, middle) if number == 1 else Window(middle + DAY, whole.last)


def _decade(pieces: Sequence[Piece], _moment: Moment) -> Window | None:
    whole, number = pieces[-1].window, value_of(pieces, "n")
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


AROUND: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile("niP"), _half_of),
    (re.compile("ngP"), _decade),
    (re.compile("fbP(?![xp])"), _so_far),
    (re.compile("fPxbP"), _range),
    (re.compile("xbP"), _rest),
    (re.compile("bP"), _part),
    (re.compile("fP[-pxfA&]+P"), _range),
    (re.compile("P[-px]P"), _range),
    (re.compile("P&P|PP"), _both),
    (re.compile("[xB]P"), _before),
    (re.compile("[fA]P"), _onward),
    (re.compile("(?:(?<=·)|^)[kzqhy](?=·|$)"), near_unit),
)
