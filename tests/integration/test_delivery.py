"""Every notice that is owed arrives once, at a civil hour, on an open door; and nothing is lost silently."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Reply
from bot.dialog.pages.notices import notices_reply
from bot.domain.notices import Facts, Kind, Notice, OtherBranch
from bot.domain.plan import Role, Snapshot, State
from bot.domain.windows import Window
from db.branches import changed
from db.files import files_beside
from db.outbox import claim, owe
from db.store import Store
from db.tables import IdentityRow, OccurrenceRow, OutboxRow
from scheduler.delivery import deliver
from scheduler.pacing import Pace
from scheduler.post import Post, Render
from scheduler.tick import catch_up
from tests.integration.builders import (
    PlayedDoor,
    SetClock,
    add_activity,
    add_body,
    add_branch,
    add_member,
    add_plan,
    kyiv,
    outbox,
    party_of,
    set_state,
)

MORNING = kyiv(9, 16)
SEPTEMBER = Window(date(2026, 9, 1), date(2026, 9, 30))


class PowerCutError(BaseException):
    """The process ends in the middle of a sending; no handler of ours may catch it."""


@dataclass
class WorldTime:
    """The world's seconds: sleeping passes them at once."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Scene:
    """A branch with its plan, its doors and the clock of the post."""

    store: Store
    branch: int
    plan: int
    clock: SetClock
    telegram: PlayedDoor
    viber: PlayedDoor
    post: Post

    async def member(self, *accounts: tuple[str, str], name: str = "Летучій С.", role: Role = Role.MEMBER) -> int:
        return await add_member(self.store, self.branch, name, role, accounts)

    async def activity(self, *members: int, title: str = "Тиха вечірка") -> int:
        """Add an activity for September; returns its occurrence."""
        parties = [await party_of(self.store, self.branch, member) for member in members]
        written = await add_activity(self.store, self.plan, title, SEPTEMBER, parties)
        return written.occurrence_ids[0]

    async def at(self, moment: datetime) -> None:
        """Let everything happen that is due at a moment."""
        self.clock.moment = moment
        await catch_up(self.post)

    async def rows(self) -> list[tuple[str, str]]:
        return [(row.state, row.outcome) for row in await outbox(self.store)]

    async def next_at(self) -> list[datetime]:
        return [row.next_at for row in await outbox(self.store)]


def chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 (a test has to be repeatable)


def post_of(store: Store, clock: SetClock, doors: Sequence[PlayedDoor], render: Render = notices_reply) -> Post:
    world = WorldTime()
    pace = Pace(world, world.sleep)
    return Post(store, clock, {door.name: door for door in doors}, render, chance(1), pace, files_beside(store.url))


@pytest.fixture
async def scene(store: Store) -> Scene:
    branch = await add_branch(store)
    plan = await add_plan(store, branch)
    clock, telegram, viber = SetClock(MORNING), PlayedDoor("telegram"), PlayedDoor("viber")
    return Scene(store, branch, plan, clock, telegram, viber, post_of(store, clock, [telegram, viber]))


async def test_a_reminder_arrives_in_its_readers_language_and_is_written_down(scene: Scene) -> None:
    member = await scene.member(("telegram", "1"))
    await scene.activity(member)
    await scene.at(MORNING)
    [(account, _, language)] = scene.telegram.sent
    assert (account, language) == ("1", "uk")
    [row] = await outbox(scene.store)
    assert (row.state, row.sent_at, row.attempts, row.lease) == ("sent", MORNING, 0, None)


