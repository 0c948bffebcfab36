"""Who keeps the people sees everybody and changes one: at once, once, and only of their own branch."""

from dataclasses import fields
from typing import get_args

import pytest

from bot.dialog import actions
from bot.dialog.actions import Action
from bot.dialog.actions.members import Members
from bot.domain.plan import Role
from db.store import Store
from db.tables import MemberRow
from tests.integration.builders import add_member
from tests.integration.drafting import PLAN, buttons, keys, label, whole
from tests.integration.houses import Scene, update_key
from tests.integration.keeping import Keepers, keepers

ROLES = tuple(Role)


@pytest.fixture
async def office(store: Store) -> Keepers:
    return await keepers(store, PLAN)


async def test_the_list_has_the_members_and_whom_only_the_plan_names(office: Keepers) -> None:
    """«Топля С.В.» is another spelling than «Тополя С.В.», who is a member; that is for the secretary to say."""
    names = [label(each) for each in buttons(await office.roll())]
    assert names[:6] == [
        "✓ Дем'яненко О.В., голова відділення", "✓ Криничко Т.А., секретар", "✓ Соловейко М.П., член Президії",
        "✓ Тополя С.В.", "+ Лелека М.", "+ Топля С.В.",
    ]  # fmt: skip


async def test_the_list_is_reached_from_the_menu_and_by_a_part_of_a_name(office: Keepers) -> None:
    page = await office.presses("secretary", await office.taps("secretary", actions.ShowPeople()), "Члени відділення")
    assert keys(page)[0] == "roll.title"
    await office.taps("secretary", actions.AskFind())
    for words, found in (("лел", "+ Лелека М."), ("крин", "✓ Криничко Т.А., секретар")):
        assert label(buttons(await office.says("secretary", words))[0]) == found
    assert keys(await office.says("secretary", "Щур")) == ["roll.none-found"]


async def test_who_may_not_keep_people_sees_and_changes_nothing(office: Keepers) -> None:
    member = await office.id_of("Криничко Т.А.")
    before = await office.desk.trail()
    for who in ("member", "presidium"):
        for kind in get_args(Members):
            page = await office.taps(who, kind(*([member, 0, 0][: len(fields(kind))])))
            assert keys(page)[0] == "refused", kind
            assert "Криничко" not in whole(page)
    assert await office.desk.trail() == before


async def test_a_role_holds_at_once_and_the_secretarys_is_asked_about_once_more(office: Keepers) -> None:
    asked = await office.presses("secretary", await office.card("Тополя С.В."), "Роль")
    page = await office.presses("secretary", asked, "член Президії")
    assert (keys(page)[0], "Роль: член Президії" in whole(page)) == ("person.role-given", True)
    asked = await office.presses("secretary", await office.presses("secretary", page, "Роль"), "секретар")
    assert (keys(asked)[0], (await office.present("Тополя С.В.")).role) == ("person.ask-secretary", Role.PRESIDIUM)
    await office.presses("secretary", asked, "Так")
    assert keys(await office.roll("member"))[0] == "roll.title"


async def test_who_is_demoted_is_refused_by_every_button_they_still_have(office: Keepers) -> None:
    page = await office.card("Тополя С.В.", "head")
    head = await office.id_of("Дем'яненко О.В.")
    await office.taps("head", actions.AskMembers())
    await office.taps("secretary", actions.SetRole(head, ROLES.index(Role.MEMBER), ROLES.index(Role.HEAD)))
    for each in buttons(page):
        if not isinstance(each.action, actions.Home):
            assert keys(await office.taps("head", each.action))[0] == "refused"
    assert keys(await office.says("head", "Зозуля Ганна"))[0] != "enlist.done"
    assert await office.row("Зозуля Ганна") is None


