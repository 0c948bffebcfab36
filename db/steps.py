"""The steps of an occurrence: each one written down, and the row brought to where they have led."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.history import Stand, Taken, stand_of
from bot.domain.steps import Step
from db.tables import OccurrenceRow, ReportRow, StepRow


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step, when, and in whose name where it is not their own."""

    member_id: int
    at: datetime
    on_behalf_of: int | None = None


async def take_step(
    session: AsyncSession, row: OccurrenceRow, step: Step, by: By, words: str = "", report: ReportRow | None = None
) -> None:
    """Take a step with an occurrence: the one place where its state changes.

    Its revision rises, so that the buttons and notices of the state before are stale. `report` is what a claim is made
    of. Raises ValueError for a step that cannot be taken from where it stands.
    """
    taken = Taken(
        step=step,
        at=by.at,
        member_id=by.member_id,
        on_behalf_of=by.on_behalf_of,
        words=words,
        report_id=report.id if report else None,
        outcome=report.outcome if report else "",
        participants=report.participants if report else None,
    )
    before = row.state
    _bring(row, stand_of([*await history_of(session, row.id), taken]))
    row.revision += 1
    session.add(_row(row, taken, before))
    await session.flush()


async def history_of(session: AsyncSession, occurrence_id: int) -> Sequence[Taken]:
    """Return the steps of an occurrence in their order."""
    query = (
        select(StepRow, ReportRow.outcome, ReportRow.participants)
        .join(ReportRow, ReportRow.id == StepRow.report_id, isouter=True)
        .where(StepRow.occurrence_id == occurrence_id)
        .order_by(StepRow.id)
    )
    return [_taken(row, outcome or "", participants) for row, outcome, participants in await session.execute(query)]


def _taken(row: StepRow, outcome: str, participants: int | None) -> Taken:
    return Taken(
        Step(row.verb), row.at, row.member_id, row.on_behalf_of, row.words, row.report_id, outcome, participants
    )


def _row(occurrence: OccurrenceRow, taken: Taken, before: str) -> StepRow:
    return StepRow(
        occurrence_id=occurrence.id,
        at=taken.at,
        member_id=taken.member_id,
        on_behalf_of=taken.on_behalf_of,
        verb=taken.step.value,
        before=before,
        after=occurrence.state,
        words=taken.words,
        report_id=taken.report_id,
    )


def _bring(row: OccurrenceRow, stand: Stand) -> None:
    """Have the row say what its history says: whatever was taken back leaves what was there before."""
    take, claim, decision = stand.take, stand.claim, stand.decision
    row.state, row.reason = stand.state.value, stand.reason
    row.taken_by, row.taken_at = (take.author, take.at) if take else (None, None)
    row.claimed_by, row.claimed_at = (claim.author, claim.at) if claim else (None, None)
    row.recorded_by = claim.recorder if claim else None
    row.words, row.outcome = (claim.words, claim.outcome) if claim else ("", "")
    row.participants = claim.participants if claim else None
    row.decided_by, row.decided_at = (decision.author, decision.at) if decision else (None, None)
