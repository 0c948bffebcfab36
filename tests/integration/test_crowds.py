"""Two hundred at once: one winner, no update lost, and everybody is told once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.dialog.model import Address
from bot.domain.notices import Kind
from bot.domain.plan import Role, State
from bot.domain.steps import Step
from bot.usecases import deciding
from bot.usecases.acting import Verdict
from db.caller import Caller
from db.tables import BranchRow, IdentityRow, MemberRow, OccurrenceRow, OutboxRow
from tests.integration.houses import DOOR, NOW, Scene
from tests.integration.working import Workers, is_what_its_history_says

CROWD = 200


async def judges(scene: Scene) -> list[Caller]:
    """Let two hundred people into the presidium."""
    async with scene.store.writing() as session:
        members = [
            MemberRow(branch_id=scene.branch, name=f"Член {number}", role=Role.PRESIDIUM.value, joined_at=NOW)
            for number in range(CROWD)
        ]
        session.add_all(members)
        await session.flush()
        session.add_all(
            IdentityRow(member_id=each.id, door=DOOR, account=each.name, language="uk", used_at=NOW) for each in members
        )
    found = [await scene.store.caller(Address(DOOR, f"Член {number}")) for number in range(CROWD)]
    return [each for each in found if each is not None]


async def revision_of(scene: Scene) -> int:
    async with scene.store.reading() as session:
        return (await session.get_one(BranchRow, scene.branch)).revision


@pytest.mark.parametrize("returning", [False, True], ids=["all-confirm", "half-of-them-return"])
async def test_of_two_hundred_who_decide_at_once_one_does(scene: Scene, returning: bool) -> None:
    crowd, workers = await judges(scene), Workers(scene)
    assert len(crowd) == CROWD
    await workers.claims("responsible")
    seen = await workers.revision()

    async def decide(number: int) -> Verdict:
        if returning and number % 2:
            key = f"return-{number}"
            return await deciding.give_back(scene.house, crowd[number], scene.occurrence, seen, "Де світлини?", key)
        return await deciding.confirm(scene.house, crowd[number], scene.occurrence, seen, f"confirm-{number}")

    verdicts = await asyncio.gather(*(decide(number) for number in range(CROWD)))
    assert sorted(verdicts) == sorted([Verdict.DONE, *[Verdict.STALE] * (CROWD - 1)])
    winner = crowd[verdicts.index(Verdict.DONE)]
    row = await scene.row()
    assert (row.revision, row.decided_by) == (seen + 1, winner.member_id)
    assert [each.verb for each in await workers.steps()][:1] == [Step.CLAIM]
    assert len(await workers.steps()) == 2
    assert await is_what_its_history_says(scene.store, row)
    assert await workers.told(Kind.DECISION) == ["responsible"]


async def test_of_two_hundred_confirmations_at_once_none_is_lost(scene: Scene) -> None:
    async with scene.store.writing() as session:
        rows = [
            OccurrenceRow(
                activity_id=scene.winter.activity_id,
                first=NOW.date() + timedelta(number),
                last=NOW.date() + timedelta(number),
                continuous=False,
                state=State.PLANNED.value,
            )
            for number in range(CROWD)
        ]
        session.add_all(rows)
        await session.flush()
        ids = [each.id for each in rows]
    both = [await scene.caller("head"), await scene.caller("presidium")]
    before = await revision_of(scene)
    verdicts = await asyncio.gather(
        *(
            deciding.confirm(scene.house, both[number % 2], each, 0, f"confirm-{number}")
            for number, each in enumerate(ids)
        )
    )
    assert set(verdicts) == {Verdict.DONE}
    assert await revision_of(scene) == before + CROWD
    async with scene.store.reading() as session:
        confirmed = select(func.count()).where(
            OccurrenceRow.id.in_(ids), OccurrenceRow.state == State.CONFIRMED, OccurrenceRow.revision == 1
        )
        assert await session.scalar(confirmed) == CROWD
        told = select(OutboxRow.subject).where(OutboxRow.kind == Kind.DECISION)
        assert sorted(await session.scalars(told)) == sorted(ids), "each of them is told of once"
