"""The secretary and the head correct an activity, of a plan in force or of a draft, and take that back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.dialog.actions import AskTerm, AskTitle, BringBack, CancelActivity, ShowCard, TakeBack
from bot.domain.access import may_correct
from bot.domain.correcting import seen_mark, title_of
from bot.domain.plan import Activity, Snapshot
from bot.domain.terms import read_term
from bot.usecases.deeds import note
from bot.usecases.following import next_reminder, spare, tell_again
from bot.usecases.house import House
from bot.usecases.overtaken import settle_stale
from bot.usecases.reviewing import Review, by_hand, reviewing
from db.caller import Caller
from db.correcting import Correction, bring_back, call_off, image_of, keep, last_correction, retime, take_back
from db.picturing import Picture, picture_of
from db.tables import ActivityRow, CorrectionRow


class Outcome(StrEnum):
    """What came of a correction."""

    DONE = "done"
    STALE = "stale"
    """The activity is no longer as the person saw it; nothing was changed."""
    REFUSED = "refused"
    REPEATED = "repeated"
    """The update has had its effect before."""
    UNCLEAR = "unclear"
    """The words are no answer; the question stays."""
    ALIKE = "alike"
    """A name is like known ones: the person must say whom they mean."""
    REPORTED = "reported"
    """It cannot be taken back: people have reported on what would go."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a correction, and of which activity (0 when unknown).

    `why` is for UNCLEAR: a text key after ``why.``, or empty. `said`, `name` and `alike` are for ALIKE: the entry of
    the trail with what was said, the name, and the known names it is like.
    """

    outcome: Outcome
    activity_id: int = 0
    why: str = ""
    said: int = 0
    name: str = ""
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An activity as somebody is about to correct it: the plan before the change, and the row."""

    review: Review
    picture: Picture
    row: ActivityRow

    @property
    def before(self) -> Snapshot:
        """The plan before the change."""
        return self.picture.snapshot

    @property
    def activity(self) -> Activity:
        """The activity before the change."""
        return self.before.activity_of[self.row.id]


Change = Callable[[Case], Awaitable[Corrected | None]]
"""Makes the change, or returns why it cannot be made and has changed nothing."""


async def correct_term(house: House, caller: Caller, about: AskTerm, words: str, update_key: str) -> Corrected:
    """Give the activity a term in the person's own words, if they can be read beyond doubt."""
    return await correct(house, caller, Step(about, "correct-term", update_key, words, spares=True), to_term(words))


def to_term(words: str) -> Change:
    """Return the change to a term in somebody's own words; UNCLEAR when they can be read in more than one way."""

    async def change(case: Case) -> Corrected | None:
        plan = case.before.plan_of[case.activity.plan_id]
        term = read_term(words, plan.period)
        if not (term.sure and term.windows and term.mode):
            return Corrected(Outcome.UNCLEAR, case.row.id, "no-term" if term.sure else term.why)
        case.row.term = words
        await retime(case.review.session, case.row, term, by_hand(case.review))
        return None

    return change


async def correct_title(house: House, caller: Caller, about: AskTitle, words: str, update_key: str) -> Corrected:
    """Give the activity another title, of at most LONGEST_TITLE characters."""

    async def change(case: Case) -> Corrected | None:
        title = title_of(words)
        if title is None:
            return Corrected(Outcome.UNCLEAR, case.row.id)
        case.row.title = title
        return None

    return await correct(house, caller, Step(about, "correct-title", update_key, words), change)


async def cancel_activity(house: House, caller: Caller, about: CancelActivity, update_key: str) -> Corrected:
    """Cancel the activity: nobody is reminded of it any more; what was reported and confirmed stays on it."""
    return await correct(house, caller, Step(about, "cancel-activity", update_key), to_cancelled)


async def to_cancelled(case: Case) -> Corrected | None:
    """Change an activity to a cancelled one; STALE where it is."""
    if case.row.cancelled_at is not None:
        return Corrected(Outcome.STALE, case.row.id)
    await call_off(case.review.session, case.row, by_hand(case.review))
    return None


async def bring_activity_back(house: House, caller: Caller, about: BringBack, update_key: str) -> Corrected:
    """Put a cancelled activity back into the plan; a claim that waited waits again."""

    async def change(case: Case) -> Corrected | None:
        if case.row.cancelled_at is None:
            return Corrected(Outcome.STALE, case.row.id)
        await bring_back(case.review.session, case.row, by_hand(case.review))
        return None

    return await correct(house, caller, Step(about, "bring-back", update_key), change)


