"""The outbox and the inbox: once means once, and only who holds a row decides on it."""

import asyncio
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.notices import Kind, Notice
from db import inbox
from db.identities import identities_of
from db.outbox import (
    DeliveryState,
    Owed,
    Reason,
    cancel,
    claim,
    leave,
    mark_blocked,
    mark_dead,
    mark_sent,
    mark_uncertain,
    owe,
    put_off,
    recover,
    retry,
)
from db.store import Store
from db.tables import IdentityRow, OutboxRow
from tests.integration.builders import add_branch, add_member, kyiv, outbox

NOW = kyiv(9, 16)
LATER = NOW + timedelta(hours=1)
UNTIL = kyiv(9, 27)


async def people(store: Store, count: int) -> tuple[int, list[int]]:
    """A branch with so many members."""
    branch = await add_branch(store)
    return branch, [await add_member(store, branch, f"Член {n}", accounts=[("telegram", str(n))]) for n in range(count)]


async def owed(store: Store, branch: int, member: int, key: str, due: datetime = NOW) -> bool:
    notice = Notice(Kind.DEADLINE, 1, member, date(2026, 9, 30))
    async with store.writing() as session:
        return await owe(session, branch, notice, key, due, UNTIL, NOW)


async def claimed(store: Store, lease: str = "mine", now: datetime = NOW, limit: int = 20) -> tuple[Owed, ...]:
    async with store.writing() as session:
        return await claim(session, now, lease, 300, limit)


async def states(store: Store) -> list[str]:
    return [row.state for row in await outbox(store)]


async def test_an_update_is_taken_once_and_tells_what_came_of_it(store: Store) -> None:
    async with store.writing() as session:
        assert await inbox.what_came_of(session, "telegram:1") is None
        assert await inbox.take(session, "telegram:1", "c:4:2", NOW)
        assert not await inbox.take(session, "telegram:1", "c:9:9", NOW)
        assert await inbox.what_came_of(session, "telegram:1") == "c:4:2"


async def test_an_update_whose_effect_failed_is_not_taken(store: Store) -> None:
    async def fail() -> None:
        async with store.writing() as session:
            assert await inbox.take(session, "telegram:1", "h", NOW)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()
    async with store.writing() as session:
        assert await inbox.take(session, "telegram:1", "h", NOW)


async def test_one_of_many_copies_of_an_update_has_its_effect(store: Store) -> None:
    async def deliver() -> bool:
        async with store.writing() as session:
            return await inbox.take(session, "viber:1", "h", NOW)

    assert sum(await asyncio.gather(*(deliver() for _ in range(8)))) == 1


async def test_a_notice_is_owed_once(store: Store) -> None:
    branch, [member] = await people(store, 1)
    assert await owed(store, branch, member, "k")
    assert not await owed(store, branch, member, "k", LATER)
    [row] = await outbox(store)
    assert (row.state, row.due, row.next_at, row.attempts) == ("pending", NOW, NOW, 0)


async def test_a_notice_to_nobody_is_an_error_and_not_a_repetition(store: Store) -> None:
    branch, _ = await people(store, 0)
    with pytest.raises(IntegrityError):
        await owed(store, branch, 999, "k")


async def test_a_claim_takes_what_is_due_and_all_of_a_person(store: Store) -> None:
    branch, [first, second] = await people(store, 2)
    for key in ("a", "b"):
        await owed(store, branch, first, key)
    await owed(store, branch, second, "c", NOW + timedelta(seconds=1))
    rows = await claimed(store)
    assert [(row.notice.member_id, row.attempts, row.uncertain) for row in rows] == [(first, 0, False)] * 2
    assert await states(store) == ["claimed", "claimed", "pending"]
    assert await claimed(store, "yours") == ()


async def test_a_claim_is_limited_in_people_and_not_in_what_one_is_owed(store: Store) -> None:
    branch, members = await people(store, 3)
    for member in members:
        for key in "abc":
            await owed(store, branch, member, f"{member}{key}")
    rows = await claimed(store, limit=1)
    assert [row.notice.member_id for row in rows] == [members[0]] * 3
    assert len(await claimed(store, "yours", limit=20)) == 6


