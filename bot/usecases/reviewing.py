"""How a draft is changed: by its reviewers only, once for an update, with its trail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Action, encode
from bot.domain.access import may_review
from bot.domain.plan import Role
from bot.usecases.house import House
from db import branches, inbox
from db.caller import Caller
from db.tables import AuditRow, MemberRow, PlanRow


@dataclass(frozen=True, slots=True)
class Review:
    """A reviewer inside one transaction; `fresh` is False for an update that was taken before."""

    session: AsyncSession
    member: MemberRow
    now: datetime
    fresh: bool

    @property
    def branch_id(self) -> int:
        """The branch that the reviewer is of."""
        return self.member.branch_id


@asynccontextmanager
async def reviewing(house: House, caller: Caller, update_key: str, about: Action) -> AsyncIterator[Review | None]:
    """Open the transaction of a change to a draft: take the update, look at the member's role as it is now.

    Yields None when the member may not review plans. `about` shows what came of it, should the update come again.
    """
    now = house.now()
    async with house.store.writing() as session:
        member = await session.get(MemberRow, caller.member_id)
        if member is None or member.left_at is not None or not may_review(Role(member.role)):
            yield None
            return
        yield Review(session, member, now, await inbox.take(session, update_key, encode(about), now))


async def draft_of(review: Review, plan_id: int) -> PlanRow | None:
    """Return a plan of the reviewer's branch that is not published; None for any other."""
    plan = await review.session.get(PlanRow, plan_id)
    return plan if plan and plan.branch_id == review.branch_id and plan.published_at is None else None


def entry(review: Review, verb: str, subject: str, words: str = "") -> AuditRow:
    """Return an entry of the trail, for what the reviewer does now."""
    return AuditRow(
        branch_id=review.branch_id,
        member_id=review.member.id,
        at=review.now,
        verb=verb,
        subject=subject,
        words=words,
    )


async def note(review: Review, verb: str, subject: str, words: str = "") -> None:
    """Write the trail of a change and let everybody who looks at the branch see it."""
    review.session.add(entry(review, verb, subject, words))
    await branches.changed(review.session, review.branch_id, review.now)
