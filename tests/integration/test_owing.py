"""What is owed is written down once, in time, whatever happens to the clock."""

import io
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.domain.plan import Role, State
from bot.domain.windows import Mode, Window
from db.branches import branches_to_look_at, changed, set_look_at
from db.store import Store
from db.tables import BranchRow, IdentityRow, OccurrenceRow, OutboxRow, PlanRow
from scheduler.owing import look
from tests.integration.builders import (
    PUBLISHED,
    SetClock,
    Written,
    add_activity,
    add_branch,
    add_member,
    add_plan,
    kyiv,
    outbox,
    party_of,
    set_state,
)
from tests.integration.houses import be_impatient, held

SEPTEMBER = Window(date(2026, 9, 1), date(2026, 9, 30))


async def a_branch(store: Store, name: str = "Відділення") -> tuple[int, int, Written]:
    """A branch with one activity for September and its lead; returns branch, member and what was written."""
    branch = await add_branch(store, name)
    plan = await add_plan(store, branch)
    member = await add_member(store, branch, "Летучій С.", accounts=[("telegram", name)])
    activity = await add_activity(store, plan, "Тиха вечірка", SEPTEMBER, [await party_of(store, branch, member)])
    return branch, member, activity


async def look_at(store: Store, moment: datetime) -> None:
    await look(store, SetClock(moment))


async def next_look(store: Store, branch: int) -> datetime | None:
    async with store.reading() as session:
        return (await session.get_one(BranchRow, branch)).look_at


def rules(rows: list[OutboxRow]) -> list[tuple[str, str]]:
    return [(row.key.split(":")[2], row.state) for row in rows]


async def test_nothing_is_owed_before_the_first_reminder_and_the_next_look_is_at_its_morning(store: Store) -> None:
    branch, _, _ = await a_branch(store)
    await look_at(store, kyiv(9, 1))
    assert await outbox(store) == []
    assert await next_look(store, branch) == kyiv(9, 16)


async def test_reminders_come_due_fourteen_and_three_days_before_and_the_day_after(store: Store) -> None:
    branch, member, written = await a_branch(store)
    looks: list[datetime] = []
    while not looks or looks[-1] < kyiv(10, 1):
        looks.append(await next_look(store, branch) or kyiv(12, 31))
        await look_at(store, looks[-1])
    dues = [kyiv(9, 16), kyiv(9, 28), kyiv(10, 1)]  # 27 September is a Sunday
    months = [kyiv(month, 1, 0) for month in range(2, 11)]
    assert looks == sorted([PUBLISHED, *months, *dues])
    assert [(row.key.split(":")[2], row.due) for row in await outbox(store)] == list(
        zip(("14d", "3d", "after"), dues, strict=True)
    )
    assert {(row.member_id, row.subject, row.refers_to) for row in await outbox(store)} == {
        (member, written.occurrence_ids[0], date(2026, 9, 30))
    }


async def test_looking_again_changes_nothing(store: Store) -> None:
    branch, _, _ = await a_branch(store)
    for _ in range(3):
        async with store.writing() as session:
            await changed(session, branch, kyiv(9, 16))
        await look_at(store, kyiv(9, 16, 10))
    assert rules(await outbox(store)) == [("14d", "pending")]


async def test_what_was_missed_while_the_program_slept_is_owed_or_accounted_for_as_late(store: Store) -> None:
    await a_branch(store)
    await look_at(store, kyiv(9, 29))
    rows = await outbox(store)
    assert rules(rows) == [("14d", "cancelled"), ("3d", "pending")]
    assert [row.outcome for row in rows] == ["late", ""]


async def test_after_the_last_reminder_the_next_month_is_looked_at(store: Store) -> None:
    branch, _, _ = await a_branch(store)
    await look_at(store, kyiv(11, 1))
    assert await next_look(store, branch) == kyiv(12, 1, 0)
    await look_at(store, kyiv(12, 1, 0))
    assert await next_look(store, branch) == kyiv(1, 1, 0, year=2027)


