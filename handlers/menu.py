"""The menu, and the language in which a person reads it."""

from __future__ import annotations

from bot.dialog.actions import Speak
from bot.dialog.speech import LANGUAGES
from bot.usecases.acting import await_words
from bot.usecases.joining import speak
from handlers.talk import Replies, Talk, Visit, front, home, revisit


async def show_home(talk: Talk, _action: object) -> Replies:
    """Show the menu; a question that waited for words waits no more."""
    await await_words(talk.house, talk.caller, None)
    return (await home(talk),)


async def choose_language(visit: Visit, action: Speak) -> Replies:
    """Speak another language from now on."""
    if action.language < len(LANGUAGES):
        await speak(visit.house, visit.caller, LANGUAGES[action.language])
    return (await front(await revisit(visit)),)
