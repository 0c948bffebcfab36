"""The trail as it is read: by those who may, the latest first, in words, quickly however long it is."""

import time

import pytest
from sqlalchemy import insert, select

from bot.dialog import actions
from bot.dialog.model import Tap
from bot.domain.plan import Role
from bot.usecases.check_ins import check_in
from bot.usecases.deciding import confirm
from bot.usecases.enlisting import enlist
from bot.usecases.work import claim
from db.tables import ActivityRow, AuditRow, MemberRow, PlanRow
from handlers.conversation import conversation
from tests.integration.hearing import actions as ways
from tests.integration.hearing import labels, replies, tap
from tests.integration.houses import UNHURRIED, Scene, update_key

WINTER = "1.1 Тренери: Калинівське відділення (I квартал 2026)"
SHOW = actions.ShowTrail(0, 0)


async def reported_and_confirmed(scene: Scene) -> None:
    author, head = await scene.caller("responsible"), await scene.caller("head")
    await claim(scene.house, author, scene.occurrence, "Навчили сорок людей", update_key())
    await confirm(scene.house, head, scene.occurrence, 1, update_key())
    await check_in(scene.house, author, scene.all_year.activity_id, 1, "Порадили сімом", update_key())


@pytest.mark.parametrize("who", ["head", "presidium", "secretary"])
async def test_who_did_what_and_when_is_read_in_words(scene: Scene, who: str) -> None:
    await reported_and_confirmed(scene)
    answer = conversation(scene.house, UNHURRIED)
    page = (await tap(answer, scene.address(who), SHOW)).splitlines()
    assert page == [
        "Історія: хто що зробив",
        "10 лютого 2026, 10:00. Тополя Сергій: розповідь про квартал: 1.1 Поради: Калинівське відділення",
        "Порадили сімом",
        f"10 лютого 2026, 10:00. Дем'яненко Ольга: виконання підтверджено: {WINTER}",
        f"10 лютого 2026, 10:00. Тополя Сергій: звіт про виконання: {WINTER}",
        "Навчили сорок людей",
    ]


async def test_others_do_not_read_it(scene: Scene) -> None:
    await reported_and_confirmed(scene)
    answer = conversation(scene.house, UNHURRIED)
    for who in ("responsible", "other"):
        assert "сорок" not in await tap(answer, scene.address(who), SHOW)
        assert "Історія" not in labels(await replies(answer, scene.address(who), Tap(actions.encode(actions.ShowMe()))))


async def test_names_that_were_asked_about_are_not_for_those_who_do_not_keep_people(scene: Scene) -> None:
    keeper = await scene.caller("secretary")
    async with scene.store.writing() as session:
        session.add(MemberRow(branch_id=scene.branch, name="Калина Ніна", role=Role.MEMBER))
    await enlist(scene.house, keeper, "Калина Ніна", update_key())
    page = await tap(conversation(scene.house, UNHURRIED), scene.address("presidium"), SHOW)
    assert "Криничко Тетяна" in page
    assert "Калина" not in page


async def test_the_history_of_an_activity_holds_its_occurrences_and_nothing_else(scene: Scene, foreign: Scene) -> None:
    await reported_and_confirmed(scene)
    await reported_and_confirmed(foreign)
    answer = conversation(scene.house, UNHURRIED)
    page = await tap(answer, scene.address("head"), actions.ShowTrail(scene.winter.activity_id, 0))
    assert "Навчили сорок людей" in page
    assert "Порадили" not in page
    other = await tap(answer, scene.address("head"), actions.ShowTrail(foreign.winter.activity_id, 0))
    assert other == "Історія заходу\nТут ще нічого не записано."


async def test_on_whose_behalf_it_was_is_told(scene: Scene) -> None:
    async with scene.store.writing() as session:
        session.add(
            AuditRow(
                branch_id=scene.branch, member_id=scene.people["secretary"], at=scene.house.now(), verb="claim",
                subject=f"activity:{scene.winter.activity_id}", on_behalf_of=scene.people["responsible"],
            )
        )  # fmt: skip
    page = await tap(conversation(scene.house, UNHURRIED), scene.address("head"), SHOW)
    assert "Криничко Тетяна (від імені: Тополя Сергій): звіт про виконання" in page


