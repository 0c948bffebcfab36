"""What a group chat is told of its own accord: a quarter's plan once, the calls to a meeting, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from sqlalchemy import select, update

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address
from bot.dialog.speech import say
from bot.usecases.groups import leave_group
from db.branches import changed
from db.tables import AuditRow, BranchRow, GroupRow, MeetingRow, OutboxRow
from scheduler.groups import tell_groups
from scheduler.owing import look
from scheduler.post import Post
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, kyiv
from tests.integration.houses import NAMES, Scene
from tests.integration.test_delivery import PowerCutError, post_of

GROUP = Address("telegram", "-100777")
BOUND = kyiv(2, 10, 10)
SPRING = kyiv(4, 1, 9)
"""A Wednesday, the first working day of the second quarter."""


@dataclass
class Club:
    """A branch with a group chat, and the door to it."""

    scene: Scene
    door: PlayedDoor
    post: Post

    async def at(self, moment: datetime) -> list[str]:
        """Let everything happen that is due; return what the group is told."""
        before = len(self.told)
        self.scene.clock.moment = moment
        await catch_up(self.post)
        return self.told[before:]

    async def fails(self, failure: BaseException) -> None:
        """Have the digest of spring be owed, and the sending of it fail."""
        self.scene.clock.moment = SPRING
        await look(self.scene.store, self.scene.clock)
        self.door.fails_with(failure)
        await tell_groups(self.post)

    @property
    def told(self) -> list[str]:
        mine = [reply for account, reply, _ in self.door.sent if account == GROUP.account]
        return ["\n".join(say(line.text, "uk") for line in reply.lines) for reply in mine]

    async def rows(self) -> list[tuple[str, str, int | None]]:
        async with self.scene.store.reading() as session:
            rows = select(OutboxRow).where(OutboxRow.kind.startswith("group-")).order_by(OutboxRow.id)
            return [(row.state, row.outcome, row.group_id) for row in await session.scalars(rows)]

    async def meets(self, day: date, time: str = "15:00", revision: int = 1) -> None:
        async with self.scene.store.writing() as session:
            meeting = update(MeetingRow).where(MeetingRow.id == self.scene.meetings[1])
            await session.execute(meeting.values(day=day, time=time, revision=revision))
            await changed(session, self.scene.branch, self.scene.clock.moment)


@pytest.fixture
async def club(scene: Scene) -> Club:
    async with scene.store.writing() as session:
        session.add(
            GroupRow(
                branch_id=scene.branch,
                door=GROUP.door,
                account=GROUP.account,
                made_by=scene.people["secretary"],
                made_at=BOUND,
            )
        )
        await changed(session, scene.branch, BOUND)
    door = PlayedDoor("telegram")
    return Club(scene, door, post_of(scene.store, scene.clock, [door]))


async def test_the_quarters_digest_comes_once_on_its_first_working_day(club: Club) -> None:
    assert await club.at(kyiv(3, 31, 17)) == []
    assert await club.at(kyiv(4, 1, 8)) == []
    [digest] = await club.at(SPRING)
    assert digest.startswith("II квартал 2026: за планом\n1.1 Поради")
    assert await club.at(kyiv(4, 1, 12)) == []
    assert await club.at(kyiv(4, 30, 12)) == []
    assert (await club.at(kyiv(7, 1, 9)))[0].startswith("III квартал 2026")


async def test_the_quarter_in_which_a_group_is_bound_is_not_told_after_its_beginning(club: Club) -> None:
    assert await club.at(kyiv(2, 12, 12)) == []


async def test_after_a_long_night_the_digest_still_comes_and_not_when_it_is_of_no_use(club: Club) -> None:
    assert len(await club.at(kyiv(4, 14, 9))) == 1
    assert await club.at(kyiv(7, 15, 9)) == []
    assert [(state, why) for state, why, _ in await club.rows()] == [("sent", ""), ("cancelled", "late")]


async def test_it_is_never_told_at_night_or_on_a_weekend(club: Club) -> None:
    assert await club.at(kyiv(4, 4, 12)) == []
    assert await club.at(kyiv(4, 6, 3)) == []
    assert len(await club.at(kyiv(4, 6, 9))) == 1


async def test_nobody_is_reminded_there_or_called_late(club: Club) -> None:
    moments = [kyiv(month, day, 12) for month in range(3, 13) for day in (1, 2, 8, 15, 17, 22, 26)]
    told = [words for moment in moments for words in await club.at(moment)]
    assert [words.partition(" квартал")[0] for words in told] == ["II", "III", "IV"]
    assert len(club.door.sent) > len(told), "people are reminded in private meanwhile"
    said = "\n".join(told)
    assert "прострочено" not in said.casefold()
    assert not any(name.split()[0] in said for name in NAMES.values())


async def test_what_is_late_is_told_without_a_reproach_where_names_are_said(club: Club) -> None:
    async with club.scene.store.writing() as session:
        await session.execute(update(BranchRow).values(names_in_groups=True))
        await changed(session, club.scene.branch, BOUND)
    [digest] = await club.at(SPRING)
    assert "Тополя" in digest
    assert "прострочено" not in digest.casefold()


async def test_a_meeting_is_called_when_its_day_is_set_and_two_days_before(club: Club) -> None:
    await club.at(SPRING)
    await club.meets(date(2026, 5, 20))
    assert await club.at(kyiv(5, 5, 12)) == []
    assert await club.at(kyiv(5, 6, 9)) == ["Засідання Президії: 20 травня о 15:00. Чекаємо на всіх, хто в Президії!"]
    assert len(await club.at(kyiv(5, 18, 9))) == 1
    assert await club.at(kyiv(5, 20, 9)) == []
    await club.meets(date(2026, 6, 3), revision=2)
    assert "3 червня" in (await club.at(kyiv(5, 25, 12)))[0]


async def test_a_crash_between_sending_and_writing_it_down_repeats_it_once_and_says_so(club: Club) -> None:
    with pytest.raises(PowerCutError):
        await club.fails(PowerCutError())
    assert await club.at(kyiv(4, 1, 9)) == []
    [again] = await club.at(kyiv(4, 1, 10))
    assert "Можливий повтор" in again
    assert await club.at(kyiv(4, 1, 12)) == []


async def test_looks_at_any_pace_owe_it_once(club: Club) -> None:
    for hour in range(9, 18):
        club.scene.clock.moment = kyiv(4, 1, hour)
        async with club.scene.store.writing() as session:
            await changed(session, club.scene.branch, club.scene.clock.moment)
        await catch_up(club.post)
    assert len(club.told) == 1


@pytest.mark.parametrize(
    ("failure", "told", "state"),
    [
        (Failure.LATER, 1, "sent"),
        (Failure.SHUT, 1, "sent"),
        (Failure.REFUSED, 0, "dead"),
        (Failure.UNCERTAIN, 1, "sent"),
    ],
)
async def test_what_fails_is_tried_again_as_long_as_that_helps(
    club: Club, failure: Failure, told: int, state: str
) -> None:
    await club.fails(DeliveryError(failure))
    await club.at(kyiv(4, 1, 12))
    assert (len(club.told), [each for each, _, _ in await club.rows()]) == (told, [state])


async def test_a_group_that_the_bot_was_thrown_out_of_is_no_group_any_more(club: Club) -> None:
    await club.fails(DeliveryError(Failure.UNREACHABLE))
    assert club.told == []
    async with club.scene.store.reading() as session:
        assert (await session.scalars(select(GroupRow))).all() == []
        verbs = (await session.scalars(select(AuditRow.verb))).all()
    assert verbs[-1] == "unbind-group"
    assert await club.rows() == [("cancelled", "done", None)]
    assert await club.at(kyiv(7, 1, 9)) == []


async def test_a_group_that_is_left_gets_nothing_that_was_waiting(club: Club) -> None:
    club.scene.clock.moment = kyiv(4, 1, 9)
    await look(club.scene.store, club.scene.clock)
    await leave_group(club.scene.house, GROUP)
    assert await club.at(kyiv(4, 1, 10)) == []
    assert await club.rows() == [("cancelled", "done", None)]
