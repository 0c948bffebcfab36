"""The secretary settles the doubts of the plan's reader, one at a time."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.dialog.actions import ShowDoubt
from bot.domain.access import may_edit_plan
from bot.domain.doubts import OpenDoubt
from bot.usecases.acting import Verdict, acting, record
from bot.usecases.house import House
from db.caller import Caller
from db.parties import join_spellings
from db.tables import DoubtRow

SAME_PERSON = "same-person"
NO, YES = ANSWERS = (0, 1)


async def open_doubts(house: House, plan_id: int) -> int:
    """Return how many doubts about a plan wait for an answer."""
    async with house.store.reading() as session:
        query = select(func.count()).where(DoubtRow.plan_id == plan_id, DoubtRow.answer.is_(None))
        return await session.scalar(query) or 0


async def next_doubt(house: House, plan_id: int, after: int) -> OpenDoubt | None:
    """Return the first open doubt after the one with that id, beginning anew at the end; None when all are settled."""
    async with house.store.reading() as session:
        waiting = select(DoubtRow).where(DoubtRow.plan_id == plan_id, DoubtRow.answer.is_(None)).order_by(DoubtRow.id)
        row = await session.scalar(waiting.where(DoubtRow.id > after).limit(1))
        row = row or await session.scalar(waiting.limit(1))
    return OpenDoubt(row.id, row.code, row.text, row.args) if row else None


async def answer_doubt(house: House, caller: Caller, doubt_id: int, answer: int, update_key: str) -> Verdict:
    """Settle a doubt; «one person» joins two spellings of a name."""
    async with acting(house, caller, update_key, ShowDoubt(doubt_id)) as act:
        if act is None or not may_edit_plan(act.member):
            return Verdict.REFUSED
        row = await act.session.get(DoubtRow, doubt_id)
        if row is None or row.plan_id != act.snapshot.plan_id or answer not in ANSWERS:
            return Verdict.REFUSED
        if not act.fresh or row.answer is not None:
            return Verdict.STALE
        row.answer, row.answered_at = answer, act.now
        if row.code == SAME_PERSON and answer == YES:
            await join_spellings(act.session, act.snapshot.branch_id, row.args["a"], row.args["b"])
        await record(act, "answer-doubt", f"doubt:{doubt_id}", str(answer))
    return Verdict.DONE
