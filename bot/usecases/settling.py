"""The reviewers settle the doubts about a draft; what they say changes it, and may be said anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from bot.dialog.actions import ReviewDoubt
from bot.domain.people import Kind, Named, PeopleCell, read_people
from bot.domain.plan import Snapshot
from bot.domain.review import (
    IN_RESOURCES,
    PEOPLE_CODES,
    SAME_PERSON,
    TERM_CODES,
    YEAR,
    DraftDoubt,
    Settling,
    answers_to,
    number_in_words,
    unknown_party,
)
from bot.domain.terms import Term, read_term
from bot.usecases.house import House
from bot.usecases.redating import redate
from bot.usecases.reviewing import Review, draft_of, note, reviewing
from db.amending import is_number_free
from db.caller import Caller
from db.reviewing import draft_doubts
from db.settling import Before, add_from_resources, join_persons, keep_answer, set_people, set_term, take_back
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
    BLOCKED = "blocked"
    """Something stands in the way; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The outcome, with the draft of the doubt (0 when unknown) and the activity that was changed by words.

    `why` is for UNCLEAR: a text key after ``why.``, or empty; for BLOCKED: a whole text key. `again` tells that an
    earlier answer was replaced.
    """

    outcome: Outcome
    plan_id: int = 0
    activity_id: int | None = None
    why: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """A doubt as the person saw it, in its draft, with its rows."""

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
        blocked = await _redated(case, Settling(answer))
        if blocked:
            return Settled(Outcome.BLOCKED, case.plan.id, why=blocked)
        case = await _taken_back(house, case)
        settling = Settling(answer)
        return await _close(case, settling, "", await _tapped(case, settling))


async def explain(house: House, caller: Caller, doubt_id: int, mark: int, words: str, update_key: str) -> Settled:
    """Settle a doubt about a draft in the person's own words: a term, those responsible, a number."""
    async with reviewing(house, caller, update_key, ReviewDoubt(0, doubt_id)) as review:
        case = await _case(house, review, doubt_id, mark)
        if review is None or not isinstance(case, _Case):
            return case if isinstance(case, Settled) else Settled(Outcome.REFUSED)
        meaning = await _understood(case, words)
        if isinstance(meaning, Settled):
            return meaning
        case = await _taken_back(house, case)
        return await _close(case, Settling.WORDS, words, await _said(case, meaning))


async def _case(house: House, review: Review | None, doubt_id: int, mark: int) -> _Case | Settled:
    row = await review.session.get(DoubtRow, doubt_id) if review else None
    plan = await draft_of(review, row.plan_id) if review and row else None
    if review is None or row is None or plan is None:
        return Settled(Outcome.STALE if review else Outcome.REFUSED)
    doubts = await draft_doubts(review.session, plan.id)
    doubt = next((each for each in doubts if (each.id, each.mark) == (doubt_id, mark)), None)
    draft = await load_draft(review.session, plan.branch_id, plan.id, house.today(), house.zone)
    if doubt is None or draft is None or not review.fresh:
        return Settled(Outcome.STALE, plan.id)
    return _Case(review, plan, draft, doubt, row)


async def _taken_back(house: House, case: _Case) -> _Case:
    """Undo what the answer given before has changed, so that another one can take its place."""
    if case.doubt.answered is None:
        return case
    session, branch_id = case.review.session, case.review.branch_id
    activity = await case.activity() if case.doubt.activity_id is not None else None
    await take_back(session, branch_id, case.row, activity)
    draft = await load_draft(session, branch_id, case.plan.id, house.today(), house.zone)
    return replace(case, draft=draft or case.draft)


async def _close(case: _Case, settling: Settling, words: str, before: Before) -> Settled:
    keep_answer(case.row, settling, words, case.doubt.activity_id, before)
    case.row.answered_at = case.review.now
    case.review.member.awaiting = None
    await note(case.review, "answer-doubt", f"doubt:{case.doubt.id}", words or settling.name.lower())
    again = case.doubt.answered is not None
    changed = case.doubt.activity_id if again or settling is Settling.WORDS else None
    return Settled(Outcome.DONE, case.plan.id, changed, again=again)


async def _redated(case: _Case, settling: Settling) -> str:
    """Read the draft for the year that was chosen; a text key of what stands in the way, else ""."""
    if case.doubt.code != YEAR:
        return ""
    chosen = case.doubt.args["heading" if settling is Settling.YES else "asked"]
    return await redate(case.review.session, case.plan, int(chosen))


async def _tapped(case: _Case, settling: Settling) -> Before:
    """Do what an answer says. What is left as it is, and what the reader has guessed, is in the draft already."""
    session, branch_id = case.review.session, case.review.branch_id
    if settling is Settling.YES and case.doubt.code == SAME_PERSON:
        return await join_persons(session, branch_id, case.row)
    if settling is Settling.YES and case.doubt.code == IN_RESOURCES:
        return await add_from_resources(session, branch_id, await case.activity(), case.row)
    unknown = unknown_party(case.draft, case.doubt)
    if settling in {Settling.PERSON, Settling.BODY} and unknown is not None:
        renamed = _renamed(case, unknown.name, Kind.PERSON if settling is Settling.PERSON else Kind.BODY)
        return await set_people(session, branch_id, await case.activity(), renamed, all_of_them=False)
    return {}


def _renamed(case: _Case, name: str, kind: Kind) -> tuple[Named, ...]:
    activity = case.draft.activity_of[case.doubt.activity_id or 0]
    parties = [case.draft.parties[duty.party_id] for duty in activity.duties]
    return tuple(Named(kind if party.name == name else party.kind, party.name) for party in parties)


_Meaning = Term | PeopleCell | str


async def _understood(case: _Case, words: str) -> _Meaning | Settled:
    """Read the words as an answer to the doubt; the problem when they say nothing that answers it."""
    if not case.doubt.takes_words:
        return Settled(Outcome.STALE, case.plan.id)
    if case.doubt.code in TERM_CODES:
        term = read_term(words, case.plan.period)
        if term.sure and term.windows and term.mode:
            return term
        return Settled(Outcome.UNCLEAR, case.plan.id, why=term.why if not term.sure else "no-term")
    if case.doubt.code in PEOPLE_CODES:
        people = read_people(words)
        return people if people.sure and people.items else Settled(Outcome.UNCLEAR, case.plan.id, why=people.why)
    return await _number(case, words)


async def _number(case: _Case, words: str) -> str | Settled:
    number = number_in_words(words)
    if number is None:
        return Settled(Outcome.UNCLEAR, case.plan.id)
    free = await is_number_free(case.review.session, case.plan.id, number, case.doubt.activity_id or 0)
    return number if free else Settled(Outcome.NUMBER_TAKEN, case.plan.id)


async def _said(case: _Case, meaning: _Meaning) -> Before:
    """Do what the words say."""
    session, activity = case.review.session, await case.activity()
    match meaning:
        case Term():
            return await set_term(session, activity, meaning.windows, meaning.mode)
        case PeopleCell():
            branch_id = case.review.branch_id
            return await set_people(session, branch_id, activity, meaning.items, all_of_them=True)
        case str():
            activity.number = meaning
            return {"number": None}
        case _:
            assert_never(meaning)
