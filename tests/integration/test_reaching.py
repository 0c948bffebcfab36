"""Who can be written to; and whoever keeps the people is told once when somebody no longer can."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.dialog.actions import ShowReach, ShowReachGroup, SpeakFor
from bot.dialog.model import Address
from bot.domain.notices import Kind
from bot.domain.plan import Role
from bot.domain.reach import GROUPS, Reach
from bot.usecases.joining import come_back, invite, join, leave
from bot.usecases.reaching import reach_of
from bot.usecases.speaking import speak_for
from db.identities import BLOCKED, UNSUBSCRIBED
from db.tables import IdentityRow, OutboxRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, add_member, kyiv
from tests.integration.chatting import Chat
from tests.integration.houses import DOOR, Scene, update_key
from tests.integration.test_delivery import post_of


async def groups(scene: Scene) -> dict[Reach, list[str]]:
    found = await reach_of(scene.house, await scene.caller("head"))
    assert found is not None
    return {reach: [each.name for each in contacts] for reach, contacts in found.items() if contacts}


async def told(scene: Scene) -> list[tuple[int, int, str]]:
    """Who was owed the word that somebody cannot be written to: of whom, to whom, what came of it."""
    async with scene.store.reading() as session:
        rows = await session.scalars(select(OutboxRow).where(OutboxRow.kind == Kind.UNREACHABLE).order_by(OutboxRow.id))
        return [(row.subject, row.member_id, row.state) for row in rows]


async def test_everybody_is_in_one_group(scene: Scene) -> None:
    scene.clock.moment = kyiv(2, 10)
    await add_member(scene.store, scene.branch, "Ясен Іван")
    await invite(scene.house, scene.name, "Калина Олена", Role.MEMBER)
    proxied = await add_member(scene.store, scene.branch, "Барвінок Інна")
    await speak_for(scene.house, await scene.caller("secretary"), SpeakFor(proxied, 0, 1), update_key())
    await leave(scene.house, scene.address("other"))
    await leave(scene.house, scene.address("responsible"), BLOCKED)
    assert await groups(scene) == {
        Reach.JOINED: ["Дем'яненко Ольга", "Криничко Тетяна", "Соловейко Марко"],
        Reach.BY_PROXY: ["Барвінок Інна"],
        Reach.BLOCKED: ["Тополя Сергій"],
        Reach.UNSUBSCRIBED: ["Лелека Марта"],
        Reach.INVITED: ["Калина Олена"],
        Reach.NEVER: ["Ясен Іван"],
    }
    scene.clock.moment += timedelta(hours=49)
    assert (await groups(scene))[Reach.NEVER] == ["Калина Олена", "Ясен Іван"]


async def test_the_screen_tells_when_somebody_was_last_written_to(scene: Scene) -> None:
    async with scene.store.writing() as session:
        await session.execute(update(OutboxRow).values(sent_at=None))
    scene.clock.moment = kyiv(3, 17, 9)
    await catch_up(post_of(scene.store, scene.clock, [PlayedDoor(DOOR)]))
    chat = Chat(scene, "secretary")
    await chat.taps(ShowReach())
    assert "У боті: 5" in chat.text
    await chat.taps(ShowReachGroup(GROUPS.index(Reach.JOINED), 0))
    assert "Тополя Сергій: останнє повідомлення від мене 17 березня" in chat.text
    assert "Лелека Марта: повідомлень від мене ще не було" in chat.text


@pytest.mark.parametrize("who", ["other", "presidium"])
async def test_only_who_keeps_the_people_sees_it(scene: Scene, who: str) -> None:
    assert await reach_of(scene.house, await scene.caller(who)) is None
    chat = Chat(scene, who)
    await chat.taps(ShowReachGroup(0, 0))
    assert "Криничко" not in chat.text


async def test_why_an_account_is_silent_is_kept(scene: Scene) -> None:
    await leave(scene.house, scene.address("other"))
    await leave(scene.house, scene.address("responsible"), BLOCKED)
    async with scene.store.reading() as session:
        found = await session.execute(select(IdentityRow.member_id, IdentityRow.silence))
        silences = {member: silence for member, silence in found if silence}
    assert silences == {scene.people["other"]: UNSUBSCRIBED, scene.people["responsible"]: BLOCKED}


async def test_the_secretary_is_told_once_for_each_time_somebody_falls_silent(scene: Scene) -> None:
    other, secretary = scene.people["other"], scene.people["secretary"]
    door = PlayedDoor(DOOR)
    post = post_of(scene.store, scene.clock, [door])
    await leave(scene.house, scene.address("other"))
    await leave(scene.house, scene.address("other"))
    await catch_up(post)
    assert await told(scene) == [(other, secretary, "sent")]
    await come_back(scene.house, scene.address("other"))
    scene.clock.moment += timedelta(hours=1)
    await leave(scene.house, scene.address("other"))
    await catch_up(post)
    assert await told(scene) == [(other, secretary, "sent")] * 2
    assert [reply.lines[0].text.args for _, reply, _ in door.sent] == [{"who": "Лелека Марта"}] * 2


async def test_who_is_back_before_it_could_be_told_is_not_told_of(scene: Scene) -> None:
    scene.clock.moment = kyiv(2, 10, 23)
    await leave(scene.house, scene.address("other"))
    await come_back(scene.house, scene.address("other"))
    await leave(scene.house, scene.address("other"))
    assert len(await told(scene)) == 1
    await come_back(scene.house, scene.address("other"))
    scene.clock.moment = kyiv(2, 11, 9)
    door = PlayedDoor(DOOR)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    assert [state for _, _, state in await told(scene)] == ["cancelled"]


async def test_another_open_account_keeps_a_person_reachable(scene: Scene) -> None:
    token = await invite(scene.house, scene.name, "Лелека Марта", Role.MEMBER)
    assert await join(scene.house, Address("viber", "m="), token)
    await leave(scene.house, scene.address("other"))
    assert await told(scene) == []
    await leave(scene.house, Address("viber", "m="))
    assert [subject for subject, _, _ in await told(scene)] == [scene.people["other"]]


async def test_of_the_secretary_the_head_is_told_and_of_others_while_she_is_away(scene: Scene) -> None:
    secretary, head, other = (scene.people[who] for who in ("secretary", "head", "other"))
    await leave(scene.house, scene.address("secretary"))
    await leave(scene.house, scene.address("other"))
    assert [each[:2] for each in await told(scene)] == [(secretary, head), (other, head)]


async def test_the_word_of_it_is_merged_with_the_rest(scene: Scene) -> None:
    scene.clock.moment = kyiv(3, 17, 9)
    door = PlayedDoor(DOOR)
    await leave(scene.house, scene.address("responsible"))
    await catch_up(post_of(scene.store, scene.clock, [door]))
    to_secretary = [reply for account, reply, _ in door.sent if account == scene.address("secretary").account]
    assert len(to_secretary) == 1
    keys = [line.text.key for line in to_secretary[0].lines]
    assert "notice.unreachable" in keys
    assert "notice.deadline" in keys


async def test_an_account_is_silent_in_every_branch_it_is_known_in(scene: Scene, foreign: Scene) -> None:
    account = scene.address("other")
    token = await invite(scene.house, foreign.name, "Гостя Марта", Role.MEMBER)
    assert await join(scene.house, account, token)
    await leave(scene.house, account)
    assert "Лелека Марта" in (await groups(scene))[Reach.UNSUBSCRIBED]
    assert "Гостя Марта" in (await groups(foreign))[Reach.UNSUBSCRIBED]
    await come_back(scene.house, account)
    assert Reach.UNSUBSCRIBED not in await groups(scene)
    assert Reach.UNSUBSCRIBED not in await groups(foreign)
