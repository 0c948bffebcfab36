"""Claims and decisions: done, confirmed, returned."""

from __future__ import annotations

from bot.dialog.actions import Claim, Confirm, Return
from bot.dialog.model import Reply
from bot.dialog.pages.asks import ask_reason, ask_words
from bot.dialog.pages.card import card_page, state_text
from bot.dialog.text import Text, text
from bot.domain.access import may_claim, may_return
from bot.domain.plan import Activity, Occurrence, State
from bot.usecases import work
from bot.usecases.acting import Verdict, await_words
from handlers.talk import Replies, Talk, anew, lost


async def start_claim(talk: Talk, action: Claim) -> Replies:
    """Ask for a sentence about what was done, if the member may still report it."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    if not may_claim(talk.snapshot, talk.view.member, occurrence):
        return (_present(talk, occurrence, _claim_problem(talk, occurrence)),)
    await await_words(talk.house, talk.caller, Claim(occurrence.id, occurrence.revision))
    return (ask_words(_activity(talk, occurrence)),)


async def finish_claim(talk: Talk, action: Claim, words: str) -> Replies:
    """Take the sentence; the presidium hears of it."""
    verdict = await work.claim(talk.house, talk.caller, action.occurrence, words, talk.incoming.update_key)
    return await _after(talk, action.occurrence, verdict, "claim.taken")


async def confirm(talk: Talk, action: Confirm) -> Replies:
    """Confirm an occurrence; a second tap sees who decided and when."""
    verdict = await work.confirm(talk.house, talk.caller, action.occurrence, action.revision, talk.incoming.update_key)
    return await _after(talk, action.occurrence, verdict, "confirm.done")


async def start_return(talk: Talk, action: Return) -> Replies:
    """Ask for the reason, if the claim still waits."""
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    if occurrence is None:
        return (await lost(talk),)
    if not may_return(talk.snapshot, talk.view.member, occurrence) or occurrence.revision != action.revision:
        return (_present(talk, occurrence, _stale(talk, occurrence)),)
    await await_words(talk.house, talk.caller, action)
    return (ask_reason(_activity(talk, occurrence)),)


async def finish_return(talk: Talk, action: Return, words: str) -> Replies:
    """Take the reason; the author of the claim hears of it."""
    verdict = await work.give_back(
        talk.house, talk.caller, action.occurrence, action.revision, words, talk.incoming.update_key
    )
    return await _after(talk, action.occurrence, verdict, "return.done")


async def _after(talk: Talk, occurrence_id: int, verdict: Verdict, done: str) -> Replies:
    now = await anew(talk)
    occurrence = now.snapshot.occurrence_of.get(occurrence_id)
    if occurrence is None:
        return (await lost(now),)
    notes = {Verdict.DONE: text(done), Verdict.STALE: _stale(now, occurrence), Verdict.REFUSED: text("refused")}
    return (_present(now, occurrence, notes[verdict]),)


def _present(talk: Talk, occurrence: Occurrence, note: Text) -> Reply:
    return card_page(talk.view, _activity(talk, occurrence), occurrence.id).noted(note)


def _claim_problem(talk: Talk, occurrence: Occurrence) -> Text:
    return text("refused.not-yours") if occurrence.open else _stale(talk, occurrence)


def _stale(talk: Talk, occurrence: Occurrence) -> Text:
    if occurrence.state is State.PLANNED:
        return text("stale.open")
    return text("stale", state=state_text(talk.view, occurrence))


def _activity(talk: Talk, occurrence: Occurrence) -> Activity:
    return talk.snapshot.activity_of[occurrence.activity_id]
