"""What tests of the work ask a scene for: its history, its reports, and people who act through the use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.domain.history import Taken, stand_of
from bot.domain.plan import Occurrence
from bot.domain.reports import Outcome
from bot.usecases import deciding, work
from bot.usecases.acting import Verdict
from db.snapshot import occurrence_of
from db.steps import history_of
from db.store import Store
from db.tables import DutyRow, OccurrenceRow, OutboxRow, StepRow
from tests.integration.builders import outbox, party_of
from tests.integration.houses import Scene, update_key


@dataclass
class Workers:
    """People of a scene at work on its winter activity; each act is an update of its own, unless a key is given."""

    scene: Scene

    async def helps(self, who: str) -> None:
        """Make somebody responsible beside the lead."""
        party = await party_of(self.scene.store, self.scene.branch, self.scene.people[who])
        async with self.scene.store.writing() as session:
            session.add(DutyRow(activity_id=self.scene.winter.activity_id, party_id=party, position=1, lead=False))

    async def revision(self) -> int:
        return (await self.scene.row()).revision

    async def takes(self, who: str = "responsible", key: str = "") -> Verdict:
        caller, seen = await self.scene.caller(who), await self.revision()
        return await work.take(self.scene.house, caller, self.scene.occurrence, seen, key or update_key())

    async def claims(
        self, who: str = "responsible", words: str = "Зроблено", outcome: Outcome = Outcome.DONE, key: str = ""
    ) -> Verdict:
        caller, house = await self.scene.caller(who), self.scene.house
        return await work.claim(house, caller, self.scene.occurrence, words, key or update_key(), outcome=outcome)

    async def withdraws(self, who: str = "responsible", key: str = "") -> Verdict:
        caller, seen = await self.scene.caller(who), await self.revision()
        return await work.withdraw(self.scene.house, caller, self.scene.occurrence, seen, key or update_key())

    async def confirms(self, who: str = "head", key: str = "") -> Verdict:
        caller, seen = await self.scene.caller(who), await self.revision()
        return await deciding.confirm(self.scene.house, caller, self.scene.occurrence, seen, key or update_key())

    async def returns(self, who: str = "head", reason: str = "Де світлини?", key: str = "") -> Verdict:
        caller, seen = await self.scene.caller(who), await self.revision()
        house = self.scene.house
        return await deciding.give_back(house, caller, self.scene.occurrence, seen, reason, key or update_key())

    async def undoes(self, who: str = "head", key: str = "") -> Verdict:
        caller, seen = await self.scene.caller(who), await self.revision()
        return await deciding.undo(self.scene.house, caller, self.scene.occurrence, seen, key or update_key())

    async def steps(self) -> list[StepRow]:
        async with self.scene.store.reading() as session:
            query = select(StepRow).where(StepRow.occurrence_id == self.scene.occurrence).order_by(StepRow.id)
            return list(await session.scalars(query))

    async def owed(self, kind: str) -> list[OutboxRow]:
        return [row for row in await outbox(self.scene.store) if row.kind == kind]

    async def told(self, kind: str) -> list[str]:
        """Who is owed a notice of the kind, each as often as they are."""
        names = {number: who for who, number in self.scene.people.items()}
        return sorted(names[row.member_id] for row in await self.owed(kind))

    async def reaches(self) -> None:
        """Let every notice that is owed by now go out."""
        async with self.scene.store.writing() as session:
            for row in await session.scalars(select(OutboxRow).where(OutboxRow.state == "pending")):
                row.state = "sent"


async def is_what_its_history_says(store: Store, row: OccurrenceRow) -> bool:
    """Tell whether an occurrence is in the state to which its steps lead, and says what they say."""
    async with store.reading() as session:
        history = await history_of(session, row.id)
        steps = list(await session.scalars(select(StepRow).where(StepRow.occurrence_id == row.id).order_by(StepRow.id)))
    chained = [each.before for each in steps] == ["planned", *(each.after for each in steps)][: len(steps)]
    return chained and len(steps) <= row.revision and _agrees(occurrence_of(row), history)


def _agrees(now: Occurrence, history: Sequence[Taken]) -> bool:
    stand = stand_of(history)
    claim, decision, take = stand.claim, stand.decision, stand.take
    return (now.state, now.reason, now.words) == (stand.state, stand.reason, claim.words if claim else "") and (
        now.claimed_by, now.claimed_at, now.decided_by, now.decided_at, now.taken_by
    ) == (
        claim.author if claim else None, claim.at if claim else None,
        decision.author if decision else None, decision.at if decision else None,
        take.author if take else None,
    )  # fmt: skip
