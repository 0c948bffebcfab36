"""A plan comes in through the conversation, is looked at, and is published."""

from __future__ import annotations

from enum import StrEnum

from bot.dialog.actions import ShowDraft
from bot.domain.access import may_review
from bot.domain.draft import PlanDraft
from bot.domain.plan import Snapshot
from bot.domain.publishing import Outlook, outlook
from bot.domain.review import DraftDoubt
from bot.usecases.carrying import carry_over
from bot.usecases.deeds import note
from bot.usecases.house import House
from bot.usecases.plans import store_plan
from bot.usecases.reviewing import draft_of, reviewing
from db.branches import revisions_of
from db.caller import Caller
from db.drafts import drop_draft
from db.reviewing import DraftHead, answers_given, draft_doubts, drafts_of, latest_draft, plan_of, published_periods
from db.tables import DoubtRow, PlanRow


async def draft_head(house: House, caller: Caller) -> DraftHead | None:
    """Return what a reviewer's menu says of the latest draft; None without one, and for everybody else."""
    if not may_review(caller.role):
        return None
    async with house.store.reading() as session:
        return await latest_draft(session, caller.branch_id)


async def draft_before(house: House, caller: Caller, plan_id: int = 0) -> Snapshot | None:
    """Return a draft for a reviewer's eyes (0: the latest); None without one, and for everybody else."""
    if not may_review(caller.role):
        return None
    return await house.store.draft(caller.branch_id, plan_id, house.today())


async def other_drafts(house: House, draft: Snapshot) -> tuple[DraftHead, ...]:
    """Return the heads of the branch's other drafts, in the order of their periods."""
    async with house.store.reading() as session:
        heads = await drafts_of(session, draft.branch_id)
    others = (each for each in heads if each.plan_id != draft.plan_id)
    return tuple(sorted(others, key=lambda each: (each.period.window, each.plan_id)))


async def doubts_about(house: House, draft: Snapshot) -> tuple[DraftDoubt, ...]:
    """Return the open doubts about a draft."""
    return tuple(each for each in await every_doubt(house, draft) if each.answered is None)


async def plan_of_doubt(house: House, doubt_id: int) -> int:
    """Return the id of the plan that a doubt is about; 0 when there is no such doubt."""
    async with house.store.reading() as session:
        row = await session.get(DoubtRow, doubt_id)
    return row.plan_id if row else 0


async def every_doubt(house: House, draft: Snapshot) -> tuple[DraftDoubt, ...]:
    """Return the doubts about a draft, open and settled."""
    async with house.store.reading() as session:
        return await draft_doubts(session, draft.plan_id)


async def outlook_of(house: House, draft: Snapshot) -> Outlook:
    """Return what publishing the draft now would set going."""
    async with house.store.reading() as session:
        periods = await published_periods(session, draft.branch_id)
    return outlook(draft, periods, house.now(), house.zone)


async def take_draft(house: House, caller: Caller, read: PlanDraft, update_key: str) -> int | None:
    """Keep what was read as the branch's draft of its year, in place of an earlier one; nobody is written to.

    Beside a plan in force it is a newer edition of it (see `bot.usecases.editions`). Returns how many answers that were
    given about the earlier one still hold; None for somebody who may not review plans. The same update has no second
    effect: by then the draft may hold answers.
    """
    async with reviewing(house, caller, update_key, ShowDraft(0)) as review:
        if review is None:
            return None
        if not review.fresh:
            return 0
        review.member.awaiting = None
        earlier = await plan_of(review.session, review.branch_id, read.period, published=False)
        given = await answers_given(review.session, earlier.id) if earlier else ()
        plan = await store_plan(review.session, review.branch_id, read, review.now)
        await note(review, "take-draft", f"plan:{plan.id}")
        return await carry_over(house, review, plan, given)


class Publishing(StrEnum):
    """What came of publishing."""

    DONE = "done"
    ALREADY = "already"
    CHANGED = "changed"
    """Something is no longer as the person saw it; nothing was published."""
    REFUSED = "refused"


async def publish(house: House, caller: Caller, plan_id: int, revision: int, update_key: str) -> Publishing:
    """Put a draft in force, exactly as the person saw it: at that revision of the branch."""
    async with reviewing(house, caller, update_key, ShowDraft(plan_id)) as review:
        if review is None:
            return Publishing.REFUSED
        plan = await review.session.get(PlanRow, plan_id)
        if plan is None or plan.branch_id != review.branch_id:
            return Publishing.CHANGED
        if plan.published_at is not None:
            return Publishing.ALREADY
        if await plan_of(review.session, review.branch_id, plan.period, published=True):
            return Publishing.CHANGED
        seen = await revisions_of(review.session, [review.branch_id])
        if not review.fresh or seen[review.branch_id] != revision:
            return Publishing.CHANGED
        plan.published_at = review.now
        await note(review, "publish", f"plan:{plan.id}")
    house.nudge()
    return Publishing.DONE


class Dropping(StrEnum):
    """What came of throwing a draft away."""

    DONE = "done"
    CHANGED = "changed"
    """Something is no longer as the person saw it; the draft is still there."""
    GONE = "gone"
    """There is no such draft any more: it was thrown away, replaced or published."""
    REFUSED = "refused"


async def throw_away(house: House, caller: Caller, plan_id: int, revision: int, update_key: str) -> Dropping:
    """Delete a draft with everything of it, exactly as the person saw it: at that revision of the branch."""
    async with reviewing(house, caller, update_key, ShowDraft(0)) as review:
        if review is None:
            return Dropping.REFUSED
        plan = await draft_of(review, plan_id)
        if plan is None:
            return Dropping.GONE
        seen = await revisions_of(review.session, [review.branch_id])
        if not review.fresh or seen[review.branch_id] != revision:
            return Dropping.CHANGED
        review.member.awaiting = None
        await note(review, "drop-draft", f"plan:{plan.id}")
        await drop_draft(review.session, plan)
    return Dropping.DONE
