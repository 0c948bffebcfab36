"""From the windows of a term to the things to finish."""

from __future__ import annotations

from datetime import date

from bot.domain.windows import Mode, Window, quarter_of, slices

_MONTHS = {Mode.MONTHLY: 1, Mode.QUARTERLY: 3, Mode.HALF_YEAR: 6, Mode.YEARLY: 12}


def goes_on(mode: Mode | None) -> bool:
    """Tell whether the mode has no single date: it is asked about each quarter instead of being overdue.

    What repeats daily or weekly counts as going on: nobody confirms fifty-two weeks one by one.
    """
    return mode in {Mode.CONTINUOUS, Mode.DAILY, Mode.WEEKLY}


def quarters_begun(windows: tuple[Window, ...], today: date) -> frozenset[int]:
    """Return the quarters (1–4) of the windows that have begun by `today`: those one can say something about."""
    pieces = (piece for window in windows for piece in slices(window, 3))
    return frozenset(quarter_of(piece.last) for piece in pieces if piece.first <= today)


def occurrence_windows(windows: tuple[Window, ...], mode: Mode | None) -> tuple[Window, ...]:
    """Return one window for each thing to finish: «щоквартально» makes four of a year, «вересень» one.

    An unknown mode makes none: without a date nobody is reminded.
    """
    if mode is None:
        return ()
    months = _MONTHS.get(mode)
    if months is None:
        return windows
    return tuple(piece for window in windows for piece in slices(window, months))
