"""What is owed by now: the domain says it, the outbox keeps it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.group_notices import Group, group_obligations
from bot.domain.obligations import Obligation, obligations
from bot.domain.windows import month_after
from bot.domain.worktime import at
from bot.errors import StoreUnavailableError
from bot.logs import log_event
from db.branches import BranchToLookAt, branches_to_look_at, set_look_at
from db.groups import groups_of
from db.outbox import owe_all, reopen
from db.store import Store

MOST_BRANCHES = 50
"""Looked at in one round, so that a delivery comes in between."""
AFTER_A_FAULT = timedelta(hours=1)
"""Before a branch that could not be looked at has its next turn, so that the others have theirs."""

_log = logging.getLogger(__name__)


async def look(store: Store, clock: Clock) -> bool:
    """Write down what has come to be owed in the branches whose moment it is; tell whether more may be waiting.

    Looking twice, late or from several processes changes nothing: every obligation has its unique key.
    """
    now = clock.now()
    async with store.reading() as session:
        branches = await branches_to_look_at(session, now, MOST_BRANCHES)
    looked = [await _look_safely(store, branch, now) for branch in branches]
    return len(branches) == MOST_BRANCHES and any(looked)


async def _look_safely(store: Store, branch: BranchToLookAt, now: datetime) -> bool:
    """Look at a branch; tell whether it is out of the others' way now."""
    try:
        queued = await _look_at(store, branch, now)
    except StoreUnavailableError as error:  # no fault of the branch: it keeps its turn
        log_event(_log, "look-failed", level=logging.ERROR, error=error, branch=branch.id)
        return False
    except Exception as error:  # noqa: BLE001 (one branch's trouble must not keep the others from their reminders)
        log_event(_log, "look-failed", level=logging.ERROR, error=error, branch=branch.id)
        return await _put_off(store, branch, now)
    if queued:
        log_event(_log, "notices-queued", branch=branch.id, count=queued)
    return True


async def _put_off(store: Store, branch: BranchToLookAt, now: datetime) -> bool:
    async with store.writing() as session:
        return await set_look_at(session, branch.id, now + AFTER_A_FAULT, branch.revision)


async def _look_at(store: Store, branch: BranchToLookAt, now: datetime) -> int:
    today = now.astimezone(store.zone).date()
    snapshot = await store.snapshot(branch.id, branch.revision, today)
    if snapshot is None:
        async with store.writing() as session:
            reopened = await reopen(session, branch.id, now)
            await set_look_at(session, branch.id, None, branch.revision)
        return reopened
    # A change since the snapshot does no harm: the look is then repeated, and delivery reads the state again.
    owed = obligations(snapshot, store.zone, today)
    async with store.writing() as session:
        bound = await groups_of(session, branch.id)
        groups = [Group(each.id, each.made_at.astimezone(store.zone).date()) for each in bound]
        owed += group_obligations(snapshot, groups, store.zone, today)
        reopened = await reopen(session, branch.id, now)
        queued = await owe_all(session, branch.id, [each for each in owed if each.due <= now], now)
        await set_look_at(session, branch.id, _next_look(owed, now, store.zone), snapshot.revision)
    return reopened + queued


def _next_look(owed: Sequence[Obligation], now: datetime, zone: ZoneInfo) -> datetime:
    # Plans come to matter and cease to by the month, so a new one is looked at whatever is left of the old ones.
    following = month_after(now.astimezone(zone).date())
    return min([at(following, time(0), zone), *(each.due for each in owed if each.due > now)])
