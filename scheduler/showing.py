"""Cards in the chats are brought up to date, where the messenger allows that: nobody decides on what is decided."""

from __future__ import annotations

import logging
from collections import Counter

from bot.dialog.door import AmendingDoor, DeliveryError, Failure
from bot.dialog.pages.card import card_page
from bot.dialog.pages.view import View
from bot.logs import log_event
from db.showing import Stale, forget_shown, keep_shown, stale_cards
from scheduler.post import Post

BATCH = 20
"""Cards that are changed in one round, so that notices come in between."""

_log = logging.getLogger(__name__)


async def refresh(post: Post) -> bool:
    """Change one batch of cards that show what is no longer so; tell whether there may be more to change at once.

    Of each account one card has its turn, as a messenger takes one call a second of each, and notices must not wait. A
    card that cannot be changed is forgotten: when it is tapped it shows how things stand. One that the messenger cannot
    take now waits for a later round.
    """
    async with post.store.reading() as session:
        stale = await stale_cards(session, post.clock.now(), BATCH)
    turn = {each.address: each for each in reversed(stale)}
    done = Counter([await _amend(post, each) for each in reversed(turn.values())])
    if stale:
        log_event(_log, "cards-amended", count=done[True], left=len(stale) - done[True])
    return done[True] > 0


async def _amend(post: Post, stale: Stale) -> bool:
    """Bring one card up to date, or forget it; False when it has to wait."""
    to = stale.address
    if to.door not in post.doors or post.pace.held(to.door):
        return False
    door, changed = _amending(post.doors[to.door]), False
    try:
        changed = door is not None and await _change(post, door, stale)
    except DeliveryError as error:
        if error.failure in {Failure.LATER, Failure.SHUT}:
            return False
    except Exception as error:  # noqa: BLE001 (a card is a convenience: whatever is wrong with it must stop nothing)
        log_event(_log, "card-not-amended", level=logging.ERROR, error=error)
    async with post.store.writing() as session:
        if changed:
            await keep_shown(session, stale.identity_id, stale.message, stale.card, post.clock.now())
        else:
            await forget_shown(session, [stale.id])
    return True


def _amending(door: object) -> AmendingDoor | None:
    return door if isinstance(door, AmendingDoor) else None


async def _change(post: Post, door: AmendingDoor, stale: Stale) -> bool:
    today = post.clock.now().astimezone(post.store.zone).date()
    snapshot = await post.store.snapshot(stale.branch_id, stale.branch_revision, today)
    member = snapshot.members.get(stale.member_id) if snapshot else None
    activity = snapshot.activity_of.get(stale.card.activity) if snapshot else None
    if snapshot is None or member is None or activity is None:
        return False
    page = card_page(View(snapshot, member, today, post.store.zone), activity, stale.card.occurrence)
    async with post.pace.flying(stale.address.door, stale.address.account):
        await door.amend(stale.address.account, stale.message, page, stale.language)
    return True
