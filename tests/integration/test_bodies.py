"""Bodies have members, changed from the chat; what follows from it follows at once."""

import pytest

from bot.dialog.actions import AddBodyMember, AskBodyMember, RemoveBodyMember, ShowBodies, ShowBody
from bot.domain.agenda import mine
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Role
from bot.usecases.acting import Verdict
from bot.usecases.bodies import Outcome, add_to_body, choose_from, list_bodies, look_inside, remove_from_body
from bot.usecases.work import claim
from db.tables import BodyMemberRow, PartyRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, add_activity, add_body, add_member, kyiv, outbox
from tests.integration.chatting import Chat
from tests.integration.houses import DOOR, Scene, update_key
from tests.integration.test_delivery import MORNING, SEPTEMBER, post_of

BODY = "Відділ обслуговування"


@pytest.fixture
async def body(scene: Scene) -> int:
    party = await add_body(scene.store, scene.branch, BODY)
    await add_activity(scene.store, scene.plan, "Тиха вечірка", SEPTEMBER, [party])
    return party


async def put(scene: Scene, party: int, who: str) -> Outcome:
    wanted = AddBodyMember(party, scene.people[who])
    return (await add_to_body(scene.house, await scene.caller("secretary"), wanted, update_key())).outcome


async def take(scene: Scene, party: int, who: str) -> Outcome:
    wanted = RemoveBodyMember(party, scene.people[who])
    return (await remove_from_body(scene.house, await scene.caller("head"), wanted, update_key())).outcome


async def named(scene: Scene, party: int) -> list[str]:
    inside = await look_inside(scene.house, await scene.caller("secretary"), party)
    assert inside is not None
    return [each.name for each in inside.members]


async def test_members_come_and_go(scene: Scene, body: int) -> None:
    assert await put(scene, body, "other") is Outcome.DONE
    assert await put(scene, body, "responsible") is Outcome.DONE
    assert await named(scene, body) == ["Лелека Марта", "Тополя Сергій"]
    assert await take(scene, body, "other") is Outcome.DONE
    assert await named(scene, body) == ["Тополя Сергій"]
    verbs = [verb for verb, _, _ in await scene.trail()]
    assert verbs == ["add-to-body", "add-to-body", "remove-from-body"]


async def test_what_changes_nothing_leaves_no_trail(scene: Scene, body: int) -> None:
    for _ in range(2):
        await put(scene, body, "other")
    await take(scene, body, "responsible")
    assert [verb for verb, _, _ in await scene.trail()] == ["add-to-body"]


async def test_the_list_has_what_the_plans_name_and_the_presidium_first(scene: Scene, body: int) -> None:
    presidium = await add_body(scene.store, scene.branch, "Президія")
    unnamed = await add_body(scene.store, scene.branch, "Колишня рада")
    await add_activity(scene.store, scene.plan, "Збори", SEPTEMBER, [presidium])
    await put(scene, body, "other")
    found = await list_bodies(scene.house, await scene.caller("secretary"))
    assert found is not None
    assert [(each.party.name, each.count) for each in found] == [("Президія", 2), (BODY, 1)]
    assert unnamed not in [each.party.id for each in found]


async def test_the_presidium_is_made_by_roles_alone(scene: Scene) -> None:
    presidium = await add_body(scene.store, scene.branch, "Президія ЛОВ УБА")
    assert await put(scene, presidium, "other") is Outcome.GONE
    assert await named(scene, presidium) == ["Дем'яненко Ольга", "Соловейко Марко"]
    assert await choose_from(scene.house, await scene.caller("secretary"), presidium) is None


@pytest.mark.parametrize("who", ["other", "presidium"])
async def test_only_who_keeps_the_people_changes_them(scene: Scene, body: int, who: str) -> None:
    caller = await scene.caller(who)
    wanted = AddBodyMember(body, scene.people["other"])
    assert (await add_to_body(scene.house, caller, wanted, update_key())).outcome is Outcome.REFUSED
    assert await list_bodies(scene.house, caller) is None
    assert await look_inside(scene.house, caller, body) is None
    assert await choose_from(scene.house, caller, body) is None


