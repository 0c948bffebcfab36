"""The plan of a branch as it stands: one immutable snapshot that every question is answered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from bot.domain.approved import Approved
from bot.domain.people.model import Kind as PartyKind
from bot.domain.requests import Request
from bot.domain.windows import Mode, Period, Window


class Role(StrEnum):
    """What a member is in the branch."""

    MEMBER = "member"
    PRESIDIUM = "presidium"
    HEAD = "head"
    SECRETARY = "secretary"


class State(StrEnum):
    """Where an occurrence stands. A returned one is open again, with the reason on it.

    A cancelled one is owed no more: its activity was cancelled, or has another term now.
    """

    PLANNED = "planned"
    TAKEN = "taken"
    """Somebody is at it."""
    CLAIMED = "claimed"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the branch. `reachable` means: joined, and not every account has blocked the bot.

    `joined_on` is the local day of the first joining: nobody is reminded of what was due before it. The `name` of
    somebody who was erased is empty. `by_proxy`: they will never join, and the secretary speaks for them.
    """

    id: int
    name: str
    role: Role
    reachable: bool
    joined_on: date | None = None
    by_proxy: bool = False

    @property
    def spoken_for(self) -> bool:
        """Tell whether somebody speaks for them: they will not join, and nothing can be written to them."""
        return self.by_proxy and not self.reachable

    @property
    def told(self) -> bool:
        """Tell whether what they are owed comes to them, by a messenger or by word of mouth."""
        return self.reachable or self.by_proxy


