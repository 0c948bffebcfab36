"""Notices: what the bot owes to somebody, and whether it is still owed when it is about to leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.duties import CALLED_ROLES, CALLING_ROLES, judges_of, responsible_for, with_roles
from bot.domain.occurrences import goes_on
from bot.domain.plan import Activity, Member, Occurrence, Role, Snapshot, State
from bot.domain.windows import quarter_of, slices
from bot.domain.word import closers_of
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
    UNDONE = "undone"
    """A decision that you have heard of was taken back (occurrence)."""
    CONTRIBUTION = "contribution"
    """Somebody beside you tells what they have done, where your word closes it (contribution)."""
    HELP = "help"
    """Somebody needs help with what they answer for (contribution)."""
    APPLICANT = "applicant"
    """Somebody waits to be admitted (applicant)."""
    ADMITTED = "admitted"
    """You have been admitted (applicant)."""
    UNREACHABLE = "unreachable"
    """Somebody cannot be written to any more (member)."""
    RENEWAL = "renewal"
    """A membership of the association is to be renewed (registration)."""
    REQUEST = "request"
    """Somebody asks for a change of the plan (request)."""
    ASKED_TO_TAKE = "asked-to-take"
    """Somebody asks you to take an activity over (request)."""
    REQUEST_SETTLED = "request-settled"
    """What became of a request that is yours, or that you keep the plan for (request)."""
    JOINED = "joined"
    """Somebody came in by your invitation (member; the revision is the invitation's id)."""
    GROUP_DIGEST = "group-digest"
    """To a group chat: what a quarter holds (plan; the date is the quarter's first)."""
    GROUP_MEETING = "group-meeting"
    """To a group chat: the presidium meets (meeting)."""
    ANNOUNCEMENT = "announcement"
    """Somebody who keeps the people has something to tell (announcement)."""


ABOUT = {
    "occurrence": (Kind.DEADLINE, Kind.OVERDUE, Kind.CLAIM, Kind.DECISION, Kind.UNDONE),
    "activity": (Kind.CHECK_IN,),
    "meeting": (Kind.MEETING_DATE, Kind.MEETING),
}
"""The kinds of notices by what their subject is, as buttons name it."""
OF_DOINGS = frozenset(
    {
        Kind.CLAIM,
        Kind.DECISION,
        Kind.UNDONE,
        Kind.CONTRIBUTION,
        Kind.HELP,
        Kind.APPLICANT,
        Kind.ADMITTED,
        Kind.JOINED,
        Kind.REQUEST,
        Kind.ASKED_TO_TAKE,
        Kind.REQUEST_SETTLED,
    }
)
"""What tells of somebody's doing just now; it may leave in the evening too."""
OF_REQUESTS = frozenset({Kind.REQUEST, Kind.ASKED_TO_TAKE, Kind.REQUEST_SETTLED})
Facts = Mapping[str, str | int | date]
"""What a notice about a person says, as it is when it leaves: names above all, which no row of it keeps."""


@dataclass(frozen=True, slots=True)
class OtherBranch:
    """The branch of a notice whose account talks to another one at the moment."""

    id: int
    name: str


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

    @property
    def key(self) -> str:
        """What makes the notice of a person's doing unique: one for each state of its subject and each recipient."""
        return f"{self.kind}:{self.subject}:{self.revision}:{self.member_id}"


def hours_of(kind: Kind) -> Hours:
    """Return when a notice of the kind may leave: reminders at work, a person's own doings also in the evening."""
    return PERSONAL_HOURS if kind in OF_DOINGS else REMINDER_HOURS


def told_about(snapshot: Snapshot, activity: Activity) -> tuple[Member, ...]:
    """Return who hears of an activity: those of its people who are told, or the secretary when none of them is."""
    told = tuple(member for member in responsible_for(snapshot, activity) if member.told)
    return told or with_roles(snapshot, frozenset({Role.SECRETARY}))


def still_owed(snapshot: Snapshot, notice: Notice) -> bool:
    """Tell whether the present state still calls for the notice; a reminder of something already done is a fault."""
    return still_wanted(snapshot, notice) and _still_theirs(snapshot, notice)


def still_wanted(snapshot: Snapshot, notice: Notice) -> bool:
    """Tell whether what the notice speaks of is still so, whoever is to hear it.

    A notice about a person is no matter of the plan's: `db.about_people` says whether it is still owed.
    """
    match notice.kind:
        case Kind.DEADLINE | Kind.OVERDUE:
            occurrence = snapshot.occurrence_of.get(notice.subject)
            return occurrence is not None and _still_due(occurrence, notice)
        case Kind.CHECK_IN:
            return _still_asked(snapshot, notice)
        case Kind.MEETING_DATE | Kind.MEETING | Kind.GROUP_MEETING:
            return _still_called(snapshot, notice)
        case Kind.CLAIM | Kind.DECISION | Kind.UNDONE:
            return _still_so(snapshot.occurrence_of.get(notice.subject), notice)
        case Kind.CONTRIBUTION | Kind.HELP:
            return _still_of_use(snapshot, notice)
        case _:
            return _still_so_otherwise(snapshot, notice)


def _still_so_otherwise(snapshot: Snapshot, notice: Notice) -> bool:
    if notice.kind is Kind.GROUP_DIGEST:
        return notice.subject == snapshot.plan_id
    return notice.kind in OF_REQUESTS and _still_asked_for(snapshot, notice)


def _still_so(occurrence: Occurrence | None, notice: Notice) -> bool:
    """Tell whether it is as it was then; that something was taken back stays true whatever has been decided since."""
    if occurrence is None or notice.kind is Kind.UNDONE:
        return occurrence is not None
    as_it_was = occurrence.revision == notice.revision
    return as_it_was and (notice.kind is Kind.DECISION or occurrence.state is State.CLAIMED)


def _still_of_use(snapshot: Snapshot, notice: Notice) -> bool:
    """Tell whether somebody's part, or cry for help, is about something that is not over."""
    told = snapshot.contribution_of.get(notice.subject)
    occurrence = snapshot.occurrence_of.get(told.occurrence_id) if told else None
    if occurrence is None:
        return False
    return occurrence.open if notice.kind is Kind.HELP else not occurrence.closed


def _still_asked_for(snapshot: Snapshot, notice: Notice) -> bool:
    """Tell whether the request stands as it did then; whether it can still be decided on is seen when it is opened."""
    request = snapshot.request_of.get(notice.subject)
    return request is not None and request.revision == notice.revision


def _still_due(occurrence: Occurrence, notice: Notice) -> bool:
    return occurrence.open and not occurrence.continuous and occurrence.window.last == notice.refers_to


def _still_asked(snapshot: Snapshot, notice: Notice) -> bool:
    activity = snapshot.activity_of.get(notice.subject)
    if activity is None or not _has_quarter_ending(activity, notice.refers_to):
        return False
    if all(each.closed for each in snapshot.occurrences_of[notice.subject]):
        return False
    quarter = quarter_of(notice.refers_to)
    return not any(each.activity_id == notice.subject and each.quarter == quarter for each in snapshot.check_ins)


def _has_quarter_ending(activity: Activity, day: date) -> bool:
    """Tell whether the activity goes on in a quarter that ends, for it, on that day; its term may be another by now."""
    pieces = (piece for window in activity.windows for piece in slices(window, 3))
    return goes_on(activity.mode) and any(piece.last == day for piece in pieces)


def _still_called(snapshot: Snapshot, notice: Notice) -> bool:
    meeting = snapshot.meeting_with(notice.subject)
    if meeting is None or meeting.revision != notice.revision:
        return False
    return meeting.day is None if notice.kind is Kind.MEETING_DATE else meeting.day == notice.refers_to


def _still_theirs(snapshot: Snapshot, notice: Notice) -> bool:
    match notice.kind:
        case Kind.DEADLINE | Kind.OVERDUE | Kind.CHECK_IN:
            return _among(told_about(snapshot, _activity_of(snapshot, notice)), notice)
        case Kind.MEETING_DATE | Kind.MEETING | Kind.REQUEST:
            called = CALLED_ROLES if notice.kind is Kind.MEETING else CALLING_ROLES
            return _among(with_roles(snapshot, called), notice)
        case Kind.CLAIM:
            return _among(judges_of(snapshot, snapshot.occurrence_of[notice.subject]), notice)
        case Kind.DECISION | Kind.UNDONE | Kind.HELP | Kind.ASKED_TO_TAKE | Kind.REQUEST_SETTLED:
            return notice.member_id in snapshot.members
        case Kind.CONTRIBUTION:
            told = snapshot.contribution_of[notice.subject]
            return _among(closers_of(snapshot, _activity_behind(snapshot, told.occurrence_id)), notice)
        case _:
            return False


def _among(members: Iterable[Member], notice: Notice) -> bool:
    return any(member.id == notice.member_id for member in members)


def _activity_of(snapshot: Snapshot, notice: Notice) -> Activity:
    if notice.kind is Kind.CHECK_IN:
        return snapshot.activity_of[notice.subject]
    return _activity_behind(snapshot, notice.subject)


def _activity_behind(snapshot: Snapshot, occurrence_id: int) -> Activity:
    return snapshot.activity_of[snapshot.occurrence_of[occurrence_id].activity_id]
