"""The presidium's decisions, one by one and all at once, and the history that everybody can read."""

from __future__ import annotations

from bot.dialog.actions import (
    AskConfirmAll,
    Confirm,
    ConfirmAll,
    Return,
    ShowHistory,
    UndoDecision,
)
from bot.dialog.pages.asks import ask_reason
from bot.dialog.pages.history import history_page
from bot.dialog.pages.lists import confirm_all_page, waiting_page
from bot.dialog.text import text
from bot.domain.access import UNDO_WITHIN, may_return
from bot.usecases import deciding
from bot.usecases.acting import Verdict, await_words
from bot.usecases.history import history
from handlers.standing import activity_behind, after, present, stale_text
from handlers.talk import OnTap, OnWords, Replies, Talk, anew, lost


async def confirm(talk: Talk, action: Confirm) -> Replies:
    """Confirm an occurrence; a second tap sees who decided and when."""
    verdict = await deciding.confirm(
        talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key
    )
    return await after(talk, action.occurrence, verdict, text("confirm.done"))


async def start_return(talk: Talk, action: Return) -> Replies:
    """Ask for the reason, if the claim still waits."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    if not may_return(talk.snapshot, talk.view.member, occurrence) or occurrence.revision != action.revision:
        return (present(talk, occurrence, stale_text(talk, occurrence)),)
    await await_words(talk.house, talk.caller, action)
    return (ask_reason(activity_behind(talk, occurrence)),)


async def finish_return(talk: Talk, action: Return, words: str) -> Replies:
    """Take the reason; the author of the claim hears of it."""
    verdict = await deciding.give_back(
        talk.house, talk.caller, action.occurrence, action.revision, words, talk.incoming.update_key
    )
    return await after(talk, action.occurrence, verdict, text("return.done"))


async def undo(talk: Talk, action: UndoDecision) -> Replies:
    """Take a decision back."""
    verdict = await deciding.undo(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    at = occurrence.decided_at if occurrence else None
    late = text("undo.late") if at and talk.house.now() - at > UNDO_WITHIN else None
    return await after(talk, action.occurrence, verdict, text("undo.done"), late)


async def ask_confirm_all(talk: Talk, _action: object) -> Replies:
    """Show what would be confirmed at once."""
    items = deciding.to_confirm(talk.snapshot, talk.view.member)
    return (confirm_all_page(talk.view, items, deciding.mark_of(items)),)


async def confirm_all(talk: Talk, action: ConfirmAll) -> Replies:
    """Confirm what was seen; where it is otherwise by now, ask again with the list as it is."""
    verdict, count = await deciding.confirm_all(talk.house, talk.caller, action.mark, talk.incoming.update_key)
    now = await anew(talk)
    if verdict is Verdict.DONE:
        return (waiting_page(now.view).noted(text("confirm-all.done", count=count)),)
    items = deciding.to_confirm(now.snapshot, now.view.member)
    page = confirm_all_page(now.view, items, deciding.mark_of(items))
    return (page.noted(text("confirm-all.changed")) if items else page,)


async def show_history(talk: Talk, action: ShowHistory) -> Replies:
    """Show what has become of an occurrence; one of another branch does not exist here."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    events = await history(talk.house, talk.snapshot, occurrence)
    return (history_page(talk.view, activity_behind(talk, occurrence), occurrence, events, action.page),)


DECIDING_TAPS: dict[type, OnTap] = {
    Confirm: confirm,
    Return: start_return,
    UndoDecision: undo,
    AskConfirmAll: ask_confirm_all,
    ConfirmAll: confirm_all,
    ShowHistory: show_history,
}
"""What the buttons of decisions do."""
DECIDING_AWAITED: dict[type, OnWords] = {Return: finish_return}
"""What a person's next words are, after they were asked for a reason."""