async def test_it_arrives_once_however_often_the_clock_ticks(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    for minute in range(5):
        await scene.at(MORNING + timedelta(minutes=minute))
    assert scene.telegram.accounts == ["1"]


async def test_what_one_person_is_owed_at_one_moment_is_one_message(scene: Scene) -> None:
    first, second = await scene.member(("telegram", "1")), await scene.member(("telegram", "2"), name="Дубова Ю.")
    for title in ("Вечірка", "Бюлетень", "Конференція"):
        await scene.activity(first, second, title=title)
    await scene.at(MORNING)
    assert sorted(scene.telegram.accounts) == ["1", "2"]
    assert scene.telegram.texts("1")[0].count("notice.deadline") == 3
    assert await scene.rows() == [("sent", "")] * 6


async def test_every_member_of_a_body_is_reminded(scene: Scene) -> None:
    for number in range(3):
        await scene.member(("telegram", str(number)), name=f"Член {number}", role=Role.PRESIDIUM)
    await add_activity(scene.store, scene.plan, "Школа", SEPTEMBER, [await add_body(scene.store, scene.branch)])
    await scene.at(MORNING)
    assert sorted(scene.telegram.accounts) == ["0", "1", "2"]


async def test_what_was_done_meanwhile_is_not_sent(scene: Scene) -> None:
    occurrence = await scene.activity(await scene.member(("telegram", "1")))
    await scene.at(kyiv(9, 15))
    await scene.at(kyiv(9, 16, 8, 59))
    await set_state(scene.store, occurrence, State.PLANNED, MORNING)
    scene.clock.moment = MORNING
    async with scene.store.writing() as session:
        notice = Notice(Kind.DEADLINE, occurrence, 1, SEPTEMBER.last)
        await owe(session, scene.branch, notice, "by hand", MORNING, kyiv(9, 27), MORNING)
    await set_state(scene.store, occurrence, State.CONFIRMED, MORNING)
    await scene.at(MORNING)
    assert scene.telegram.tried == []
    assert await scene.rows() == [("cancelled", "done")]


async def test_what_lost_its_use_while_it_waited_is_not_sent(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.LATER, retry_after=12 * 24 * 3600))
    await scene.at(MORNING)
    await scene.at(kyiv(10, 1))
    assert [state for state, _ in await scene.rows()] == ["cancelled", "cancelled", "sent"]
    assert [outcome for _, outcome in await scene.rows()] == ["late", "late", ""]
    assert scene.telegram.texts("1") == [["notice.overdue"]]


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (kyiv(9, 16, 19), kyiv(9, 17)),
        (kyiv(9, 18, 18), kyiv(9, 21)),
        (kyiv(9, 19, 12), kyiv(9, 21)),
        (kyiv(9, 17, 3), kyiv(9, 17)),
    ],
    ids=["in the evening", "at the end of Friday", "on Saturday", "at night"],
)
async def test_nobody_is_reminded_outside_working_hours(scene: Scene, moment: datetime, leaves: datetime) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    await scene.at(moment)
    assert scene.telegram.tried == []
    [row] = await outbox(scene.store)
    assert (row.state, row.next_at, row.attempts, row.lease) == ("pending", leaves, 0, None)
    await scene.at(leaves)
    assert scene.telegram.accounts == ["1"]


async def test_each_kind_keeps_its_own_hours(scene: Scene) -> None:
    judge = await scene.member(("telegram", "1"), role=Role.PRESIDIUM)
    mine = await scene.activity(judge, title="Бюлетень")
    claimed = await scene.activity(await scene.member(("telegram", "2"), name="Дубова Ю."))
    await set_state(scene.store, claimed, State.CLAIMED, kyiv(9, 16, 19))
    async with scene.store.writing() as session:
        notice = Notice(Kind.CLAIM, claimed, judge, SEPTEMBER.last, revision=1)
        await owe(session, scene.branch, notice, "claim", kyiv(9, 16, 19), kyiv(10, 30), kyiv(9, 16, 19))
    await scene.at(kyiv(9, 16, 19))
    rows = {row.kind: row for row in await outbox(scene.store)}
    assert rows["claim"].state == "sent"
    assert (rows["deadline"].state, rows["deadline"].next_at) == ("pending", kyiv(9, 17))
    assert rows["deadline"].subject == mine


