"""The upkeep of a day: who has left long ago is erased, and what is of no use any more goes.

Once a day, early in the morning or when the program starts after that. The day is noted only when all is done: after a
crash it is done again, and finds nothing of what was done before.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.errors import StoreUnavailableError
from bot.logs import log_event
from db.inbox import take, what_came_of
from db.reporting import known_places, places_of
from db.upkeep import BATCH, SWEEPS, Sweep, forget_member, long_gone
from scheduler.post import Post

BEGINS = timedelta(hours=3)
"""After midnight in the branches' zone."""
YOUNG = timedelta(days=1)
"""For so long a file may lie there before it counts as nobody's."""

_log = logging.getLogger(__name__)


async def keep_up(post: Post) -> None:
    """Do the day's upkeep, unless it is done."""
    now = post.clock.now()
    day = (now.astimezone(post.store.zone) - BEGINS).date()
    key = f"upkeep:{day.isoformat()}"
    async with post.store.reading() as session:
        if await what_came_of(session, key) is not None:
            return
    erased = await _erase_long_gone(post, now)
    swept = {name: await _sweep(post, sweep, now) for name, sweep in SWEEPS.items()}
    swept["files"] = await _sweep_files(post)
    await post.store.empty_log()
    async with post.store.writing() as session:
        await take(session, key, "", now)
    counts = ",".join(f"{name}:{number}" for name, number in swept.items() if number)
    log_event(_log, "kept-up", erased=erased, swept=counts)


async def _erase_long_gone(post: Post, now: datetime) -> int:
    """Erase each in a transaction of its own; one that fails is tried again the next day."""
    async with post.store.reading() as session:
        found = await long_gone(session, now)
    erased = 0
    for member_id in found:
        try:
            async with post.store.writing() as session:
                files = await places_of(session, [member_id])
                await forget_member(session, member_id, now)
            await post.files.drop(files)
            erased += 1
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 (one who cannot be erased must not keep the others)
            log_event(_log, "not-erased", level=logging.ERROR, error=error)
    return erased


async def _sweep(post: Post, sweep: Sweep, now: datetime) -> int:
    total = 0
    while True:
        async with post.store.writing() as session:
            swept = await sweep(session, now)
        total += swept
        if swept < BATCH:
            return total


async def _sweep_files(post: Post) -> int:
    """Delete the files that belong to no report: what a crash has left, and what went with what has just been swept.

    A young one may be about to be written down.
    """
    old = await post.files.old(YOUNG.total_seconds())
    async with post.store.reading() as session:
        nobodys = old - await known_places(session, old)
    await post.files.drop(nobodys)
    return len(nobodys)
