"""What a handler is given: who speaks, about what, and the plan before them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.dialog.model import Incoming, Reply
from bot.dialog.pages.drafts import with_draft_button
from bot.dialog.pages.menu import menu, no_plan, unclear, unreadable
from bot.dialog.pages.quiet import told_quiet
from bot.dialog.pages.view import View
from bot.domain.access import may_edit_plan
from bot.domain.plan import Snapshot
from bot.usecases.doubts import open_doubts
from bot.usecases.drafts import draft_head
from bot.usecases.house import House
from db.caller import Caller

Replies = tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One update of a known member, whether there is a plan or not."""

    house: House
    incoming: Incoming
    caller: Caller


@dataclass(frozen=True, slots=True)
class Talk(Visit):
    """One update of a known member, with the plan as they see it at this moment."""

    view: View

    @property
    def snapshot(self) -> Snapshot:
        """The branch's published plan."""
        return self.view.snapshot


OnEarlyTap = Callable[[Visit, Any], Awaitable[Replies]]
"""What a button does that needs no published plan."""
OnTap = Callable[[Talk, Any], Awaitable[Replies]]
OnEarlyWords = Callable[[Visit, Any, str], Awaitable[Replies]]
"""What is done with a person's next words, where that needs no published plan."""
OnWords = Callable[[Talk, Any, str], Awaitable[Replies]]


async def look(house: House, caller: Caller) -> View | None:
    """Return the member's view of their branch's published plan; None where there is none yet."""
    today = house.today()
    snapshot = await house.store.snapshot(caller.branch_id, caller.revision, today)
    member = snapshot.members.get(caller.member_id) if snapshot else None
    if snapshot is None or member is None:
        return None
    return View(snapshot, member, today, house.zone, caller.report, caller.reported)


async def anew(talk: Talk) -> Talk:
    """Return the talk with the plan as it stands after a change."""
    caller = await talk.house.store.caller(talk.incoming.address)
    view = await look(talk.house, caller) if caller else None
    return Talk(talk.house, talk.incoming, caller, view) if caller and view else talk


async def revisit(visit: Visit) -> Visit:
    """Return the visit with its person as they are after a change."""
    caller = await visit.house.store.caller(visit.incoming.address)
    return Visit(visit.house, visit.incoming, caller) if caller else visit


async def doubts_for(house: House, view: View) -> int:
    """Return how many open doubts the menu shows to this member."""
    return await open_doubts(house, view.snapshot.plan_id) if may_edit_plan(view.member) else 0


async def home(talk: Talk) -> Reply:
    """Return the member's menu."""
    page = menu(talk.view, await doubts_for(talk.house, talk.view))
    return await with_draft(talk.house, talk.caller, told_quiet(page) if talk.caller.stopped else page)


async def lost(talk: Talk) -> Reply:
    """Return the menu for words that were not understood."""
    return await with_draft(talk.house, talk.caller, unclear(talk.view, await doubts_for(talk.house, talk.view)))


async def unread(talk: Talk) -> Reply:
    """Return the menu for what is no text."""
    return await with_draft(talk.house, talk.caller, unreadable(talk.view, await doubts_for(talk.house, talk.view)))


async def front(visit: Visit) -> Reply:
    """Return the member's menu, or that there is no published plan yet."""
    view = await look(visit.house, visit.caller)
    if view is None:
        return await with_draft(visit.house, visit.caller, no_plan(visit.caller.role, visit.caller.branch_name))
    return await home(Talk(visit.house, visit.incoming, visit.caller, view))


async def with_draft(house: House, caller: Caller, page: Reply) -> Reply:
    """Return a menu with the way to the draft, while there is one and for those who review it."""
    head = await draft_head(house, caller)
    return with_draft_button(page, head.plan_id, head.period) if head else page