async def test_an_old_button_gives_no_role_over_a_newer_one(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    old = actions.SetRole(member, ROLES.index(Role.SECRETARY), ROLES.index(Role.MEMBER))
    await office.taps("secretary", actions.SetRole(member, ROLES.index(Role.PRESIDIUM), ROLES.index(Role.MEMBER)))
    assert keys(await office.taps("head", old))[0] == "review.stale"
    assert (await office.present("Тополя С.В.")).role == Role.PRESIDIUM
    forged = actions.SetRole(member, 99, ROLES.index(Role.PRESIDIUM))
    assert keys(await office.taps("secretary", forged))[0] == "review.stale"


async def test_nobody_leaves_the_branch_without_who_keeps_its_people(office: Keepers) -> None:
    own = await office.id_of("Криничко Т.А.")
    for action in (actions.RemoveMember(own), actions.SetRole(own, 0, ROLES.index(Role.SECRETARY))):
        assert keys(await office.taps("secretary", action))[0] == "person.own"
    assert (await office.present("Криничко Т.А.")).left_at is None


async def test_a_name_is_corrected_and_the_history_stays(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    await office.presses("secretary", await office.card("Тополя С.В."), "Виправити ім'я")
    assert keys(await office.says("secretary", "5.1"))[0] == "person.name-problem"
    page = await office.says("secretary", "Лелека Марта Іванівна")
    assert (keys(page)[0], "Лелека Марта Іванівна" in whole(page)) == ("person.renamed", True)
    assert "У плані: Тополя С.В., Лелека М." in whole(page)
    assert await office.behind("Лелека М.") == await office.behind("Тополя С.В.") == member
    assert (await office.desk.trail())[-1] == (
        "rename-member",
        office.desk.people["secretary"],
        "Лелека Марта Іванівна",
    )


async def test_who_is_removed_is_a_stranger_at_once_and_comes_back_as_the_same_person(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    token, _ = await office.invites("Тополя С.В.")
    asked = await office.presses("secretary", await office.card("Тополя С.В."), "Вилучити")
    assert await office.knows(f"{office.desk.name}/member") == member
    page = await office.presses("secretary", asked, "Так, вилучити")
    assert keys(page)[0] == "person.removed"
    assert await office.knows(f"{office.desk.name}/member") is None
    assert keys(await office.taps("member", actions.ShowMine()))[0] == "stranger.title"
    assert keys(await office.comes("thief", token))[0] == "stranger.bad-link"
    assert "+ Тополя С.В." in [label(each) for each in buttons(await office.roll())]
    gone = await office.presses("secretary", await office.roll(), "Вилучені")
    page = await office.presses("secretary", await office.presses("secretary", gone, "Тополя"), "↩ Повернути")
    assert keys(page)[0] == "person.is-back"
    assert await office.behind("Тополя С.В.") == member
    token, _ = await office.invites("Тополя С.В.")
    await office.comes("new", token)
    assert await office.knows("new") == member


async def test_who_was_erased_is_not_there(office: Keepers) -> None:
    member = await office.id_of("Тополя С.В.")
    await office.taps("secretary", actions.RemoveMember(member))
    async with office.desk.store.writing() as session:
        row = await session.get_one(MemberRow, member)
        row.name, row.erased_at = "", office.desk.house.now()
    assert "Вилучені" not in [label(each) for each in buttons(await office.roll())]
    for action in (actions.ShowMember(member), actions.BringMemberBack(member), actions.InviteMember(member)):
        assert keys(await office.taps("secretary", action))[0] == "refused"


async def test_the_same_update_changes_once(office: Keepers) -> None:
    member, key = await office.id_of("Тополя С.В."), update_key()
    await office.taps("secretary", actions.RemoveMember(member), key)
    await office.taps("secretary", actions.BringMemberBack(member))
    office.desk.restart()
    page = await office.taps("secretary", actions.RemoveMember(member), key)
    assert keys(page)[0] != "person.removed"
    assert (await office.present("Тополя С.В.")).left_at is None


async def test_people_of_another_branch_are_out_of_reach(scene: Scene, foreign: Scene) -> None:
    office = await keepers(scene.store, name="Верболозівське відділення")
    theirs = await add_member(scene.store, foreign.branch, "Чужа Людина", Role.MEMBER, [("telegram", "theirs")])
    async with scene.store.reading() as session:
        before = (await session.get_one(MemberRow, theirs)).role
    for kind in get_args(Members):
        values: list[int] = [theirs, 1, 0][: len(fields(kind))]
        action: Action = kind(*values)
        page = await office.taps("secretary", action)
        assert "Чужа" not in whole(page), kind
    for action in (actions.AskName(theirs), actions.AskRole(theirs)):
        await office.taps("secretary", action)
        await office.says("secretary", "Інша Назва")
    async with scene.store.reading() as session:
        row = await session.get_one(MemberRow, theirs)
        assert (row.name, row.role, row.left_at) == ("Чужа Людина", before, None)
    assert await foreign.trail() == []
    assert await scene.trail() == []
