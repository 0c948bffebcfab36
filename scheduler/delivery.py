"""Delivery: claimed, sent outside any transaction, the outcome written after."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field

from bot.dialog.door import DeliveryError
from bot.dialog.model import Address, Reply
from bot.logs import log_event
from db.outbox import DeliveryState, Reason, claim, leave, put_off, recover
from scheduler.attempt import attempt
from scheduler.outcomes import Sent, log_given_up, put_aside, write_down, write_sent
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
    ledger = _Ledger(post)
    count, more = 0, True
    try:
        while more and count < IN_A_ROW:
            if len(leaving) == AT_ONCE:
                await leaving.popleft()
            lease, messages = await _next_batch(post)
            more = messages is not None
            if messages is not None:
                count += 1
                leaving.append(asyncio.create_task(_carry_all(post, lease, messages, ledger)))
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
        log_event(_log, "leases-ran-out", level=logging.WARNING, count=lost.total())
    if given_up := lost[DeliveryState.DEAD]:
        log_given_up(given_up, Reason.UNCERTAIN)
    if not claimed:
        return lease, None
    return lease, await sort_out(post, lease, claimed, now)


async def _carry_all(post: Post, lease: str, messages: tuple[Message, ...], ledger: _Ledger) -> None:
    """Carry every message; the first error comes up only when all of them have been carried."""
    carried = (_carry(post, lease, message, ledger) for message in messages)
    for outcome in await asyncio.gather(*carried, return_exceptions=True):
        if outcome is not None:
            raise outcome
    log_event(_log, "batch-delivered", notices=sum(len(each.rows) for each in messages), messages=len(messages))


@dataclass(slots=True)
class _Ledger:
    """What went out and is not written down yet: who comes to write takes along what has come meanwhile.

    SQLite has one writer at a time, and waiting here costs less than waiting at its lock.
    """

    post: Post
    writing: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: list[Sent] = field(default_factory=list)

    async def keep(self, sent: Sent) -> None:
        """Return when it is written down that a message went out."""
        self.waiting.append(sent)
        async with self.writing:
            # Another one may have written it down while this one waited; a list of its own is looked at by identity.
            if any(each is sent for each in self.waiting):
                together, self.waiting = self.waiting, []
                await write_sent(self.post, together)


async def _carry(post: Post, lease: str, message: Message, ledger: _Ledger) -> None:
    """Bring one message on its way: its words, its turn, that it leaves, one attempt, what came of it."""
    reply = _rendered(post, message)
    if reply is None:
        async with ledger.writing:
            await put_aside(post, lease, message)
        return
    to = message.identity
    async with post.pace.flying(to.door, to.account):
        async with ledger.writing:
            leaves = await _leaves(post, lease, message)
        came = await attempt(post, Address(to.door, to.account), reply, to.language) if leaves else None
    if isinstance(came, DeliveryError):
        async with ledger.writing:
            await write_down(post, lease, message, came)
    elif leaves:
        await ledger.keep(Sent(lease, message, reply.card, came))


async def _leaves(post: Post, lease: str, message: Message) -> bool:
    """Write down that a message leaves; False when it is not ours any more, or not all of it is there."""
    async with post.store.writing() as session:
        held = await leave(session, lease, message.ids)
        if held == len(message.ids):
            return True
        await put_off(session, lease, message.ids, post.clock.now())
    log_event(_log, "lease-lost", level=logging.WARNING, count=len(message.ids) - held)
    return False


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
