"""What the bot owes to whom and when: pure functions of the plan, the rules and the zone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.check_ins import CHECK_IN_BEFORE
from bot.domain.duties import CALLED_ROLES, CALLING_ROLES, with_roles
from bot.domain.meetings import quarter_of_meeting
from bot.domain.notices import Kind, Notice, still_wanted, told_about
from bot.domain.occurrences import goes_on
from bot.domain.plan import Activity, Meeting, Member, Occurrence, PlanHead, Snapshot
from bot.domain.speaking import hears
from bot.domain.windows import Mode, month_window, quarter_of, slices
from bot.domain.worktime import at, is_working_day, last_working_day

MORNING = time(9)
FIRST_REMINDER, SECOND_REMINDER = timedelta(days=14), timedelta(days=3)
FIRST_CALL, SECOND_CALL = timedelta(days=14), timedelta(days=2)
OVERDUE_USEFUL = timedelta(days=14)
ASK_DATE_EVERY = timedelta(days=7)
DAY = timedelta(days=1)
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Obligation:
    """A notice owed from `due` on and pointless from `until` on (instants, UTC), by the rule of that name."""

    notice: Notice
    rule: str
    due: datetime
    until: datetime
    group_id: int = 0
    """The group chat that is told, where it is no member."""

    @property
    def key(self) -> str:
        """What makes the obligation unique for ever; a date that moves makes another one."""
        notice = self.notice
        what = f"{notice.kind}:{notice.subject}:{self.rule}:{notice.refers_to.isoformat()}:{notice.revision}"
        return f"{what}:{notice.member_id}"


@dataclass(frozen=True, slots=True)
class _Slot:
    """A rule applied to a date: owed on the morning of `day`, of use through `last_day`."""

    kind: Kind
    subject: int
    rule: str
    day: date
    last_day: date
    refers_to: date
    revision: int = 0


def obligations(snapshot: Snapshot, zone: ZoneInfo, today: date) -> tuple[Obligation, ...]:
    """Return everything owed over the whole plan, the soonest first, as the plan stands now.

    Nothing is owed for days before the plan was published or the person joined: an import writes to nobody.
    """
    owed = (
        _obligation(slot, member, zone)
        for plan, slot, members in _slots(snapshot)
        if still_wanted(snapshot, _notice(slot, NOBODY))
        for member in members
        if hears(member, slot.kind) and _concerns(slot, plan, member, today)
    )
    return tuple(sorted(owed, key=lambda each: (each.due, each.key)))


def _concerns(slot: _Slot, plan: PlanHead, member: Member, today: date) -> bool:
    # A rehearsal may live before the moment of publishing; a date that is still to come then bounds nothing.
    since = [each for each in (plan.published_on, member.joined_on) if each is not None and each <= today]
    # A call to a meeting is worth sending late; a reminder that fell due before somebody came is not.
    late = slot.kind in {Kind.MEETING, Kind.MEETING_DATE}
    day = slot.last_day if late else max(slot.day, _writing_day(slot))
    return all(day >= each for each in since)


def _obligation(slot: _Slot, member: Member, zone: ZoneInfo) -> Obligation:
    due = at(_writing_day(slot), MORNING, zone)
    until = at(slot.last_day + DAY, time(0), zone)
    return Obligation(_notice(slot, member.id), slot.rule, due, until)


def _notice(slot: _Slot, member_id: int) -> Notice:
    return Notice(slot.kind, slot.subject, member_id, slot.refers_to, slot.revision)


def _writing_day(slot: _Slot) -> date:
    """Put a day off to the next working day, unless that comes too late to act: then the working day before."""
    later = slot.day
    while not is_working_day(later):
        later += DAY
    if slot.day < slot.refers_to <= later or later > slot.last_day:
        return last_working_day(slot.day)
    return later


def _slots(snapshot: Snapshot) -> Iterator[tuple[PlanHead, _Slot, tuple[Member, ...]]]:
    for activity in snapshot.activities:
        plan, members = snapshot.plan_of[activity.plan_id], told_about(snapshot, activity)
        yield from ((plan, slot, members) for slot in _activity_slots(snapshot, activity))
    leading = snapshot.plans[0]
    for meeting in snapshot.meetings:
        if meeting.day is None:
            callers = with_roles(snapshot, CALLING_ROLES)
            yield from ((leading, slot, callers) for slot in _date_requests(snapshot, meeting))
        else:
            called = with_roles(snapshot, CALLED_ROLES)
            yield from ((leading, slot, called) for slot in _calls(meeting, meeting.day))


def _activity_slots(snapshot: Snapshot, activity: Activity) -> Iterator[_Slot]:
    if goes_on(activity.mode):
        yield from _check_ins(activity)
        return
    for occurrence in snapshot.occurrences_of[activity.id]:
        last, after = occurrence.window.last, occurrence.window.last + DAY
        yield from _question(occurrence) if activity.mode is Mode.QUARTERLY else _reminders(occurrence)
        yield _Slot(Kind.OVERDUE, occurrence.id, "after", after, after + OVERDUE_USEFUL, last)


def _reminders(occurrence: Occurrence) -> Iterator[_Slot]:
    last = occurrence.window.last
    first, second = last - FIRST_REMINDER, last - SECOND_REMINDER
    yield _Slot(Kind.DEADLINE, occurrence.id, "14d", first, second - DAY, last)
    yield _Slot(Kind.DEADLINE, occurrence.id, "3d", second, last, last)


def _question(occurrence: Occurrence) -> Iterator[_Slot]:
    """What is done each quarter is asked about once in each, as what goes on is."""
    window = occurrence.window
    asked = max(window.first, window.last - CHECK_IN_BEFORE)
    yield _Slot(Kind.DEADLINE, occurrence.id, "quarter", asked, window.last, window.last)


def _check_ins(activity: Activity) -> Iterator[_Slot]:
    for piece in (piece for window in activity.windows for piece in slices(window, 3)):
        asked = max(piece.first, piece.last - CHECK_IN_BEFORE)
        rule = f"q{quarter_of(piece.last)}"
        yield _Slot(Kind.CHECK_IN, activity.id, rule, asked, piece.last + CHECK_IN_BEFORE, piece.last)


def _calls(meeting: Meeting, day: date) -> Iterator[_Slot]:
    # The revision goes along: a meeting that moves, if only by an hour, is called anew.
    for rule, first, last in calls_to(day):
        yield _Slot(Kind.MEETING, meeting.id, rule, first, last, day, meeting.revision)


def calls_to(day: date) -> tuple[tuple[str, date, date], ...]:
    """Return the rules by which a meeting of that day is called, with the first and the last day of each call."""
    first, second = day - FIRST_CALL, day - SECOND_CALL
    return ("14d", first, second - DAY), ("2d", second, day)


def _date_requests(snapshot: Snapshot, meeting: Meeting) -> Iterator[_Slot]:
    quarter = quarter_of_meeting(snapshot, meeting)
    month = month_window(quarter.first.year, quarter.first.month)
    day, number = month.first, 1
    while day <= month.last:
        useful = min(day + ASK_DATE_EVERY - DAY, month.last)
        yield _Slot(Kind.MEETING_DATE, meeting.id, f"ask{number}", day, useful, month.first, meeting.revision)
        day, number = day + ASK_DATE_EVERY, number + 1
