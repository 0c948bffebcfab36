"""What a quarter brought: by those who answer for it, once an update, and only on what goes on all year."""

import pytest
from sqlalchemy import select

from bot.dialog.actions import CheckIn
from bot.domain.check_ins import entries_of
from bot.domain.plan import CheckIn as Entry
from bot.domain.plan import Role
from bot.domain.windows import Mode
from bot.usecases.acting import Verdict, await_words
from bot.usecases.check_ins import check_in
from db.tables import IdentityRow, ReportRow
from tests.integration.builders import add_activity, kyiv, party_of
from tests.integration.houses import NOW, WHOLE_YEAR, Scene, update_key


async def tell(
    scene: Scene, who: str = "responsible", words: str = "Двадцять порад", quarter: int = 1, key: str | None = None
) -> Verdict:
    caller = await scene.caller(who)
    return await check_in(scene.house, caller, scene.all_year.activity_id, quarter, words, key or update_key())


async def entries(scene: Scene) -> tuple[Entry, ...]:
    return (await scene.snapshot()).check_ins


async def test_what_was_done_is_kept_and_seen_at_once(scene: Scene) -> None:
    assert await entries(scene) == ()
    assert await tell(scene) is Verdict.DONE
    assert await entries(scene) == (
        Entry(scene.all_year.activity_id, 1, scene.people["responsible"], "Двадцять порад", id=1),
    )
    assert [verb for verb, _, _ in await scene.trail()] == ["check-in"]
    async with scene.store.reading() as session:
        [row] = await session.scalars(select(ReportRow))
        assert row.ended_at == NOW


async def test_nothing_is_a_fine_answer(scene: Scene) -> None:
    assert await tell(scene, words="") is Verdict.DONE
    assert [each.words for each in await entries(scene)] == [""]


async def test_who_says_it_again_corrects_it_until_the_question_is_over(scene: Scene) -> None:
    assert [await tell(scene, words=words) for words in ("", "Двадцять порад", "Тридцять порад")] == [Verdict.DONE] * 3
    assert [each.words for each in await entries(scene)] == ["Тридцять порад"]
    assert [verb for verb, _, _ in await scene.trail()] == ["check-in"] * 3
    scene.clock.moment = kyiv(4, 9, 17)
    assert await tell(scene, words="Сорок порад") is Verdict.DONE
    scene.clock.moment = kyiv(4, 10, 9)
    assert await tell(scene, words="П'ятдесят порад") is Verdict.STALE
    assert [each.words for each in await entries(scene)] == ["Сорок порад"]


async def test_nothing_never_takes_the_place_of_words(scene: Scene) -> None:
    await tell(scene)
    assert await tell(scene, words="") is Verdict.STALE
    assert [each.words for each in await entries(scene)] == ["Двадцять порад"]


async def test_everybody_responsible_is_heard_and_the_lead_first(scene: Scene) -> None:
    parties = [await party_of(scene.store, scene.branch, scene.people[who]) for who in ("responsible", "other")]
    shared = await add_activity(scene.store, scene.plan, "Клуб", WHOLE_YEAR, parties, Mode.CONTINUOUS)
    for who, words in (("other", "Вела гурток"), ("responsible", "Провів клуб")):
        verdict = await check_in(scene.house, await scene.caller(who), shared.activity_id, 1, words, update_key())
        assert verdict is Verdict.DONE
    snapshot = await scene.snapshot()
    found = entries_of(snapshot, snapshot.activity_of[shared.activity_id])
    assert [each.words for each in found] == ["Провів клуб", "Вела гурток"]


async def test_the_same_update_is_written_once(scene: Scene) -> None:
    assert [await tell(scene, key="once") for _ in range(3)] == [Verdict.DONE] * 3
    assert len(await entries(scene)) == 1


@pytest.mark.parametrize("who", ["other", "head", "presidium", "secretary"])
async def test_those_who_do_not_answer_for_it_are_refused_each_time(scene: Scene, who: str) -> None:
    assert [await tell(scene, who, key="twice") for _ in range(2)] == [Verdict.REFUSED] * 2
    assert await entries(scene) == ()


async def test_the_secretary_tells_when_the_responsible_cannot_be_reached(scene: Scene) -> None:
    async with scene.store.writing() as session:
        account = scene.address("responsible").account
        identity = await session.scalar(select(IdentityRow).where(IdentityRow.account == account))
        assert identity is not None
        identity.blocked_at = NOW
    assert await tell(scene, "secretary") is Verdict.DONE
    assert await tell(scene, "head") is Verdict.REFUSED


@pytest.mark.parametrize("quarter", [0, 5, 10**17])
async def test_a_quarter_that_does_not_exist_is_refused(scene: Scene, quarter: int) -> None:
    assert await tell(scene, quarter=quarter) is Verdict.REFUSED
    assert await entries(scene) == ()


async def test_what_has_a_date_is_reported_done_and_not_told_about_by_quarters(scene: Scene) -> None:
    caller = await scene.caller("responsible")
    verdict = await check_in(scene.house, caller, scene.winter.activity_id, 1, "Так", update_key())
    assert verdict is Verdict.REFUSED
    assert await entries(scene) == ()


async def test_an_activity_of_another_branch_does_not_exist(scene: Scene, foreign: Scene) -> None:
    caller = await scene.caller("responsible")
    verdict = await check_in(scene.house, caller, foreign.all_year.activity_id, 1, "Так", update_key())
    assert verdict is Verdict.REFUSED
    assert await entries(foreign) == ()


async def test_the_question_is_closed_by_its_answer_and_by_a_refusal(scene: Scene) -> None:
    asked = CheckIn(scene.all_year.activity_id, 1)
    for who, verdict in (("responsible", Verdict.DONE), ("other", Verdict.REFUSED)):
        await await_words(scene.house, await scene.caller(who), asked)
        assert await scene.awaits(who) is not None
        assert await tell(scene, who) is verdict
        assert await scene.awaits(who) is None


async def test_an_answer_given_before_does_not_close_a_question_asked_since(scene: Scene) -> None:
    await tell(scene, key="before")
    await await_words(scene.house, await scene.caller("responsible"), CheckIn(scene.all_year.activity_id, 2))
    assert await tell(scene, key="before") is Verdict.DONE
    assert await scene.awaits("responsible") is not None


async def test_a_demoted_member_of_the_presidium_no_longer_answers_for_it(scene: Scene) -> None:
    caller = await scene.caller("other")
    await scene.give_role("other", Role.HEAD)
    await scene.give_role("other", Role.MEMBER)
    verdict = await check_in(scene.house, caller, scene.all_year.activity_id, 1, "Так", update_key())
    assert verdict is Verdict.REFUSED