NOBODY = Member(0, "", Role.MEMBER, reachable=False)
"""Who looks at the plan where nobody in particular does: a group chat."""


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a body named in the plan; `member_id` once the person is known to the branch."""

    id: int
    kind: PartyKind
    name: str
    member_id: int | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """A party on an activity: one lead, the others co-responsible."""

    party_id: int
    lead: bool


@dataclass(frozen=True, slots=True)
class Goal:
    """A section of the plan; its number is kept as written."""

    id: int
    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Activity:
    """A row of a plan. `term` is the cell as written, `windows`, `mode` and `hints` what it means (see `Term`).

    `notes` holds what stands in columns that we have no use for. `revision` counts the corrections; a cancelled
    activity stays in the plan with the day on which it was cancelled.
    """

    id: int
    plan_id: int
    goal_id: int | None
    number: str | None
    title: str
    term: str
    windows: tuple[Window, ...]
    mode: Mode | None
    duties: tuple[Duty, ...]
    resources: str
    result: str
    notes: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    revision: int = 0
    cancelled_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlanHead:
    """A plan without its rows: what it is for, and the local day on which it was published."""

    id: int
    period: Period
    published_on: date


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing to finish: a window of an activity, with who is at it, its claim and the decision on it.

    `recorded_by` is who wrote the claim down for its author, where the author did not. `outcome` is what the claim says
    (see `bot.domain.reports.Outcome`), `participants` how many took part, where it tells.
    """

    id: int
    activity_id: int
    window: Window
    continuous: bool
    state: State
    revision: int
    claimed_by: int | None = None
    claimed_at: datetime | None = None
    words: str = ""
    decided_by: int | None = None
    decided_at: datetime | None = None
    reason: str = ""
    recorded_by: int | None = None
    outcome: str = ""
    participants: int | None = None
    taken_by: int | None = None
    taken_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Tell whether the responsible still owe it: neither claimed nor confirmed, nor cancelled."""
        return self.state in {State.PLANNED, State.TAKEN, State.RETURNED}

    @property
    def closed(self) -> bool:
        """Tell whether nobody owes anything about it any more: confirmed or cancelled."""
        return self.state in {State.CONFIRMED, State.CANCELLED}

    def overdue(self, today: date) -> bool:
        """Tell whether its last day has passed unclaimed. What goes on all year is never overdue."""
        return self.open and not self.continuous and self.window.last < today


@dataclass(frozen=True, slots=True)
class Meeting:
    """The presidium's meeting of a quarter; `day` and `time` (as «15:00») once they are set."""

    id: int
    quarter: int
    revision: int
    day: date | None = None
    time: str = ""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What was done in a quarter on an activity that goes on all year: its entry of one person; no words are nothing.

    `recorded_by` and `participants` as of an occurrence, `id` that of the report.
    """

    activity_id: int
    quarter: int
    member_id: int
    words: str
    recorded_by: int | None = None
    participants: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a member says of an occurrence that their word does not close, or that they need help (`outcome`)."""

    id: int
    occurrence_id: int
    member_id: int
    outcome: str
    words: str
    at: datetime
    participants: int | None = None
    recorded_by: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How much goes with a report that was made: pictures, files, links. `at` is when it was made."""

    report_id: int
    occurrence_id: int
    member_id: int
    at: datetime
    closes: bool
    pictures: int
    files: int
    links: int

    @property
    def pieces(self) -> int:
        """How many pictures, files and links there are."""
        return self.pictures + self.files + self.links


@dataclass(frozen=True)
class Snapshot:
    """A branch's published plan whole, at one revision.

    `plans` begins with the leading one; those that matter beside it are there with their activities (see
    `bot.domain.in_force` and `Activity.plan_id`). The meetings are those of the leading plan. `members` are those of
    today; who has `left` is there for the history alone. `bodies` has the members of each body but the presidium.
    `own_claims`: whether the presidium may confirm what they have reported themselves. `requests` are all that were
    sent; `approved` has what was published of each activity that was corrected since. `shown` has the reports that
    something goes with.
    """

    branch_id: int
    branch_name: str
    revision: int
    plans: tuple[PlanHead, ...]
    goals: tuple[Goal, ...]
    activities: tuple[Activity, ...]
    occurrences: tuple[Occurrence, ...]
    meetings: tuple[Meeting, ...]
    check_ins: tuple[CheckIn, ...]
    parties: Mapping[int, Party]
    members: Mapping[int, Member]
    left: Mapping[int, Member] = field(default_factory=dict)
    bodies: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    contributions: tuple[Contribution, ...] = ()
    own_claims: bool = False
    requests: tuple[Request, ...] = ()
    approved: Mapping[int, Approved] = field(default_factory=dict)
    shown: tuple[Shown, ...] = ()

    @property
    def plan_id(self) -> int:
        """The leading plan."""
        return self.plans[0].id

    @property
    def period(self) -> Period:
        """What the leading plan is for."""
        return self.plans[0].period

    def person(self, member_id: int | None) -> Member | None:
        """Return whom the history names: a member, or somebody who has left."""
        return self.members.get(member_id or 0) or self.left.get(member_id or 0)

    @cached_property
    def plan_of(self) -> Mapping[int, PlanHead]:
        """Plans by id."""
        return {plan.id: plan for plan in self.plans}

    def present(self, today: date) -> tuple[PlanHead, ...]:
        """Return the leading plan, and of the others those that have begun and are not over."""
        return tuple(each for each in self.plans if each.id == self.plan_id or each.period.window.holds(today))

    @cached_property
    def activity_of(self) -> Mapping[int, Activity]:
        """Activities by id."""
        return {activity.id: activity for activity in self.activities}

    @cached_property
    def occurrence_of(self) -> Mapping[int, Occurrence]:
        """Occurrences by id."""
        return {occurrence.id: occurrence for occurrence in self.occurrences}

    @cached_property
    def occurrences_of(self) -> Mapping[int, tuple[Occurrence, ...]]:
        """Occurrences by activity id, the soonest first; those that were cancelled are no longer among them."""
        found: dict[int, list[Occurrence]] = {activity.id: [] for activity in self.activities}
        for occurrence in sorted(self.occurrences, key=lambda each: (each.window.last, each.id)):
            if occurrence.state is not State.CANCELLED:
                found[occurrence.activity_id].append(occurrence)
        return {activity_id: tuple(each) for activity_id, each in found.items()}

    @cached_property
    def contribution_of(self) -> Mapping[int, Contribution]:
        """Contributions by id."""
        return {each.id: each for each in self.contributions}

    @cached_property
    def request_of(self) -> Mapping[int, Request]:
        """Requests by id."""
        return {each.id: each for each in self.requests}

    @cached_property
    def shown_with(self) -> Mapping[int, Shown]:
        """What goes with reports, by the report's id."""
        return {each.report_id: each for each in self.shown}

    def shown_with_claim(self, occurrence: Occurrence) -> Shown | None:
        """Return what goes with the claim that stands: the report that its author has ended at that moment."""
        made = (occurrence.id, occurrence.claimed_by, occurrence.claimed_at)
        closing = (each for each in self.shown if each.closes)
        return next((each for each in closing if (each.occurrence_id, each.member_id, each.at) == made), None)

    def pieces_of(self, occurrence_id: int) -> int:
        """Return how many pictures, files and links go with all reports on an occurrence."""
        return sum(each.pieces for each in self.shown if each.occurrence_id == occurrence_id)

    @cached_property
    def kept(self) -> dict[object, object]:
        """What has been worked out from this snapshot and is asked for again and again; it goes when this goes."""
        return {}

    def meeting_with(self, meeting_id: int) -> Meeting | None:
        """Return the meeting of an id."""
        return next((each for each in self.meetings if each.id == meeting_id), None)
