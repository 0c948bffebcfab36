"""The date of the presidium's meeting: set by those who call it, inside its quarter, and never over a newer one."""

import asyncio
from datetime import date

import pytest

from bot.dialog.actions import AskMeetingDay
from bot.domain.plan import Meeting, Role
from bot.usecases.acting import await_words
from bot.usecases.meetings import Appointment, Dating, set_meeting_day
from scheduler.owing import look
from tests.integration.builders import kyiv, outbox
from tests.integration.houses import Scene, update_key

DAY = date(2026, 2, 24)


async def set_day(
    scene: Scene,
    who: str = "secretary",
    day: date = DAY,
    revision: int = 0,
    meeting: int | None = None,
    key: str | None = None,
) -> Dating:
    wanted = Appointment(scene.meetings[0] if meeting is None else meeting, revision, day, "15:00")
    return await set_meeting_day(scene.house, await scene.caller(who), wanted, key or update_key())


async def first(scene: Scene) -> Meeting:
    return (await scene.snapshot()).meetings[0]


@pytest.mark.parametrize("who", ["head", "secretary"])
async def test_those_who_call_set_the_day(scene: Scene, who: str) -> None:
    assert await set_day(scene, who) is Dating.SET
    meeting = await first(scene)
    assert (meeting.day, meeting.time, meeting.revision) == (DAY, "15:00", 1)
    assert await scene.trail() == [("set-meeting", scene.people[who], f"meeting:{meeting.id}")]
    assert scene.bells.rung == 1


@pytest.mark.parametrize("who", ["responsible", "other", "presidium"])
async def test_nobody_else_does(scene: Scene, who: str) -> None:
    assert await set_day(scene, who) is Dating.REFUSED
    assert (await first(scene)).day is None


async def test_a_demoted_secretary_is_refused_at_once(scene: Scene) -> None:
    caller = await scene.caller("secretary")
    await scene.give_role("secretary", Role.MEMBER)
    wanted = Appointment(scene.meetings[0], 0, DAY)
    assert await set_meeting_day(scene.house, caller, wanted, update_key()) is Dating.REFUSED


@pytest.mark.parametrize(
    ("day", "dating"),
    [
        (date(2026, 2, 9), Dating.PAST),
        (date(2025, 2, 24), Dating.PAST),
        (date(2026, 2, 10), Dating.SET),
        (date(2026, 3, 31), Dating.SET),
        (date(2026, 4, 1), Dating.OTHER_QUARTER),
        (date(2027, 2, 24), Dating.OTHER_QUARTER),
    ],
)
async def test_the_day_must_lie_ahead_and_in_the_quarter(scene: Scene, day: date, dating: Dating) -> None:
    assert await set_day(scene, day=day) is dating
    assert (await first(scene)).day == (day if dating is Dating.SET else None)


async def test_today_is_the_day_in_kyiv_and_not_in_greenwich(scene: Scene) -> None:
    scene.clock.moment = kyiv(2, 11, 0, 30)  # 22:30 UTC of the tenth
    assert await set_day(scene, day=date(2026, 2, 10)) is Dating.PAST
    assert await set_day(scene, day=date(2026, 2, 11)) is Dating.SET


async def test_a_day_seen_in_an_older_state_does_not_replace_a_newer_one(scene: Scene) -> None:
    await set_day(scene, "head")
    assert await set_day(scene, day=date(2026, 3, 3)) is Dating.STALE
    assert (await first(scene)).day == DAY
    assert await set_day(scene, day=date(2026, 3, 3), revision=1) is Dating.SET
    assert (await first(scene)).day == date(2026, 3, 3)


async def test_of_two_who_set_it_at_once_the_first_does(scene: Scene) -> None:
    days = [date(2026, 3, each) for each in range(2, 12)]
    datings = await asyncio.gather(*(set_day(scene, "head", day) for day in days))
    assert sorted(datings) == ["set"] + ["stale"] * 9
    assert (await first(scene)).revision == 1


async def test_the_same_update_sets_it_once(scene: Scene) -> None:
    assert [await set_day(scene, key="once") for _ in range(3)] == [Dating.SET] * 3
    assert (await first(scene)).revision == 1
    await set_day(scene, day=date(2026, 3, 3), revision=1)
    assert await set_day(scene, key="once") is Dating.STALE
    assert (await first(scene)).day == date(2026, 3, 3)


async def test_a_meeting_of_another_branch_does_not_exist(scene: Scene, foreign: Scene) -> None:
    assert await set_day(scene, meeting=foreign.meetings[0]) is Dating.REFUSED
    assert (await first(foreign)).day is None


async def test_the_presidium_is_called_and_nobody_else_and_anew_when_the_day_moves(scene: Scene) -> None:
    await set_day(scene, day=date(2026, 3, 20))
    await look(scene.store, scene.clock)
    calls = [row for row in await outbox(scene.store) if row.kind == "meeting" and row.branch_id == scene.branch]
    assert calls == []
    scene.clock.moment = kyiv(3, 6)
    await look(scene.store, scene.clock)
    calls = [row for row in await outbox(scene.store) if row.kind == "meeting" and row.branch_id == scene.branch]
    assert {row.member_id for row in calls} == {scene.people[who] for who in ("head", "presidium", "secretary")}
    assert {row.refers_to for row in calls} == {date(2026, 3, 20)}
    await set_day(scene, day=date(2026, 3, 19), revision=1)
    await look(scene.store, scene.clock)
    calls = [row for row in await outbox(scene.store) if row.kind == "meeting" and row.branch_id == scene.branch]
    assert {row.refers_to for row in calls} == {date(2026, 3, 20), date(2026, 3, 19)}


@pytest.mark.parametrize(
    ("day", "revision", "who", "open_still"),
    [
        (DAY, 0, "secretary", False),
        (DAY, 7, "secretary", False),
        (DAY, 0, "other", False),
        (date(2026, 2, 9), 0, "secretary", True),
        (date(2026, 5, 5), 0, "secretary", True),
    ],
)
async def test_the_question_stays_open_only_where_another_day_is_asked_for(
    scene: Scene, day: date, revision: int, who: str, open_still: bool
) -> None:
    await await_words(scene.house, await scene.caller(who), AskMeetingDay(scene.meetings[0], 0))
    await set_day(scene, who, day, revision)
    assert (await scene.awaits(who) is not None) is open_still
