"""The reviewers settle the doubts about a draft; what they say changes it, and may be said anew."""

from __future__ import annotations

from dataclasses import replace

from bot.dialog.actions import ReviewDoubt
from bot.domain.review import YEAR, Settling, answers_to
from bot.usecases.answering import Case, Outcome, Settled, said, tapped, understood
from bot.usecases.deeds import note
from bot.usecases.house import House
from bot.usecases.redating import redate
from bot.usecases.reviewing import Review, by_hand, draft_of, reviewing
from db.caller import Caller
from db.reviewing import draft_doubts
from db.settling import Before, keep_answer, take_back
from db.snapshot import load_draft
from db.tables import DoubtRow


async def settle(house: House, caller: Caller, doubt_id: int, mark: int, answer: int, update_key: str) -> Settled:
    """Settle a doubt about a draft by one of the answers that `answers_to` offers."""
    async with reviewing(house, caller, update_key, ReviewDoubt(0, doubt_id)) as review:
        case = await _case(house, review, doubt_id, mark)
        if review is None or not isinstance(case, Case):
            return case if isinstance(case, Settled) else Settled(Outcome.REFUSED)
        if answer not in answers_to(case.draft, case.doubt):
            return Settled(Outcome.REFUSED, case.plan.id)
        blocked = await _redated(case, Settling(answer))
        if blocked:
            return Settled(Outcome.BLOCKED, case.plan.id, why=blocked)
        case = await _taken_back(house, case)
        settling = Settling(answer)
        return await _close(case, settling, "", await tapped(case, settling))


async def explain(house: House, caller: Caller, doubt_id: int, mark: int, words: str, update_key: str) -> Settled:
    """Settle a doubt about a draft in the person's own words: a term, those responsible, a number."""
    async with reviewing(house, caller, update_key, ReviewDoubt(0, doubt_id)) as review:
        case = await _case(house, review, doubt_id, mark)
        if review is None or not isinstance(case, Case):
            return case if isinstance(case, Settled) else Settled(Outcome.REFUSED)
        meaning = await understood(case, words)
        if isinstance(meaning, Settled):
            return meaning
        case = await _taken_back(house, case)
        return await _close(case, Settling.WORDS, words, await said(case, meaning))


async def _case(house: House, review: Review | None, doubt_id: int, mark: int) -> Case | Settled:
    row = await review.session.get(DoubtRow, doubt_id) if review else None
    plan = await draft_of(review, row.plan_id) if review and row else None
    if review is None or row is None or plan is None:
        return Settled(Outcome.STALE if review else Outcome.REFUSED)
    doubts = await draft_doubts(review.session, plan.id)
    doubt = next((each for each in doubts if (each.id, each.mark) == (doubt_id, mark)), None)
    draft = await load_draft(review.session, plan.branch_id, plan.id, house.today(), house.zone)
    if doubt is None or draft is None or not review.fresh:
        return Settled(Outcome.STALE, plan.id)
    return Case(review, plan, draft, doubt, row)


async def _taken_back(house: House, case: Case) -> Case:
    """Undo what the answer given before has changed, so that another one can take its place."""
    if case.doubt.answered is None:
        return case
    session, branch_id = case.review.session, case.review.branch_id
    activity = await case.activity() if case.doubt.activity_id is not None else None
    await take_back(session, branch_id, case.row, activity, by_hand(case.review))
    draft = await load_draft(session, branch_id, case.plan.id, house.today(), house.zone)
    return replace(case, draft=draft or case.draft)


async def _close(case: Case, settling: Settling, words: str, before: Before) -> Settled:
    keep_answer(case.row, settling, words, case.doubt.activity_id, before)
    case.row.answered_at = case.review.now
    case.review.member.awaiting = None
    await note(case.review, "answer-doubt", f"doubt:{case.doubt.id}", words or settling.name.lower())
    again = case.doubt.answered is not None
    changed = case.doubt.activity_id if again or settling is Settling.WORDS else None
    return Settled(Outcome.DONE, case.plan.id, changed, again=again)


async def _redated(case: Case, settling: Settling) -> str:
    """Read the draft for the year that was chosen; a text key of what stands in the way, else ""."""
    if case.doubt.code != YEAR:
        return ""
    chosen = case.doubt.args["heading" if settling is Settling.YES else "asked"]
    return await redate(case.review.session, case.plan, int(chosen), by_hand(case.review))
