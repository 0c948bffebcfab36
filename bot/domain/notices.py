"""Notices: what the bot owes to somebody, and whether it is still owed when it is about to leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from bot.domain.duties import CALLING_ROLES, PRESIDIUM_ROLES, judges_of, responsible_for, with_roles
from bot.domain.plan import Activity, Member, Occurrence, Role, Snapshot, State
from bot.domain.worktime import PERSONAL_HOURS, REMINDER_HOURS, Hours


class Kind(StrEnum):
    """What a notice speaks of; in brackets what its subject is."""

    DEADLINE = "deadline"
    """A last day draws near (occurrence)."""
    OVERDUE = "overdue"
    """A last day has passed (occurrence)."""
    CHECK_IN = "check-in"
    """What was done this quarter? (activity)"""
    MEETING_DATE = "meeting-date"
    """The quarter's meeting has no date yet (meeting)."""
    MEETING = "meeting"
    """The presidium is called (meeting)."""
    CLAIM = "claim"
    """Somebody says it is done: confirm or return (occurrence)."""
    DECISION = "decision"
    """The presidium has decided on your claim (occurrence)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The facts of one notice to one member; wording, language and door are chosen when it leaves.

    `subject` is an id, by kind. `refers_to` is the date it speaks of, `revision` the state of the subject it was
    caused by (0 where only the date matters).
    """

    kind: Kind
    subject: int
    member_id: int
    refers_to: date
    revision: int = 0


def hours_of(kind: Kind) -> Hours:
    """Return when a notice of the kind may leave: reminders at work, a person's own doings also in the evening."""
    return PERSONAL_HOURS if kind in {Kind.CLAIM, Kind.DECISION} else REMINDER_HOURS


def told_about(snapshot: Snapshot, activity: Activity) -> tuple[Member, ...]:
    """Return who hears of an activity: its reachable people, or the secretary when none of them can be reached."""
    reachable = tuple(member for member in responsible_for(snapshot, activity) if member.reachable)
    return reachable or with_roles(snapshot, frozenset({Role.SECRETARY}))


def still_owed(snapshot: Snapshot, notice: Notice) -> bool:
    """Tell whether the present state still calls for the notice; a reminder of something already done is a fault."""
    match notice.kind:
        case Kind.DEADLINE | Kind.OVERDUE:
            return _deadline_owed(snapshot, notice)
        case Kind.CHECK_IN:
            return _check_in_owed(snapshot, notice)
        case Kind.MEETING_DATE:
            return _meeting_day(snapshot, notice) is None and _holds_role(snapshot, notice, CALLING_ROLES)
        case Kind.MEETING:
            same_day = _meeting_day(snapshot, notice) == notice.refers_to
            return same_day and _holds_role(snapshot, notice, PRESIDIUM_ROLES)
        case Kind.CLAIM:
            return _claim_waits(snapshot, notice)
        case Kind.DECISION:
            occurrence = snapshot.occurrence_of.get(notice.subject)
            return occurrence is not None and occurrence.revision == notice.revision
        case _:
            assert_never(notice.kind)


def _deadline_owed(snapshot: Snapshot, notice: Notice) -> bool:
    occurrence = snapshot.occurrence_of.get(notice.subject)
    if occurrence is None or not occurrence.open or occurrence.continuous:
        return False
    return occurrence.window.last == notice.refers_to and _hears(snapshot, notice, occurrence.activity_id)


def _check_in_owed(snapshot: Snapshot, notice: Notice) -> bool:
    activity = snapshot.activity_of.get(notice.subject)
    if activity is None or all(_finished(each) for each in snapshot.occurrences_of[activity.id]):
        return False
    quarter = (notice.refers_to.month + 2) // 3
    answered = any(each.activity_id == activity.id and each.quarter == quarter for each in snapshot.check_ins)
    return not answered and _hears(snapshot, notice, activity.id)


def _finished(occurrence: Occurrence) -> bool:
    return occurrence.state is State.CONFIRMED


def _hears(snapshot: Snapshot, notice: Notice, activity_id: int) -> bool:
    return any(member.id == notice.member_id for member in told_about(snapshot, snapshot.activity_of[activity_id]))


def _meeting_day(snapshot: Snapshot, notice: Notice) -> date | None:
    meeting = next((each for each in snapshot.meetings if each.id == notice.subject), None)
    return meeting.day if meeting else None


def _holds_role(snapshot: Snapshot, notice: Notice, roles: frozenset[Role]) -> bool:
    member = snapshot.members.get(notice.member_id)
    return member is not None and member.role in roles


def _claim_waits(snapshot: Snapshot, notice: Notice) -> bool:
    occurrence = snapshot.occurrence_of.get(notice.subject)
    if occurrence is None or occurrence.state is not State.CLAIMED or occurrence.revision != notice.revision:
        return False
    return any(member.id == notice.member_id for member in judges_of(snapshot, occurrence))
