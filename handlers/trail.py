"""The trail, for those who may read it."""

from __future__ import annotations

from bot.dialog.actions import Action, ShowTrail
from bot.dialog.pages.paging import PER_PAGE
from bot.dialog.pages.trail import trail_page
from bot.usecases.trail import trail
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_trail(visit: Visit, action: ShowTrail) -> Replies:
    """Show a page of the trail; to those who may not read it, the menu."""
    entries = await trail(
        visit.house, visit.caller, activity_id=action.activity, before=action.before, most=PER_PAGE + 1
    )
    if entries is None:
        return (await front(visit),)
    return (trail_page(entries, action, visit.house.zone),)


TRAIL_TAPS: dict[type[Action], OnEarlyTap] = {ShowTrail: show_trail}
"""What the buttons of the trail do."""