@dataclass(frozen=True, slots=True)
class About:
    """An activity as a person saw it."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class Step:
    """A correction to make: of what, its verb in the trail, the update that asks for it, and the person's words.

    `spares`: who has just set it, or has just become responsible, does not hear at once what fell due before.
    """

    about: About | AskTerm | AskTitle | CancelActivity | BringBack
    verb: str
    update_key: str
    words: str = ""
    spares: bool = False


async def correct(house: House, caller: Caller, step: Step, change: Change) -> Corrected:
    """Make one correction in one transaction: checked as things are now, kept so that it can be taken back."""
    seen = About(step.about.activity, step.about.mark)
    async with reviewing(house, caller, step.update_key, ShowCard(seen.activity)) as review:
        case = await opened(house, review, seen)
        if not isinstance(case, Case):
            return case
        problem = await make(house, case, step, change)
    house.nudge()
    return problem or Corrected(Outcome.DONE, case.row.id)


async def make(
    house: House, case: Case, step: Step, change: Change, *, on_behalf_of: int | None = None
) -> Corrected | None:
    """Make a correction that may be made, or return why it cannot be; it is kept so that it can be taken back.

    `on_behalf_of` is who has asked for it, where that is somebody else. What is owed follows.
    """
    before = await image_of(case.review.session, case.row)
    problem = await change(case)
    if problem is not None:
        return problem
    await keep(case.review.session, case.row, before, Correction(case.review.member.id, house.now(), step.verb))
    await _follow(house, case, spares=step.spares)
    await note(case.review, step.verb, f"activity:{case.row.id}", step.words, on_behalf_of=on_behalf_of)
    return None


async def undo(house: House, caller: Caller, about: TakeBack, update_key: str) -> Corrected:
    """Take the last correction of the activity back, unless people have reported on what would go."""
    async with reviewing(house, caller, update_key, ShowCard(about.activity)) as review:
        case = await opened(house, review, About(about.activity, about.mark))
        if not isinstance(case, Case):
            return case
        session = case.review.session
        last = await last_correction(session, case.row.id)
        if last is None or last.id != about.correction:
            return Corrected(Outcome.STALE, case.row.id)
        if not await take_back(session, case.row, last, by_hand(case.review)):
            return Corrected(Outcome.REPORTED, case.row.id)
        await _follow(house, case, spares=False)
        await note(case.review, "take-back", f"activity:{case.row.id}", last.verb)
    house.nudge()
    return Corrected(Outcome.DONE, case.row.id)


async def opened(house: House, review: Review | None, seen: About) -> Case | Corrected:
    """Return the activity to be corrected, if it is as the person saw it and they may correct it now."""
    if review is None:
        return Corrected(Outcome.REFUSED)
    if not review.fresh:
        return Corrected(Outcome.REPEATED, seen.activity)
    picture = await picture_of(review.session, review.branch_id, seen.activity, house.today(), house.zone)
    if picture is not None and not may_correct(picture.snapshot.members[review.member.id]):
        return Corrected(Outcome.REFUSED)
    if picture is None or seen_mark(picture.activity) != seen.mark:
        review.member.awaiting = None
        return Corrected(Outcome.STALE, seen.activity)
    return Case(review, picture, await review.session.get_one(ActivityRow, seen.activity))


async def _follow(house: House, case: Case, *, spares: bool) -> None:
    """Have what is owed follow the change; the question that the person has answered is over."""
    review = case.review
    review.member.awaiting = None
    after = await picture_of(review.session, review.branch_id, case.row.id, house.today(), house.zone)
    if after is None or not after.published:
        return
    if spares:
        await spare(review, case.before, after, house.zone)
    await tell_again(review, case.before, after)
    await settle_stale(review, after.snapshot)


@dataclass(frozen=True, slots=True)
class Sight:
    """An activity as its corrector sees it: the last correction not taken back, and the day of the next reminder."""

    picture: Picture
    last: CorrectionRow | None
    reminder: date | None


async def see(house: House, caller: Caller, activity_id: int) -> Sight | None:
    """Return an activity for a corrector's eyes; None when there is none, and for everybody else."""
    async with house.store.reading() as session:
        picture = await picture_of(session, caller.branch_id, activity_id, house.today(), house.zone)
        member = picture.snapshot.members.get(caller.member_id) if picture else None
        if picture is None or member is None or not may_correct(member):
            return None
        reminder = await next_reminder(session, picture, house.now(), house.zone) if picture.published else None
        return Sight(picture, await last_correction(session, activity_id), reminder)
