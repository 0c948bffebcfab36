"""Taken on, reported, withdrawn, decided on and taken back: each with its history, and each heard of once."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.notices import Kind, Notice, still_owed
from bot.domain.plan import Role, State
from bot.domain.reports import Outcome
from bot.usecases import deciding
from bot.usecases.acting import Verdict
from bot.usecases.rules import allow_own_claims
from tests.integration.builders import add_activity, party_of
from tests.integration.houses import NOW, WINTER, Scene, update_key
from tests.integration.working import Workers, is_what_its_history_says


@pytest.fixture
def workers(scene: Scene) -> Workers:
    return Workers(scene)


async def test_every_step_keeps_who_when_and_the_words(workers: Workers) -> None:
    await workers.takes()
    await workers.claims(words="Навчили")
    workers.scene.clock.moment = NOW + timedelta(hours=1)
    await workers.returns(reason="Де світлини?")
    await workers.undoes("presidium")
    people = workers.scene.people
    assert [(each.verb, each.before, each.after, each.member_id, each.words) for each in await workers.steps()] == [
        ("take", "planned", "taken", people["responsible"], ""),
        ("claim", "taken", "claimed", people["responsible"], "Навчили"),
        ("return", "claimed", "returned", people["head"], "Де світлини?"),
        ("undo", "returned", "claimed", people["presidium"], ""),
    ]
    assert [each.at for each in await workers.steps()] == [NOW, NOW, *[NOW + timedelta(hours=1)] * 2]
    assert [verb for verb, _, _ in await workers.scene.trail()] == ["take", "claim", "return", "undo"]
    assert await is_what_its_history_says(workers.scene.store, await workers.scene.row())


async def test_who_is_at_it_is_seen_and_nobody_else_takes_it(workers: Workers) -> None:
    await workers.helps("other")
    assert await workers.takes("other") is Verdict.DONE
    row = await workers.scene.row()
    assert (row.state, row.taken_by, row.taken_at) == ("taken", workers.scene.people["other"], NOW)
    assert await workers.takes("responsible") is Verdict.STALE
    assert await workers.claims("responsible") is Verdict.DONE


@pytest.mark.parametrize("who", ["other", "head", "presidium", "secretary"])
async def test_nobody_takes_on_what_is_not_theirs(workers: Workers, who: str) -> None:
    assert await workers.takes(who) is Verdict.REFUSED
    assert await workers.steps() == []


async def test_a_claim_withdrawn_before_a_decision_is_open_again_and_asks_nobody(workers: Workers) -> None:
    await workers.claims()
    [first, *_] = await workers.owed("claim")
    assert await workers.withdraws("head") is Verdict.REFUSED
    assert await workers.withdraws() is Verdict.DONE
    row = await workers.scene.row()
    assert (row.state, row.claimed_by, row.words) == ("planned", None, "")
    notice = Notice(Kind.CLAIM, first.subject, first.member_id, first.refers_to, first.revision)
    assert not still_owed(await workers.scene.snapshot(), notice)
    assert await workers.confirms() is Verdict.DONE
    assert await workers.withdraws() is Verdict.STALE


async def test_what_was_withdrawn_leaves_the_return_before_it(workers: Workers) -> None:
    await workers.claims(words="Майже все")
    await workers.returns(reason="Де світлини?")
    await workers.claims(words="Ось вони")
    await workers.withdraws()
    row = await workers.scene.row()
    assert (row.state, row.words, row.reason, row.decided_by) == (
        "returned", "Майже все", "Де світлини?", workers.scene.people["head"],
    )  # fmt: skip


async def test_an_undone_decision_waits_again_and_whoever_heard_of_it_hears_that(workers: Workers) -> None:
    await workers.claims()
    await workers.reaches()
    await workers.confirms()
    await workers.reaches()
    assert await workers.undoes("presidium") is Verdict.DONE
    row = await workers.scene.row()
    assert (row.state, row.decided_by, row.claimed_by) == ("claimed", None, workers.scene.people["responsible"])
    assert await workers.told("undone") == ["responsible"]
    assert await workers.told("claim") == ["head", "presidium"]  # of the claim, nobody hears twice
    assert await workers.returns("presidium") is Verdict.DONE
    assert [(each.member_id, each.state) for each in await workers.owed("decision")] == [
        (workers.scene.people["responsible"], "sent"), (workers.scene.people["responsible"], "pending"),
    ]  # fmt: skip


async def test_of_a_decision_undone_before_anybody_heard_of_it_nobody_ever_hears(workers: Workers) -> None:
    await workers.claims()
    await workers.confirms()
    assert await workers.undoes() is Verdict.DONE
    assert await workers.told("undone") == []
    snapshot = await workers.scene.snapshot()
    [decision] = await workers.owed("decision")
    notice = Notice(Kind.DECISION, decision.subject, decision.member_id, decision.refers_to, decision.revision)
    assert not still_owed(snapshot, notice)
    revision = await workers.revision()
    claims = [row for row in await workers.owed("claim") if row.revision == revision]
    assert [row.member_id for row in claims] == [workers.scene.people["presidium"]]  # the head has just undone it


async def test_a_decision_is_undone_within_a_day_and_by_a_judge(workers: Workers) -> None:
    await workers.claims()
    await workers.confirms()
    for who in ("responsible", "secretary", "other"):
        assert await workers.undoes(who) is Verdict.REFUSED
    workers.scene.clock.moment = NOW + timedelta(hours=24, minutes=1)
    assert await workers.undoes() is Verdict.REFUSED
    assert await workers.scene.state() == (State.CONFIRMED, 2)
    workers.scene.clock.moment = NOW + timedelta(hours=24)
    assert await workers.undoes() is Verdict.DONE


async def test_two_who_undo_at_once_undo_once(workers: Workers) -> None:
    await workers.claims()
    await workers.confirms()
    verdicts = await asyncio.gather(workers.undoes("head"), workers.undoes("presidium"))
    assert sorted(verdicts) == ["done", "stale"]
    assert [each.verb for each in await workers.steps()] == ["claim", "confirm", "undo"]


async def test_a_part_is_told_to_whose_word_closes_and_leaves_the_occurrence_open(workers: Workers) -> None:
    await workers.helps("other")
    assert await workers.claims("other", "Зібрала анкети") is Verdict.DONE
    assert await workers.scene.state() == (State.PLANNED, 0)
    [told] = (await workers.scene.snapshot()).contributions
    assert (told.member_id, told.words, told.outcome) == (workers.scene.people["other"], "Зібрала анкети", "done")
    assert (await workers.told("contribution"), await workers.told("claim")) == (["responsible"], [])
    assert await workers.claims("responsible") is Verdict.DONE
    assert await workers.claims("other", "І ще одну") is Verdict.DONE
    await workers.confirms()
    assert await workers.claims("other", "Запізно") is Verdict.STALE


async def test_a_cry_for_help_reaches_the_head_and_the_lead_and_closes_nothing(workers: Workers) -> None:
    await workers.helps("other")
    await workers.takes()
    assert await workers.claims("other", "Немає зали", Outcome.HELP) is Verdict.DONE
    assert await workers.told("help") == ["head", "responsible"]
    assert await workers.claims("responsible", "Справді немає", Outcome.HELP) is Verdict.DONE
    assert await workers.told("help") == ["head", "head", "responsible"]
    assert (await workers.scene.state())[0] is State.TAKEN
    assert await workers.claims("responsible", "Знайшли", Outcome.PARTLY) is Verdict.DONE
    row = await workers.scene.row()
    assert (row.state, row.outcome) == ("claimed", "partly")
    snapshot = await workers.scene.snapshot()
    for row_owed in await workers.owed("help"):
        notice = Notice(Kind.HELP, row_owed.subject, row_owed.member_id, row_owed.refers_to)
        assert not still_owed(snapshot, notice)  # it is reported by now


async def test_the_same_report_delivered_again_is_one(workers: Workers) -> None:
    await workers.helps("other")
    verdicts = [await workers.claims("other", "Моя частина", key="part") for _ in range(5)]
    verdicts += [await workers.claims("responsible", "Допоможіть", Outcome.HELP, key="help") for _ in range(5)]
    assert set(verdicts) == {Verdict.DONE}
    assert len((await workers.scene.snapshot()).contributions) == 2


async def test_who_may_not_report_leaves_no_trace(workers: Workers) -> None:
    for outcome in Outcome:
        assert await workers.claims("other", "Я теж", outcome) is Verdict.REFUSED
    assert (await workers.scene.snapshot()).contributions == ()
    assert await workers.scene.trail() == []


async def test_own_claims_are_confirmed_where_the_branch_allows_it(workers: Workers) -> None:
    scene = workers.scene
    await scene.give_role("responsible", Role.PRESIDIUM)
    await workers.claims()
    assert await workers.confirms("responsible") is Verdict.REFUSED
    assert not await allow_own_claims(scene.house, await scene.caller("presidium"), update_key(), allowed=True)
    assert await allow_own_claims(scene.house, await scene.caller("secretary"), update_key(), allowed=True)
    assert await workers.confirms("responsible") is Verdict.DONE
    assert ("allow-own-claims", scene.people["secretary"], f"branch:{scene.branch}") in await scene.trail()


async def waiting_three(workers: Workers) -> None:
    """Claims of three activities: one is the head's own."""
    scene = workers.scene
    for title, who in (("Свято", "responsible"), ("Огляд", "head")):
        party = await party_of(scene.store, scene.branch, scene.people[who])
        made = await add_activity(scene.store, scene.plan, title, WINTER, [party])
        await Workers(Scene(**{**vars(scene), "winter": made})).claims(who, title)
    await workers.claims()