async def test_a_plan_published_for_the_next_year_is_taken_up_at_new_year(store: Store) -> None:
    branch, member, _ = await a_branch(store)
    await look_at(store, kyiv(11, 1))
    plan = await add_plan(store, branch, 2027, kyiv(12, 20))
    january = Window(date(2027, 1, 1), date(2027, 1, 29))
    await add_activity(store, plan, "Звіт", january, [await party_of(store, branch, member)])
    await look_at(store, kyiv(12, 21))
    before = len(await outbox(store))
    await look_at(store, kyiv(1, 1, 0, year=2027))
    assert len(await outbox(store)) == before
    assert await next_look(store, branch) == kyiv(1, 15, year=2027)


async def test_nothing_is_owed_on_a_plan_that_is_not_published_and_publishing_brings_the_look(store: Store) -> None:
    branch = await add_branch(store)
    plan = await add_plan(store, branch, published=None)
    await look_at(store, kyiv(9, 16))
    assert await next_look(store, branch) is None
    async with store.writing() as session:
        await session.execute(update(PlanRow).where(PlanRow.id == plan).values(published_at=kyiv(9, 16)))
        await changed(session, branch, kyiv(9, 16))
    assert await next_look(store, branch) == kyiv(9, 16)


async def test_what_has_been_reported_is_not_owed(store: Store) -> None:
    _, _, written = await a_branch(store)
    await set_state(store, written.occurrence_ids[0], State.CLAIMED, kyiv(9, 10))
    await look_at(store, kyiv(9, 16))
    assert await outbox(store) == []


async def test_a_change_during_a_look_is_looked_at_again(store: Store) -> None:
    branch, _, _ = await a_branch(store)
    async with store.reading() as session:
        [found] = await branches_to_look_at(session, kyiv(9, 1), 10)
    async with store.writing() as session:
        revision = await changed(session, branch, kyiv(9, 1))
    async with store.writing() as session:
        assert not await set_look_at(session, branch, kyiv(9, 16), found.revision)
    assert await next_look(store, branch) == kyiv(9, 1)
    async with store.writing() as session:
        assert await set_look_at(session, branch, kyiv(9, 16), revision)
    assert await next_look(store, branch) == kyiv(9, 16)


async def test_every_branch_is_looked_at_by_itself(store: Store) -> None:
    for number in range(3):
        await a_branch(store, f"Відділення {number}")
    await look_at(store, kyiv(9, 16))
    assert len({row.branch_id for row in await outbox(store)}) == 3


async def test_more_branches_than_one_round_takes_are_said_to_be_waiting(store: Store) -> None:
    for number in range(51):
        await add_plan(store, await add_branch(store, f"Відділення {number}"))
    clock = SetClock(kyiv(9, 16))
    assert await look(store, clock)
    assert not await look(store, clock)


async def test_a_branch_that_cannot_be_read_does_not_keep_the_others_from_their_reminders(
    store: Store, log: io.StringIO
) -> None:
    broken, _, written = await a_branch(store, "Зламане")
    healthy, _, _ = await a_branch(store, "Справне")
    async with store.writing() as session:
        await session.execute(
            update(OccurrenceRow).where(OccurrenceRow.id == written.occurrence_ids[0]).values(state="no such")
        )
    await look_at(store, kyiv(9, 16))
    assert [row.branch_id for row in await outbox(store)] == [healthy]
    assert f"look-failed branch={broken} error=ValueError" in log.getvalue()
    assert await next_look(store, broken) == kyiv(9, 16, 10)
    await look_at(store, kyiv(9, 16, 9, 59))
    assert log.getvalue().count("look-failed") == 1
    await look_at(store, kyiv(9, 16, 10))
    assert log.getvalue().count("look-failed") == 2


async def test_broken_branches_do_not_take_the_turns_of_the_others(store: Store) -> None:
    for number in range(51):
        await a_branch(store, f"Зламане {number}")
    async with store.writing() as session:
        await session.execute(update(OccurrenceRow).values(state="no such"))
    healthy, _, _ = await a_branch(store, "Справне")
    clock = SetClock(kyiv(9, 16))
    assert await look(store, clock)
    assert not await look(store, clock)
    assert [row.branch_id for row in await outbox(store)] == [healthy]


