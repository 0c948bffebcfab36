"""A branch with a plan in force that its secretary and head correct from the chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from bot.dialog.actions import Publish, ShowCard
from bot.dialog.model import Reply
from bot.domain.plan import Activity, Occurrence, Snapshot
from db.outbox import DeliveryState
from db.tables import OccurrenceRow, OutboxRow
from scheduler.tick import catch_up
from tests.integration.builders import PlayedDoor, kyiv, outbox
from tests.integration.drafting import Desk
from tests.integration.test_delivery import post_of

MORNING = kyiv(2, 10, 10)
YEAR_PLAN = """План роботи відділення на 2026 рік

№ з/п\tНазва заходу\tТермін проведення\tВідповідальні\tРесурси\tОчікуваний результат
Ціль 1: Читання
1.1\tТренінг для бібліотекарів\tвересень\tТополя С.В.\tЗал\tЄ
1.2\tПоради читачам\tпротягом року\tТополя С.В.\tЗал\tЄ
1.3\tОгляди новинок\tщоквартально\tЛелека М.\tЗал\tЄ
Ціль 2: Президія
2.1\tПроведення засідань Президії\tщоквартально\tПрезидія\tЗал\tЄ
"""


@dataclass
class Office:
    """A desk with the plan in force, and the door through which people are written to."""

    desk: Desk
    door: PlayedDoor = field(default_factory=PlayedDoor)

    async def plan(self) -> Snapshot:
        return await self.desk.sees_plan()

    async def activity(self, number: str) -> Activity:
        return next(each for each in (await self.plan()).activities if each.number == number)

    async def occurrences(self, number: str) -> tuple[Occurrence, ...]:
        plan = await self.plan()
        return plan.occurrences_of[next(each.id for each in plan.activities if each.number == number)]

    async def rows(self, number: str) -> list[OccurrenceRow]:
        activity = await self.activity(number)
        async with self.desk.store.reading() as session:
            query = select(OccurrenceRow).where(OccurrenceRow.activity_id == activity.id).order_by(OccurrenceRow.id)
            return list(await session.scalars(query))

    async def corrects(self, number: str, button: str, words: str = "", who: str = "secretary") -> Reply:
        """Go from the card to a change, and answer in words."""
        card = await self.desk.taps(who, ShowCard((await self.activity(number)).id))
        menu = await self.desk.presses(who, card, "Змінити")
        page = await self.desk.presses(who, menu, button)
        return await self.desk.says(who, words) if words else page

    async def cancels(self, number: str, who: str = "secretary") -> Reply:
        return await self.desk.presses(who, await self.corrects(number, "Скасувати захід", who=who), "Так, скасувати")

    async def claims(self, number: str, who: str = "member") -> Reply:
        card = await self.desk.says(who, number)
        await self.desk.presses(who, card, "Виконано")
        page = await self.desk.says(who, "Зробили.")
        return await self.desk.presses(who, page, "Готово")

    async def ticks(self, moment: datetime | None = None) -> list[OutboxRow]:
        """Let the clock run to a moment; returns what is in the outbox then."""
        if moment is not None:
            self.desk.clock.moment = moment
        await catch_up(post_of(self.desk.store, self.desk.clock, [self.door]))
        return await outbox(self.desk.store)

    async def owed(self, kind: str, number: str = "1.1") -> list[tuple[str, str, DeliveryState]]:
        """Who is owed a notice of the kind about an activity, on which day, and where it stands."""
        names = {number: who for who, number in self.desk.people.items()}
        occurrences = {row.id for row in await self.rows(number)}
        subjects = {(await self.activity(number)).id} if kind == "check-in" else occurrences
        rows = [row for row in await outbox(self.desk.store) if row.kind == kind and row.subject in subjects]
        return [(names[row.member_id], row.refers_to.isoformat(), DeliveryState(row.state)) for row in rows]


async def an_office(desk: Desk, words: str = YEAR_PLAN) -> Office:
    """Publish the plan of the year."""
    await desk.brings(words=words)
    draft = await desk.draft()
    await desk.taps("secretary", Publish(draft.plan_id, draft.revision))
    return Office(desk)
