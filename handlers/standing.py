"""What somebody sees after a step with an occurrence: its card as it stands now, under what came of it."""

from __future__ import annotations

from bot.dialog.model import Reply
from bot.dialog.pages.card import card_page, state_text
from bot.dialog.text import Text, text
from bot.domain.plan import Activity, Occurrence, State
from bot.usecases.acting import Verdict
from handlers.talk import Replies, Talk, anew, lost


async def after(talk: Talk, occurrence_id: int, verdict: Verdict, done: Text, refused: Text | None = None) -> Replies:
    """Show the card under what came of a step; `refused` says why, where it is more than a missing right."""
    now = await anew(talk)
    occurrence = now.snapshot.occurrence_of.get(occurrence_id)
    if occurrence is None:
        return (await lost(now),)
    notes = {
        Verdict.DONE: done,
        Verdict.STALE: stale_text(now, occurrence),
        Verdict.REFUSED: refused or text("refused"),
    }
    return (present(now, occurrence, notes[verdict]),)


def present(talk: Talk, occurrence: Occurrence, note: Text) -> Reply:
    """Return the card of an occurrence under a note."""
    return card_page(talk.view, activity_behind(talk, occurrence), occurrence.id).noted(note)


def stale_text(talk: Talk, occurrence: Occurrence) -> Text:
    """Say that an occurrence is no longer as the person saw it, and how it stands."""
    if occurrence.state is State.PLANNED:
        return text("stale.open")
    return text("stale", state=state_text(talk.view, occurrence))


def activity_behind(talk: Talk, occurrence: Occurrence) -> Activity:
    """Return the activity that an occurrence is of."""
    return talk.snapshot.activity_of[occurrence.activity_id]
