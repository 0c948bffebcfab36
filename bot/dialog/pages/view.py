"""Who is looking, at what, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.plan import Member, Snapshot


@dataclass(frozen=True, slots=True)
class View:
    """A member before their branch's plan, today, in the branch's zone.

    `report` is the one that they are writing, `reported` the occurrence that it is of.
    """

    snapshot: Snapshot
    member: Member
    today: date
    zone: ZoneInfo
    report: int | None = None
    reported: int | None = None
