"""How much a list may say of each activity: less where there are many, so that an answer stays one message."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.dialog.model import Line
from bot.dialog.speech import LANGUAGES, say

ROOM = 3900
"""Characters: what Telegram takes in one message (4096), less the marks of its lines."""
_MARKS = 3
_SURELY = 12


@dataclass(frozen=True, slots=True)
class Detail:
    """The longest title and the most names of an activity, and the most items of a section."""

    title: int
    names: int
    items: int


FULL = Detail(title=90, names=3, items=24)
_DETAILS = (FULL, Detail(60, 2, 24), Detail(40, 1, 24), Detail(32, 1, 12), Detail(32, 1, 8))


def fitted(lines_at: Callable[[Detail], Iterable[Line]]) -> tuple[Line, ...]:
    """Return the lines at the first detail at which one message holds them, in whatever language it is read."""
    lines: tuple[Line, ...] = ()
    for detail in _DETAILS:
        lines = tuple(lines_at(detail))
        if len(lines) <= _SURELY or longest(lines) <= ROOM:
            break
    return lines


def longest(lines: Iterable[Line]) -> int:
    """Return how many characters the lines take, in the language in which they take most."""
    every = tuple(lines)
    return max(_length(every, language) for language in LANGUAGES)


def _length(lines: Iterable[Line], language: str) -> int:
    return sum(len(say(line.text, language)) + _MARKS for line in lines)
