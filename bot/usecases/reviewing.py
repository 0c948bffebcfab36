"""How a draft is changed: by its reviewers only, once for an update, with its trail."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from bot.dialog.actions import Action
from bot.domain.access import may_review
from bot.usecases.deeds import Deed, doing
from bot.usecases.house import House
from db.caller import Caller
from db.steps import By
from db.tables import PlanRow

Review = Deed
"""What a reviewer does inside one transaction."""


def reviewing(
    house: House, caller: Caller, update_key: str, about: Action
) -> AbstractAsyncContextManager[Review | None]:
    """Open the transaction of a change to a draft; yields None when the member may not review plans."""
    return doing(house, caller, update_key, about, may_review)


def by_hand(review: Review) -> By:
    """Return who takes the steps that come of a review."""
    return By(review.member.id, review.now)


async def draft_of(review: Review, plan_id: int) -> PlanRow | None:
    """Return a plan of the reviewer's branch that is not published; None for any other."""
    plan = await review.session.get(PlanRow, plan_id)
    return plan if plan and plan.branch_id == review.branch_id and plan.published_at is None else None