async def test_a_messenger_that_asks_for_patience_gets_it(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.LATER, retry_after=100))
    await scene.at(MORNING)
    [row] = await outbox(scene.store)
    assert (row.state, row.attempts) == ("pending", 1)
    assert MORNING + timedelta(seconds=100) <= row.next_at <= MORNING + timedelta(seconds=120)
    await scene.at(row.next_at)
    assert scene.telegram.accounts == ["1"]


async def test_a_messenger_out_of_reach_is_tried_again_for_as_long_as_the_notice_is_of_use(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(*[DeliveryError(Failure.LATER)] * 1000)
    await scene.at(MORNING)
    pauses = []
    while (row := (await outbox(scene.store))[0]).state == "pending":
        pauses.append(row.next_at - scene.clock.moment)
        await scene.at(row.next_at)
    assert (row.state, row.outcome) == ("cancelled", "late")
    assert scene.clock.moment >= row.until
    assert len(scene.telegram.tried) > 5
    assert max(pauses) > timedelta(hours=6)


async def test_a_blackout_of_a_day_loses_nothing(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(*[DeliveryError(Failure.LATER)] * 6)
    await scene.at(MORNING)
    while (row := (await outbox(scene.store))[0]).state == "pending":
        await scene.at(row.next_at)
    assert await scene.rows() == [("sent", "")]


async def test_a_refused_message_is_given_up_at_once(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.REFUSED))
    await scene.at(MORNING)
    assert await scene.rows() == [("dead", "refused")]
    assert len(scene.telegram.tried) == 1


async def test_a_messenger_that_refuses_the_bot_kills_no_notice(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.SHUT), DeliveryError(Failure.SHUT))
    await scene.at(MORNING)
    for _ in range(2):
        [row] = await outbox(scene.store)
        assert row.state == "pending"
        assert timedelta(hours=1) <= row.next_at - scene.clock.moment <= timedelta(hours=1.2)
        await scene.at(row.next_at)
    assert scene.telegram.accounts == ["1"]
    told = [record.levelname for record in caplog.records if record.message == "door-shut"]
    assert told == ["ERROR", "ERROR"]


async def test_a_messenger_that_goes_on_refusing_the_bot_does_not_keep_a_notice_beyond_its_use(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(*[DeliveryError(Failure.SHUT)] * 1000)
    await scene.at(MORNING)
    while (row := (await outbox(scene.store))[0]).state == "pending":
        await scene.at(row.next_at)
    assert (row.state, row.outcome) == ("cancelled", "late")


async def test_a_whole_door_that_asks_for_patience_is_left_alone_by_everybody(scene: Scene) -> None:
    members = [await scene.member(("telegram", str(n)), name=f"Член {n}") for n in range(45)]
    await scene.activity(*members, await scene.member(("viber", "v"), name="Дубова Ю."))
    scene.telegram.fails_with(DeliveryError(Failure.LATER, 600, whole_door=True))
    await scene.at(MORNING)
    assert len(scene.telegram.tried) == 1
    assert scene.viber.accounts == ["v"]
    waiting = [row for row in await outbox(scene.store) if row.state == "pending"]
    assert len(waiting) == 45
    assert min(row.next_at for row in waiting) >= MORNING + timedelta(seconds=590)


async def test_a_person_who_has_had_enough_holds_nobody_else_up(scene: Scene) -> None:
    members = [await scene.member(("viber", str(n)), name=f"Член {n}") for n in range(3)]
    await scene.activity(*members)
    scene.viber.fails_with(DeliveryError(Failure.LATER, 600))
    await scene.at(MORNING)
    assert (len(scene.viber.tried), len(scene.viber.accounts)) == (3, 2)


async def test_a_person_who_blocked_one_messenger_is_reached_in_the_next_at_once(scene: Scene) -> None:
    member = await scene.member(("telegram", "1"), ("viber", "v"))
    await scene.activity(member)
    scene.viber.fails_with(DeliveryError(Failure.UNREACHABLE))
    await scene.at(MORNING)
    assert (scene.viber.tried, scene.telegram.accounts) == (["v"], ["1"])
    assert await scene.rows() == [("sent", "")]
    async with scene.store.reading() as session:
        telegram, viber = await session.get_one(IdentityRow, 1), await session.get_one(IdentityRow, 2)
    assert (telegram.blocked_at, viber.blocked_at) == (None, MORNING)


async def test_when_nobody_of_an_activity_can_be_reached_the_secretary_hears_of_it(scene: Scene) -> None:
    await scene.member(("telegram", "7"), name="Куценко С.В.", role=Role.SECRETARY)
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.UNREACHABLE))
    await scene.at(MORNING)
    assert scene.telegram.tried == ["1", "7"]
    [lines] = scene.telegram.texts("7")
    assert lines == ["notice.title", "notice.unreachable", "notice.deadline", "notice.for-secretary"]
    assert sorted(await scene.rows()) == [("blocked", ""), ("sent", ""), ("sent", "")]


