"""Strangers: in by what opens a door, asked for their name at the general entrance, told nothing about anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.dialog.model import Answer, Incoming, Reply, Words
from bot.dialog.pages.entrances import ask_name, still_waiting, wait_here
from bot.dialog.pages.manners import too_many, tried_too_often
from bot.dialog.pages.menu import stranger
from bot.dialog.pages.quiet import stranger_stopped_page
from bot.dialog.speech import language_for
from bot.domain.asking import Wish, wish_of
from bot.domain.flood import Admission
from bot.usecases.applying import application_of, say_name
from bot.usecases.house import House
from handlers.flood import Gates
from handlers.keys import key_of, use_key
from handlers.privacy import privacy_of_stranger


async def meet_stranger(house: House, incoming: Incoming, gates: Gates) -> Answer:
    """Let a person in who brings a good key; tell anybody else how to come in, unless they ask too often."""
    key = key_of(incoming)
    if key is None:
        return await _calmly(house, gates, incoming, lambda: _page(house, incoming))
    said = await use_key(house, incoming, key, gates)
    if isinstance(said, timedelta):
        return await _calmly(house, gates, incoming, lambda: _tried_too_often(said))
    caller = await house.store.caller(incoming.address)
    return Answer((said,), caller.language if caller else language_for(incoming.language))


async def _calmly(house: House, gates: Gates, incoming: Incoming, page: Callable[[], Awaitable[Reply]]) -> Answer:
    """Answer a stranger, in measure."""
    language = language_for(incoming.language)
    match gates.strangers.take(incoming.address, house.now()):
        case Admission.OPEN:
            return Answer((await page(),), language)
        case Admission.JUST_SHUT:
            wait = gates.strangers.wait(incoming.address, house.now())
            return Answer((too_many(wait, home=False),), language)
        case Admission.SHUT:
            return Answer((), language)


async def _tried_too_often(wait: timedelta) -> Reply:
    return tried_too_often(wait)


def _stopped(incoming: Incoming) -> Reply | None:
    """Return what somebody hears who wants to be left alone: nobody is called «стоп»."""
    wants = wish_of(incoming.what.text, slips=False) if isinstance(incoming.what, Words) else None
    return stranger_stopped_page() if wants is Wish.STOP else None


async def _page(house: House, incoming: Incoming) -> Reply:
    """Return what a stranger is told: who has waited to be asked for a name gives it, others hear that they wait."""
    private = await privacy_of_stranger(house, incoming) or _stopped(incoming)
    if private is not None:
        return private
    before = await application_of(house, incoming.address)
    if before is None:
        return stranger()
    if before.name:
        return still_waiting(before.branch_name)
    words = incoming.what.text if isinstance(incoming.what, Words) else ""
    after = await say_name(house, incoming.address, words) if words else before
    if after is None:
        return stranger()
    if after.name:
        return wait_here(after.branch_name, after.name)
    return ask_name(after.branch_name, again=after.again)
