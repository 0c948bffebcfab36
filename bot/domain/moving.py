"""Another term for an activity: which of its occurrences take the new windows, so that none is ever deleted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.domain.windows import Window


class Standing(IntEnum):
    """What an occurrence is to a move; of equal ones the first is preferred."""

    ACTED = 0
    """Claimed or confirmed: people's words hang on it, so it is never cancelled."""
    OPEN = 1
    """Planned or returned: still owed."""
    CANCELLED = 2
    """No longer owed; kept for its history, and so that it can come back."""


@dataclass(frozen=True, slots=True)
class Piece:
    """An occurrence of the activity: its id, its window, and how it stands."""

    id: int
    window: Window
    standing: Standing


@dataclass(frozen=True, slots=True)
class Rebase:
    """What becomes of the occurrences, by id, and the windows that need new ones.

    `kept` holds every live one that stays with its window from now on, be it the old one; `revived` the cancelled ones
    that are owed again, in their old window. A cancelled one that stays so is in none.
    """

    kept: Mapping[int, Window]
    revived: Mapping[int, Window]
    added: tuple[Window, ...]
    cancelled: tuple[int, ...]


_Taken = Iterable[tuple[Piece, Window]]


def rebase(old: Sequence[Piece], wanted: Sequence[Window]) -> Rebase:
    """Give the wanted windows (see `occurrence_windows`) to the occurrences of an activity; the order does not matter.

    An equal window keeps its occurrence, which a cancelled one comes back for: its id is in the keys of the notices, so
    nobody hears twice. Then a live one takes the window with which it shares most days, and the rest pair in order of
    time. Windows left are added; of the occurrences left the open are cancelled and the acted ones stay as history.
    """
    left, windows = sorted(old, key=_in_time), sorted(wanted)
    taken: dict[int, Window] = {}
    for rule in (_equal, _overlapping, _in_order):
        for piece, window in rule(left, windows):
            taken[piece.id] = window
            windows.remove(window)
        left = [each for each in left if each.id not in taken and each.standing is not Standing.CANCELLED]
    history = {each.id: each.window for each in left if each.standing is Standing.ACTED}
    back = {each.id for each in old if each.standing is Standing.CANCELLED}
    return Rebase(
        kept=history | {key: window for key, window in taken.items() if key not in back},
        revived={key: window for key, window in taken.items() if key in back},
        added=tuple(windows),
        cancelled=tuple(each.id for each in left if each.standing is Standing.OPEN),
    )


def _in_time(piece: Piece) -> tuple[Window, int]:
    return piece.window, piece.id


def _equal(pieces: Sequence[Piece], windows: Sequence[Window]) -> _Taken:
    """Pair equal windows: first what was acted on, as it is done already, then the open, then the cancelled."""
    free = Counter(windows)
    found = []
    for piece in sorted(pieces, key=lambda each: each.standing):
        if free[piece.window]:
            free[piece.window] -= 1
            found.append((piece, piece.window))
    return found


def _overlapping(pieces: Sequence[Piece], windows: Sequence[Window]) -> _Taken:
    """Pair what shares days, most days first; of as many days, what comes first."""
    days = {
        (place, at): _days(common)
        for place, piece in enumerate(pieces)
        for at, window in enumerate(windows)
        if (common := piece.window.meets(window))
    }
    found: dict[int, int] = {}
    for place, at in sorted(days, key=lambda pair: (-days[pair], pair)):
        if place not in found and at not in found.values():
            found[place] = at
    return [(pieces[place], windows[at]) for place, at in found.items()]


def _days(window: Window) -> int:
    return (window.last - window.first).days + 1


def _in_order(pieces: Sequence[Piece], windows: Sequence[Window]) -> _Taken:
    """Pair in order of time: all where there are as many, else only what is open, as what is done has its day."""
    movable = [each for each in pieces if len(pieces) == len(windows) or each.standing is Standing.OPEN]
    return list(zip(movable, windows, strict=False))
