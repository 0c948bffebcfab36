"""A corrected file takes the place of a draft: what is asked again in the same words is answered as before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.domain.review import YEAR, DraftDoubt, Settling, answers_to
from bot.usecases.answering import Case, Settled, said, tapped, understood
from bot.usecases.house import House
from bot.usecases.reviewing import Review
from db.reviewing import GivenAnswer, draft_doubts, mark_of_row
from db.settling import Before, keep_answer
from db.snapshot import load_draft
from db.tables import DoubtRow, PlanRow


async def carry_over(house: House, review: Review, plan: PlanRow, given: Sequence[GivenAnswer]) -> int:
    """Answer the doubts about a new draft as equal ones about the draft before were; return how many that are.

    Equal doubts take equal answers in their order. What an answer said of the year is asked again, as another file
    may name another one.
    """
    waiting: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    for answer in given:
        waiting[answer.mark].append(answer)
    carried = 0
    for doubt in await draft_doubts(review.session, plan.id):
        row = await review.session.get_one(DoubtRow, doubt.id)
        answers = waiting[mark_of_row(row)]
        if doubt.code != YEAR and answers:
            carried += await _answer(house, review, plan, doubt, row, answers.pop(0))
    return carried


async def _answer(
    house: House, review: Review, plan: PlanRow, doubt: DraftDoubt, row: DoubtRow, answer: GivenAnswer
) -> bool:
    draft = await load_draft(review.session, plan.branch_id, plan.id, house.today(), house.zone)
    before = await _done(Case(review, plan, draft, doubt, row), answer) if draft else None
    if before is None:
        return False
    keep_answer(row, answer.settling, answer.words, doubt.activity_id, before)
    row.answered_at = review.now
    await review.session.flush()
    return True


async def _done(case: Case, answer: GivenAnswer) -> Before | None:
    """Do what the answer says; None when it is no answer to the doubt any more."""
    if answer.settling is Settling.WORDS:
        meaning = await understood(case, answer.words)
        return None if isinstance(meaning, Settled) else await said(case, meaning)
    if answer.settling not in answers_to(case.draft, case.doubt):
        return None
    return await tapped(case, answer.settling)