async def test_a_person_with_a_message_on_the_way_is_left_alone(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    await claimed(store)
    await owed(store, branch, member, "b")
    assert await claimed(store, "yours") == ()


async def test_claims_at_one_moment_share_nothing(store: Store) -> None:
    branch, members = await people(store, 6)
    for member in members:
        await owed(store, branch, member, str(member))
    batches = await asyncio.gather(*(claimed(store, f"worker {n}", limit=2) for n in range(4)))
    taken = [row.id for batch in batches for row in batch]
    assert len(taken) == len(set(taken)) == 6


async def test_only_the_holder_writes_down_an_outcome(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    [row] = await claimed(store)
    async with store.writing() as session:
        [account] = await identities_of(session, member)
        assert await mark_sent(session, "yours", [row.id], account.id, NOW) == 0
        assert await mark_sent(session, "mine", [row.id], account.id, NOW) == 1
        for outcome in (
            put_off(session, "mine", [row.id], LATER),
            retry(session, "mine", [row.id], LATER),
            mark_dead(session, "mine", [row.id], Reason.REFUSED),
            cancel(session, "mine", [row.id], Reason.DONE),
            mark_uncertain(session, "mine", [row.id], LATER),
            mark_blocked(session, "mine", [row.id]),
        ):
            assert await outcome == 0
    [written] = await outbox(store)
    assert (written.state, written.sent_at, written.identity_id, written.lease) == ("sent", NOW, account.id, None)


async def test_what_waits_is_due_again_at_its_moment_and_a_try_is_counted(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    [row] = await claimed(store)
    async with store.writing() as session:
        await put_off(session, "mine", [row.id], LATER)
    assert await claimed(store, "next") == ()
    [row] = await claimed(store, "next", LATER)
    assert row.attempts == 0
    async with store.writing() as session:
        await retry(session, "next", [row.id], LATER)
    [row] = await claimed(store, "last", LATER)
    assert row.attempts == 1


async def test_a_holder_that_crashed_leaves_an_uncertain_row_that_is_sent_once_more(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    [row] = await claimed(store)
    async with store.writing() as session:
        assert await leave(session, "mine", [row.id]) == 1
        assert await recover(session, NOW + timedelta(seconds=299)) == {}
        assert await recover(session, NOW + timedelta(seconds=300)) == {"uncertain": 1}
    assert await states(store) == ["uncertain"]
    [row] = await claimed(store, "next", LATER)
    assert row.uncertain
    async with store.writing() as session:
        await leave(session, "next", [row.id])
        assert await recover(session, LATER + timedelta(seconds=300)) == {"dead": 1}
    [written] = await outbox(store)
    assert (written.state, written.outcome) == ("dead", "uncertain")


async def test_a_holder_that_crashed_before_a_row_left_leaves_it_as_it_was(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    for lease, now in (("mine", NOW), ("next", LATER)):
        [row] = await claimed(store, lease, now)
        assert not row.uncertain
        async with store.writing() as session:
            assert await recover(session, now + timedelta(seconds=300)) == {"pending": 1}
    [row] = await claimed(store, "last", LATER + timedelta(hours=1))
    assert not row.uncertain


async def test_whoever_was_stopped_beyond_their_lease_does_not_send_what_another_holds(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    [row] = await claimed(store)
    async with store.writing() as session:
        await recover(session, LATER)
        await claim(session, LATER, "yours", 300, 20)
        assert await leave(session, "mine", [row.id]) == 0
        assert await leave(session, "yours", [row.id]) == 1


async def test_an_uncertain_row_stays_marked_however_often_it_waits(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    for lease, wait in (("1", mark_uncertain), ("2", put_off), ("3", retry)):
        [row] = await claimed(store, lease, LATER)
        async with store.writing() as session:
            await wait(session, lease, [row.id], LATER)
    [row] = await claimed(store, "4", LATER)
    assert row.uncertain
    async with store.writing() as session:
        await cancel(session, "4", [row.id], Reason.DONE)
    [written] = await outbox(store)
    assert (written.state, written.outcome) == ("cancelled", "uncertain")


async def test_every_way_out_is_written_in_the_state(store: Store) -> None:
    branch, members = await people(store, 4)
    for member in members:
        await owed(store, branch, member, str(member))
    one, two, three, four = [row.id for row in await claimed(store)]
    async with store.writing() as session:
        await mark_dead(session, "mine", [one], Reason.REFUSED)
        await cancel(session, "mine", [two], Reason.LATE)
        await mark_blocked(session, "mine", [three])
        await mark_uncertain(session, "mine", [four], LATER)
    assert [(row.state, row.outcome) for row in await outbox(store)] == [
        (DeliveryState.DEAD, "refused"),
        (DeliveryState.CANCELLED, "late"),
        (DeliveryState.BLOCKED, ""),
        (DeliveryState.UNCERTAIN, "uncertain"),
    ]


async def test_the_account_used_last_comes_first_and_a_blocked_one_not_at_all(store: Store) -> None:
    branch = await add_branch(store)
    accounts = [("telegram", "1"), ("viber", "v"), ("web", "w")]
    member = await add_member(store, branch, "Летучій С.", accounts=accounts)
    async with store.writing() as session:
        await session.execute(update(IdentityRow).where(IdentityRow.door == "viber").values(blocked_at=NOW))
        found = await identities_of(session, member)
    assert [(each.door, each.account, each.language) for each in found] == [("web", "w", "uk"), ("telegram", "1", "uk")]


async def test_a_row_says_when_and_where_it_went(store: Store) -> None:
    branch, [member] = await people(store, 1)
    await owed(store, branch, member, "a")
    async with store.writing() as session:
        await session.execute(update(OutboxRow).values(due=NOW - timedelta(days=1)))
    [row] = await claimed(store)
    assert row.notice == Notice(Kind.DEADLINE, 1, member, date(2026, 9, 30))
    assert row.until == UNTIL
