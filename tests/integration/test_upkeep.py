"""The upkeep of a day: once, however often the program starts; each row whole or gone, however it ends."""

import asyncio
import io
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from random import SystemRandom

import pytest
from sqlalchemy import event, func, insert, select

from bot.dialog import actions
from bot.dialog.model import Tap
from bot.dialog.pages.notices import notices_reply
from bot.domain.personal import RETENTION, months_before
from bot.domain.plan import Role
from bot.usecases.deeds import doing, note
from bot.usecases.joining import invite
from bot.usecases.work import claim
from db.leaving import let_go
from db.tables import (
    ApplicantRow,
    AuditRow,
    BranchRow,
    InboxRow,
    InviteRow,
    LinkCodeRow,
    MemberRow,
    OutboxRow,
    RegistrationRow,
)
from db.upkeep import BATCH
from handlers.conversation import conversation
from scheduler.pacing import Pace
from scheduler.post import Post
from scheduler.tick import tick
from scheduler.upkeep import keep_up
from tests.integration.builders import kyiv
from tests.integration.hearing import labels, replies, tap
from tests.integration.houses import UNHURRIED, Scene, update_key

LATER = kyiv(3, 1, 4, year=2027)


def post_at(scene: Scene, moment: datetime) -> Post:
    scene.clock.moment = moment
    return Post(
        scene.store,
        scene.clock,
        {},
        notices_reply,
        SystemRandom(),
        Pace(time.monotonic, asyncio.sleep),
        scene.house.files,
    )


async def left(scene: Scene, who: str, moment: datetime) -> None:
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, scene.people[who]), moment)


async def names(scene: Scene) -> dict[str, str]:
    async with scene.store.reading() as session:
        rows = {row.id: row.name for row in await session.scalars(select(MemberRow))}
    return {who: rows[scene.people[who]] for who in scene.people}


async def how_many(scene: Scene, table: type) -> int:
    async with scene.store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_who_left_long_ago_is_erased_and_others_are_not(scene: Scene) -> None:
    await left(scene, "responsible", kyiv(2, 28))
    await left(scene, "other", kyiv(3, 2))
    await keep_up(post_at(scene, LATER))
    kept = await names(scene)
    assert kept["responsible"] == ""
    assert (kept["other"], kept["head"]) == ("Лелека Марта", "Дем'яненко Ольга")
    async with scene.store.reading() as session:
        entry = (await session.scalars(select(AuditRow).where(AuditRow.verb == "erase"))).one()
    assert (entry.member_id, entry.subject) == (None, f"member:{scene.people['responsible']}")
    trail = await tap(conversation(scene.house, UNHURRIED), scene.address("head"), actions.ShowTrail(0, 0))
    assert "Плановик: особу стерто" in trail


async def test_each_branch_keeps_them_as_long_as_it_says(scenes: tuple[Scene, Scene]) -> None:
    for each in scenes:
        await left(each, "responsible", kyiv(11, 1))
    async with scenes[0].store.writing() as session:
        (await session.get_one(BranchRow, scenes[1].branch)).retention_months = 3
    await keep_up(post_at(scenes[0], LATER))
    assert [(await names(each))["responsible"] for each in scenes] == ["Тополя Сергій", ""]


async def test_it_is_done_once_a_day_though_the_program_restarts(scene: Scene, log: io.StringIO) -> None:
    await left(scene, "responsible", kyiv(2, 10))
    for hour in (4, 5, 23):
        await tick(post_at(scene, kyiv(3, 1, hour, year=2027)))
    assert log.getvalue().count("kept-up erased=1") == 1
    await tick(post_at(scene, kyiv(3, 2, 2, year=2027)))
    assert log.getvalue().count("kept-up") == 1
    await tick(post_at(scene, kyiv(3, 2, 3, year=2027)))
    assert log.getvalue().count("kept-up") == 2
    assert "Тополя" not in log.getvalue()


async def test_what_is_of_no_use_goes_and_the_rest_stays(scene: Scene) -> None:
    now, old, young = LATER, LATER - timedelta(days=31), LATER - timedelta(days=29)
    months = {"old": kyiv(2, 27), "young": kyiv(3, 2)}
    member = scene.people["other"]
    async with scene.store.writing() as session:
        for at in (now - timedelta(days=401), now - timedelta(days=399)):
            session.add(InboxRow(key=f"telegram:{at}", about="", at=at))
        for number, at in enumerate((old, young)):
            session.add(InviteRow(member_id=member, token_hash=f"{number}", expires_at=at))
            session.add(LinkCodeRow(member_id=member, handle="h", code_hash="c", expires_at=at))
            session.add(applicant(scene, f"settled-{number}", asked_at=old, settled_at=at))
        for kind, at in months.items():
            session.add(applicant(scene, f"waiting-{kind}", asked_at=at))
            session.add(RegistrationRow(branch_id=scene.branch, position=1, name=kind, left_at=at))
        session.add(RegistrationRow(branch_id=scene.branch, position=1, name="member"))
    await keep_up(post_at(scene, now))
    async with scene.store.reading() as session:
        assert set(await session.scalars(select(InviteRow.token_hash))) == {"1"}
        assert len((await session.scalars(select(LinkCodeRow))).all()) == 1
        assert set(await session.scalars(select(ApplicantRow.account))) == {"settled-1", "waiting-young"}
        assert set(await session.scalars(select(RegistrationRow.name))) == {"young", "member"}
        keys = set(await session.scalars(select(InboxRow.key)))
    assert f"telegram:{now - timedelta(days=401)}" not in keys
    assert f"telegram:{now - timedelta(days=399)}" in keys


