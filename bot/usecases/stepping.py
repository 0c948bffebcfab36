"""How somebody takes a step with an occurrence: on its state as it is now, with its history and its trail."""

from __future__ import annotations

from bot.domain.access import may_take
from bot.domain.plan import Occurrence
from bot.domain.steps import Step, possible
from bot.usecases.acting import Act, Verdict, record, recorder
from db.snapshot import occurrence_of
from db.steps import By, take_step
from db.tables import OccurrenceRow, ReportRow


def hindrance(act: Act, occurrence: Occurrence, revision: int, step: Step) -> Verdict | None:
    """Return why the member cannot take the step with what they saw at that revision; None when they can."""
    if not act.fresh or occurrence.revision != revision or not possible(occurrence.state, step):
        return Verdict.STALE
    return None if may_take(step, act.snapshot, act.member, occurrence) else Verdict.REFUSED


async def stepped(
    act: Act, occurrence: Occurrence, step: Step, words: str = "", report: ReportRow | None = None
) -> Occurrence:
    """Take the step, and return the occurrence as it is then. It is its author's step whose report it comes of."""
    author = act.snapshot.members.get(report.member_id) if report else None
    on_behalf_of = author.id if author and recorder(act, author) else None
    row = await act.session.get_one(OccurrenceRow, occurrence.id)
    await take_step(act.session, row, step, By(act.member.id, act.now, on_behalf_of), words, report)
    await record(act, step.value, f"occurrence:{row.id}", words, author=author)
    return occurrence_of(row)
