"""Delivery: claimed, sent outside any transaction, the outcome written after."""

from __future__ import annotations

import asyncio
import logging

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Reply
from bot.logs import log_event
from db.identities import Identity
from db.outbox import DeliveryState, Reason, claim, leave, put_off, recover
from db.showing import keep_shown
from scheduler.outcomes import log_given_up, put_aside, write_down
from scheduler.post import Post
from scheduler.sorting import Message, sort_out

BATCH = 20
"""People written to at once. A crash leaves no more than these uncertain."""
LEASE_SECONDS = 300
"""Far longer than a batch takes: pacing, the messenger's time-out and the writing together."""

_log = logging.getLogger(__name__)


async def deliver(post: Post) -> bool:
    """Send one batch of what is due; tell whether there was any, so that the caller goes on until there is none."""
    now = post.clock.now()
    lease = f"{post.random.getrandbits(128):032x}"
    async with post.store.writing() as session:
        lost = await recover(session, now)
        claimed = await claim(session, now, lease, LEASE_SECONDS, BATCH)
    if lost:
        log_event(_log, "leases-ran-out", level=logging.WARNING, count=lost.total())
    if given_up := lost[DeliveryState.DEAD]:
        log_given_up(given_up, Reason.UNCERTAIN)
    if not claimed:
        return False
    messages = await sort_out(post, lease, claimed, now)
    await _carry_all(post, lease, messages)
    log_event(_log, "batch-delivered", notices=len(claimed), messages=len(messages))
    return True


async def _carry_all(post: Post, lease: str, messages: tuple[Message, ...]) -> None:
    """Carry every message; the first error comes up only when all of them have been carried."""
    writing = asyncio.Lock()
    carried = (_carry(post, lease, message, writing) for message in messages)
    for outcome in await asyncio.gather(*carried, return_exceptions=True):
        if outcome is not None:
            raise outcome


async def _carry(post: Post, lease: str, message: Message, writing: asyncio.Lock) -> None:
    """Bring one message on its way: its words, its turn, that it leaves, one attempt, what came of it."""
    reply = _rendered(post, message)
    if reply is not None:
        await post.pace.wait(message.identity.door, message.identity.account)
    async with writing:  # SQLite has one writer at a time: waiting here costs less than waiting at its lock
        if reply is None:
            return await put_aside(post, lease, message)
        if not await _leaves(post, lease, message):
            return None
    came = await _send(post, message.identity, reply)
    async with writing:
        if isinstance(came, DeliveryError):
            return await write_down(post, lease, message, came)
        await write_down(post, lease, message, None)
        await _note_card(post, message, reply, came)
    return None


async def _leaves(post: Post, lease: str, message: Message) -> bool:
    """Write down that a message leaves; False when it is not ours any more, or not all of it is there."""
    async with post.store.writing() as session:
        held = await leave(session, lease, message.ids)
        if held == len(message.ids):
            return True
        await put_off(session, lease, message.ids, post.clock.now())
    log_event(_log, "lease-lost", level=logging.WARNING, count=len(message.ids) - held)
    return False


async def _note_card(post: Post, message: Message, reply: Reply, sent: str | None) -> None:
    if reply.card is not None and sent is not None:
        async with post.store.writing() as session:
            await keep_shown(session, message.identity.id, sent, reply.card, post.clock.now())


async def _send(post: Post, to: Identity, reply: Reply) -> DeliveryError | str | None:
    """Send a message; returns how its door finds it again, or what went wrong."""
    if rest := post.pace.held(to.door):
        return DeliveryError(Failure.LATER, rest)
    try:
        return await post.doors[to.door].send(to.account, reply, to.language)
    except DeliveryError as failure:
        if failure.whole_door and failure.retry_after:
            post.pace.hold(to.door, failure.retry_after)
        return failure
    except Exception as error:  # noqa: BLE001 (an unforeseen fault tells nothing of whether the message went out)
        log_event(_log, "door-failed", level=logging.ERROR, error=error, door=to.door)
        return DeliveryError(Failure.UNCERTAIN)


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
