"""A draft is of another year than it was read for: its terms are read again, from the cells that are kept."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.documents.questions import term_doubt
from bot.domain.draft import Doubt
from bot.domain.review import Settling
from bot.domain.terms import Term, read_term
from bot.domain.terms.column import read_column
from bot.domain.windows import Period
from db.correcting import retime
from db.redating import activities_of, is_corrected, renew_doubt, term_doubts_of
from db.reviewing import plan_of
from db.settling import answered_of, keep_first_term, reopen, term_as_read
from db.steps import By
from db.tables import ActivityRow, DoubtRow, PlanRow


async def redate(session: AsyncSession, plan: PlanRow, year: int, by: By) -> str:
    """Make a draft one of that year; returns a text key of what stands in the way, else "".

    What a person has said in words is read for that year too; where it says nothing then, its doubt is open again.
    A plan whose terms cannot be read from the kept cells as they were from the file stays as it is: a cell is kept
    without its line breaks, and a row may have been corrected.
    """
    period = replace(plan.period, year=year)
    if period == plan.period:
        return ""
    if await plan_of(session, plan.branch_id, period, published=False):
        return "redate.draft-there"
    rows, doubts = await activities_of(session, plan.id), await term_doubts_of(session, plan.id)
    before = read_column([row.term for row in rows], plan.period)
    as_read = (_is_as_read(row, doubts.get(row.id), term) for row, term in zip(rows, before, strict=True))
    if None in doubts or await is_corrected(session, plan.id) or not all(as_read):
        return "redate.send-again"
    plan.year = year
    for row, term in zip(rows, read_column([row.term for row in rows], period), strict=True):
        await _reread(session, plan, row, doubts.get(row.id), term, by)
    await session.flush()
    return ""


def _is_as_read(row: ActivityRow, doubt: DoubtRow | None, term: Term) -> bool:
    read = term_as_read(row, doubt)
    same = (read.windows, read.mode) == (term.windows, term.mode)
    return same and (doubt is None) == (_doubt(row, term) is None)


def _doubt(row: ActivityRow, term: Term) -> Doubt | None:
    return term_doubt(row.number or row.title, row.title, row.term, term)


async def _reread(
    session: AsyncSession, plan: PlanRow, row: ActivityRow, doubt: DoubtRow | None, term: Term, by: By
) -> None:
    said = _in_words(doubt, plan.period)
    await retime(session, row, term, by)
    if doubt is not None and said is not None:
        keep_first_term(doubt, row)
        await retime(session, row, said, by)
        return
    if doubt is not None and doubt.answer == Settling.WORDS:
        reopen(doubt)
    await renew_doubt(session, plan, doubt, _doubt(row, term))


def _in_words(doubt: DoubtRow | None, period: Period) -> Term | None:
    """Return what the words that have settled a doubt mean in the period; None without any, or where that is unsure."""
    answered = answered_of(doubt) if doubt else None
    if answered is None or answered.settling is not Settling.WORDS:
        return None
    term = read_term(answered.words, period)
    return term if term.sure and term.windows and term.mode else None
