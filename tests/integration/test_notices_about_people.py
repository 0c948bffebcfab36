"""Notices about people leave before a plan is published too, and say what is so at that moment."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.dialog.actions import ShowApplicant, ShowApplicants
from bot.dialog.pages.notices_of_people import PAGES
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from db.about_people import READERS
from db.outbox import owe
from db.store import Store
from db.tables import ApplicantRow, IdentityRow, MemberRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, SetClock, add_branch, add_member, kyiv, outbox
from tests.integration.test_delivery import post_of

NOON = kyiv(9, 16, 12)


async def owed_about(store: Store) -> tuple[PlayedDoor, int]:
    """Owe the secretary of a branch without a plan a notice about somebody who cannot be written to."""
    branch = await add_branch(store)
    secretary = await add_member(store, branch, "Криничко Тетяна", Role.SECRETARY, [("telegram", "7")])
    silent = await add_member(store, branch, "Лелека Марта", accounts=[("telegram", "8")])
    async with store.writing() as session:
        await session.execute(update(IdentityRow).where(IdentityRow.member_id == silent).values(blocked_at=NOON))
        notice = Notice(Kind.UNREACHABLE, silent, secretary, NOON.date())
        await owe(session, branch, notice, notice.key, NOON, NOON + timedelta(days=60), NOON)
    return PlayedDoor("telegram"), silent


async def test_they_leave_without_a_published_plan(store: Store) -> None:
    door, _ = await owed_about(store)
    await catch_up(post_of(store, SetClock(NOON), [door]))
    [(account, reply, _)] = door.sent
    assert account == "7"
    assert [(line.text.key, line.text.args) for line in reply.lines] == [
        ("notice.unreachable", {"who": "Лелека Марта"})
    ]


async def test_they_say_the_name_that_is_in_force_when_they_leave(store: Store) -> None:
    door, silent = await owed_about(store)
    async with store.writing() as session:
        await session.execute(update(MemberRow).where(MemberRow.id == silent).values(name="Лелека Марія"))
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert door.sent[0][1].lines[0].text.args == {"who": "Лелека Марія"}


async def test_they_are_dropped_once_they_are_no_longer_so(store: Store) -> None:
    door, silent = await owed_about(store)
    async with store.writing() as session:
        await session.execute(update(IdentityRow).where(IdentityRow.member_id == silent).values(blocked_at=None))
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert door.sent == []
    assert [(row.state, row.outcome) for row in await outbox(store)] == [("cancelled", "done")]


def test_each_of_them_has_its_facts_and_its_words() -> None:
    said_together = {Kind.APPLICANT}  # however many wait, it is one line: see bot.dialog.pages.notices
    assert set(READERS) == set(PAGES) | said_together
    assert Kind.UNREACHABLE in READERS


async def told_of_applicants(store: Store, *names: str) -> tuple[PlayedDoor, dict[str, int], list[int]]:
    """Owe the secretary and the head of a branch without a plan the word of each who waits."""
    branch = await add_branch(store)
    people = {
        role.value: await add_member(store, branch, name, role, [("telegram", role.value)])
        for role, name in ((Role.SECRETARY, "Криничко Тетяна"), (Role.HEAD, "Дем'яненко Ольга"))
    }
    rows = [
        ApplicantRow(branch_id=branch, door="viber", account=name, language="uk", name=name, asked_at=NOON)
        for name in names
    ]
    async with store.writing() as session:
        session.add_all(rows)
        await session.flush()
        for row in rows:
            for member in people.values():
                notice = Notice(Kind.APPLICANT, row.id, member, NOON.date())
                await owe(session, branch, notice, notice.key, NOON, NOON + timedelta(days=30), NOON)
    return PlayedDoor("telegram"), people, [row.id for row in rows]


def heard(door: PlayedDoor) -> dict[str, list[tuple[str, object]]]:
    """What each account was told: the keys of the lines, with how many they speak of."""
    return {to: [(line.text.key, line.text.args.get("n")) for line in reply.lines] for to, reply, _ in door.sent}


async def test_those_who_keep_the_people_hear_that_somebody_waits(store: Store) -> None:
    door, _, [applicant] = await told_of_applicants(store, "Калина Олена")
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert heard(door) == {each: [("notice.applicants", 1)] for each in ("secretary", "head")}
    assert "Калина" not in str(door.sent), "the card has the name, a notice on a locked screen does not"
    assert {row[0].action for _, reply, _ in door.sent for row in reply.rows[:1]} == {ShowApplicant(applicant)}


async def test_however_many_wait_it_is_one_line(store: Store) -> None:
    door, _, _ = await told_of_applicants(store, "Калина Олена", "Ясен Іван", "Мороз Ганна")
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert heard(door) == {each: [("notice.applicants", 3)] for each in ("secretary", "head")}
    assert {type(row[0].action) for _, reply, _ in door.sent for row in reply.rows[:1]} == {ShowApplicants}


async def test_who_waits_no_more_is_not_told_of(store: Store) -> None:
    door, _, [first, second] = await told_of_applicants(store, "Калина Олена", "Ясен Іван")
    async with store.writing() as session:
        await session.execute(update(ApplicantRow).where(ApplicantRow.id == first).values(settled_at=NOON))
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert heard(door) == {each: [("notice.applicants", 1)] for each in ("secretary", "head")}
    assert {row.subject: row.state for row in await outbox(store)} == {first: "cancelled", second: "sent"}


@pytest.mark.parametrize("change", [{"role": Role.MEMBER.value}, {"left_at": NOON}])
async def test_who_keeps_the_people_no_more_is_not_told_who_waits(store: Store, change: dict[str, object]) -> None:
    door, people, _ = await told_of_applicants(store, "Калина Олена")
    async with store.writing() as session:
        await session.execute(update(MemberRow).where(MemberRow.id == people["secretary"]).values(**change))
    await catch_up(post_of(store, SetClock(NOON), [door]))
    assert list(heard(door)) == ["head"]


@pytest.mark.parametrize("left", [None, NOON])
async def test_who_was_let_in_is_welcomed_unless_they_have_left(store: Store, left: datetime | None) -> None:
    branch = await add_branch(store)
    newcomer = await add_member(store, branch, "Калина Олена", accounts=[("telegram", "9")])
    async with store.writing() as session:
        notice = Notice(Kind.ADMITTED, 1, newcomer, NOON.date())
        await owe(session, branch, notice, notice.key, NOON, NOON + timedelta(days=30), NOON)
        await session.execute(update(MemberRow).where(MemberRow.id == newcomer).values(left_at=left))
    door = PlayedDoor("telegram")
    await catch_up(post_of(store, SetClock(NOON), [door]))
    welcome = [("welcome", None), ("welcome.without-plan", None)]
    assert heard(door) == ({} if left else {"9": welcome})
