"""One attempt to send a message, to whomever: where its door finds it again, or what went wrong."""

from __future__ import annotations

import logging

from bot.dialog.door import DeliveryError, Failure
from bot.dialog.model import Address, Reply
from bot.logs import log_event
from scheduler.post import Post

_log = logging.getLogger(__name__)


async def attempt(post: Post, to: Address, reply: Reply, language: str) -> DeliveryError | str | None:
    """Send a message once, in its turn; returns how its door finds it again, or what went wrong."""
    if rest := post.pace.held(to.door):
        return DeliveryError(Failure.LATER, rest)
    try:
        return await post.doors[to.door].send(to.account, reply, language)
    except DeliveryError as failure:
        if failure.whole_door and failure.retry_after:
            post.pace.hold(to.door, failure.retry_after)
        return failure
    except Exception as error:  # noqa: BLE001 (an unforeseen fault tells nothing of whether the message went out)
        log_event(_log, "door-failed", level=logging.ERROR, error=error, door=to.door)
        return DeliveryError(Failure.UNCERTAIN)
