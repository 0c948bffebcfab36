"""One account in several branches: each is seen with one's role there alone, and buttons go where they belong."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.dialog import actions
from bot.dialog.model import Address, Tap
from bot.dialog.speech import say
from bot.domain.plan import Role, State
from bot.usecases.joining import come_back, invite, leave
from db.tables import EntranceRow, IdentityRow, OccurrenceRow
from scheduler.delivery import deliver
from tests.integration.builders import PlayedDoor, add_activity, party_of
from tests.integration.houses import WINTER, Scene
from tests.integration.talking import Phone, Phones
from tests.integration.test_delivery import post_of


@pytest.fixture
def phones(scene: Scene) -> Phones:
    return Phones(scene.house)


async def joins_too(scenes: tuple[Scene, Scene], phones: Phones, who: str, name: str, role: Role) -> Phone:
    """Somebody of the first branch comes into the second by a personal link."""
    scene, foreign = scenes
    phone = phones.of(scene.address(who))
    assert foreign.name in await phone.arrives(await invite(scene.house, foreign.name, name, role))
    return phone


async def branch_of(scene: Scene, who: str) -> int:
    return (await scene.caller(who)).branch_id


async def test_a_link_of_another_branch_joins_it_too_and_one_switches(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    scene, foreign = scenes
    phone = await joins_too(scenes, phones, "other", "Лелека Марта", Role.SECRETARY)
    assert await branch_of(scene, "other") == foreign.branch
    assert "Люди" in await phone.presses(actions.Home())
    await phone.presses(actions.ShowMe())
    assert f"{foreign.name}, секретар" in "\n".join(say(line.text, "uk") for line in phone.seen.lines)
    await phone.taps("Моє відділення")
    assert scene.name in await phone.taps(scene.name[:10])
    assert await branch_of(scene, "other") == scene.branch
    assert "Люди" not in phone.labels, "a secretary there is a member here"
    assert "Люди: " not in await phone.presses(actions.ShowPeople())
    assert "Моє відділення" in await phone.presses(actions.ShowMe())


async def test_with_one_branch_nothing_is_said_of_others(scene: Scene, phones: Phones) -> None:
    phone = phones.of(scene.address("other"))
    await phone.presses(actions.ShowMe())
    assert [label for label in phone.labels if "Моє відділення" in label] == []
    await phone.presses(actions.GoTo(10**6))
    assert await branch_of(scene, "other") == scene.branch


async def test_nobody_goes_to_a_branch_that_they_are_not_of(scenes: tuple[Scene, Scene], phones: Phones) -> None:
    scene, foreign = scenes
    phone = await joins_too(scenes, phones, "other", "Лелека Марта", Role.MEMBER)
    await phones.of(scene.address("head")).presses(actions.GoTo(foreign.branch))
    assert await branch_of(scene, "head") == scene.branch
    await phone.presses(actions.GoTo(10**6))
    assert await branch_of(scene, "other") == foreign.branch


async def test_a_known_person_applies_under_their_name_and_goes_on_meanwhile(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    scene, foreign = scenes
    secretary = phones.of(foreign.address("secretary"))
    await secretary.presses(actions.OpenEntrance(0))
    async with scene.store.reading() as session:
        code = await session.scalar(select(EntranceRow.code))
    phone = phones.of(scene.address("other"))
    heard = await phone.says(str(code))
    assert "Лелека Марта" in heard
    assert "зачекайте" in heard
    assert "Тренери" in await phone.says("1.1")
    await secretary.presses(actions.ShowApplicants())
    await secretary.taps("1. Лелека Марта")
    await secretary.taps("Нова людина")
    assert await branch_of(scene, "other") == foreign.branch
    assert "зачекайте" not in await phone.says(str(code)), "the code of one's own branch leads to its menu"


async def test_the_own_used_up_link_is_a_friendly_menu_and_leads_to_its_branch(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    scene, foreign = scenes
    token = await invite(scene.house, foreign.name, "Лелека Марта", Role.MEMBER)
    phone = phones.of(scene.address("other"))
    await phone.arrives(token)
    await phone.presses(actions.GoTo(scene.branch))
    heard = await phone.arrives(token)
    assert foreign.name in heard
    assert "не діє" not in heard
    assert await branch_of(scene, "other") == foreign.branch
    assert "не діє" in await phones.of(scene.address("head")).arrives(token), "to anybody else it is no link"


async def test_notices_of_another_branch_name_it_and_their_buttons_work(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    scene, foreign = scenes
    phone = await joins_too(scenes, phones, "responsible", "Гість Іван", Role.PRESIDIUM)
    await phone.presses(actions.GoTo(scene.branch))
    claimer = phones.of(foreign.address("responsible"))
    await claimer.presses(actions.Claim(foreign.occurrence, (await foreign.row()).revision))
    await claimer.says("Провели тренінг")
    await claimer.taps("Готово")
    telegram = PlayedDoor("telegram")
    await deliver(post_of(scene.store, scene.clock, [telegram]))
    account = scene.address("responsible").account
    [notice] = [reply for to, reply, _ in telegram.sent if to == account]
    lines = [say(line.text, "uk") for line in notice.lines]
    assert lines[0] == foreign.name
    assert "Провели тренінг" in "\n".join(lines)
    others = [reply for to, reply, _ in telegram.sent if to != account]
    assert others
    assert all(say(reply.lines[0].text, "uk") != foreign.name for reply in others), "only where it is needed"
    labels = {say(button.label, "uk"): button.code for row in notice.rows for button in row}
    assert f"Тепер говоримо про: {foreign.name}." in await phone.does(Tap(labels["Підтвердити"]))
    assert await branch_of(scene, "responsible") == foreign.branch
    assert (await foreign.row()).state == State.CONFIRMED
    assert (await scene.row()).state == State.PLANNED
    await phone.presses(actions.GoTo(scene.branch))
    assert foreign.name in await phone.does(Tap(labels["☰ Меню"]))
    assert await branch_of(scene, "responsible") == foreign.branch


async def test_a_report_asked_for_by_a_notice_of_another_branch_goes_there(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    scene, foreign = scenes
    phone = await joins_too(scenes, phones, "other", "Гість Іван", Role.MEMBER)
    guest = (await scene.caller("other")).member_id
    work = await add_activity(
        scene.store, foreign.plan, "Гостина", WINTER, [await party_of(scene.store, foreign.branch, guest)]
    )
    await phone.presses(actions.GoTo(scene.branch))
    await phone.presses(actions.Claim(work.occurrence_ids[0], 0))
    await phone.says("Гостина вдалася")
    await phone.taps("Готово")
    async with scene.store.reading() as session:
        row = await session.get_one(OccurrenceRow, work.occurrence_ids[0])
        assert (row.state, row.words, row.claimed_by) == (State.CLAIMED, "Гостина вдалася", guest)


async def test_ids_of_a_branch_that_one_is_not_of_do_nothing_anywhere(
    scenes: tuple[Scene, Scene], phones: Phones
) -> None:
    """Even for somebody in two branches: the third one's buttons find nothing, and switch nothing."""
    scene, foreign = scenes
    third = phones.of(scene.address("head"))
    await third.presses(actions.ShowAccounts())
    own = await scene.row()
    guest = phones.of(foreign.address("head"))
    await guest.presses(actions.Confirm(own.id, own.revision))
    await guest.presses(actions.GoTo(scene.branch))
    await guest.presses(actions.ShowCard(scene.winter.activity_id))
    assert "Тренери: Калинівське" not in "\n".join(say(line.text, "uk") for line in guest.seen.lines)
    assert await branch_of(foreign, "head") == foreign.branch
    assert (await scene.row()).state == State.PLANNED


async def test_an_account_that_is_left_is_left_in_every_branch(scenes: tuple[Scene, Scene], phones: Phones) -> None:
    scene, _ = scenes
    await joins_too(scenes, phones, "other", "Лелека Марта", Role.MEMBER)
    address = scene.address("other")

    async def silent() -> list[bool]:
        async with scene.store.reading() as session:
            rows = await session.scalars(select(IdentityRow).where(IdentityRow.account == address.account))
            return [row.blocked_at is not None for row in rows]

    await leave(scene.house, address)
    assert await silent() == [True, True]
    await come_back(scene.house, address)
    assert await silent() == [False, False]
    await leave(scene.house, address)
    await phones.of(Address(address.door, address.account)).presses(actions.Home())
    assert await silent() == [False, False]
