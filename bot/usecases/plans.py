"""Taking a plan in and publishing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.pages.wording import period_text
from bot.domain.draft import PlanDraft
from bot.errors import PlanovykError
from bot.usecases.house import House
from bot.usecases.joining import branch_called
from db import branches
from db.drafts import drop_draft, store_draft
from db.parties import link_members
from db.reviewing import plan_of
from db.tables import PlanRow


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import has stored."""

    activities: int
    doubts: int
    published: bool
    beside: bool = False
    """Whether it waits as a newer edition beside the plan in force."""


async def import_plan(house: House, draft: PlanDraft, branch_name: str, *, publish: bool) -> Imported:
    """Store what was read as the branch's plan of its year; nobody is written to before it is published.

    Raises PlanovykError as `store_plan` does, and for a branch's name that is empty or too long.
    """
    now = house.now()
    async with house.store.writing() as session:
        branch = await branch_called(session, branch_name, now)
        await store_plan(session, branch.id, draft, now, publish=publish)
        beside = not publish and await plan_of(session, branch.id, draft.period, published=True) is not None
    house.nudge()
    return Imported(len(draft.activities), len(draft.doubts), publish, beside)


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
