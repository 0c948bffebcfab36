"""A plan taken in: whole, replaced while it is a draft, and silent until it is published."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select

from bot.dialog.model import Address
from bot.dialog.speech import say
from bot.dialog.text import Text
from bot.documents.plan_reader import read_plan
from bot.domain.draft import PlanDraft
from bot.domain.plan import Role, Snapshot
from bot.domain.windows import Mode, Period, PeriodKind, Window, calendar_year
from bot.errors import PlanovykError
from bot.usecases.house import House
from bot.usecases.joining import invite, join
from bot.usecases.plans import Imported, import_plan
from db.parties import join_spellings
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import (
    ActivityRow,
    Base,
    BranchRow,
    DoubtRow,
    DutyRow,
    GoalRow,
    MeetingRow,
    OccurrenceRow,
    PartyRow,
    PlanRow,
)
from scheduler.owing import look
from tests.integration.builders import SetClock, kyiv, outbox
from tests.integration.houses import a_house, is_on_postgresql, refuse_new

BRANCH = "Калинівське відділення"
HEAD = """План роботи відділення на 2026 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
"""
PLAN = f"""{HEAD}Ціль 1: Перша
1.1\tВидання бюлетеню\t3 квартал\tТополя С., Лелека М.\tЗал\tЄ
1.2\tПортал\tщоквартально\tЛелека М.\tМережа\tЧитають
Ціль 2: Друга
2.1.\tПоради\tпротягом року\tПрезидія\t\t
2.2\tНевідомо\tколись потім\tМетодичний відділ, Тополя С.\t\t
\tКлуб\tвересень\t\t\t
"""
SHORT = f"""{HEAD}Ціль 9: Єдина
9.1\tНовий захід\tлютий\tТополя С.\tЗал\tЄ
"""


@pytest.fixture
def house(store: Store) -> House:
    return a_house(store, kyiv(1, 8))[0]


async def the_branch(store: Store) -> int:
    async with store.reading() as session:
        return (await session.scalars(select(BranchRow.id))).one()


def draft(words: str = PLAN, year: int = 2026) -> PlanDraft:
    return read_plan(words.encode(), calendar_year(year))


async def count(store: Store, table: type[Base]) -> int:
    async with store.reading() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def counts(store: Store) -> dict[str, int]:
    tables = (PlanRow, GoalRow, ActivityRow, OccurrenceRow, DutyRow, PartyRow, MeetingRow, DoubtRow, BranchRow)
    return {table.__tablename__: await count(store, table) for table in tables}


async def broken_links(store: Store) -> list[object]:
    async with store.reading() as session:
        if is_on_postgresql(store):
            return []  # there no row can point nowhere
        found = await (await session.connection()).exec_driver_sql("PRAGMA foreign_key_check")
        return list(found)


async def picture(house: House) -> Snapshot | None:
    async with house.store.reading() as session:
        branch = (await session.scalars(select(BranchRow.id))).one()
        return await load_snapshot(session, branch, date(2026, 6, 1), house.zone)


async def test_everything_that_was_read_is_stored(house: House) -> None:
    read = draft()
    assert await import_plan(house, read, BRANCH, publish=True) == Imported(5, len(read.doubts), published=True)
    plan = await picture(house)
    assert plan is not None
    assert [(goal.number, goal.title) for goal in plan.goals] == [("1", "Перша"), ("2", "Друга")]
    assert [activity.number for activity in plan.activities] == ["1.1", "1.2", "2.1", "2.2", None]
    assert [activity.term for activity in plan.activities] == [
        "3 квартал", "щоквартально", "протягом року", "колись потім", "вересень",
    ]  # fmt: skip
    assert [activity.mode for activity in plan.activities] == [
        Mode.ONCE, Mode.QUARTERLY, Mode.CONTINUOUS, None, Mode.ONCE,
    ]  # fmt: skip
    assert [len(plan.occurrences_of[activity.id]) for activity in plan.activities] == [1, 4, 1, 0, 1]
    assert plan.activities[0].windows == (Window(date(2026, 7, 1), date(2026, 9, 30)),)
    assert [meeting.quarter for meeting in plan.meetings] == [1, 2, 3, 4]
    assert plan.plans[0].published_on == date(2026, 1, 8)
    assert await count(house.store, DoubtRow) == len(read.doubts) > 0
    assert await broken_links(house.store) == []


async def test_people_and_bodies_keep_their_order_and_the_first_person_leads(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    plan = await picture(house)
    assert plan is not None

    def named(at: int) -> list[tuple[str, bool]]:
        return [(plan.parties[duty.party_id].name, duty.lead) for duty in plan.activities[at].duties]

    assert named(0) == [("Тополя С.", True), ("Лелека М.", False)]
    assert named(2) == [("Президія", True)]
    assert named(3) == [("Методичний відділ", False), ("Тополя С.", True)]
    assert named(4) == []
    assert await count(house.store, PartyRow) == 4


async def test_a_draft_is_replaced_whole(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=False)
    await import_plan(house, draft(SHORT), BRANCH, publish=False)
    found = await counts(house.store)
    assert found == {
        "plan": 1, "goal": 1, "activity": 1, "occurrence": 1, "duty": 1, "meeting": 4, "branch": 1,
        "party": 1, "doubt": len(draft(SHORT).doubts),
    }  # fmt: skip
    assert await broken_links(house.store) == []
    await import_plan(house, draft(SHORT), BRANCH, publish=True)
    plan = await picture(house)
    assert plan is not None
    assert [activity.title for activity in plan.activities] == ["Новий захід"]


async def test_of_a_replaced_drafts_people_those_stay_who_matter_elsewhere(house: House) -> None:
    spellings = "Лелека М., Вишня О., Вишнева О., Бузько Т."
    await import_plan(house, draft(PLAN.replace("Лелека М.\tМережа", f"{spellings}\tМережа")), BRANCH, publish=False)
    next_year = SHORT.replace("2026", "2027").replace("Тополя С.", "Лелека М.")
    await import_plan(house, draft(next_year, 2027), BRANCH, publish=True)
    await import_plan(house, draft(), "Інше відділення", publish=True)
    await invite(house, BRANCH, "Бузько Тарас", Role.MEMBER)
    async with house.store.writing() as session:
        branch = (await session.scalars(select(BranchRow.id).where(BranchRow.name == BRANCH))).one()
        await join_spellings(session, branch, "Вишня О.", "Вишнева О.")
    await import_plan(house, draft(HEAD + "9.1\tЗахід\tлютий\tТополя С.\tЗал\tЄ\n"), BRANCH, publish=False)
    async with house.store.reading() as session:
        kept = set(await session.scalars(select(PartyRow.name).where(PartyRow.branch_id == branch)))
        others = set(await session.scalars(select(PartyRow.name).where(PartyRow.branch_id != branch)))
    assert kept == {"Тополя С.", "Лелека М.", "Вишня О.", "Вишнева О.", "Бузько Т."}
    assert others == {"Тополя С.", "Лелека М.", "Президія", "Методичний відділ"}
    assert await broken_links(house.store) == []


async def test_a_published_plan_is_never_published_over(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    before = await counts(house.store)
    with pytest.raises(PlanovykError) as refused:
        await import_plan(house, draft(SHORT), BRANCH, publish=True)
    assert (refused.value.key, say(Text(refused.value.key, refused.value.args_), "uk")) == (
        "error.plan-published",
        (
            "План на 2026 рік уже чинний, тому --publish його не замінить. Візьміть файл без --publish: "
            "зміни чекатимуть у чаті, де секретар чи голова їх перегляне, прийме й застосує."
        ),
    )
    assert await counts(house.store) == before


async def test_a_newer_edition_waits_beside_the_published_plan(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    known, today = await the_branch(house.store), house.today()
    in_force = await house.store.snapshot(known, 0, today)
    for _ in range(2):
        await import_plan(house, draft(SHORT), BRANCH, publish=False)
    edition, after = await house.store.draft(known, 0, today), await house.store.snapshot(known, -1, today)
    assert in_force is not None
    assert edition is not None
    assert after is not None
    assert (await counts(house.store))["plan"] == 2
    assert after.activities == in_force.activities != edition.activities
    assert (after.plan_id, after.period) == (in_force.plan_id, edition.period)


async def test_the_plans_of_two_years_and_of_two_branches_live_side_by_side(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    await import_plan(house, draft(SHORT.replace("2026", "2027"), 2027), BRANCH, publish=True)
    await import_plan(house, draft(), "  Інше   відділення ", publish=True)
    found = await counts(house.store)
    assert (found["plan"], found["branch"]) == (3, 2)
    async with house.store.reading() as session:
        assert set(await session.scalars(select(BranchRow.name))) == {BRANCH, "Інше відділення"}


async def test_the_plan_of_the_year_is_the_one_that_is_shown(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    await import_plan(house, draft(SHORT.replace("2026", "2028"), 2028), BRANCH, publish=True)
    async with house.store.reading() as session:
        branch = (await session.scalars(select(BranchRow.id))).one()
        shown = {}
        for year in (2025, 2026, 2027, 2028, 2029):
            plan = await load_snapshot(session, branch, date(year, 6, 1), house.zone)
            shown[year] = plan.period.year if plan else None
    assert shown == {2025: 2026, 2026: 2026, 2027: 2026, 2028: 2028, 2029: 2028}


@pytest.mark.parametrize(
    ("period", "day", "meetings"),
    [(Period(PeriodKind.SCHOOL, 2025), date(2026, 5, 4), 4), (Period(PeriodKind.MONTH, 2026, 3), date(2026, 3, 4), 0)],
)
async def test_the_plan_of_a_school_year_or_of_a_month_is_in_force_in_its_time(
    house: House, period: Period, day: date, meetings: int
) -> None:
    await import_plan(house, replace(draft(), period=period), BRANCH, publish=True)
    snapshot = await house.store.snapshot(await the_branch(house.store), 0, day)
    assert snapshot is not None
    assert (snapshot.period, len(snapshot.meetings)) == (period, meetings)


async def test_the_plan_of_a_month_lies_beside_that_of_the_year(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=True)
    march = Period(PeriodKind.MONTH, 2026, 3)
    await import_plan(house, replace(draft(SHORT), period=march), BRANCH, publish=True)
    known = await the_branch(house.store)
    whole, beside = await house.store.snapshot(known, 0, date(2026, 1, 15)), None
    for day in (date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 30)):
        beside = await house.store.snapshot(known, 0, day)
        assert whole is not None
        assert beside is not None
        assert [plan.period for plan in beside.plans] == [calendar_year(2026), march]
        assert beside.activities[: len(whole.activities)] == whole.activities
        assert {each.plan_id for each in beside.activities[len(whole.activities) :]} == {beside.plans[1].id}
    may = await house.store.snapshot(known, 0, date(2026, 5, 1))
    assert may == whole


@pytest.mark.parametrize("name", ["", "   "])
async def test_a_branch_has_a_name(house: House, name: str) -> None:
    with pytest.raises(PlanovykError) as refused:
        await import_plan(house, draft(), name, publish=True)
    assert refused.value.key == "error.branch-name"
    assert await count(house.store, BranchRow) == 0


async def joined(house: House) -> None:
    for at, (name, role) in enumerate([("Тополя Сергій", Role.MEMBER), ("Криничко Т.А.", Role.SECRETARY)]):
        await join(house, Address("telegram", str(at)), await invite(house, BRANCH, name, role))


async def test_nothing_is_owed_and_nothing_shown_before_a_plan_is_published(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=False)
    await joined(house)
    assert await picture(house) is None
    for month in range(1, 13):
        await look(house.store, SetClock(kyiv(month, 16)))
    assert await outbox(house.store) == []


async def test_an_import_owes_nothing_for_what_was_due_before_it(house: House) -> None:
    late, _, _ = a_house(house.store, kyiv(11, 10))
    await import_plan(late, draft(), BRANCH, publish=True)
    await joined(late)
    await look(house.store, SetClock(kyiv(11, 10)))
    owed = [(row.kind, row.due) for row in await outbox(house.store)]
    assert [kind for kind, due in owed if due < kyiv(11, 10, 0)] == []


async def test_people_who_joined_before_the_plan_stand_behind_their_names_in_it(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=False)
    await joined(house)
    await import_plan(house, draft(SHORT), BRANCH, publish=True)
    plan = await picture(house)
    assert plan is not None
    [duty] = plan.activities[0].duties
    party = plan.parties[duty.party_id]
    assert plan.members[party.member_id or 0].name == "Тополя Сергій"


async def test_an_import_that_fails_leaves_the_draft_as_it_was(house: House) -> None:
    await import_plan(house, draft(), BRANCH, publish=False)
    before = await counts(house.store)
    await refuse_new(house.store, "doubt")
    with pytest.raises(Exception, match="no"):
        await import_plan(house, draft(), BRANCH, publish=True)
    assert await counts(house.store) == before
