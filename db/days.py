"""Windows as they are kept in a row: pairs of ISO dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.windows import Window


def days_written(windows: Iterable[Window]) -> list[list[str]]:
    """Return what is kept of windows."""
    return [[window.first.isoformat(), window.last.isoformat()] for window in windows]


def days_read(written: Iterable[Sequence[str]]) -> tuple[Window, ...]:
    """Return the windows that are kept."""
    return tuple(Window(date.fromisoformat(first), date.fromisoformat(last)) for first, last in written)
