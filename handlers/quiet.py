"""Being written to no more, and again; and pages that somebody names instead of pressing their buttons."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialog import actions
from bot.dialog.actions import Action, WriteToMe
from bot.dialog.model import Arrival, Words
from bot.dialog.pages.quiet import stopped_page
from bot.dialog.text import text
from bot.domain.asking import Wish, wish_of
from bot.usecases.acting import await_words, awaited
from bot.usecases.quiet import write_to
from handlers.talk import OnEarlyTap, Replies, Visit, front, revisit

PAGES: Mapping[Wish, Action] = {
    Wish.PEOPLE: actions.ShowPeople(),
    Wish.ME: actions.ShowMe(),
    Wish.TRAIL: actions.ShowTrail(0, 0),
    Wish.GROUPS: actions.ShowGroups(),
    Wish.ROLL: actions.ShowMembers(0),
    Wish.REGISTRY: actions.ShowRegistry(),
    Wish.RULES: actions.ShowRules(),
    Wish.BODIES: actions.ShowBodies(0),
    Wish.REACH: actions.ShowReach(),
    Wish.ENTRANCE: actions.ShowEntrance(),
    Wish.ACCOUNTS: actions.ShowAccounts(),
    Wish.BRANCHES: actions.ShowBranches(0),
}
"""The page of each name; who may not see it sees what its button would show them."""


async def heard(visit: Visit) -> Replies | None:
    """Do as somebody wants who wants to be left alone, whatever they were asked before; None for all other words.

    Who comes back by the messenger's own button is written to again.
    """
    what, stopped = visit.incoming.what, visit.caller.stopped
    if isinstance(what, Arrival):
        return await write_again(visit) if stopped and what.token is None else None
    if not isinstance(what, Words):
        return None
    answers = awaited(visit.house, visit.caller) is not None
    match wish_of(what.text, slips=not answers):
        case Wish.STOP:
            return await stop(visit)
        case Wish.WRITE if not answers:
            return await write_again(visit) if stopped else (await front(visit),)
        case _:
            return None


def page_named(words: str) -> Action | None:
    """Return the button of the page that these words name."""
    wish = wish_of(words)
    return PAGES.get(wish) if wish else None


async def stop(visit: Visit) -> Replies:
    """Write to the person no more; what they were asked is asked no more either."""
    await await_words(visit.house, visit.caller, None)
    await write_to(visit.house, visit.caller, visit.incoming.update_key, wanted=False)
    return (stopped_page(),)


async def write_again(visit: Visit) -> Replies:
    """Write to the person again."""
    await write_to(visit.house, visit.caller, visit.incoming.update_key, wanted=True)
    return ((await front(await revisit(visit))).noted(text("quiet.again")),)


async def choose(visit: Visit, action: WriteToMe) -> Replies:
    """Do as the button says."""
    return await (write_again(visit) if action.on == 1 else stop(visit))


QUIET_TAPS: dict[type[Action], OnEarlyTap] = {WriteToMe: choose}
"""What the buttons about being written to do."""
