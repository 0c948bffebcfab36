"""What is owed to people about the work: who hears of where an occurrence stands, each once."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.duties import judges_of
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Occurrence, Snapshot, State
from bot.usecases.acting import Act
from db import outbox

USEFUL = timedelta(days=60)


async def owe(act: Act, kind: Kind, subject: int, revision: int, member_id: int) -> None:
    """Owe a member a notice of what has just been done."""
    notice = Notice(kind, subject, member_id, act.today, revision)
    await outbox.owe(act.session, act.snapshot.branch_id, notice, notice.key, act.now, act.now + USEFUL, act.now)


def asked_to_judge(snapshot: Snapshot, claimed: Occurrence) -> list[int]:
    """Return whom a claim is laid before: its judges without who has made or recorded it, unless they are alone."""
    judges = [each.id for each in judges_of(snapshot, claimed)]
    others = [each for each in judges if each not in {claimed.claimed_by, claimed.recorded_by}]
    return others or judges


async def tell_again(
    session: AsyncSession, snapshot: Snapshot, occurrence: Occurrence, doer_id: int, now: datetime
) -> None:
    """Owe anew what a claim or a return that came back was still to tell: its first notice has lost its use.

    Nobody is told whom the first one has reached, nor who has brought it back.
    """
    if occurrence.state is State.CLAIMED:
        kind, since, members = Kind.CLAIM, occurrence.claimed_at, asked_to_judge(snapshot, occurrence)
    elif occurrence.state is State.RETURNED and occurrence.claimed_by is not None:
        kind, since, members = Kind.DECISION, occurrence.decided_at, [occurrence.claimed_by]
    else:
        return
    told = await outbox.told(session, kind, occurrence.id, since or now)
    for member_id in members:
        if member_id not in told and member_id != doer_id:
            notice = Notice(kind, occurrence.id, member_id, now.date(), occurrence.revision)
            await outbox.owe(session, snapshot.branch_id, notice, notice.key, now, now + USEFUL, now)
