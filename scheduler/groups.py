"""What is owed to group chats: one message a notice, claimed, sent and written down as a person's are."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Reply
from bot.dialog.pages.groups import group_call, group_digest
from bot.dialog.pages.view import View
from bot.dialog.speech import LANGUAGES
from bot.domain.notices import Kind, still_wanted
from bot.domain.plan import NOBODY, Snapshot
from bot.logs import log_event
from db.groups import GroupAddress, address_of, lose_group
from db.outbox import (
    Owed,
    Reason,
    cancel,
    claim_for_groups,
    leave,
    mark_dead,
    mark_sent,
    mark_uncertain,
    put_off,
    retry,
)
from scheduler.attempt import attempt
from scheduler.outcomes import REPEAT_PAUSE, SHUT_PAUSE, pause
from scheduler.post import Post
from scheduler.sorting import CLOSED_DOOR_PAUSE
from scheduler.verdicts import Drop, Wait, judge

BATCH = 5
LEASE_SECONDS = 300

_log = logging.getLogger(__name__)


async def tell_groups(post: Post) -> bool:
    """Send a few of the notices that are due to group chats; tell whether there were any."""
    now = post.clock.now()
    lease = f"{post.random.getrandbits(128):032x}"
    async with post.store.writing() as session:
        claimed = await claim_for_groups(session, now, lease, LEASE_SECONDS, BATCH)
    for owed in claimed:
        await _tell(post, lease, owed, now)
    return bool(claimed)


async def _tell(post: Post, lease: str, owed: Owed, now: datetime) -> None:
    async with post.store.reading() as session:
        to = await address_of(session, owed.group_id)
    today = now.astimezone(post.store.zone).date()
    snapshot = await post.store.snapshot(owed.branch_id, to.revision, today) if to else None
    wanted = snapshot is not None and still_wanted(snapshot, owed.notice)
    verdict = judge(owed, now, post.store.zone, wanted=wanted)
    if to is not None and snapshot is not None and not isinstance(verdict, Wait | Drop):
        await _carry(post, lease, owed, to, snapshot)
        return
    async with post.store.writing() as session:
        if isinstance(verdict, Wait):
            await put_off(session, lease, [owed.id], verdict.until)
        else:
            await cancel(session, lease, [owed.id], verdict.reason if isinstance(verdict, Drop) else Reason.DONE)


async def _carry(post: Post, lease: str, owed: Owed, to: GroupAddress, snapshot: Snapshot) -> None:
    if to.address.door not in post.doors:
        async with post.store.writing() as session:
            await put_off(session, lease, [owed.id], post.clock.now() + CLOSED_DOOR_PAUSE)
        return
    page = _page(post, owed, snapshot, named=to.named)
    async with post.pace.flying(to.address.door, to.address.account):
        async with post.store.writing() as session:
            held = await leave(session, lease, [owed.id])
        came = await attempt(post, to.address, page, LANGUAGES[0]) if held else None
    if held:
        await _write_down(post, lease, owed, came if isinstance(came, DeliveryError) else None)


def _page(post: Post, owed: Owed, snapshot: Snapshot, *, named: bool) -> Reply:
    view = View(snapshot, NOBODY, post.clock.now().astimezone(post.store.zone).date(), post.store.zone)
    if owed.notice.kind is Kind.GROUP_DIGEST:
        return group_digest(view, owed.notice, named=named, repeated=owed.uncertain)
    return group_call(view, owed.notice, repeated=owed.uncertain)


async def _write_down(post: Post, lease: str, owed: Owed, failure: DeliveryError | None) -> None:
    now, ids = post.clock.now(), [owed.id]
    async with post.store.writing() as session:
        match failure.failure if failure else None:
            case None:
                await mark_sent(session, lease, ids, None, now)
            case Failure.LATER:
                asked = failure.retry_after if failure else None
                await retry(session, lease, ids, now + pause(owed, asked, post.random))
            case Failure.SHUT:
                await retry(session, lease, ids, now + pause(owed, SHUT_PAUSE.total_seconds(), post.random))
            case Failure.UNREACHABLE:
                await lose_group(session, owed.group_id, now)
            case Failure.REFUSED:
                await mark_dead(session, lease, ids, Reason.REFUSED)
            case Failure.UNCERTAIN:
                await mark_uncertain(session, lease, ids, now + REPEAT_PAUSE)
    if failure is not None:
        log_event(_log, "group-not-told", level=logging.WARNING, why=failure.failure.value, branch=owed.branch_id)
