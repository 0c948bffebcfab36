"""Announcements: words of those who keep the people to some of the branch, and how far they have got."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST = 2000
"""Characters: one message in both messengers, with room for what stands around it."""
MOST_A_DAY = 3
"""Sent by a branch: whoever is written to all the time reads nothing, and on Viber each message is paid for."""
USEFUL = timedelta(days=14)
"""For how long one that could not leave is still of use."""


class Audience(StrEnum):
    """Who gets an announcement; the subject of the last two is an activity and a body."""

    NOBODY = ""
    """Nobody has been chosen yet."""
    EVERYBODY = "everybody"
    PRESIDIUM = "presidium"
    ACTIVITY = "activity"
    BODY = "body"


AUDIENCES = tuple(Audience)
"""By the number that a button has of each."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """Somebody's words; a draft until `sent_at`. `about` names the activity or body behind the audience."""

    id: int
    author_id: int
    author: str
    words: str
    audience: Audience
    subject: int
    about: str
    made_at: datetime
    sent_at: datetime | None
    stopped_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom an announcement would get to: by a messenger, by word of mouth, not at all (their names)."""

    written: int
    passed_on: int
    unreachable: tuple[str, ...]

    @property
    def anybody(self) -> bool:
        """Tell whether it gets to anybody at all."""
        return self.written + self.passed_on > 0


@dataclass(frozen=True, slots=True)
class Course:
    """How far an announcement has got, in people."""

    people: int
    sent: int
    waiting: int
    unreachable: int
    dropped: int


def worded(words: str) -> str | None:
    """Return an announcement as a person has written it; None when it is empty or too long."""
    kept = words.strip()
    return kept if 0 < len(kept) <= LONGEST else None
