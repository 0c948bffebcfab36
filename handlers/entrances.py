"""The branch's general entrance, for those who keep its people."""

from __future__ import annotations

import asyncio

from bot.dialog import actions
from bot.dialog.actions import CloseEntrance, OpenEntrance
from bot.dialog.model import Reply
from bot.dialog.pages.entrances import closed_page, drawn_page, open_page
from bot.dialog.text import Text, text
from bot.documents.qr import qr_picture
from bot.domain.access import may_keep_people
from bot.usecases.acting import Verdict
from bot.usecases.channels import ways_to
from bot.usecases.entrances import close_entrance, entrance_of, open_entrance
from handlers.talk import OnEarlyTap, Replies, Visit, front


async def show_entrance(visit: Visit, _action: object) -> Replies:
    """Show the general entrance."""
    return (await _page(visit),)


async def draw_entrance(visit: Visit, _action: object) -> Replies:
    """Show its links as pictures for the camera of another phone."""
    entrance = await entrance_of(visit.house, visit.caller)
    ways = await ways_to(visit.house, entrance.code) if entrance else {}
    if entrance is None or not ways:
        return (await _page(visit),)
    pictures = {door: await asyncio.to_thread(qr_picture, way) for door, way in ways.items()}
    return (drawn_page(entrance.code, pictures),)


async def open_anew(visit: Visit, action: OpenEntrance) -> Replies:
    """Open an entrance with a new code; the one before is closed."""
    verdict = await open_entrance(visit.house, visit.caller, visit.incoming.update_key, action)
    done = "entrance.renewed" if action.entrance else "entrance.opened"
    return (await _page(visit, text(done) if verdict is Verdict.DONE else None),)


async def close(visit: Visit, action: CloseEntrance) -> Replies:
    """Close the entrance."""
    verdict = await close_entrance(visit.house, visit.caller, visit.incoming.update_key, action)
    return (await _page(visit, text("entrance.was-closed") if verdict is Verdict.DONE else None),)


async def _page(visit: Visit, note: Text | None = None) -> Reply:
    if not may_keep_people(visit.caller.role):
        return await front(visit)
    entrance = await entrance_of(visit.house, visit.caller)
    links = await ways_to(visit.house, entrance.code) if entrance else {}
    page = open_page(entrance.id, entrance.code, links) if entrance else closed_page()
    return page.noted(note) if note else page


ENTRANCE_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    actions.ShowEntrance: show_entrance,
    actions.DrawEntrance: draw_entrance,
    actions.OpenEntrance: open_anew,
    actions.CloseEntrance: close,
}
"""What the buttons of the general entrance do."""
