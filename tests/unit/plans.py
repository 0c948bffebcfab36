"""Plans made by hand: small snapshots for tests that need no store."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.dialog.pages.view import View
from bot.domain.occurrences import Meaning, goes_on, occurrence_windows
from bot.domain.people.model import Kind
from bot.domain.plan import (
    Activity,
    CheckIn,
    Contribution,
    Duty,
    Goal,
    Meeting,
    Member,
    Occurrence,
    Party,
    PlanHead,
    Role,
    Snapshot,
    State,
)
from bot.domain.reports import Outcome
from bot.domain.windows import Mode, Period, Window, calendar_year, quarter_window

YEAR = 2026
KYIV = ZoneInfo("Europe/Kyiv")
MORNING = datetime(YEAR, 2, 10, 7, tzinfo=UTC)
TODAY = date(YEAR, 2, 10)


@dataclass
class Plan:
    """A plan under construction; every `add` returns the id of what it added."""

    members: dict[int, Member] = field(default_factory=dict)
    parties: dict[int, Party] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    meetings: list[Meeting] = field(default_factory=list)
    check_ins: list[CheckIn] = field(default_factory=list)
    contributions: list[Contribution] = field(default_factory=list)

    def member(self, name: str, role: Role = Role.MEMBER, *, reachable: bool = True) -> int:
        """Add a member, whom the plan names as a person of the same id."""
        number = len(self.parties) + 1
        self.members[number] = Member(number, name, role, reachable)
        self.parties[number] = Party(number, Kind.PERSON, name, number)
        return number

    def party(self, name: str, kind: Kind = Kind.BODY) -> int:
        """Add a party behind which no member stands."""
        number = len(self.parties) + 1
        self.parties[number] = Party(number, kind, name)
        return number

    def activity(
        self,
        title: str,
        window: Window,
        parties: Sequence[int] = (),
        mode: Mode | None = Mode.ONCE,
        number: str | None = "",
    ) -> int:
        """Add an activity with its occurrences; the first party leads. "" gives it the next number."""
        at = len(self.activities) + 1
        duties = tuple(Duty(party, lead=place == 0) for place, party in enumerate(parties))
        shown = f"1.{at}" if number == "" else number
        self.activities.append(Activity(at, 1, None, shown, title, "строк", (window,), mode, duties, "", ""))
        for each in occurrence_windows(Meaning((window,), mode)):
            occurrence = Occurrence(len(self.occurrences) + 1, at, each, goes_on(mode), State.PLANNED, 1)
            self.occurrences.append(occurrence)
        return at

    def of(self, activity: int, place: int = 0) -> Occurrence:
        """Return an occurrence of an activity."""
        return [each for each in self.occurrences if each.activity_id == activity][place]

    def becomes(self, occurrence: Occurrence, state: State, by: int | None = None, words: str = "") -> Occurrence:
        """Put an occurrence into a state as somebody's doing; return it as it is then."""
        claimed = state is not State.PLANNED
        decided = state in {State.CONFIRMED, State.RETURNED}
        now = replace(
            occurrence,
            state=state,
            claimed_by=by if claimed else None,
            claimed_at=MORNING if claimed else None,
            words=words,
            decided_by=by if decided else None,
            decided_at=MORNING if decided else None,
        )
        self.occurrences[self.occurrences.index(occurrence)] = now
        return now

    def tells(self, occurrence: Occurrence, by: int, outcome: Outcome = Outcome.DONE, words: str = "") -> int:
        """Have somebody tell their part of an occurrence, or that they need help."""
        number = len(self.contributions) + 1
        self.contributions.append(Contribution(number, occurrence.id, by, outcome.value, words, MORNING))
        return number

    def meeting(self, quarter: int, day: date | None = None, time: str = "") -> int:
        """Add the presidium's meeting of a quarter."""
        self.meetings.append(Meeting(len(self.meetings) + 1, quarter, 1, day, time))
        return len(self.meetings)

    def snapshot(self, name: str = "Калинівське відділення") -> Snapshot:
        """Return the plan as it stands."""
        return Snapshot(
            branch_id=1,
            branch_name=name,
            revision=1,
            plans=(PlanHead(1, calendar_year(YEAR), date(YEAR, 1, 5)),),
            goals=(Goal(1, "1", "Оновити роботу бібліотек"),),
            activities=tuple(self.activities),
            occurrences=tuple(self.occurrences),
            meetings=tuple(self.meetings),
            check_ins=tuple(self.check_ins),
            contributions=tuple(self.contributions),
            parties=dict(self.parties),
            members=dict(self.members),
        )

    def view(self, member: int, today: date = TODAY) -> View:
        """Return a member's view of the plan."""
        snapshot = self.snapshot()
        return View(snapshot, snapshot.members[member], today, KYIV)


def published(snapshot: Snapshot, on: date, period: Period | None = None) -> Snapshot:
    """Return the plan as if it had been published on another day, or for another period."""
    return replace(snapshot, plans=(PlanHead(snapshot.plan_id, period or snapshot.period, on),))


def quarter(number: int) -> Window:
    """The days of a quarter of the year."""
    return quarter_window(YEAR, number)


def month(number: int, last: int = 28) -> Window:
    """The days of a month up to one of its days."""
    return Window(date(YEAR, number, 1), date(YEAR, number, last))


WHOLE_YEAR = calendar_year(YEAR).window
