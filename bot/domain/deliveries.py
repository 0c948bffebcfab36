"""The log of deliveries: what was owed to whom and what has become of it, as somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.notices import Kind
from bot.domain.trail import About

OF_PLAN = frozenset({
    Kind.DEADLINE, Kind.OVERDUE, Kind.CHECK_IN, Kind.MEETING_DATE, Kind.MEETING, Kind.CLAIM, Kind.DECISION, Kind.UNDONE,
    Kind.CONTRIBUTION, Kind.HELP,
})  # fmt: skip
"""What every reader of the log sees; the rest is about people, and for those alone who keep them."""
MOST_IN_FILE = 20_000
"""Of the latest: several years of a large branch."""


class Fate(StrEnum):
    """What has become of a notice."""

    SENT = "sent"
    WAITING = "waiting"
    LEAVING = "leaving"
    """It is on its way at this moment."""
    UNCERTAIN = "uncertain"
    """It may have arrived and goes out once more."""
    BLOCKED = "blocked"
    """There is no way to the person; it goes out when they are back in time."""
    DONE = "done"
    LATE = "late"
    TOLD = "told"
    """Whom it would have gone to knew already."""
    TRIES = "tries"
    REFUSED = "refused"
    PERHAPS = "perhaps"
    """The messenger has never said that it arrived; it is not sent again."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Whose notices, or about what: ids, of which at most one is not 0."""

    member: int = 0
    activity: int = 0
    meeting: int = 0
    announcement: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice. `who` is empty for somebody erased; `moment` is when it was sent, or until when it waits.

    `door` is the messenger it went out by (empty where that is known no more), `passed_on` that it went to whoever
    speaks for the member.
    """

    id: int
    member_id: int
    who: str
    kind: Kind
    refers_to: date
    about: About | None
    fate: Fate
    due: datetime
    moment: datetime | None
    door: str
    passed_on: bool
