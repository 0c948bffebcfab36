"""The secretary and the head go through a newer edition of the plan in force, and apply what they accept of it."""

from __future__ import annotations

from bot.dialog.actions import (
    AcceptAll,
    ApplyEdition,
    AskAcceptAll,
    AskApply,
    AskDropEdition,
    ChooseChange,
    DropEdition,
    ShowChange,
    ShowChanges,
)
from bot.dialog.model import Line, Reply
from bot.dialog.pages.changes import change_page
from bot.dialog.pages.editions import accept_all_page, apply_page, changes_page, drop_page
from bot.dialog.text import text
from bot.domain.access import may_review
from bot.domain.editions import Edition
from bot.usecases.drafts import doubts_about
from bot.usecases.editions import (
    Came,
    accept_all,
    apply_edition,
    choose_change,
    drop_edition,
    edition_before,
    what_follows,
)
from handlers.talk import Replies, Visit, front, revisit


async def show_changes(visit: Visit, action: ShowChanges) -> Replies:
    """List the changes with what has been chosen."""
    edition = await edition_before(visit.house, visit.caller, action.plan)
    return (changes_page(edition),) if edition else await _gone(visit)


async def show_change(visit: Visit, action: ShowChange) -> Replies:
    """Show one change; beyond the ends lies the list."""
    edition = await edition_before(visit.house, visit.caller, action.plan)
    return (_one(edition, action.at or edition.first_undecided() or 1),) if edition else await _gone(visit)


def _one(edition: Edition, at: int, *before: Line) -> Reply:
    if not 1 <= at <= len(edition.changes):
        return changes_page(edition, *before)
    return change_page(edition, at, *before)


async def choose_one(visit: Visit, action: ChooseChange) -> Replies:
    """Take a choice and go on to the next change that waits for one."""
    came = await choose_change(
        visit.house,
        visit.caller,
        action.plan,
        action.mark,
        visit.incoming.update_key,
        accepted=bool(action.accepted),
    )
    now = await revisit(visit)
    edition = await edition_before(now.house, now.caller, action.plan)
    if edition is None or came in {Came.GONE, Came.REFUSED}:
        return await _gone(now)
    if came is Came.CHANGED:
        return (changes_page(edition, Line(text("edition.changed"))),)
    after = edition.first_undecided(edition.place_of(action.mark)) or edition.first_undecided()
    chosen = text("edition.accepted" if action.accepted else "edition.left")
    return (_one(edition, after, Line(chosen)),)


async def ask_accept_all(visit: Visit, action: AskAcceptAll) -> Replies:
    """Show everything that would be accepted, and ask."""
    edition = await edition_before(visit.house, visit.caller, action.plan)
    return (accept_all_page(edition),) if edition else await _gone(visit)


async def accept_every(visit: Visit, action: AcceptAll) -> Replies:
    """Accept everything, as it was seen."""
    came = await accept_all(visit.house, visit.caller, action.plan, action.revision, visit.incoming.update_key)
    now = await revisit(visit)
    edition = await edition_before(now.house, now.caller, action.plan)
    if edition is None or came in {Came.GONE, Came.REFUSED}:
        return await _gone(now)
    if came is Came.CHANGED and len(edition.accepted) < len(edition.changes):
        return (accept_all_page(edition, Line(text("publish.changed"))),)
    return (changes_page(edition, Line(text("edition.accepted-all"))),)


async def ask_apply(visit: Visit, action: AskApply) -> Replies:
    """Say what would follow, and ask."""
    return await _ask_apply(visit, action.plan)


async def _ask_apply(visit: Visit, plan: int, *before: Line) -> Replies:
    found = await what_follows(visit.house, visit.caller, plan)
    if found is None:
        return await _gone(visit)
    edition, ahead = found
    if not edition.accepted:
        return (changes_page(edition, *before),)
    doubts = len(await doubts_about(visit.house, edition.newer))
    return (apply_page(edition, ahead, doubts, visit.house.zone, *before),)


async def apply_accepted(visit: Visit, action: ApplyEdition) -> Replies:
    """Apply what was accepted; what is no longer as it was seen is asked about anew."""
    came = await apply_edition(visit.house, visit.caller, action.plan, action.revision, visit.incoming.update_key)
    now = await revisit(visit)
    if came is Came.CHANGED:
        return await _ask_apply(now, action.plan, Line(text("publish.changed")))
    if came is Came.DONE:
        return ((await front(now)).noted(text("edition.applied")),)
    return await _gone(now)


async def ask_drop(visit: Visit, action: AskDropEdition) -> Replies:
    """Ask whether the plan stays as it is."""
    edition = await edition_before(visit.house, visit.caller, action.plan)
    return (drop_page(edition),) if edition else await _gone(visit)


async def drop(visit: Visit, action: DropEdition) -> Replies:
    """Drop the edition, as it was seen."""
    came = await drop_edition(visit.house, visit.caller, action.plan, action.revision, visit.incoming.update_key)
    now = await revisit(visit)
    edition = await edition_before(now.house, now.caller, action.plan) if came is Came.CHANGED else None
    if edition is not None:
        return (drop_page(edition, Line(text("publish.changed"))),)
    if came is Came.DONE:
        return ((await front(now)).noted(text("edition.dropped")),)
    return await _gone(now)


async def _gone(visit: Visit) -> Replies:
    """Show the menu where there is no such edition any more, or the person may not see it."""
    page = await front(visit)
    return (page.noted(text("edition.gone")) if may_review(visit.caller.role) else page,)
