"""What came of an attempt to send a message, written down."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import assert_never

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Card
from bot.logs import log_event
from db.identities import BLOCKED, account_of, identities_of
from db.outbox import (
    Owed,
    Reason,
    mark_blocked,
    mark_dead,
    mark_sent,
    mark_uncertain,
    put_off,
    retry,
)
from db.showing import keep_shown
from db.silence import fall_silent
from scheduler.post import Post
from scheduler.sorting import Message

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""Between the tries: a messenger that stumbles is asked again soon, a dark day is outlived; the last one goes on."""
SHUT_PAUSE = timedelta(hours=1)
"""Before a messenger that refuses the bot itself is asked again: only its administrator can change that."""
TRIES = 5
"""Of a message that we cannot put into words: that does not get better by itself."""
JITTER = 0.2
"""Up to this share is added to a pause, so that a crowd does not come back at one moment."""
REPEAT_PAUSE = timedelta(minutes=1)
"""Before a message that may have arrived is sent once more."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that went out under a lease; `card`, which it shows, is found again by `place` where its door can."""

    lease: str
    message: Message
    card: Card | None
    place: str | None


async def write_sent(post: Post, went_out: Sequence[Sent]) -> None:
    """Write down that messages went out, all in one transaction: a slow disk must not set the pace."""
    now = post.clock.now()
    async with post.store.writing() as session:
        for each in went_out:
            await mark_sent(session, each.lease, each.message.ids, each.message.identity.id, now)
            if each.card is not None and each.place is not None:
                await keep_shown(session, each.message.identity.id, each.place, each.card, now)


async def write_down(post: Post, lease: str, message: Message, error: DeliveryError) -> None:
    """Write down what came of a message that the door could not send, or not surely."""
    failure = error.failure
    match failure:
        case Failure.LATER:
            await _later(post, lease, message, error.retry_after)
        case Failure.SHUT:
            await _shut(post, lease, message)
        case Failure.UNREACHABLE:
            await _unreachable(post, lease, message)
        case Failure.REFUSED:
            await _refused(post, lease, message)
        case Failure.UNCERTAIN:
            await _uncertain(post, lease, message)
        case _:
            assert_never(failure)


async def put_aside(post: Post, lease: str, message: Message) -> None:
    """Put off a message that could not be put into words; the fifth time it is given up, and the others go on."""
    now = post.clock.now()
    spent = [row.id for row in message.rows if row.attempts + 1 >= TRIES]
    async with post.store.writing() as session:
        for row in message.rows:
            if row.attempts + 1 < TRIES:
                await retry(session, lease, [row.id], now + pause(row, None, post.random))
        await mark_dead(session, lease, spent, Reason.TRIES)
    if spent:
        log_given_up(len(spent), Reason.TRIES)


async def _later(post: Post, lease: str, message: Message, retry_after: float | None) -> None:
    """Try again as long as the notice is of use: a blackout is nobody's fault, and `until` ends it in any case."""
    now = post.clock.now()
    async with post.store.writing() as session:
        for row in message.rows:
            await retry(session, lease, [row.id], now + pause(row, retry_after, post.random))


async def _shut(post: Post, lease: str, message: Message) -> None:
    """Let the message wait for somebody to see to the bot, and tell them in the log."""
    await _later(post, lease, message, SHUT_PAUSE.total_seconds())
    log_event(_log, "door-shut", level=logging.ERROR, door=message.identity.door, count=len(message.rows))


def pause(row: Owed, retry_after: float | None, random: Random) -> timedelta:
    """Return for how long a row that failed waits: as the messenger asks, else the longer the more often it did.

    A little more, so as not to be early.
    """
    asked = (
        PAUSES[min(row.attempts, len(PAUSES) - 1)] if retry_after is None else timedelta(seconds=max(retry_after, 1.0))
    )
    return asked * (1 + JITTER * random.random())


async def _unreachable(post: Post, lease: str, message: Message) -> None:
    """Close the account, whosever it is in whatever branch; the person's next one is tried at once."""
    now = post.clock.now()
    async with post.store.writing() as session:
        for account in await account_of(session, message.identity.id):
            await fall_silent(session, account, BLOCKED, now)
        own = await identities_of(session, message.recipient)
        for row in message.rows:
            if own or row.notice.member_id != message.recipient:  # whoever else speaks for them is found anew
                await put_off(session, lease, [row.id], now)
            else:
                await mark_blocked(session, lease, [row.id])
    log_event(_log, "account-unreachable", door=message.identity.door, count=len(message.rows))


async def _refused(post: Post, lease: str, message: Message) -> None:
    async with post.store.writing() as session:
        await mark_dead(session, lease, message.ids, Reason.REFUSED)
    log_given_up(len(message.rows), Reason.REFUSED)


async def _uncertain(post: Post, lease: str, message: Message) -> None:
    async with post.store.writing() as session:
        await mark_uncertain(session, lease, message.ids, post.clock.now() + REPEAT_PAUSE)
    if message.repeated:
        log_given_up(len(message.rows), Reason.UNCERTAIN)
    else:
        log_event(_log, "delivery-uncertain", level=logging.WARNING, count=len(message.rows))


def log_given_up(count: int, reason: Reason) -> None:
    """Tell whoever looks after the program that notices are given up."""
    log_event(_log, "notices-given-up", level=logging.ERROR, why=reason.value, count=count)
