"""Leaving a branch: from that moment on nobody knows the person, writes to them or lets them in; the history stays."""

from sqlalchemy import select

from bot.dialog.model import Address
from bot.domain.duties import people_of
from bot.domain.people.model import Kind as PartyKind
from bot.domain.plan import Role
from bot.usecases.acting import Verdict
from bot.usecases.joining import invite, join
from bot.usecases.work import claim
from db.leaving import let_go
from db.outbox import DeliveryState
from db.tables import BodyMemberRow, IdentityRow, MemberRow, OutboxRow, PartyRow
from tests.integration.houses import Scene, update_key


async def leaves(scene: Scene, who: str) -> None:
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, scene.people[who]), scene.house.now())


async def test_who_has_left_is_known_no_more_and_stays_in_the_history(scene: Scene) -> None:
    caller = await scene.caller("responsible")
    assert await claim(scene.house, caller, scene.occurrence, "Зроблено", update_key()) is Verdict.DONE
    await leaves(scene, "responsible")
    assert await scene.store.caller(scene.address("responsible")) is None
    snapshot = await scene.snapshot()
    assert scene.people["responsible"] not in snapshot.members
    person = snapshot.person(snapshot.occurrence_of[scene.occurrence].claimed_by)
    assert person is not None
    assert (person.name, person.reachable) == ("Тополя Сергій", False)


async def test_who_has_left_is_refused_by_what_they_still_hold(scene: Scene) -> None:
    caller = await scene.caller("responsible")
    await leaves(scene, "responsible")
    assert await claim(scene.house, caller, scene.occurrence, "Зроблено", update_key()) is Verdict.REFUSED
    assert (await scene.row()).claimed_by is None


async def test_an_invitation_of_who_has_left_opens_nothing(scene: Scene) -> None:
    token = await invite(scene.house, scene.name, "Тополя Сергій", Role.MEMBER)
    await leaves(scene, "responsible")
    assert await join(scene.house, Address("viber", "new="), token) is None


async def test_what_waited_for_who_has_left_is_dropped(scene: Scene) -> None:
    caller = await scene.caller("responsible")
    await claim(scene.house, caller, scene.occurrence, "Зроблено", update_key())
    await leaves(scene, "presidium")
    async with scene.store.reading() as session:
        states = {row.member_id: row.state for row in await session.scalars(select(OutboxRow))}
    assert states == {
        scene.people["head"]: DeliveryState.PENDING,
        scene.people["presidium"]: DeliveryState.CANCELLED,
    }


async def test_an_account_goes_on_with_its_other_branch(scenes: tuple[Scene, Scene]) -> None:
    scene, other_scene = scenes
    account = scene.address("responsible")
    assert await join(scene.house, account, await invite(scene.house, other_scene.name, "Гість", Role.MEMBER))
    caller = await scene.store.caller(account)
    assert caller is not None
    assert caller.branch_id == other_scene.branch
    async with scene.store.writing() as session:
        await let_go(session, await session.get_one(MemberRow, caller.member_id), scene.house.now())
    back = await scene.store.caller(account)
    assert back is not None
    assert back.member_id == scene.people["responsible"]


async def test_a_body_stands_for_its_members_who_have_not_left(scene: Scene) -> None:
    async with scene.store.writing() as session:
        body = PartyRow(branch_id=scene.branch, kind=PartyKind.BODY, name="Відділ обслуговування")
        session.add(body)
        await session.flush()
        for who in ("other", "responsible"):
            session.add(BodyMemberRow(party_id=body.id, member_id=scene.people[who]))
        party = body.id
        await let_go(session, await session.get_one(MemberRow, scene.people["other"]), scene.house.now())
    snapshot = await scene.snapshot()
    assert [each.name for each in people_of(snapshot, snapshot.parties[party])] == ["Тополя Сергій"]


async def test_no_account_is_left_of_who_has_left(scene: Scene) -> None:
    await leaves(scene, "other")
    async with scene.store.reading() as session:
        kept = set(await session.scalars(select(IdentityRow.member_id)))
    assert scene.people["other"] not in kept
