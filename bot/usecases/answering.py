"""What an answer to a doubt about a draft says and does, by a tap or in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.people import Kind, Named, PeopleCell, read_people
from bot.domain.plan import Snapshot
from bot.domain.review import (
    IN_RESOURCES,
    PEOPLE_CODES,
    SAME_PERSON,
    TERM_CODES,
    DraftDoubt,
    Settling,
    number_in_words,
    unknown_party,
)
from bot.domain.terms import Term, read_term
from bot.usecases.reviewing import Review, by_hand
from db.amending import is_number_free
from db.settling import Before, add_from_resources, join_persons, set_people, set_term
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
class Case:
    """A doubt as the person saw it, in its draft, with its rows."""

    review: Review
    plan: PlanRow
    draft: Snapshot
    doubt: DraftDoubt
    row: DoubtRow

    async def activity(self) -> ActivityRow:
        """Return the row that the doubt is about."""
        return await self.review.session.get_one(ActivityRow, self.doubt.activity_id)


async def tapped(case: Case, settling: Settling) -> Before:
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


def _renamed(case: Case, name: str, kind: Kind) -> tuple[Named, ...]:
    activity = case.draft.activity_of[case.doubt.activity_id or 0]
    parties = [case.draft.parties[duty.party_id] for duty in activity.duties]
    return tuple(Named(kind if party.name == name else party.kind, party.name) for party in parties)


Meaning = Term | PeopleCell | str


async def understood(case: Case, words: str) -> Meaning | Settled:
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


async def _number(case: Case, words: str) -> str | Settled:
    number = number_in_words(words)
    if number is None:
        return Settled(Outcome.UNCLEAR, case.plan.id)
    free = await is_number_free(case.review.session, case.plan.id, number, case.doubt.activity_id or 0)
    return number if free else Settled(Outcome.NUMBER_TAKEN, case.plan.id)


async def said(case: Case, meaning: Meaning) -> Before:
    """Do what the words say."""
    session, activity = case.review.session, await case.activity()
    match meaning:
        case Term():
            return await set_term(session, activity, meaning, by_hand(case.review))
        case PeopleCell():
            branch_id = case.review.branch_id
            return await set_people(session, branch_id, activity, meaning.items, all_of_them=True)
        case str():
            activity.number = meaning
            return {"number": None}
        case _:
            assert_never(meaning)