async def test_all_that_waits_is_confirmed_at_once_but_ones_own(workers: Workers) -> None:
    await waiting_three(workers)
    scene = workers.scene
    snapshot, head = await scene.snapshot(), await scene.caller("head")
    items = deciding.to_confirm(snapshot, snapshot.members[head.member_id])
    assert len(items) == 2
    found = await deciding.confirm_all(scene.house, head, deciding.mark_of(items), update_key())
    assert found == (Verdict.DONE, 2)
    left = [each for each in (await scene.snapshot()).occurrences if each.state is State.CLAIMED]
    assert [each.claimed_by for each in left] == [head.member_id]
    assert await workers.told("decision") == ["responsible", "responsible"]


async def test_what_came_meanwhile_is_not_confirmed_unseen(workers: Workers) -> None:
    scene, head = workers.scene, await workers.scene.caller("head")
    await workers.claims()
    snapshot = await scene.snapshot()
    mark = deciding.mark_of(deciding.to_confirm(snapshot, snapshot.members[head.member_id]))
    await workers.withdraws()
    await workers.claims(words="Зовсім інші слова")
    assert await deciding.confirm_all(scene.house, head, mark, update_key()) == (Verdict.STALE, 0)
    assert (await scene.row()).state == "claimed"


async def test_two_who_confirm_all_at_once_decide_once(workers: Workers) -> None:
    await waiting_three(workers)
    scene = workers.scene
    verdicts = await asyncio.gather(*(_confirms_all(scene, who) for who in ("head", "presidium")))
    assert sorted(verdict for verdict, _ in verdicts) == ["done", "stale"]
    assert [each.verb for each in await workers.steps()] == ["claim", "confirm"]


async def _confirms_all(scene: Scene, who: str) -> tuple[Verdict, int]:
    snapshot, caller = await scene.snapshot(), await scene.caller(who)
    mark = deciding.mark_of(deciding.to_confirm(snapshot, snapshot.members[caller.member_id]))
    return await deciding.confirm_all(scene.house, caller, mark, update_key())
