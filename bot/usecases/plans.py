"""Taking a plan in and publishing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.pages.wording import period_text
from bot.domain.draft import PlanDraft
from bot.errors import PlanovykError
from bot.usecases.house import House
from db import branches
from db.drafts import drop_draft, store_draft
from db.parties import link_members
from db.reviewing import plan_of
from db.tables import BranchRow, PlanRow

LONGEST_BRANCH_NAME = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has stored."""

    activities: int
    doubts: int
    published: bool


async def import_plan(house: House, draft: PlanDraft, branch_name: str, *, publish: bool) -> Imported:
    """Store what was read as the branch's plan of its year; nobody is written to before it is published.

    Raises PlanovykError as `store_plan` does, and for a branch's name that is empty or too long.
    """
    name = " ".join(branch_name.split())
    if not 0 < len(name) <= LONGEST_BRANCH_NAME:
        raise PlanovykError("error.branch-name", most=LONGEST_BRANCH_NAME)
    now = house.now()
    async with house.store.writing() as session:
        branch = await _branch(session, name, now)
        await store_plan(session, branch.id, draft, now, publish=publish)
    house.nudge()
    return Imported(len(draft.activities), len(draft.doubts), publish)


async def store_plan(
    session: AsyncSession, branch_id: int, draft: PlanDraft, now: datetime, *, publish: bool = False
) -> PlanRow:
    """Store what was read in place of an earlier draft of its period.

    Beside a published plan of that period it is a newer edition, and changes nothing yet. Raises PlanovykError when it
    is to be published over one.
    """
    period = draft.period
    if publish and await plan_of(session, branch_id, period, published=True):
        raise PlanovykError("error.plan-published", period=period_text(period))
    earlier = await plan_of(session, branch_id, period, published=False)
    if earlier is not None:
        await drop_draft(session, earlier)
    plan = PlanRow(branch_id=branch_id, kind=period.kind, year=period.year, month=period.month or 0, imported_at=now)
    plan.published_at = now if publish else None
    session.add(plan)
    await session.flush()
    await store_draft(session, plan, draft)
    await link_members(session, branch_id)
    await branches.changed(session, branch_id, now)
    return plan


async def _branch(session: AsyncSession, name: str, now: datetime) -> BranchRow:
    branch = await session.scalar(select(BranchRow).where(BranchRow.name == name))
    if branch is None:
        branch = BranchRow(name=name, created_at=now)
        session.add(branch)
        await session.flush()
    return branch
