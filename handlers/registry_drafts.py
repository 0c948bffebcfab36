"""A members' list that was sent: shown with what it changes, asked about, stored or thrown away."""

from __future__ import annotations

from typing import assert_never

from bot.dialog import actions
from bot.dialog.actions import (
    AnswerSame,
    AskSame,
    DropRegistry,
    KeepNoted,
    SaveRegistry,
    ShowRegistry,
    ShowRegistryChanges,
    ShowRegistryDoubts,
    ShowRegistryDraft,
)
from bot.dialog.model import Line
from bot.dialog.pages.registry_drafts import changes_page, doubts_page, draft_page, same_page
from bot.dialog.text import text
from bot.domain.registry import RegistryDraft
from bot.usecases.registry_drafts import (
    Storing,
    answer_same,
    choose_noted,
    draft_before,
    drop_registry,
    save_registry,
    take_registry,
)
from handlers.registry import show_registry
from handlers.talk import OnEarlyTap, Replies, Visit, front, revisit


async def take_list(visit: Visit, read: RegistryDraft) -> Replies:
    """Keep a list that was read and show what storing it would do."""
    taken = await take_registry(visit.house, visit.caller, read, visit.incoming.update_key)
    now = await revisit(visit)
    return (await front(now),) if taken is None else await show_draft(now, ShowRegistryDraft(taken))


async def show_draft(visit: Visit, action: ShowRegistryDraft, *before: Line) -> Replies:
    """Show what a list would do; of one that is no more, the stored list."""
    found = await draft_before(visit.house, visit.caller, action.draft)
    if found is None:
        return await show_registry(visit, ShowRegistry(), *before)
    kept = found.kept
    return (draft_page(kept.id, kept.draft, kept.taking, found.in_bot, found.alike, *before),)


async def show_changes(visit: Visit, action: ShowRegistryChanges) -> Replies:
    """Show who comes, goes and changes."""
    found = await draft_before(visit.house, visit.caller, action.draft)
    if found is None:
        return await show_registry(visit, ShowRegistry())
    return (changes_page(found.kept.id, found.kept.taking, action.page),)


async def show_doubts(visit: Visit, action: ShowRegistryDoubts) -> Replies:
    """Show what was not certain and what was dropped."""
    found = await draft_before(visit.house, visit.caller, action.draft)
    if found is None:
        return await show_registry(visit, ShowRegistry())
    return (doubts_page(found.kept.id, found.kept.draft.doubts, action.page),)


async def ask_same(visit: Visit, action: AskSame, *before: Line) -> Replies:
    """Ask about the next person who may be one of the stored list; after the last one, about the first."""
    found = await draft_before(visit.house, visit.caller, action.draft)
    asked = found.kept.taking.asked if found else ()
    if not asked:
        return await show_draft(visit, ShowRegistryDraft(action.draft), *before)
    one = next((each for each in asked if each.place >= action.start), asked[0])
    return (same_page(action.draft, one, len(asked), *before),)


async def same_answered(visit: Visit, action: AnswerSame) -> Replies:
    """Keep the answer, and ask on."""
    key = visit.incoming.update_key
    came = await answer_same(visit.house, visit.caller, action.draft, action.place, action.registration, key)
    onwards = AskSame(action.draft, action.place + 1)
    match came:
        case Storing.DONE:
            return await ask_same(visit, onwards, Line(text("review.noted")))
        case Storing.CHANGED:
            return await ask_same(visit, onwards, Line(text("review.stale")))
        case Storing.GONE | Storing.REFUSED:
            return await show_registry(visit, ShowRegistry())
        case _:
            assert_never(came)


async def noted_chosen(visit: Visit, action: KeepNoted) -> Replies:
    """Keep what stands against the list, or let the list have it."""
    key = visit.incoming.update_key
    await choose_noted(visit.house, visit.caller, action.draft, key, keeps=bool(action.keeps))
    return await show_draft(visit, ShowRegistryDraft(action.draft))


async def save(visit: Visit, action: SaveRegistry) -> Replies:
    """Store the list; what is no longer as it was seen is shown anew."""
    key = visit.incoming.update_key
    came = await save_registry(visit.house, visit.caller, action.draft, action.mark, key)
    match came:
        case Storing.DONE:
            return await show_registry(visit, ShowRegistry(), Line(text("taking.saved")))
        case Storing.CHANGED:
            return await show_draft(visit, ShowRegistryDraft(action.draft), Line(text("publish.changed")))
        case Storing.GONE | Storing.REFUSED:
            return await show_registry(visit, ShowRegistry())
        case _:
            assert_never(came)


async def drop(visit: Visit, action: DropRegistry) -> Replies:
    """Throw the list that was read away."""
    came = await drop_registry(visit.house, visit.caller, action.draft, visit.incoming.update_key)
    said = [Line(text("taking.dropped"))] if came is Storing.DONE else []
    return await show_registry(visit, ShowRegistry(), *said)


REGISTRY_DRAFT_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowRegistryDraft: show_draft,
    ShowRegistryChanges: show_changes,
    ShowRegistryDoubts: show_doubts,
    AskSame: ask_same,
    AnswerSame: same_answered,
    KeepNoted: noted_chosen,
    SaveRegistry: save,
    DropRegistry: drop,
}
"""What the buttons of a list do before it is stored."""
