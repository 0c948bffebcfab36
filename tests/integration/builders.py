"""Small builders of what stands in the store, and the players at the network's edge."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.dialog.model import Reply
from bot.domain.occurrences import Meaning, goes_on, occurrence_windows
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Role, State
from bot.domain.windows import Mode, PeriodKind, Window
from db.branches import changed
from db.store import Store
from db.tables import (
    ActivityRow,
    BranchRow,
    DutyRow,
    IdentityRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    OutboxRow,
    PartyRow,
    PlanRow,
)

KYIV = ZoneInfo("Europe/Kyiv")
YEAR = 2026


def kyiv(month: int, day: int, hour: int = 9, minute: int = 0, year: int = YEAR) -> datetime:
    """The instant of a wall-clock time in Kyiv."""
    return datetime(year, month, day, hour, minute, tzinfo=KYIV)


PUBLISHED = kyiv(1, 5)


@dataclass
class SetClock:
    """A clock that shows what the test has set."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


@dataclass
class PlayedDoor:
    """A door at the network's edge: keeps what went out, and fails as often as the test has asked for."""

    name: str = "telegram"
    failures: list[BaseException] = field(default_factory=list)
    sent: list[tuple[str, Reply, str]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    async def send(self, account: str, reply: Reply, language: str) -> None:
        self.tried.append(account)
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((account, reply, language))

    def fails_with(self, *failures: BaseException) -> None:
        self.failures.extend(failures)

    @property
    def accounts(self) -> list[str]:
        return [account for account, _, _ in self.sent]

    def texts(self, account: str) -> list[list[str]]:
        """The keys of the lines of each message that an account received."""
        return [[line.text.key for line in reply.lines] for to, reply, _ in self.sent if to == account]


@dataclass(frozen=True)
class Written:
    """The ids of an activity and of its occurrences, the soonest first."""

    activity_id: int
    occurrence_ids: tuple[int, ...]


async def add_branch(store: Store, name: str = "Луганське обласне відділення УБА") -> int:
    """Add a branch without a plan."""
    async with store.writing() as session:
        branch = BranchRow(name=name, revision=1, look_at=None, created_at=PUBLISHED)
        session.add(branch)
        await session.flush()
        return branch.id


async def add_plan(store: Store, branch_id: int, year: int = YEAR, published: datetime | None = PUBLISHED) -> int:
    """Add a plan; the clock will look at the branch."""
    async with store.writing() as session:
        plan = PlanRow(
            branch_id=branch_id, kind=PeriodKind.CALENDAR, year=year, imported_at=PUBLISHED, published_at=published
        )
        session.add(plan)
        await changed(session, branch_id, PUBLISHED)
        await session.flush()
        return plan.id


async def add_member(
    store: Store,
    branch_id: int,
    name: str,
    role: Role = Role.MEMBER,
    accounts: Sequence[tuple[str, str]] = (),
    joined: datetime = PUBLISHED,
) -> int:
    """Add a member with accounts (door, account); the last one is the one used last. No account: never joined."""
    async with store.writing() as session:
        member = MemberRow(
            branch_id=branch_id, name=name, role=role.value, joined_at=joined if accounts else None, awaiting=None
        )
        session.add(member)
        await session.flush()
        session.add_all(
            IdentityRow(
                member_id=member.id,
                door=door,
                account=account,
                language="uk",
                used_at=joined.replace(minute=number),
                blocked_at=None,
            )
            for number, (door, account) in enumerate(accounts)
        )
        await changed(session, branch_id, PUBLISHED)
        return member.id


async def party_of(store: Store, branch_id: int, member_id: int) -> int:
    """Return the party that stands for a member in the plan, adding it when it is missing."""
    async with store.writing() as session:
        found = await session.scalar(select(PartyRow.id).where(PartyRow.member_id == member_id))
        if found is not None:
            return found
        member = await session.get_one(MemberRow, member_id)
        party = PartyRow(branch_id=branch_id, kind=PartyKind.PERSON.value, name=member.name, member_id=member_id)
        session.add(party)
        await session.flush()
        return party.id


async def add_body(store: Store, branch_id: int, name: str = "Президія") -> int:
    """Add a body as a party."""
    async with store.writing() as session:
        party = PartyRow(branch_id=branch_id, kind=PartyKind.BODY.value, name=name, member_id=None)
        session.add(party)
        await session.flush()
        return party.id


async def add_activity(
    store: Store,
    plan_id: int,
    title: str,
    window: Window,
    parties: Sequence[int] = (),
    mode: Mode = Mode.ONCE,
) -> Written:
    """Add an activity with its occurrences; the first of the parties leads."""
    async with store.writing() as session:
        plan = await session.get_one(PlanRow, plan_id)
        activity = ActivityRow(
            plan_id=plan_id,
            goal_id=None,
            position=1,
            number="1.1",
            title=title,
            term=f"{window.first} – {window.last}",
            windows=[[window.first.isoformat(), window.last.isoformat()]],
            mode=mode.value,
            resources="",
            result="",
            notes="",
        )
        session.add(activity)
        await session.flush()
        session.add_all(
            DutyRow(activity_id=activity.id, party_id=party_id, position=position, lead=position == 0)
            for position, party_id in enumerate(parties)
        )
        occurrences = [
            OccurrenceRow(
                activity_id=activity.id,
                first=each.first,
                last=each.last,
                continuous=goes_on(mode),
                state=State.PLANNED.value,
            )
            for each in occurrence_windows(Meaning((window,), mode))
        ]
        session.add_all(occurrences)
        await changed(session, plan.branch_id, PUBLISHED)
        await session.flush()
        return Written(activity.id, tuple(each.id for each in occurrences))


async def add_meeting(store: Store, plan_id: int, quarter: int, day: date | None = None, time: str = "") -> int:
    """Add the presidium's meeting of a quarter."""
    async with store.writing() as session:
        plan = await session.get_one(PlanRow, plan_id)
        meeting = MeetingRow(plan_id=plan_id, quarter=quarter, day=day, time=time)
        session.add(meeting)
        await changed(session, plan.branch_id, PUBLISHED)
        await session.flush()
        return meeting.id


async def set_state(store: Store, occurrence_id: int, state: State, now: datetime) -> None:
    """Put an occurrence into a state, as a use case would."""
    async with store.writing() as session:
        row = await session.get_one(OccurrenceRow, occurrence_id)
        row.state = state.value
        row.revision += 1
        activity = await session.get_one(ActivityRow, row.activity_id)
        plan = await session.get_one(PlanRow, activity.plan_id)
        await changed(session, plan.branch_id, now)


async def outbox(store: Store) -> list[OutboxRow]:
    """Every row of the outbox, in the order in which they fall due."""
    async with store.reading() as session:
        return list(await session.scalars(select(OutboxRow).order_by(OutboxRow.due, OutboxRow.id)))
