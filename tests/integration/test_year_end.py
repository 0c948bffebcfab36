"""The last day of the year is a deadline like any other, also when the next plan begins on the morrow."""

from datetime import UTC, date, datetime

import pytest

from bot.dialog.model import Address
from bot.documents.plan_reader import read_plan
from bot.domain.agenda import agenda, mine, overdue
from bot.domain.asking import Scope, understand
from bot.domain.asking.selecting import activities_of
from bot.domain.notices import Kind
from bot.domain.plan import Role, Snapshot, State
from bot.domain.windows import calendar_year, quarter_window
from bot.usecases.acting import Verdict
from bot.usecases.deciding import confirm
from bot.usecases.house import House
from bot.usecases.joining import invite, join
from bot.usecases.plans import import_plan
from bot.usecases.work import claim
from db.caller import Caller
from db.store import Store
from scheduler.owing import look
from tests.integration.builders import SetClock, kyiv, outbox
from tests.integration.houses import a_house, update_key

BRANCH = "Калинівське відділення"
PLAN = """План роботи на {year} рік

№\tНазва заходу\tТермін\tВідповідальні
Ціль 1: Єдина
1.1\tРічний звіт {year}\t4 квартал\tТополя С.
1.2\tПоради читачам {year}\tпротягом року\tТополя С.
"""
NEW_YEAR = datetime(2027, 1, 1, 7, 30, tzinfo=UTC)


@pytest.fixture
async def house(store: Store) -> House:
    """A branch whose people joined in autumn, with the plans of this year and of the next one published."""
    made, clock, _ = a_house(store, kyiv(10, 5))
    for year in (2026, 2027):
        draft = read_plan(PLAN.format(year=year).encode(), calendar_year(year))
        await import_plan(made, draft, BRANCH, publish=True)
    for name, role in (("Тополя Сергій", Role.MEMBER), ("Соловейко Марко", Role.PRESIDIUM)):
        await join(made, Address("web", name), await invite(made, BRANCH, name, role))
    clock.moment = NEW_YEAR
    return made


async def caller(house: House, name: str) -> Caller:
    found = await house.store.caller(Address("web", name))
    assert found is not None
    return found


async def picture(house: House) -> Snapshot:
    known = await caller(house, "Тополя Сергій")
    found = await house.store.snapshot(known.branch_id, known.revision, house.today())
    assert found is not None
    return found


async def test_what_was_due_on_the_last_day_is_asked_for_on_the_first(house: House) -> None:
    await look(house.store, SetClock(NEW_YEAR))
    told = [(row.kind, row.refers_to) for row in await outbox(house.store) if row.state == "pending"]
    assert (Kind.OVERDUE, date(2026, 12, 31)) in told


async def test_it_can_still_be_reported_and_confirmed(house: House) -> None:
    [late] = overdue(await picture(house), house.today())
    done = await claim(house, await caller(house, "Тополя Сергій"), late.occurrence.id, "Здано", update_key())
    after = (await picture(house)).occurrence_of[late.occurrence.id]
    judge = await caller(house, "Соловейко Марко")
    accepted = await confirm(house, judge, after.id, after.revision, update_key())
    assert (done, accepted) == (Verdict.DONE, Verdict.DONE)
    assert (await picture(house)).occurrence_of[after.id].state is State.CONFIRMED


async def test_the_new_year_is_what_questions_are_about(house: House) -> None:
    snapshot, today = await picture(house), house.today()
    quarter = agenda(snapshot, quarter_window(2027, 1), today)
    assert [item.activity.title for item in quarter.overdue] == ["Річний звіт 2026"]
    assert [item.activity.title for item in quarter.ongoing] == ["Поради читачам 2027"]
    owner = (await caller(house, "Тополя Сергій")).member_id
    scope = Scope(snapshot, today, owner)
    found = activities_of(understand("звіт", scope), scope)
    assert [activity.title for activity in found] == ["Річний звіт 2027"]
    assert "Поради читачам 2026" not in [item.activity.title for item in mine(snapshot, owner, today)]


async def test_by_february_the_old_plan_is_history(house: House) -> None:
    known = await caller(house, "Тополя Сергій")
    february = await house.store.snapshot(known.branch_id, known.revision, date(2027, 2, 1))
    assert february is not None
    assert [plan.period.year for plan in february.plans] == [2027]