async def test_nothing_of_another_branch_is_seen_or_changed(scene: Scene, foreign: Scene, body: int) -> None:
    theirs = await add_body(foreign.store, foreign.branch, BODY)
    caller = await scene.caller("secretary")
    for wanted in (AddBodyMember(theirs, scene.people["other"]), AddBodyMember(body, foreign.people["other"])):
        assert (await add_to_body(scene.house, caller, wanted, update_key())).outcome is Outcome.GONE
    assert await look_inside(scene.house, caller, theirs) is None
    async with scene.store.reading() as session:
        assert await session.get(BodyMemberRow, (theirs, scene.people["other"])) is None


async def test_a_person_of_the_plan_is_no_body(scene: Scene) -> None:
    async with scene.store.writing() as session:
        row = PartyRow(branch_id=scene.branch, kind=PartyKind.PERSON, name="Дубова Ю.", member_id=None)
        session.add(row)
        await session.flush()
        party = row.id
    assert await put(scene, party, "other") is Outcome.GONE


async def test_its_members_answer_for_it_at_once_and_no_longer_than_they_are_in_it(scene: Scene, body: int) -> None:
    await put(scene, body, "other")
    snapshot = await scene.snapshot()
    [item] = mine(snapshot, scene.people["other"], scene.house.today())
    assert item.activity.title == "Тиха вечірка"
    await take(scene, body, "other")
    caller = await scene.caller("other")
    assert await claim(scene.house, caller, item.occurrence.id, "Було", update_key()) is Verdict.REFUSED
    assert mine(await scene.snapshot(), scene.people["other"], scene.house.today()) == ()


async def test_who_is_taken_out_before_the_morning_is_not_reminded_and_who_came_is(scene: Scene, body: int) -> None:
    await put(scene, body, "other")
    door = PlayedDoor(DOOR)
    post = post_of(scene.store, scene.clock, [])
    scene.clock.moment = MORNING
    await catch_up(post)
    await take(scene, body, "other")
    await put(scene, body, "responsible")
    scene.clock.moment = kyiv(9, 16, 11)
    await catch_up(post_of(scene.store, scene.clock, [door]))
    owed = [row for row in await outbox(scene.store) if (row.due, row.kind) == (MORNING, "deadline")]
    assert {row.member_id: row.state for row in owed} == {
        scene.people["other"]: "cancelled",
        scene.people["responsible"]: "sent",
    }


async def test_the_secretary_finds_a_body_and_adds_somebody_by_surname(scene: Scene, body: int) -> None:
    chat = Chat(scene, "secretary")
    await chat.taps(ShowBodies(0))
    assert ShowBody(body, 0) in chat.actions
    await chat.taps(ShowBody(body, 0))
    await chat.taps(AskBodyMember(body, 0))
    assert AddBodyMember(body, scene.people["other"]) in chat.actions
    await chat.says("леле")
    assert [each for each in chat.actions if isinstance(each, AddBodyMember)] == [
        AddBodyMember(body, scene.people["other"])
    ]
    await chat.says("Нетакий")
    assert "Такого прізвища" in chat.text
    await chat.taps(AddBodyMember(body, scene.people["other"]))
    assert "Додано: Лелека Марта." in chat.text
    assert RemoveBodyMember(body, scene.people["other"]) in chat.actions
    await chat.taps(RemoveBodyMember(body, scene.people["other"]))
    assert "Прибрано: Лелека Марта." in chat.text


async def test_five_hundred_members_are_chosen_from_a_page_at_a_time(scene: Scene, body: int) -> None:
    for number in range(120):
        await add_member(scene.store, scene.branch, f"Ясен{number:03} Іван", Role.MEMBER)
    chat = Chat(scene, "secretary")
    seen: set[object] = set()
    for page in range(16):
        await chat.taps(AskBodyMember(body, page))
        assert len(chat.reply.rows) <= 12
        seen.update(each for each in chat.actions if isinstance(each, AddBodyMember))
    assert len(seen) == 125