async def test_a_blocked_person_who_comes_back_in_time_is_told(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.UNREACHABLE))
    await scene.at(MORNING)
    assert await scene.rows() == [("blocked", "")]
    back = kyiv(9, 18, 10)
    async with scene.store.writing() as session:
        await session.execute(update(IdentityRow).values(blocked_at=None))
        await changed(session, scene.branch, back)
    await scene.at(back)
    assert scene.telegram.accounts == ["1"]
    assert await scene.rows() == [("sent", "")]


async def test_what_may_have_arrived_is_sent_once_more_and_says_so(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.UNCERTAIN))
    await scene.at(MORNING)
    assert await scene.rows() == [("uncertain", "uncertain")]
    await scene.at(MORNING + timedelta(minutes=2))
    assert scene.telegram.texts("1") == [["notice.deadline", "notice.repeated"]]
    assert await scene.rows() == [("sent", "")]


async def test_a_second_uncertainty_is_the_last(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(DeliveryError(Failure.UNCERTAIN), DeliveryError(Failure.UNCERTAIN))
    for minute in range(0, 10, 2):
        await scene.at(MORNING + timedelta(minutes=minute))
    assert len(scene.telegram.tried) == 2
    assert await scene.rows() == [("dead", "uncertain")]


async def test_an_unforeseen_fault_of_a_door_counts_as_uncertain(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(ZeroDivisionError())
    await scene.at(MORNING)
    assert await scene.rows() == [("uncertain", "uncertain")]


async def test_a_repeated_message_holds_only_what_may_have_arrived(scene: Scene) -> None:
    member = await scene.member(("telegram", "1"))
    await scene.activity(member)
    scene.telegram.fails_with(DeliveryError(Failure.UNCERTAIN))
    await scene.at(MORNING)
    await scene.activity(member, title="Бюлетень")
    await scene.at(MORNING + timedelta(minutes=2))
    assert sorted(scene.telegram.texts("1")) == [["notice.deadline"], ["notice.deadline", "notice.repeated"]]


async def test_a_crash_between_claim_and_outcome_is_an_uncertainty_like_any_other(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1")))
    scene.telegram.fails_with(PowerCutError())
    with pytest.raises(PowerCutError):
        await scene.at(MORNING)
    await scene.at(MORNING + timedelta(minutes=4))
    assert scene.telegram.sent == []
    await scene.at(MORNING + timedelta(minutes=6))
    assert scene.telegram.texts("1") == [["notice.deadline", "notice.repeated"]]


async def test_an_account_whose_door_is_closed_here_is_passed_over(scene: Scene) -> None:
    await scene.activity(await scene.member(("telegram", "1"), ("viber", "v")))
    scene.post = replace(scene.post, doors={"telegram": scene.telegram})
    await scene.at(MORNING)
    assert scene.telegram.accounts == ["1"]


async def test_when_no_door_of_a_person_is_open_it_is_tried_again_in_an_hour(scene: Scene) -> None:
    await scene.activity(await scene.member(("viber", "v")))
    doors = {"telegram": scene.telegram}
    scene.post = replace(scene.post, doors=doors)
    await scene.at(MORNING)
    assert await scene.next_at() == [MORNING + timedelta(hours=1)]
    doors["viber"] = scene.viber
    await scene.at(MORNING + timedelta(hours=1))
    assert scene.viber.accounts == ["v"]


async def test_one_message_that_cannot_be_put_into_words_does_not_keep_the_others_and_is_given_up(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    broken = await scene.member(("telegram", "1"))
    healthy = await scene.member(("telegram", "2"), name="Дубова Ю.")
    await scene.activity(broken, healthy)

    def render(
        snapshot: Snapshot | None,
        notices: Sequence[Notice],
        member_id: int,
        today: date,
        *,
        facts: Mapping[Notice, Facts],
        repeated: bool,
        elsewhere: OtherBranch | None,
    ) -> Reply:
        if member_id == broken:
            raise LookupError
        return notices_reply(snapshot, notices, member_id, today, facts=facts, repeated=repeated, elsewhere=elsewhere)

    scene.post = replace(scene.post, render=render)
    await scene.at(MORNING)
    assert scene.telegram.accounts == ["2"]
    assert sorted(await scene.rows()) == [("pending", ""), ("sent", "")]
    while waiting := [row for row in await outbox(scene.store) if row.state == "pending"]:
        await scene.at(waiting[0].next_at)
    assert sorted(await scene.rows()) == [("dead", "tries"), ("sent", "")]
    [poisoned] = [row for row in await outbox(scene.store) if row.state == "dead"]
    assert poisoned.attempts == 5
    assert [record.levelname for record in caplog.records if record.message == "notices-given-up"] == ["ERROR"]


async def test_a_plan_that_cannot_be_read_lets_its_notices_wait_and_not_die(scene: Scene) -> None:
    occurrence = await scene.activity(await scene.member(("telegram", "1")))
    await scene.at(kyiv(9, 16, 8))
    async with scene.store.writing() as session:
        notice = Notice(Kind.DEADLINE, occurrence, 1, SEPTEMBER.last)
        await owe(session, scene.branch, notice, "by hand", MORNING, kyiv(9, 27), MORNING)
        await session.execute(update(OccurrenceRow).values(state="no such"))
        await changed(session, scene.branch, MORNING)
    await scene.at(MORNING)
    [row] = await outbox(scene.store)
    assert (row.state, row.next_at, row.attempts) == ("pending", MORNING + timedelta(hours=1), 0)


async def test_a_crowd_is_written_to_in_batches_and_everybody_once(scene: Scene) -> None:
    members = [await scene.member(("telegram", str(n)), name=f"Член {n}") for n in range(45)]
    await scene.activity(*members)
    await scene.at(MORNING)
    assert sorted(scene.telegram.accounts, key=int) == [str(n) for n in range(45)]


async def test_two_processes_at_one_store_send_nothing_twice(scene: Scene) -> None:
    members = [await scene.member(("telegram", str(n)), name=f"Член {n}") for n in range(30)]
    await scene.activity(*members)
    other = replace(scene.post, random=chance(2))
    scene.clock.moment = kyiv(9, 16, 8)
    await catch_up(scene.post)
    scene.clock.moment = MORNING
    await catch_up(replace(scene.post, doors={}))
    async with scene.store.writing() as session:
        await session.execute(update(OutboxRow).values(next_at=MORNING))
        held = await claim(session, MORNING, "a third", 300, 5)
    while await deliver(scene.post) or await deliver(other):
        pass
    assert len(scene.telegram.accounts) == len(set(scene.telegram.accounts)) == 30 - len(held)