async def test_a_branch_keeps_its_turn_while_the_database_is_held_by_others(store: Store, log: io.StringIO) -> None:
    branch, _, _ = await a_branch(store)
    await store.engine.dispose()
    await be_impatient(store)
    with held(store):
        assert not await look(store, SetClock(kyiv(9, 16)))
    assert f"look-failed branch={branch} error=StoreUnavailableError" in log.getvalue()
    assert await next_look(store, branch) == PUBLISHED
    await look_at(store, kyiv(9, 16))
    assert rules(await outbox(store)) == [("14d", "pending")]


async def test_what_could_not_reach_a_person_is_owed_again_when_they_come_back_in_time(store: Store) -> None:
    branch, member, _ = await a_branch(store)
    await look_at(store, kyiv(9, 16))
    async with store.writing() as session:
        await session.execute(update(OutboxRow).values(state="blocked"))
        await session.execute(update(IdentityRow).values(blocked_at=kyiv(9, 16)))
        await changed(session, branch, kyiv(9, 16))
    await look_at(store, kyiv(9, 17))
    assert rules(await outbox(store)) == [("14d", "blocked")]
    async with store.writing() as session:
        await session.execute(update(IdentityRow).where(IdentityRow.member_id == member).values(blocked_at=None))
        await changed(session, branch, kyiv(9, 18))
    await look_at(store, kyiv(9, 18))
    assert rules(await outbox(store)) == [("14d", "pending")]


async def test_the_secretary_hears_instead_of_a_person_who_never_joined(store: Store) -> None:
    branch = await add_branch(store)
    plan = await add_plan(store, branch)
    silent = await add_member(store, branch, "Сірокурова І.")
    secretary = await add_member(store, branch, "Куценко С.В.", Role.SECRETARY, [("telegram", "7")])
    await add_activity(store, plan, "Портал", SEPTEMBER, [await party_of(store, branch, silent)], Mode.QUARTERLY)
    await look_at(store, kyiv(9, 21))
    assert [row.member_id for row in await outbox(store)] == [secretary]


async def test_a_year_of_looks_at_any_pace_owes_the_same(store: Store) -> None:
    branch, _, _ = await a_branch(store, "Щогодини")
    sleepy, _, _ = await a_branch(store, "Зрідка")
    async with store.writing() as session:
        await session.execute(update(BranchRow).where(BranchRow.id == sleepy).values(look_at=None))
    moment = kyiv(9, 10)
    while moment < kyiv(10, 5):
        await look_at(store, moment)
        moment += timedelta(hours=5)
    async with store.writing() as session:
        await changed(session, sleepy, moment)
    await look_at(store, moment)
    keys = {each: [row.due for row in await outbox(store) if row.branch_id == each] for each in (branch, sleepy)}
    assert keys[branch] == keys[sleepy]
    assert len(keys[branch]) == 3


async def test_a_reminder_that_was_dropped_as_done_is_owed_again_when_the_claim_is_returned(store: Store) -> None:
    branch, _, written = await a_branch(store)
    await look_at(store, kyiv(9, 16))
    async with store.writing() as session:
        await session.execute(update(OutboxRow).values(state="cancelled", outcome="done"))
    await set_state(store, written.occurrence_ids[0], State.CLAIMED, kyiv(9, 16))
    await look_at(store, kyiv(9, 17))
    assert rules(await outbox(store)) == [("14d", "cancelled")]
    await set_state(store, written.occurrence_ids[0], State.RETURNED, kyiv(9, 18))
    await look_at(store, kyiv(9, 18))
    [row] = await outbox(store)
    assert (row.state, row.outcome, row.next_at, row.branch_id) == ("pending", "", kyiv(9, 18), branch)


@pytest.mark.parametrize(("state", "outcome"), [("sent", ""), ("dead", "refused"), ("cancelled", "late")])
async def test_what_has_another_end_is_not_owed_again(store: Store, state: str, outcome: str) -> None:
    branch, _, _ = await a_branch(store)
    await look_at(store, kyiv(9, 16))
    async with store.writing() as session:
        await session.execute(update(OutboxRow).values(state=state, outcome=outcome))
        await changed(session, branch, kyiv(9, 17))
    await look_at(store, kyiv(9, 17))
    assert [(row.state, row.outcome) for row in await outbox(store)] == [(state, outcome)]
