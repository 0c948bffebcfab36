"""The secretary and the head add an activity: its title is enough, its term and people follow when they are said."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialog.actions import AskNew, AskTerm, ShowCard, encode
from bot.domain.access import may_correct
from bot.domain.correcting import next_number, seen_mark, title_of
from bot.domain.plan import Goal, Snapshot
from bot.domain.terms import read_term
from bot.usecases.correcting import Corrected, Outcome
from bot.usecases.deeds import note
from bot.usecases.house import House
from bot.usecases.reviewing import Review, by_hand, reviewing
from db import inbox
from db.amending import add_activity, is_number_free
from db.caller import Caller
from db.correcting import Correction, keep, retime
from db.picturing import Ground, ground_of, picture_of
from db.tables import ActivityRow

VERB = "add-activity"


async def grounds_for(house: House, caller: Caller, plan_id: int) -> Ground | None:
    """Return the plan to which an activity can be added (0: the leading one); None when there is none, or no right."""
    async with house.store.reading() as session:
        ground = await ground_of(session, caller.branch_id, plan_id, house.today(), house.zone)
    member = ground.snapshot.members.get(caller.member_id) if ground else None
    return ground if member and may_correct(member) else None


async def add(house: House, caller: Caller, about: AskNew, words: str, update_key: str) -> Corrected:
    """Add an activity of that title under the goal; from then on the person's words are its term.

    It gets the number after the last one of its goal, so that it can be asked for like all others.
    """
    async with reviewing(house, caller, update_key, about) as review:
        if review is None:
            return Corrected(Outcome.REFUSED)
        if not review.fresh:
            return Corrected(Outcome.REPEATED)
        place = await _place(house, review, about)
        if isinstance(place, Corrected):
            review.member.awaiting = None
            return place
        title = title_of(words)
        if title is None:
            return Corrected(Outcome.UNCLEAR)
        row = await _add(review, place, title)
        await keep(review.session, row, None, Correction(review.member.id, review.now, VERB))
        await _ask_term(house, review, row, update_key)
        await note(review, VERB, f"activity:{row.id}", title)
    house.nudge()
    return Corrected(Outcome.DONE, row.id)


async def add_asked_for(house: House, review: Review, about: AskNew, wanted: Wanted, author_id: int) -> Corrected:
    """Add, in the transaction of a keeper's consent, the activity that a member has asked for, with its term."""
    place = await _place(house, review, about)
    if isinstance(place, Corrected):
        return place
    term = read_term(wanted.term, place.snapshot.plan_of[place.plan_id].period)
    if not (term.sure and term.windows and term.mode):
        return Corrected(Outcome.STALE)
    row = await _add(review, place, wanted.title)
    row.term = wanted.term
    await retime(review.session, row, term, by_hand(review))
    await keep(review.session, row, None, Correction(review.member.id, review.now, VERB))
    await note(review, VERB, f"activity:{row.id}", wanted.title, on_behalf_of=author_id)
    return Corrected(Outcome.DONE, row.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An activity that somebody asks for: its title, and its term in their own words."""

    title: str
    term: str


async def _add(review: Review, place: _Place, title: str) -> ActivityRow:
    number = await _number(review, place)
    return await add_activity(review.session, place.plan_id, place.goal.id if place.goal else None, number, title)


@dataclass(frozen=True, slots=True)
class _Place:
    snapshot: Snapshot
    plan_id: int
    goal: Goal | None


async def _place(house: House, review: Review, about: AskNew) -> _Place | Corrected:
    ground = await ground_of(review.session, review.branch_id, about.plan, house.today(), house.zone)
    if ground is None:
        return Corrected(Outcome.STALE)
    if not may_correct(ground.snapshot.members[review.member.id]):
        return Corrected(Outcome.REFUSED)
    goal = next((each for each in ground.goals if each.id == about.goal), None)
    if about.goal and goal is None:
        return Corrected(Outcome.STALE)
    return _Place(ground.snapshot, about.plan, goal)


async def _number(review: Review, place: _Place) -> str | None:
    number = next_number(place.goal, place.snapshot.activities)
    return number if number and await is_number_free(review.session, place.plan_id, number) else None


async def _ask_term(house: House, review: Review, row: ActivityRow, update_key: str) -> None:
    """Have the next words be the term, in the same transaction: a repeated title must not be taken for one."""
    picture = await picture_of(review.session, review.branch_id, row.id, house.today(), house.zone)
    if picture is None:
        return
    review.member.awaiting = encode(AskTerm(row.id, seen_mark(picture.activity), 1))
    review.member.awaiting_since = review.now
    await inbox.tell(review.session, update_key, encode(ShowCard(row.id)))
