"""A branch with the plan of a school year, or of months beside a year's, talks about it as about any other."""

from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import select

from bot.dialog.actions import Action, SetMeetingDay, ShowMeetings, ShowQuarter, encode
from bot.dialog.model import Address, Incoming, Reply, Tap, What, Words
from bot.dialog.speech import say
from bot.documents.plan_reader import read_plan_of_year
from bot.domain.plan import Role
from bot.usecases.house import House
from bot.usecases.joining import invite, join
from bot.usecases.plans import import_plan
from db.store import Store
from db.tables import MeetingRow
from handlers.conversation import conversation
from scheduler.owing import look
from tests.integration.builders import SetClock, kyiv, outbox
from tests.integration.houses import a_house, update_key

BRANCH = "Шкільна бібліотека"
HEAD = "№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат"
SCHOOL = f"""План роботи шкільної бібліотеки на 2026/2027 навчальний рік

{HEAD}
1\tВидача підручників\tвересень\tТополя С.\t\tВидано
2\tСвято книги\tгрудень\tТополя С.\t\tСвято
3\tЗасідання Президії\tщоквартально\tПрезидія\t\tПротокол
4\tЗбір підручників\tтравень\tТополя С.\t\tЗібрано
"""
DECEMBER = f"""План роботи на грудень 2026 року

{HEAD}
1\tНоворічна виставка\tдо 10 грудня\tТополя С.\t\tВиставка
"""
YEAR = f"""План роботи на 2026 рік

{HEAD}
1\tРічний звіт\tгрудень\tТополя С.\t\tЗвіт
"""


@dataclass
class Branch:
    """A branch whose owner and secretary talk with the bot."""

    house: House
    clock: SetClock
    names: dict[str, Role] = field(default_factory=lambda: {"Тополя Сергій": Role.MEMBER, "Лис Ганна": Role.SECRETARY})

    async def publishes(self, *plans: str) -> None:
        for words in plans:
            await import_plan(self.house, read_plan_of_year(words.encode(), None), BRANCH, publish=True)
        for name, role in self.names.items():
            await join(self.house, Address("telegram", name), await invite(self.house, BRANCH, name, role))

    async def send(self, who: str, what: What) -> str:
        found = await conversation(self.house)(Incoming(Address("telegram", who), update_key(), what, None))
        [only] = found.replies
        return whole(only)

    async def asks(self, words: str, who: str = "Тополя Сергій") -> str:
        return await self.send(who, Words(words))

    async def taps(self, action: Action, who: str = "Лис Ганна") -> str:
        return await self.send(who, Tap(encode(action)))


def whole(reply: Reply) -> str:
    return "\n".join(say(line.text, "uk") for line in reply.lines)


@pytest.fixture
def branch(store: Store) -> Branch:
    house, clock = a_house(store, kyiv(11, 24))[:2]
    return Branch(house, clock)


async def test_a_school_year_is_named_and_asked_about_across_new_year(branch: Branch) -> None:
    await branch.publishes(SCHOOL)
    assert "План на 2026/27 навчальний рік" in await branch.asks("меню")
    assert "Свято книги" in await branch.asks("що цього кварталу?")
    assert "Збір підручників" in await branch.asks("що у травні?")
    assert "Видача підручників" in await branch.asks("що у вересні?")
    spring = await branch.taps(ShowQuarter(2))
    assert "II квартал 2027" in spring
    assert "Збір підручників" in spring
    assert "Видача підручників" in await branch.taps(ShowQuarter(3))


async def test_days_outside_the_school_year_are_said_to_have_no_plan(branch: Branch) -> None:
    await branch.publishes(SCHOOL)
    page = await branch.asks("що у вересні 2028?")
    assert page == "На 2028 рік плану тут немає. Є план на 2026/27 навчальний рік: оберіть квартал."


async def test_the_presidium_meets_in_the_quarters_of_the_school_year(branch: Branch) -> None:
    await branch.publishes(SCHOOL)
    assert "Засідання Президії: 2026/27 навчальний рік" in await branch.taps(ShowMeetings())
    async with branch.house.store.reading() as session:
        spring = (await session.scalars(select(MeetingRow).where(MeetingRow.quarter == 1))).one()
    await branch.taps(SetMeetingDay(spring.id, spring.revision, date(2026, 2, 10).toordinal()))
    async with branch.house.store.reading() as session:
        assert (await session.get_one(MeetingRow, spring.id)).day is None
    await branch.taps(SetMeetingDay(spring.id, spring.revision, date(2027, 2, 10).toordinal()))
    async with branch.house.store.reading() as session:
        assert (await session.get_one(MeetingRow, spring.id)).day == date(2027, 2, 10)


async def test_the_date_of_the_autumn_meeting_is_asked_for_once_school_has_begun(branch: Branch) -> None:
    branch.clock.moment = kyiv(8, 20)
    await branch.publishes(SCHOOL)
    await look(branch.house.store, branch.clock)
    assert [row for row in await outbox(branch.house.store) if row.kind == "meeting-date"] == []
    branch.clock.moment = kyiv(9, 1)
    await look(branch.house.store, branch.clock)
    asked = [row.refers_to for row in await outbox(branch.house.store) if row.kind == "meeting-date"]
    assert asked == [date(2026, 9, 1)]


async def test_the_plan_of_a_month_is_answered_from_beside_that_of_the_year(branch: Branch) -> None:
    await branch.publishes(YEAR, DECEMBER)
    page = await branch.asks("що у грудні?")
    assert "Річний звіт" in page
    assert "Новорічна виставка" in page
    assert "План на 2026 рік" in await branch.asks("меню")


async def test_the_first_days_of_the_next_plan_are_reminded_of_in_time(branch: Branch) -> None:
    await branch.publishes(YEAR, DECEMBER)
    branch.clock.moment = kyiv(11, 26)
    await look(branch.house.store, branch.clock)
    told = [(row.kind, row.refers_to) for row in await outbox(branch.house.store)]
    assert ("deadline", date(2026, 12, 10)) in told


async def test_with_plans_of_months_alone_the_next_month_can_be_asked_about(branch: Branch) -> None:
    november = DECEMBER.replace("грудень", "листопад").replace("10 грудня", "27 листопада")
    await branch.publishes(november.replace("Новорічна", "Осіння"), DECEMBER)
    assert "План на листопад 2026 року" in await branch.asks("меню")
    assert "Осіння виставка" in await branch.asks("що цього місяця?")
    following = await branch.asks("що наступного місяця?")
    assert "Новорічна виставка" in following
    assert "Осіння" not in following
