"""The branch's people, and oneself."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.pages.people import me_page, people_page
from bot.domain.access import may_keep_people
from bot.usecases.accounts import accounts
from bot.usecases.admitting import how_many_wait
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_people(visit: Visit, _action: object) -> Replies:
    """Show what those who keep the branch's people can do; to others, the menu."""
    if not may_keep_people(visit.caller.role):
        return (await front(visit),)
    return (people_page(visit.caller.branch_name, await how_many_wait(visit.house, visit.caller)),)


async def show_me(visit: Visit, _action: object) -> Replies:
    """Show what a person is here, and what they can do about it."""
    caller = visit.caller
    doors = [each.door for each in await accounts(visit.house, caller)]
    several, stopped = caller.elsewhere, caller.stopped
    return (me_page(caller.name, caller.role, caller.branch_name, doors, several=several, stopped=stopped),)


PEOPLE_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowPeople: show_people,
    actions.ShowMe: show_me,
}
"""What the buttons of these pages do."""
