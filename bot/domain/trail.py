"""The trail: who did what, when, about what and on whose behalf, as somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.windows import Period, Window


@dataclass(frozen=True, slots=True)
class About:
    """What an entry is about, as far as it still is there: an activity, a plan, a meeting, or somebody's name."""

    title: str = ""
    number: str | None = None
    window: Window | None = None
    period: Period | None = None
    quarter: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail. `who` is None where no member did it, and empty for one who was erased, as is `whom`.

    `whom` is on whose behalf, None where it was one's own doing; `words` are a person's own or a code of the verb.
    """

    id: int
    at: datetime
    verb: str
    who: str | None
    whom: str | None
    words: str
    about: About | None


def subject_of(subject: str) -> tuple[str, int]:
    """Return what kind of thing an entry is about and its id, 0 where it has none («activity:7»)."""
    kind, _, number = subject.partition(":")
    return kind, int(number) if number.isascii() and number.isdigit() else 0