def applicant(scene: Scene, account: str, asked_at: datetime, settled_at: datetime | None = None) -> ApplicantRow:
    return ApplicantRow(
        branch_id=scene.branch, door="viber", account=account, language="uk", name="Гість", asked_at=asked_at,
        settled_at=settled_at,
    )  # fmt: skip


async def test_that_a_notice_was_sent_stays_and_to_which_account_does_not(scene: Scene) -> None:
    await claim(scene.house, await scene.caller("responsible"), scene.occurrence, "Зроблено", update_key())
    identity = (await scene.caller("head")).identity_id
    async with scene.store.writing() as session:
        rows = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
        for row, at in zip(rows, (kyiv(2, 27), kyiv(3, 2)), strict=True):
            row.state, row.sent_at, row.identity_id = "sent", at, identity
    await keep_up(post_at(scene, LATER))
    async with scene.store.reading() as session:
        rows = (await session.scalars(select(OutboxRow).order_by(OutboxRow.id))).all()
    assert [(row.state, row.identity_id) for row in rows] == [("sent", None), ("sent", identity)]


async def test_very_many_old_updates_go_in_batches(scene: Scene) -> None:
    old = LATER - timedelta(days=500)
    many = [{"key": f"viber:{number}", "about": "", "at": old} for number in range(2 * BATCH + 7)]
    async with scene.store.writing() as session:
        await session.execute(insert(InboxRow), many)
    await keep_up(post_at(scene, LATER))
    assert await how_many(scene, InboxRow) == 1


@pytest.mark.parametrize("statements", [3, 5, 8, 13, 21, 34, 55, 70])
async def test_however_it_breaks_off_every_person_is_whole_or_gone(scene: Scene, statements: int) -> None:
    for who in ("responsible", "other", "presidium"):
        async with doing(scene.house, await scene.caller(who), update_key(), actions.ShowMe(), lambda _: True) as deed:
            assert deed is not None
            await note(deed, "claim", f"occurrence:{scene.occurrence}", "Сказане мною")
        await left(scene, who, kyiv(2, 10))
    post = post_at(scene, LATER)
    await _break_off(post, statements)
    async with scene.store.reading() as session:
        for row in await session.scalars(select(MemberRow).where(MemberRow.left_at.is_not(None))):
            words = set(await session.scalars(select(AuditRow.words).where(AuditRow.member_id == row.id)))
            assert (row.name == "") == (row.erased_at is not None) == (words <= {""})
    await keep_up(post)
    kept = await names(scene)
    assert {kept[who] for who in ("responsible", "other", "presidium")} == {""}


class PowerCut(BaseException):
    """The end of the program, wherever it is."""


async def _break_off(post: Post, statements: int) -> None:
    """Run the upkeep for so many statements to the database and cut it off there."""
    engine, left_over = post.store.engine.sync_engine, count(statements, -1)

    def cut(*_: object) -> None:
        if next(left_over) == 0:
            raise PowerCut

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(PowerCut):
        await keep_up(post)
    event.remove(engine, "before_cursor_execute", cut)


async def test_the_secretary_says_for_how_long(scene: Scene) -> None:
    answer = conversation(scene.house, UNHURRIED)
    secretary = scene.address("secretary")
    assert "Зберігання" in labels(await replies(answer, secretary, Tap(actions.encode(actions.ShowPrivacy()))))
    page = await replies(answer, secretary, Tap(actions.encode(actions.ShowKeeping())))
    assert labels(page)[:3] == ["3 місяці", "6 місяців", "24 місяці"]
    assert "Зараз: 24 місяці." in await tap(answer, secretary, actions.KeepFor(24))
    assert "Зараз: 24 місяці." in await tap(answer, secretary, actions.KeepFor(1))
    assert "зітру вас за 24 місяці" in await tap(answer, scene.address("other"), actions.ShowPrivacy())
    assert await scene.trail() == [("keep-for", scene.people["secretary"], f"branch:{scene.branch}")]
    trail = await tap(answer, scene.address("head"), actions.ShowTrail(0, 0))
    assert trail.endswith("Криничко Тетяна: змінено строк зберігання\n24 місяці")


async def test_others_do_not_say_it(scene: Scene) -> None:
    answer = conversation(scene.house, UNHURRIED)
    for who in ("other", "presidium"):
        assert "Зараз" not in await tap(answer, scene.address(who), actions.KeepFor(24))
    assert "Зараз: 12 місяців." in await tap(answer, scene.address("head"), actions.ShowKeeping())


def test_months_are_counted_by_the_calendar() -> None:
    day = datetime(2026, 5, 31, 4, tzinfo=UTC)
    assert [months_before(day, each).date().isoformat() for each in RETENTION] == [
        "2026-02-28", "2025-11-30", "2025-05-31", "2024-05-31",
    ]  # fmt: skip


async def test_an_invitation_of_today_stays(scene: Scene) -> None:
    await invite(scene.house, scene.name, "Новий Член", Role.MEMBER)
    await keep_up(post_at(scene, scene.clock.moment))
    assert await how_many(scene, InviteRow) == 1
