"""Claimed by its people, confirmed or returned by the presidium: once, in order, and only by those who may."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.dialog.model import Address
from bot.domain.plan import Role, State
from bot.usecases.acting import Verdict
from bot.usecases.deciding import confirm, give_back
from bot.usecases.telling import USEFUL
from bot.usecases.work import claim
from db.tables import DutyRow, InboxRow
from tests.integration.builders import add_member, outbox, party_of, set_state
from tests.integration.houses import NOW, Scene, is_on_postgresql, refuse_new, update_key


async def do_claim(scene: Scene, who: str = "responsible", words: str = "Зроблено", key: str | None = None) -> Verdict:
    return await claim(scene.house, await scene.caller(who), scene.occurrence, words, key or update_key())


async def do_confirm(scene: Scene, who: str = "head", revision: int = 1, key: str | None = None) -> Verdict:
    return await confirm(scene.house, await scene.caller(who), scene.occurrence, revision, key or update_key())


async def do_return(
    scene: Scene, who: str = "head", revision: int = 1, reason: str = "Де світлини?", key: str | None = None
) -> Verdict:
    caller = await scene.caller(who)
    return await give_back(scene.house, caller, scene.occurrence, revision, reason, key or update_key())


async def owed(scene: Scene) -> list[tuple[str, int, int]]:
    return sorted((row.kind, row.member_id, row.revision) for row in await outbox(scene.store))


async def test_a_claim_is_kept_with_its_author_its_words_and_its_moment(scene: Scene) -> None:
    assert await do_claim(scene, words="Навчили тридцять тренерів") is Verdict.DONE
    row = await scene.row()
    assert (row.state, row.revision, row.words) == ("claimed", 1, "Навчили тридцять тренерів")
    assert (row.claimed_by, row.claimed_at) == (scene.people["responsible"], NOW)
    assert await scene.trail() == [("claim", scene.people["responsible"], f"occurrence:{scene.occurrence}")]


async def test_a_claim_owes_every_judge_one_notice_and_asks_delivery_to_look(scene: Scene) -> None:
    await do_claim(scene)
    assert await owed(scene) == [
        ("claim", scene.people["head"], 1),
        ("claim", scene.people["presidium"], 1),
    ]
    [first, _] = await outbox(scene.store)
    assert (first.due, first.until, first.subject) == (NOW, NOW + USEFUL, scene.occurrence)
    assert scene.bells.rung == 1


async def test_the_author_of_the_presidium_is_not_asked_to_confirm_their_own_claim(scene: Scene) -> None:
    await scene.give_role("responsible", Role.PRESIDIUM)
    assert await do_claim(scene) is Verdict.DONE
    assert {who for _, who, _ in await owed(scene)} == {scene.people["head"], scene.people["presidium"]}
    assert await do_confirm(scene, "responsible") is Verdict.REFUSED
    assert await do_confirm(scene, "presidium") is Verdict.DONE


@pytest.mark.parametrize("who", ["other", "head", "presidium", "secretary"])
async def test_nobody_else_reports_for_the_responsible(scene: Scene, who: str) -> None:
    assert await do_claim(scene, who) is Verdict.REFUSED
    assert await scene.state() == (State.PLANNED, 0)
    assert await outbox(scene.store) == []
    assert await scene.trail() == []


@pytest.mark.parametrize("who", ["other", "responsible", "secretary"])
async def test_nobody_outside_the_presidium_decides(scene: Scene, who: str) -> None:
    await do_claim(scene)
    assert await do_confirm(scene, who) is Verdict.REFUSED
    assert await do_return(scene, who) is Verdict.REFUSED
    assert await scene.state() == (State.CLAIMED, 1)


async def test_the_right_is_read_inside_the_transaction_and_not_from_what_was_known_before(scene: Scene) -> None:
    await do_claim(scene)
    head = await scene.caller("head")
    await scene.give_role("head", Role.MEMBER)
    assert await confirm(scene.house, head, scene.occurrence, 1, update_key()) is Verdict.REFUSED
    assert await scene.state() == (State.CLAIMED, 1)
    await scene.give_role("other", Role.PRESIDIUM)
    assert await do_confirm(scene, "other") is Verdict.DONE


async def test_a_confirmation_is_kept_and_its_author_hears_of_it(scene: Scene) -> None:
    await do_claim(scene)
    scene.clock.moment = NOW + timedelta(hours=1)
    assert await do_confirm(scene) is Verdict.DONE
    row = await scene.row()
    assert (row.state, row.revision, row.decided_by) == ("confirmed", 2, scene.people["head"])
    assert row.decided_at == NOW + timedelta(hours=1)
    assert ("decision", scene.people["responsible"], 2) in await owed(scene)
    assert [verb for verb, _, _ in await scene.trail()] == ["claim", "confirm"]


async def test_the_presidium_confirms_straight_and_everybody_responsible_hears_of_it(scene: Scene) -> None:
    assert await do_confirm(scene, revision=0) is Verdict.DONE
    assert await owed(scene) == [("decision", scene.people["responsible"], 1)]


async def test_a_returned_claim_is_open_again_with_its_reason_and_can_be_claimed_again(scene: Scene) -> None:
    await do_claim(scene, words="Зроблено майже все")
    assert await do_return(scene) is Verdict.DONE
    row = await scene.row()
    assert (row.state, row.reason, row.words, row.revision) == ("returned", "Де світлини?", "Зроблено майже все", 2)
    assert ("decision", scene.people["responsible"], 2) in await owed(scene)
    assert await do_claim(scene, words="Ось світлини") is Verdict.DONE
    row = await scene.row()
    assert (row.state, row.reason, row.words, row.revision) == ("claimed", "", "Ось світлини", 3)
    assert await do_confirm(scene, revision=3) is Verdict.DONE


async def test_what_is_not_claimed_cannot_be_returned(scene: Scene) -> None:
    assert await do_return(scene, revision=0) is Verdict.STALE
    assert await scene.state() == (State.PLANNED, 0)


async def test_what_was_seen_in_another_state_changes_nothing(scene: Scene) -> None:
    await do_claim(scene)
    assert await do_confirm(scene, revision=0) is Verdict.STALE
    assert await do_return(scene, revision=0) is Verdict.STALE
    assert await do_claim(scene) is Verdict.STALE
    assert await do_confirm(scene) is Verdict.DONE
    assert await do_confirm(scene, revision=2) is Verdict.STALE
    assert await do_return(scene, revision=2) is Verdict.STALE
    assert await do_claim(scene) is Verdict.STALE
    assert await scene.state() == (State.CONFIRMED, 2)


async def test_the_same_update_has_one_effect(scene: Scene) -> None:
    assert [await do_claim(scene, key="once") for _ in range(3)] == [Verdict.DONE] * 3
    assert await scene.state() == (State.CLAIMED, 1)
    assert len(await outbox(scene.store)) == 2
    assert await do_return(scene, key="back") is Verdict.DONE
    assert await do_return(scene, key="back") is Verdict.STALE
    assert await scene.state() == (State.RETURNED, 2)
    assert await do_claim(scene, key="once") is Verdict.STALE  # an old update is not a new claim
    assert await scene.state() == (State.RETURNED, 2)


async def test_an_update_that_failed_is_not_taken(scene: Scene) -> None:
    await refuse_new(scene.store, "outbox")
    with pytest.raises(Exception, match="no"):
        await do_claim(scene, key="failed")
    assert await scene.state() == (State.PLANNED, 0)
    async with scene.store.writing() as session:
        assert (await session.scalars(select(InboxRow))).all() == []
        await (await session.connection()).exec_driver_sql(
            "DROP TRIGGER no_more ON outbox" if is_on_postgresql(scene.store) else "DROP TRIGGER no_more"
        )
    assert await do_claim(scene, key="failed") is Verdict.DONE


async def test_of_twenty_who_confirm_at_once_the_first_decides(scene: Scene) -> None:
    judges = [
        await add_member(scene.store, scene.branch, f"Член {each}", Role.PRESIDIUM, [("telegram", f"judge-{each}")])
        for each in range(20)
    ]
    await do_claim(scene)
    before = len(await outbox(scene.store))
    callers = [await scene.caller("head")]
    for each in range(20):
        found = await scene.store.caller(Address("telegram", f"judge-{each}"))
        assert found is not None
        callers.append(found)
    verdicts = await asyncio.gather(
        *(confirm(scene.house, caller, scene.occurrence, 1, update_key()) for caller in callers)
    )
    assert sorted(verdicts) == ["done"] + ["stale"] * 20
    assert await scene.state() == (State.CONFIRMED, 2)
    assert len(await outbox(scene.store)) == before + 1
    assert [verb for verb, _, _ in await scene.trail()] == ["claim", "confirm"]
    assert (await scene.row()).decided_by in {*judges, scene.people["head"]}


async def test_of_a_confirmation_and_a_return_at_once_one_holds(scene: Scene) -> None:
    await do_claim(scene)
    verdicts = await asyncio.gather(
        *(do_confirm(scene, who) for who in ("head", "presidium")),
        *(do_return(scene, who) for who in ("head", "presidium")),
    )
    assert sorted(verdicts) == ["done", "stale", "stale", "stale"]
    assert (await scene.state())[1] == 2


async def test_twenty_deliveries_of_one_claim_at_once_make_one_claim(scene: Scene) -> None:
    verdicts = await asyncio.gather(*(do_claim(scene, key="same") for _ in range(20)))
    assert set(verdicts) == {Verdict.DONE}
    assert await scene.state() == (State.CLAIMED, 1)
    assert len(await outbox(scene.store)) == 2
    assert len(await scene.trail()) == 1


async def test_of_two_responsible_people_at_once_the_leads_is_the_claim(scene: Scene) -> None:
    party = await party_of(scene.store, scene.branch, scene.people["other"])
    async with scene.store.writing() as session:
        session.add(DutyRow(activity_id=scene.winter.activity_id, party_id=party, position=1, lead=False))
    verdicts = await asyncio.gather(do_claim(scene, "responsible"), do_claim(scene, "other"))
    assert set(verdicts) == {Verdict.DONE}
    claims = [row for row in await outbox(scene.store) if row.kind == "claim"]
    assert {row.member_id for row in claims} == {scene.people["head"], scene.people["presidium"]}
    assert (await scene.row()).claimed_by == scene.people["responsible"]


async def test_an_occurrence_of_another_branch_does_not_exist(scene: Scene, foreign: Scene) -> None:
    head, responsible = await scene.caller("head"), await scene.caller("responsible")
    assert await claim(scene.house, responsible, foreign.occurrence, "Зроблено", update_key()) is Verdict.REFUSED
    assert await confirm(scene.house, head, foreign.occurrence, 0, update_key()) is Verdict.REFUSED
    await set_state(scene.store, foreign.occurrence, State.CLAIMED, NOW)
    assert await give_back(scene.house, head, foreign.occurrence, 1, "Ні", update_key()) is Verdict.REFUSED
    assert await foreign.state() == (State.CLAIMED, 1)
    assert await outbox(scene.store) == []


async def test_a_decision_on_a_claim_of_somebody_else_reaches_its_author_alone(scene: Scene) -> None:
    await do_claim(scene)
    await do_return(scene)
    decisions = [row for row in await outbox(scene.store) if row.kind == "decision"]
    assert [row.member_id for row in decisions] == [scene.people["responsible"]]


async def test_the_branch_sees_a_change_at_once(scene: Scene) -> None:
    assert (await scene.snapshot()).occurrence_of[scene.occurrence].state is State.PLANNED
    await do_claim(scene)
    assert (await scene.snapshot()).occurrence_of[scene.occurrence].state is State.CLAIMED
    await do_confirm(scene)
    assert (await scene.snapshot()).occurrence_of[scene.occurrence].state is State.CONFIRMED
