"""Who of the branch can be written to."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import ShowReach, ShowReachGroup
from bot.dialog.pages.reaching import group_page, reach_page
from bot.domain.reach import GROUPS
from bot.usecases.reaching import reach_of
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_reach(visit: Visit, _action: object) -> Replies:
    """Show how many can be written to; to those who may not keep people, the menu."""
    groups = await reach_of(visit.house, visit.caller)
    return (reach_page(groups) if groups is not None else await front(visit),)


async def show_group(visit: Visit, action: ShowReachGroup) -> Replies:
    """Show who is in a group."""
    groups = await reach_of(visit.house, visit.caller)
    if groups is None or action.group >= len(GROUPS):
        return await show_reach(visit, action)
    reach = GROUPS[action.group]
    return (group_page(reach, groups[reach], action.page, visit.house.zone),)


REACH_TAPS: dict[type[actions.Action], OnEarlyTap] = {ShowReach: show_reach, ShowReachGroup: show_group}
"""What the buttons of these pages do."""
