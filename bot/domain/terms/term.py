"""What a careful reader takes from a term cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.windows import Mode, Window


@dataclass(frozen=True, slots=True)
class Term:
    """The text of a term cell and its meaning.

    `windows` is empty and `mode` is None when no date could be read. `sure` is False when a person must look at the
    reading before anybody is reminded. `why` names the rule used, or the doubt when the reading is not sure.

    `hints` keeps details: time (HH:MM), time-end, day (of month), wd ("fri", "fri:last", "thu:2"), count, every ("2m"),
    deadline, open-end, approx, event (DD.MM), on-demand, external, condition, ditto, separator, not-a-term, outside.
    """

    text: str
    windows: tuple[Window, ...]
    mode: Mode | None
    sure: bool
    why: str
    hints: Mapping[str, str]
