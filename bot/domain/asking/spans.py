"""The days that a question speaks of: «цього тижня», «до кінця року», «з березня по червень», seen from today.

The tags of a question's words (one letter each, see `lexicon`) make a string, and the rules are expressions over it:
first what names days by itself, then what stands around it. Named quarters, months and days are read by the reader of
terms, so that «II квартал» of a school year is the one its plan means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.asking.days_around import AROUND
from bot.domain.asking.days_named import NAMED
from bot.domain.asking.pieces import WINDOW, Moment, Piece, Reading
from bot.domain.asking.tokens import Token
from bot.domain.windows import Window

_TIME = frozenset("mweqhkzydiDcNLlojWfxpABT&gnbYt-")
_OTHER, _TWO = "·", 2


def span_of(tokens: Sequence[Token], moment: Moment) -> tuple[Window | None, list[Token]]:
    """Return the days that are spoken of, and the tokens that say something else; no days when two are named apart."""
    said = [each for each in tokens if each.tag != "in"]
    pieces = [Piece(each.tag if each.tag in _TIME else _OTHER, each.value, each) for each in said]
    for pattern, read in NAMED + AROUND:
        pieces = _rewritten(pieces, pattern, read, moment)
    windows = [each.window for each in pieces if each.window]
    rest = [each.token for each in pieces if each.token]
    return (windows[0] if len(windows) == 1 else None), rest if len(windows) < _TWO else list(tokens)


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
        pieces = [*pieces[: found.start()], Piece(WINDOW, 0, None, window, single), *pieces[found.end() :]]
        at = found.start()
    return pieces
