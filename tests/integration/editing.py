"""A plan in force and newer editions of it: what a branch's secretary sends again in the same year."""

from __future__ import annotations

from sqlalchemy import select

from bot.dialog.actions import AskApply, ChooseChange, Claim, Confirm
from bot.dialog.model import Reply
from bot.documents.plan_reader import read_plan
from bot.domain.comparing import Change, ChangeKind
from bot.domain.editions import Edition
from bot.domain.plan import Activity, Occurrence
from bot.domain.windows import calendar_year
from bot.usecases.editions import edition_before
from bot.usecases.plans import import_plan
from db.caller import Caller
from db.store import Store
from db.tables import (
    ActivityRow,
    AuditRow,
    Base,
    ChoiceRow,
    CorrectionRow,
    DoubtRow,
    DutyRow,
    GoalRow,
    OccurrenceRow,
    OutboxRow,
    PartyRow,
    PlanRow,
)
from tests.integration.builders import kyiv
from tests.integration.drafting import Desk, a_desk

YEAR = 2027
IN_FORCE = """План роботи відділення на 2027 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
Ціль 1: Навчати
1.1\tВидання бюлетеню\t3 квартал\tТополя С.В.\tЗал\tЄ
1.2\tОбласний конкурс читців\tчервень\tЛелека М.\tМережа\tЧитають
1.3\tЧитання на площі\tвересень\tТополя С.В.\t\tЧитають
1.4\tКлуб мандрівників\tщоквартально\tТополя С.В.\t\tХодять
Ціль 2: Розповідати
2.1\tГазета відділення\tжовтень\tСоловейко М.П.\t\tПишуть
"""
NEWER = """План роботи відділення на 2027 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
Ціль 1: Навчати
1.1\tВидання бюлетеню\t4 квартал\tТополя С.В.\tЗал\tЄ
1.2\tОбласний конкурс юних читців\tчервень\tЛелека М.\tМережа\tЧитають
1.3\tЧитання на площі\tвересень\tЛелека М., Дем'яненко О.В.\t\tЧитають
1.5\tНічні бесіди\tтравень\tЯсен К.П.\tСад\tГоворять
Ціль 2: Розповідати про бібліотеки
2.1\tГазета відділення\tжовтень\tСоловейко М.П.\tПапір\tПишуть
"""
EVERY_KIND = frozenset(ChangeKind)
TABLES: tuple[type[Base], ...] = (
    PlanRow, GoalRow, ActivityRow, OccurrenceRow, DutyRow, PartyRow, DoubtRow, ChoiceRow, CorrectionRow, OutboxRow,
    AuditRow,
)  # fmt: skip


async def with_plan_in_force(store: Store, words: str = IN_FORCE, name: str = "Калинівське відділення") -> Desk:
    """A branch whose plan of the year is in force, in the February of it."""
    desk = await a_desk(store, name, kyiv(1, 11, 10, year=YEAR))
    await import_plan(desk.house, read_plan(words.encode(), calendar_year(YEAR)), name, publish=True)
    desk.clock.moment = kyiv(2, 9, 10, year=YEAR)
    return desk


async def caller_of(desk: Desk, who: str = "secretary") -> Caller:
    found = await desk.store.caller(desk.address(who))
    assert found is not None
    return found


async def edition_of(desk: Desk) -> Edition:
    """The newer edition that waits."""
    found = await edition_before(desk.house, await caller_of(desk))
    assert found is not None
    return found


async def change_of(desk: Desk, kind: ChangeKind) -> Change:
    return next(each for each in (await edition_of(desk)).changes if each.kind is kind)


async def accepts(desk: Desk, *kinds: ChangeKind, who: str = "secretary") -> None:
    """Tap «Прийняти» on the changes of these kinds."""
    edition = await edition_of(desk)
    for change in edition.changes:
        if change.kind in kinds:
            await desk.taps(who, ChooseChange(edition.newer.plan_id, change.mark, 1))


async def applies(desk: Desk, *kinds: ChangeKind, who: str = "secretary") -> Reply:
    """Accept the changes of these kinds and apply them."""
    await accepts(desk, *kinds, who=who)
    page = await desk.taps(who, AskApply((await edition_of(desk)).newer.plan_id))
    return await desk.presses(who, page, "Застосувати")


async def row_of(desk: Desk, title: str) -> Activity:
    """A row of the plan in force, by the beginning of its title."""
    plan = await desk.sees_plan()
    return next(each for each in plan.activities if each.title.startswith(title))


async def names_on(desk: Desk, title: str) -> list[str]:
    plan, row = await desk.sees_plan(), await row_of(desk, title)
    return [plan.parties[duty.party_id].name for duty in row.duties]


async def pieces_of(desk: Desk, title: str) -> list[Occurrence]:
    """All occurrences of a row, those that are cancelled too."""
    plan, row = await desk.sees_plan(), await row_of(desk, title)
    return sorted((each for each in plan.occurrences if each.activity_id == row.id), key=lambda each: each.id)


async def claims(desk: Desk, who: str, occurrence: Occurrence, words: str = "Зробили разом") -> None:
    await desk.taps(who, Claim(occurrence.id, occurrence.revision))
    await desk.presses(who, await desk.says(who, words), "Готово")


async def confirms(desk: Desk, who: str, occurrence: Occurrence) -> None:
    await desk.taps(who, Confirm(occurrence.id, occurrence.revision))


async def everything(store: Store, tables: tuple[type[Base], ...] = TABLES) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables, to see whether anything has changed."""
    async with store.reading() as session:
        return {
            table.__tablename__: [
                tuple(getattr(row, column.name) for column in table.__table__.columns)
                for row in await session.scalars(select(table).order_by(*table.__table__.primary_key))
            ]
            for table in tables
        }
