"""What a branch's group chats are told of its own accord: a quarter's plan, and when the presidium meets.

Nobody is reminded of anything there, and nothing that is late is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.notices import Kind, Notice, still_wanted
from bot.domain.obligations import DAY, MORNING, Obligation, calls_to
from bot.domain.plan import Snapshot
from bot.domain.windows import Window, slices
from bot.domain.worktime import at, is_working_day, last_working_day

DIGEST_DAYS = 10
"""Working days from a quarter's first one during which its digest is worth sending."""
OF_GROUPS = frozenset({Kind.GROUP_DIGEST, Kind.GROUP_MEETING})


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat of the branch, and the local day since which it is one."""

    id: int
    since: date


def group_obligations(
    snapshot: Snapshot, groups: Sequence[Group], zone: ZoneInfo, today: date
) -> tuple[Obligation, ...]:
    """Return everything owed to the groups over the leading plan, as it stands now; the soonest first.

    Nothing of the days before a group was bound or the plan was published, but for a meeting that is still ahead.
    """
    owed = [each for group in groups for each in _to_group(snapshot, group, zone, today)]
    return tuple(sorted(owed, key=lambda each: (each.due, each.key)))


def _to_group(snapshot: Snapshot, group: Group, zone: ZoneInfo, today: date) -> Iterator[Obligation]:
    since = [each for each in (group.since, snapshot.plans[0].published_on) if each <= today]
    for quarter in quarters_of(snapshot):
        first = working_days_from(quarter.first, 1)
        if all(first >= each for each in since):
            last = working_days_from(quarter.first, DIGEST_DAYS)
            notice = Notice(Kind.GROUP_DIGEST, snapshot.plan_id, 0, quarter.first)
            yield _obligation(notice, "quarter", first, last, group, zone)
    for meeting in snapshot.meetings:
        for rule, first, last in calls_to(meeting.day) if meeting.day else ():
            notice = Notice(Kind.GROUP_MEETING, meeting.id, 0, meeting.day or first, meeting.revision)
            if still_wanted(snapshot, notice) and all(last >= each for each in since):
                yield _obligation(notice, rule, last_working_day(first), last, group, zone)


def _obligation(notice: Notice, rule: str, first: date, last: date, group: Group, zone: ZoneInfo) -> Obligation:
    due, until = at(first, MORNING, zone), at(last + DAY, MORNING.replace(hour=0), zone)
    # An id may be given again to another group once its own is gone.
    return Obligation(notice, f"{rule}:group-{group.id}-{group.since.isoformat()}", due, until, group.id)


def quarters_of(snapshot: Snapshot) -> tuple[Window, ...]:
    """Return the quarters of the leading plan, cut to its period."""
    return tuple(slices(snapshot.period.window, 3))


def working_days_from(day: date, count: int) -> date:
    """Return the working day that is so many-th (from 1) from a day on."""
    while True:
        count -= is_working_day(day)
        if not count:
            return day
        day += timedelta(days=1)
