"""The making of the world: its plans, their states, its people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role, State
from bot.domain.steps import Step
from bot.domain.windows import calendar_year
from bot.usecases.deciding import mark_of, to_confirm
from bot.usecases.plans import import_plan
from bot.usecases.privacy import before_erasing
from db.leaving import let_go
from db.steps import By, take_step
from db.tables import (
    ActivityRow,
    ApplicantRow,
    Base,
    ChannelRow,
    EvidenceRow,
    IdentityRow,
    InviteRow,
    MemberRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
    ReportRow,
)
from tests.entrances import DOORS
from tests.integration.builders import add_branch, add_member
from tests.integration.houses import a_house, quick_store
from tests.rights import people
from tests.rights.asked import add_requests
from tests.rights.people import MOMENT, Folk
from tests.rights.world import (
    APPLICANT,
    BRANCH,
    DATABASE,
    DRAFT,
    ELSEWHERE,
    FOREIGN,
    NEWER,
    OURS,
    PEOPLE,
    PLAN,
    STATES,
    World,
    account,
)

CHANNELS = {"telegram": "planovyk_bot", "viber": "planovyk"}
WAYS = {
    State.CLAIMED: [Step.CLAIM],
    State.RETURNED: [Step.CLAIM, Step.RETURN],
    State.CONFIRMED: [Step.CLAIM, Step.CONFIRM],
    State.CANCELLED: [Step.CANCEL],
}
"""The steps that lead to a state."""


async def a_world(folder: Path) -> World:
    """Make the branch, the other one, and a copy of both to come back to."""
    store = quick_store(folder / DATABASE)
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    house, clock, _ = a_house(store, MOMENT)
    world = World(folder, store, house, clock)
    branches = {name: await add_branch(store, name) for name in (BRANCH, FOREIGN)}
    for who, (branch, name, role) in PEOPLE.items():
        accounts = [(door, str(account(door, who))) for door in DOORS]
        world.people[who] = await add_member(store, branches[branch], name, role, accounts)
    await _plans(world)
    await _states(world)
    await add_requests(world, branches[BRANCH], branches[FOREIGN])
    await _reports(world)
    await _claims(world)
    await _folk(world, branches)
    for who in OURS:
        caller = await store.caller(world.address(who))
        if caller is not None:
            world.marks[who] = (await before_erasing(house, caller)).mark
    return world


async def _folk(world: World, branches: Mapping[str, int]) -> None:
    """Add whoever else is of the branches, and what is kept about them; one of the people is of both."""
    async with world.store.writing() as session:
        session.add_all(ChannelRow(door=door, handle=name) for door, name in CHANNELS.items())
        other = await _other_self(session, branches[FOREIGN])
        session.add_all(_applicant(door, branches[BRANCH]) for door in DOORS)
        own = world.people
        world.folk = Folk(own["secretary"], own["member"], own["responsible"])
        await people.fill(session, branches[BRANCH], world.folk, people.OURS)
        await people.fill(session, branches[FOREIGN], Folk(own["elsewhere"], other, own["elsewhere"]), people.FOREIGN)
        names = {key: who for who, key in own.items()} | {other: "both"}
        for row in await session.scalars(select(IdentityRow)):
            world.owner[row.id] = names[row.member_id], row.door
            world.elsewhere |= {row.id} if row.member_id in {other, own["elsewhere"]} else set()
        nobodys = select(PartyRow).where(PartyRow.member_id.is_(None), PartyRow.branch_id == branches[BRANCH])
        world.named = {row.name: row.id for row in await session.scalars(nobodys)}
        session.add(await _used_invitation(session, own))


async def _other_self(session: AsyncSession, branch: int) -> int:
    """Make somebody of one branch a member of another one, too: with the same accounts, which talk to the first."""
    other = MemberRow(branch_id=branch, name=PEOPLE["both"][1], role=Role.MEMBER, joined_at=MOMENT)
    session.add(other)
    await session.flush()
    session.add_all(
        IdentityRow(
            member_id=other.id,
            door=door,
            account=str(account(door, "both")),
            language="uk",
            used_at=MOMENT,
            current=False,
        )
        for door in DOORS
    )
    return other.id


def _applicant(door: str, branch: int) -> ApplicantRow:
    name, number = f"{people.OURS.applicant}ий О.О.", str(account(door, APPLICANT))
    return ApplicantRow(branch_id=branch, door=door, account=number, language="uk", name=name, asked_at=MOMENT)


async def _used_invitation(session: AsyncSession, own: Mapping[str, int]) -> InviteRow:
    first = select(IdentityRow.id).where(IdentityRow.member_id == own["responsible"]).order_by(IdentityRow.id).limit(1)
    return InviteRow(
        member_id=own["responsible"],
        token_hash="used",
        expires_at=MOMENT,
        used_at=MOMENT - timedelta(hours=2),
        made_by=own["secretary"],
        identity_id=await session.scalar(first),
    )


async def _plans(world: World) -> None:
    for words, branch, publish in (
        (PLAN, BRANCH, True), (ELSEWHERE, FOREIGN, True), (NEWER, BRANCH, False), (DRAFT, BRANCH, False),
    ):  # fmt: skip
        year = 2027 if words is DRAFT else 2026
        await import_plan(world.house, read_plan(words.encode(), calendar_year(year)), branch, publish=publish)
    async with world.store.reading() as session:
        waiting = select(PlanRow.id).where(PlanRow.published_at.is_(None), PlanRow.year == 2026)
        world.edition = await session.scalar(waiting) or 0
    newer = ELSEWHERE.replace("2026", "2027").replace("перше", "перше знову")
    await import_plan(world.house, read_plan(newer.encode(), calendar_year(2027)), FOREIGN, publish=False)


async def _states(world: World) -> None:
    author = {"1.6": "head"}
    async with world.store.writing() as session:
        first = select(PlanRow.id).where(PlanRow.published_at.is_not(None)).order_by(PlanRow.id).limit(1)
        activities = await session.scalars(
            select(ActivityRow).where(ActivityRow.plan_id == await session.scalar(first))
        )
        for activity in activities:
            world.activity[activity.number or ""] = activity.id
            one = select(OccurrenceRow.id).where(OccurrenceRow.activity_id == activity.id)
            world.occurrence[activity.number or ""] = await session.scalar(one.order_by(OccurrenceRow.id).limit(1)) or 0
            state = STATES.get(activity.number or "")
            by = world.people[author.get(activity.number or "", "responsible")]
            if state is State.CANCELLED:
                activity.cancelled_at = MOMENT
            row = await session.get(OccurrenceRow, world.occurrence[activity.number or ""])
            for step in WAYS[state] if state else ():
                assert row is not None
                doer = by if step is Step.CLAIM else world.people["presidium"]
                await take_step(session, row, step, By(doer, MOMENT))
            world.revision[activity.number or ""] = row.revision if row else 0
        removed = await session.get_one(MemberRow, world.people["removed"])
        await let_go(session, removed, MOMENT)


async def _reports(world: World) -> None:
    """Have two people be in the middle of a report, one of each branch, and let something go with a claim."""
    place = await world.house.files.keep("Очікуване від звіту".encode())
    async with world.store.writing() as session:
        foreign = await session.scalar(
            select(ActivityRow.id).where(ActivityRow.title.startswith("Чужинське перше")).order_by(ActivityRow.id)
        )
        for who, activity_id in (("member", world.activity["1.13"]), ("elsewhere", foreign or 0)):
            words = "Чужинське почате" if who == "elsewhere" else "Очікуване почате"
            message: dict[str, object] = {
                "words": words,
                "participants": None,
                "evidence": [],
                "at": MOMENT.isoformat(),
            }
            one = select(OccurrenceRow.id).where(OccurrenceRow.activity_id == activity_id)
            session.add(
                ReportRow(
                    activity_id=activity_id,
                    occurrence_id=await session.scalar(one.limit(1)),
                    member_id=world.people[who],
                    outcome="done",
                    words=words,
                    started_at=MOMENT,
                    messages=[message],
                )
            )
        made = ReportRow(
            activity_id=world.activity["1.2"],
            occurrence_id=world.occurrence["1.2"],
            member_id=world.people["responsible"],
            outcome="done",
            closes=True,
            started_at=MOMENT,
            ended_at=MOMENT,
        )
        session.add(made)
        await session.flush()
        about = {"report_id": made.id, "at": MOMENT}
        session.add_all([
            EvidenceRow(kind="file", name="очікуване.txt", place=place, media_type="text/plain", size=1, **about),
            EvidenceRow(kind="link", name="https://example.org/Очікуване", place="", media_type="", **about),
        ])  # fmt: skip


async def _claims(world: World) -> None:
    caller = await world.store.caller(world.address("head"))
    assert caller is not None
    snapshot = await world.store.snapshot(caller.branch_id, caller.revision, world.house.today())
    assert snapshot is not None
    for who in ("presidium", "head"):
        mark = mark_of(to_confirm(snapshot, snapshot.members[world.people[who]]))
        world.claims.setdefault(mark, set()).add(who)
