"""Notices about people leave before a plan is published too, and say what is so at that moment."""

from datetime import timedelta

from sqlalchemy import update

from bot.dialog.pages.notices_of_people import PAGES
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Role
from db.about_people import READERS
from db.outbox import owe
from db.store import Store
from db.tables import IdentityRow, MemberRow
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