async def test_what_is_said_of_a_draft_is_for_its_reviewers(scene: Scene) -> None:
    async with scene.store.reading() as session:
        plan_id = (await session.get_one(ActivityRow, scene.winter.activity_id)).plan_id
    await reported_and_confirmed(scene)
    async with scene.store.writing() as session:
        (await session.get_one(PlanRow, plan_id)).published_at = None
    answer = conversation(scene.house, UNHURRIED)
    assert "сорок" in await tap(answer, scene.address("secretary"), SHOW)
    for_presidium = await tap(answer, scene.address("presidium"), SHOW)
    assert "звіт про виконання" in for_presidium
    assert "сорок" not in for_presidium
    assert "Тренери" not in for_presidium


async def test_a_verb_of_another_version_is_a_change_and_no_fault(scene: Scene) -> None:
    async with scene.store.writing() as session:
        session.add(
            AuditRow(branch_id=scene.branch, member_id=None, at=scene.house.now(), verb="sing", subject="song:x")
        )
    page = await tap(conversation(scene.house, UNHURRIED), scene.address("head"), SHOW)
    assert page.endswith("Плановик: інша зміна")


@pytest.mark.parametrize(
    ("verb", "words", "said"),
    [
        ("ask-members", '[[["Мороз Іван", null]], 0, []]', None),
        ("ask-people", '[5, [["person", "Мороз І."]], 0, []]', None),
        ("answer-same", "3: 12", None),
        ("forget-account", "4", None),
        ("keep-noted", "1", None),
        ("tell-who", "member:12", None),
        ("give-role", "secretary", "секретар"),
        ("save-registry", "+3 -1 ~20", "нових: 3, немає більше: 1, змінено: 20"),
        ("note-renewed", "2026-01-31 → 2027-01-31", "31 січня 2027"),
        ("note-renewed", " → 9999-12-31", "безстроково"),
        ("undo-renewed", "2027-01-31 → ", "дата невідома"),
        ("remind-to-renew", "1: 12", "12 людям"),
        ("remove-from-body", "Відділ обслуговування", "Відділ обслуговування"),
    ],
)
async def test_what_is_kept_for_the_program_is_said_in_words_or_not_at_all(
    scene: Scene, verb: str, words: str, said: str | None
) -> None:
    async with scene.store.writing() as session:
        session.add(
            AuditRow(
                branch_id=scene.branch, member_id=scene.people["secretary"], at=scene.house.now(), verb=verb,
                subject="x:0", words=words,
            )
        )  # fmt: skip
    _, entry, *quoted = (await tap(conversation(scene.house, UNHURRIED), scene.address("head"), SHOW)).splitlines()
    assert "інша зміна" not in entry
    assert quoted == ([] if said is None else [said])


async def test_a_long_trail_is_paged_through_and_each_page_is_quick(scene: Scene) -> None:
    many = 100_000
    one = {
        "branch_id": scene.branch, "member_id": scene.people["head"], "at": scene.house.now(), "verb": "publish",
        "subject": f"plan:{scene.plan}", "words": "", "on_behalf_of": None,
    }  # fmt: skip
    async with scene.store.writing() as session:
        await session.execute(insert(AuditRow), [one] * many)
        await session.execute(insert(AuditRow), [one | {"subject": f"occurrence:{scene.occurrence}"}])
        await session.execute(insert(AuditRow), [one] * 9)
    answer, head = conversation(scene.house, UNHURRIED), scene.address("head")
    activity = scene.winter.activity_id
    for each in (SHOW, actions.ShowTrail(0, many // 2), actions.ShowTrail(activity, 0)):
        began = time.perf_counter()
        page = await replies(answer, head, Tap(actions.encode(each)))
        assert time.perf_counter() - began < 0.5
        assert len(page[0].lines) == (2 if each.activity else 9)
    seen = [0]
    for _ in range(3):
        page = await replies(answer, head, Tap(actions.encode(actions.ShowTrail(0, seen[-1]))))
        seen.append(min(each.before for each in ways(page) if isinstance(each, actions.ShowTrail) and each.before))
    async with scene.store.reading() as session:
        ids = (await session.scalars(select(AuditRow.id).order_by(AuditRow.id.desc()).limit(24))).all()
    assert seen[1:] == [ids[7], ids[15], ids[23]]


async def test_who_lost_the_role_reads_no_more(scene: Scene) -> None:
    await reported_and_confirmed(scene)
    await scene.give_role("presidium", Role.MEMBER)
    assert "сорок" not in await tap(conversation(scene.house, UNHURRIED), scene.address("presidium"), SHOW)
