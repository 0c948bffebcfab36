"""Delivery: claimed, sent outside any transaction, the outcome written after."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Reply
from bot.logs import log_event
from db.outbox import claim, recover
from db.showing import keep_shown
from scheduler.outcomes import put_aside, write_down
from scheduler.post import Post
from scheduler.sorting import Message, sort_out

BATCH, AT_ONCE = 10, 2
"""People claimed together, and batches on their way: while one leaves the next is made ready, so that the pace is kept.

A crash leaves no more than these twenty people's messages uncertain.
"""
IN_A_ROW = 5
"""Batches before the next look at what has come to be owed."""
LEASE_SECONDS = 300
"""Far longer than a batch takes: pacing, the messenger's time-out and the writing together."""

_log = logging.getLogger(__name__)


async def deliver(post: Post) -> bool:
    """Send some batches of what is due; tell whether there was any, so that the caller goes on until there is none."""
    leaving: deque[asyncio.Task[None]] = deque()
    writing = asyncio.Lock()
    count, more = 0, True
    try:
        while more and count < IN_A_ROW:
            if len(leaving) == AT_ONCE:
                await leaving.popleft()
            lease, messages = await _next_batch(post)
            more = messages is not None
            if messages is not None:
                count += 1
                leaving.append(asyncio.create_task(_carry_all(post, lease, messages, writing)))
    finally:
        ended = await asyncio.gather(*leaving, return_exceptions=True)
    for outcome in ended:
        if outcome is not None:
            raise outcome
    return count > 0


async def _next_batch(post: Post) -> tuple[str, tuple[Message, ...] | None]:
    """Claim what is due for some people; return the lease and their messages, None when nothing is due."""
    now = post.clock.now()
    lease = f"{post.random.getrandbits(128):032x}"
    async with post.store.writing() as session:
        lost = await recover(session, now)
        claimed = await claim(session, now, lease, LEASE_SECONDS, BATCH)
    if lost:
        log_event(_log, "leases-ran-out", level=logging.WARNING, count=lost)
    if not claimed:
        return lease, None
    return lease, await sort_out(post, lease, claimed, now)


async def _carry_all(post: Post, lease: str, messages: tuple[Message, ...], writing: asyncio.Lock) -> None:
    """Carry every message; the first error comes up only when all of them have been carried."""
    carried = (_carry(post, lease, message, writing) for message in messages)
    for outcome in await asyncio.gather(*carried, return_exceptions=True):
        if outcome is not None:
            raise outcome
    log_event(_log, "batch-delivered", notices=sum(len(each.rows) for each in messages), messages=len(messages))


async def _carry(post: Post, lease: str, message: Message, writing: asyncio.Lock) -> None:
    reply = _rendered(post, message)
    came = await _send(post, message, reply) if reply else None
    async with writing:  # SQLite has one writer at a time: waiting here costs less than waiting at its lock
        if reply is None:
            await put_aside(post, lease, message)
        elif isinstance(came, DeliveryError):
            await write_down(post, lease, message, came)
        else:
            await write_down(post, lease, message, None)
            await _note_card(post, message, reply, came)


async def _note_card(post: Post, message: Message, reply: Reply, sent: str | None) -> None:
    if reply.card is not None and sent is not None:
        async with post.store.writing() as session:
            await keep_shown(session, message.identity.id, sent, reply.card, post.clock.now())


async def _send(post: Post, message: Message, reply: Reply) -> DeliveryError | str | None:
    """Send a message; returns how its door finds it again, or what went wrong."""
    to = message.identity
    flight = await post.pace.wait(to.door, to.account)
    try:
        if rest := post.pace.held(to.door):
            return DeliveryError(Failure.LATER, rest)
        return await post.doors[to.door].send(to.account, reply, to.language)
    except DeliveryError as failure:
        if failure.whole_door and failure.retry_after:
            post.pace.hold(to.door, failure.retry_after)
        return failure
    except Exception as error:  # noqa: BLE001 (an unforeseen fault tells nothing of whether the message went out)
        log_event(_log, "door-failed", level=logging.ERROR, error=error, door=to.door)
        return DeliveryError(Failure.UNCERTAIN)
    finally:
        post.pace.landed(flight)


def _rendered(post: Post, message: Message) -> Reply | None:
    today = post.clock.now().astimezone(post.store.zone).date()
    notices = [row.notice for row in message.rows]
    try:
        return post.render(
            message.snapshot,
            notices,
            message.recipient,
            today,
            facts=message.facts,
            repeated=message.repeated,
            elsewhere=message.elsewhere,
        )
    except Exception as error:  # noqa: BLE001 (one message's fault must not keep the others; it is tried again later)
        log_event(_log, "notice-not-rendered", level=logging.ERROR, error=error, count=len(notices))
        return None
