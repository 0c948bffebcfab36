"""One round of the clock: what is owed by now is written down, what is due leaves."""

from __future__ import annotations

from scheduler.delivery import deliver
from scheduler.groups import tell_groups
from scheduler.owing import look
from scheduler.post import Post
from scheduler.showing import refresh
from scheduler.upkeep import keep_up


async def tick(post: Post) -> bool:
    """Do one round: look, deliver, bring cards up to date; tell whether another one has something to do at once.

    Every batch comes after a look, so that what a delivery changes (an account that is closed) and what comes to be
    owed meanwhile does not wait for the end of a long queue. Of several programs on one database each looks, which
    changes nothing the second time, and one delivers.
    """
    more_to_look_at = await look(post.store, post.clock)
    if not post.leads():
        return more_to_look_at
    delivered = await deliver(post)
    told_groups = await tell_groups(post)
    more_cards = await refresh(post)
    await keep_up(post)
    return more_to_look_at or delivered or told_groups or more_cards


async def catch_up(post: Post) -> None:
    """Do rounds until nothing more is due at this moment."""
    while await tick(post):
        pass
