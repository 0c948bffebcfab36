"""The reviewers settle the doubts about a draft; what they say changes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.dialog.actions import ReviewDoubt
from bot.domain.people import Kind, Named, read_people
from bot.domain.plan import Snapshot
from bot.domain.review import (
    IN_RESOURCES,
    NO_NUMBER,
    PEOPLE_CODES,
    SAME_PERSON,
    TERM_CODES,
    DraftDoubt,
    Settling,
    answers_to,
    number_in_words,
    unknown_party,
)
from bot.domain.terms import read_term
from bot.usecases.house import House
from bot.usecases.reviewing import Review, draft_of, note, reviewing
from db.amending import add_duty, is_number_free, replace_duties
from db.caller import Caller
from db.correcting import retime
from db.parties import join_spellings
from db.reviewing import open_draft_doubts
from db.snapshot import load_draft
from db.tables import ActivityRow, DoubtRow, PlanRow


class Outcome(StrEnum):
    """What came of an answer."""

    DONE = "done"
    STALE = "stale"
    """The doubt is settled already, or its draft is no more; nothing was changed."""
    REFUSED = "refused"
    UNCLEAR = "unclear"
    """The words could not be read as an answer; the question stays."""
    NUMBER_TAKEN = "number-taken"


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome, with the draft of the doubt (0 when unknown) and the activity that was changed by words.

    `why` is for UNCLEAR: a text key after ``why.``, or empty.
    """

    outcome: Outcome
    plan_id: int = 0
    activity_id: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Case:
    """A doubt that is open, in its draft, with its rows."""

    review: Review
    plan: PlanRow
    draft: Snapshot
    doubt: DraftDoubt
    row: DoubtRow

    async def activity(self) -> ActivityRow:
        """Return the row that the doubt is about."""
        return await self.review.session.get_one(ActivityRow, self.doubt.activity_id)


async def settle(house: House, caller: Caller, doubt_id: int, mark: int, answer: int, update_key: str) -> Settled:
    """Settle a doubt about a draft by one of the answers that `answers_to` offers."""
    async with reviewing(house, caller, update_key, ReviewDoubt(0, doubt_id)) as review:
        case = await _case(house, review, doubt_id, mark)
        if review is None or not isinstance(case, _Case):
            return case if isinstance(case, Settled) else Settled(Outcome.REFUSED)
        if answer not in answers_to(case.draft, case.doubt):
            return Settled(Outcome.REFUSED, case.plan.id)
        await _tapped(case, Settling(answer))
        return await _close(case, Settling(answer), Settling(answer).name.lower())


async def explain(house: House, caller: Caller, doubt_id: int, mark: int, words: str, update_key: str) -> Settled:
    """Settle a doubt about a draft in the person's own words: a term, those responsible, a number."""
    async with reviewing(house, caller, update_key, ReviewDoubt(0, doubt_id)) as review:
        case = await _case(house, review, doubt_id, mark)
        if review is None or not isinstance(case, _Case):
            return case if isinstance(case, Settled) else Settled(Outcome.REFUSED)
        problem = await _said(case, words)
        return problem or await _close(case, Settling.WORDS, words)


async def _case(house: House, review: Review | None, doubt_id: int, mark: int) -> _Case | Settled:
    row = await review.session.get(DoubtRow, doubt_id) if review else None
    plan = await draft_of(review, row.plan_id) if review and row else None
    if review is None or row is None or plan is None:
        return Settled(Outcome.STALE if review else Outcome.REFUSED)
    doubts = await open_draft_doubts(review.session, plan.id)
    doubt = next((each for each in doubts if each.id == doubt_id and each.mark == mark), None)
    draft = await load_draft(review.session, plan.branch_id, plan.id, house.today(), house.zone)
    if doubt is None or draft is None or not review.fresh:
        return Settled(Outcome.STALE, plan.id)
    return _Case(review, plan, draft, doubt, row)


async def _close(case: _Case, settling: Settling, words: str) -> Settled:
    case.row.answer, case.row.answered_at = settling, case.review.now
    case.review.member.awaiting = None
    await note(case.review, "answer-doubt", f"doubt:{case.doubt.id}", words)
    return Settled(Outcome.DONE, case.plan.id, case.doubt.activity_id if settling is Settling.WORDS else None)


async def _tapped(case: _Case, settling: Settling) -> None:
    """Do what an answer says. What is left as it is, and what the reader has guessed, is in the draft already."""
    session, branch_id, args = case.review.session, case.review.branch_id, case.doubt.args
    if settling is Settling.YES and case.doubt.code == SAME_PERSON:
        await join_spellings(session, branch_id, args["a"], args["b"])
    if settling is Settling.YES and case.doubt.code == IN_RESOURCES:
        await add_duty(session, branch_id, await case.activity(), Named(Kind.PERSON, args["name"]))
    unknown = unknown_party(case.draft, case.doubt)
    if settling in {Settling.PERSON, Settling.BODY} and unknown is not None:
        kind = Kind.PERSON if settling is Settling.PERSON else Kind.BODY
        await replace_duties(session, branch_id, await case.activity(), _renamed(case, unknown.name, kind))


def _renamed(case: _Case, name: str, kind: Kind) -> tuple[Named, ...]:
    activity = case.draft.activity_of[case.doubt.activity_id or 0]
    parties = [case.draft.parties[duty.party_id] for duty in activity.duties]
    return tuple(Named(kind if party.name == name else party.kind, party.name) for party in parties)


async def _said(case: _Case, words: str) -> Settled | None:
    """Do what the words say; the problem when they say nothing that answers the doubt."""
    if not case.doubt.takes_words:
        return Settled(Outcome.STALE, case.plan.id)
    if case.doubt.code in TERM_CODES:
        return await _term_said(case, words)
    if case.doubt.code in PEOPLE_CODES:
        return await _people_said(case, words)
    return await _number_said(case, words) if case.doubt.code == NO_NUMBER else None


async def _term_said(case: _Case, words: str) -> Settled | None:
    term = read_term(words, case.plan.period)
    if not (term.sure and term.windows and term.mode):
        return Settled(Outcome.UNCLEAR, case.plan.id, why=term.why if not term.sure else "no-term")
    await retime(case.review.session, await case.activity(), term.windows, term.mode)
    return None


async def _people_said(case: _Case, words: str) -> Settled | None:
    people = read_people(words)
    if not people.sure or not people.items:
        return Settled(Outcome.UNCLEAR, case.plan.id, why=people.why)
    await replace_duties(case.review.session, case.review.branch_id, await case.activity(), people.items)
    return None


async def _number_said(case: _Case, words: str) -> Settled | None:
    number = number_in_words(words)
    if number is None:
        return Settled(Outcome.UNCLEAR, case.plan.id)
    if not await is_number_free(case.review.session, case.plan.id, number):
        return Settled(Outcome.NUMBER_TAKEN, case.plan.id)
    (await case.activity()).number = number
    return None
