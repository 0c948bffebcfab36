"""What to do with a notice at the moment when it could leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.notices import hours_of
from bot.domain.worktime import next_allowed
from db.outbox import Owed, Reason


@dataclass(frozen=True, slots=True)
class Go:
    """It leaves now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Nobody is written to at this hour: it leaves at `until` (an instant, UTC) at the soonest."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not sent any more."""

    reason: Reason


Verdict = Go | Wait | Drop


def judge(owed: Owed, now: datetime, zone: ZoneInfo, *, wanted: bool) -> Verdict:
    """Decide by the hour, whether the present state still calls for the notice (`wanted`), and its last use."""
    allowed = next_allowed(now, hours_of(owed.notice.kind), zone)
    if allowed > now:
        return Wait(allowed)
    if not wanted:
        return Drop(Reason.DONE)
    return Drop(Reason.LATE) if owed.until <= now else Go()
