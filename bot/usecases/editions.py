"""A newer edition of the plan in force is gone through, and what was accepted of it becomes the plan."""

from __future__ import annotations

from enum import StrEnum

from bot.dialog.actions import ShowChanges
from bot.domain.access import may_review
from bot.domain.editions import Edition
from bot.domain.publishing import Following, following
from bot.usecases.deeds import entry, note
from bot.usecases.house import House
from bot.usecases.overtaken import settle_stale
from bot.usecases.reviewing import Review, reviewing
from db.branches import revisions_of
from db.caller import Caller
from db.correcting import Correction
from db.drafts import drop_draft
from db.editions import choose, keys_written, load_edition, take_over
from db.reviewing import published_periods
from db.snapshot import load_published, load_snapshot
from db.tables import PlanRow

VERB = "edition"
"""What the corrections of activities that come of a newer edition are called."""


class Came(StrEnum):
    """What came of a reviewer's act."""

    DONE = "done"
    CHANGED = "changed"
    """Something is no longer as the person saw it; nothing was done."""
    GONE = "gone"
    """The edition was gone through meanwhile, or another file took its place."""
    REFUSED = "refused"


async def edition_before(house: House, caller: Caller, plan_id: int = 0) -> Edition | None:
    """Return a newer edition for a reviewer's eyes (0: the latest draft); None for any other draft and other person."""
    if not may_review(caller.role):
        return None
    async with house.store.reading() as session:
        return await load_edition(session, caller.branch_id, plan_id, house.today(), house.zone)


async def choose_change(
    house: House, caller: Caller, plan_id: int, mark: int, update_key: str, *, accepted: bool
) -> Came:
    """Keep a reviewer's choice on a change that still says what it said when they saw it."""
    async with reviewing(house, caller, update_key, ShowChanges(plan_id)) as review:
        edition = await _edition(house, review, plan_id)
        if review is None or edition is None:
            return Came.GONE if review else Came.REFUSED
        if all(change.mark != mark for change in edition.changes):
            return Came.CHANGED
        if review.fresh:
            await choose(review.session, plan_id, [mark], accepted=accepted)
            await note(review, "choose-change", f"plan:{plan_id}", "accepted" if accepted else "left")
    return Came.DONE


async def accept_all(house: House, caller: Caller, plan_id: int, revision: int, update_key: str) -> Came:
    """Accept every change, as they were at the revision of the branch that the reviewer saw."""
    async with reviewing(house, caller, update_key, ShowChanges(plan_id)) as review:
        edition = await _edition(house, review, plan_id)
        if review is None or edition is None:
            return Came.GONE if review else Came.REFUSED
        if not await _is_as_seen(review, revision):
            return Came.CHANGED
        await choose(review.session, plan_id, (change.mark for change in edition.changes), accepted=True)
        await note(review, "accept-all", f"plan:{plan_id}")
    return Came.DONE


async def what_follows(house: House, caller: Caller, plan_id: int) -> tuple[Edition, Following] | None:
    """Return an edition and what applying what is accepted of it now would set going; None as `edition_before`.

    The changes are made as they would be, looked at, and taken back: nothing of it is ever committed.
    """
    if not may_review(caller.role):
        return None
    now, today = house.now(), house.today()
    async with house.store.writing() as session:
        edition = await load_edition(session, caller.branch_id, plan_id, today, house.zone)
        if edition is None:
            return None
        periods = await published_periods(session, caller.branch_id)
        written = await keys_written(session, caller.branch_id)
        await take_over(session, edition, Correction(caller.member_id, now, VERB))
        after = await load_published(session, caller.branch_id, edition.current.plan_id, today, house.zone)
        await session.rollback()
    if after is None:
        return None
    return edition, following(edition.current, after, periods, written, now, house.zone)


async def apply_edition(house: House, caller: Caller, plan_id: int, revision: int, update_key: str) -> Came:
    """Make the accepted changes in the plan in force, exactly as the reviewer saw them; the edition goes."""
    async with reviewing(house, caller, update_key, ShowChanges(0)) as review:
        edition = await _edition(house, review, plan_id)
        if review is None or edition is None:
            return _gone(review)
        if not await _is_as_seen(review, revision):
            return Came.CHANGED
        taken = await take_over(review.session, edition, Correction(review.member.id, review.now, VERB))
        review.session.add_all(entry(review, VERB, subject, words) for subject, words in taken)
        await _drop(review, edition, "apply-edition")
        after = await load_snapshot(review.session, review.branch_id, house.today(), house.zone)
        if after is not None:
            await settle_stale(review, after)
    house.nudge()
    return Came.DONE


async def drop_edition(house: House, caller: Caller, plan_id: int, revision: int, update_key: str) -> Came:
    """Leave the plan in force as it is; the edition goes with all that was chosen."""
    async with reviewing(house, caller, update_key, ShowChanges(0)) as review:
        edition = await _edition(house, review, plan_id)
        if review is None or edition is None:
            return _gone(review)
        if not await _is_as_seen(review, revision):
            return Came.CHANGED
        await _drop(review, edition, "drop-edition")
    return Came.DONE


async def _edition(house: House, review: Review | None, plan_id: int) -> Edition | None:
    if review is None:
        return None
    return await load_edition(review.session, review.branch_id, plan_id, house.today(), house.zone)


async def _is_as_seen(review: Review, revision: int) -> bool:
    seen = await revisions_of(review.session, [review.branch_id])
    return review.fresh and seen[review.branch_id] == revision


def _gone(review: Review | None) -> Came:
    if review is None:
        return Came.REFUSED
    # An update that comes again has had its effect: the answer to it was lost on the way.
    return Came.GONE if review.fresh else Came.DONE


async def _drop(review: Review, edition: Edition, verb: str) -> None:
    await drop_draft(review.session, await review.session.get_one(PlanRow, edition.newer.plan_id))
    review.member.awaiting = None
    await note(review, verb, f"plan:{edition.current.plan_id}")
