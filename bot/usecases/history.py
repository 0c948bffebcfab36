"""The history of an occurrence, for everybody of its branch: it is the branch's work."""

from __future__ import annotations

from bot.domain.history import Event, events_of
from bot.domain.plan import Contribution, Occurrence, Snapshot
from bot.domain.reports import Outcome
from bot.usecases.house import House
from db.history import corrections_of, evidence_counts
from db.steps import history_of


async def history(house: House, snapshot: Snapshot, occurrence: Occurrence) -> tuple[Event, ...]:
    """Return all that has happened to an occurrence of the snapshot, the latest first.

    Its steps, what others have told beside them, and what was changed of its activity.
    """
    told = [each for each in snapshot.contributions if each.occurrence_id == occurrence.id]
    async with house.store.reading() as session:
        steps = await history_of(session, occurrence.id)
        reports = {each.report_id for each in steps if each.report_id} | {each.id for each in told}
        evidence = await evidence_counts(session, reports)
        corrections = await corrections_of(session, occurrence.activity_id)
    beside = [_beside(each, evidence.get(each.id, 0)) for each in told]
    every = [*corrections, *beside, *events_of(steps, evidence)]
    return tuple(sorted(every, key=lambda each: each.at)[::-1])


def _beside(told: Contribution, evidence: int) -> Event:
    return Event(
        at=told.at,
        member_id=told.member_id,
        what="ask-help" if told.outcome == Outcome.HELP else "contribute",
        words=told.words,
        recorded_by=told.recorded_by,
        outcome=told.outcome,
        evidence=evidence,
    )
