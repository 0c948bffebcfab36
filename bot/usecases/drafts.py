"""A plan comes in through the conversation, is looked at, and is published."""

from __future__ import annotations

from enum import StrEnum

from bot.dialog.actions import ShowDraft
from bot.domain.access import may_review
from bot.domain.draft import PlanDraft
from bot.domain.plan import Snapshot
from bot.domain.publishing import Outlook, outlook
from bot.domain.review import DraftDoubt
from bot.usecases.house import House
from bot.usecases.plans import store_plan
from bot.usecases.reviewing import note, reviewing
from db.branches import revisions_of
from db.caller import Caller
from db.reviewing import DraftHead, latest_draft, open_draft_doubts, plan_of, published_periods
from db.tables import PlanRow


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


async def doubts_about(house: House, draft: Snapshot) -> tuple[DraftDoubt, ...]:
    """Return the open doubts about a draft."""
    async with house.store.reading() as session:
        return await open_draft_doubts(session, draft.plan_id)


async def outlook_of(house: House, draft: Snapshot) -> Outlook:
    """Return what publishing the draft now would set going."""
    async with house.store.reading() as session:
        periods = await published_periods(session, draft.branch_id)
    return outlook(draft, periods, house.now(), house.zone)


async def take_draft(house: House, caller: Caller, read: PlanDraft, update_key: str) -> bool:
    """Keep what was read as the branch's draft of its year, in place of an earlier one; nobody is written to.

    Beside a plan in force it is a newer edition of it (see `bot.usecases.editions`). Returns False for somebody who may
    not review plans. The same update has no second effect: by then the draft may hold answers.
    """
    async with reviewing(house, caller, update_key, ShowDraft(0)) as review:
        if review is None:
            return False
        if review.fresh:
            review.member.awaiting = None
            plan = await store_plan(review.session, review.branch_id, read, review.now)
            await note(review, "take-draft", f"plan:{plan.id}")
    return True


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
        plan = await review.session.get(PlanRow, plan_id) if review else None
        if review is None or plan is None or plan.branch_id != review.branch_id:
            return Publishing.REFUSED
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
