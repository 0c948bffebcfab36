"""Strangers: in by a personal link or code, otherwise a polite word and nothing about anybody."""

from __future__ import annotations

import re
from datetime import datetime

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Address, Answer, Arrival, Incoming, Line, Reply, Words
from bot.dialog.pages.manners import too_many, tried_too_often
from bot.dialog.pages.menu import bad_link, menu, no_plan, stranger, welcome
from bot.dialog.speech import LANGUAGES, language_for
from bot.dialog.text import text
from bot.domain.access import may_review
from bot.domain.flood import Admission
from bot.domain.plan import Member
from bot.usecases.house import House
from bot.usecases.joining import join
from db.caller import Caller
from handlers.flood import Gates
from handlers.privacy import privacy_of_stranger
from handlers.talk import doubts_for, look, with_draft

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


async def meet_stranger(house: House, incoming: Incoming, gates: Gates) -> Answer:
    """Let a person in who brings a good token; tell anybody else how to come in, unless they ask too often."""
    language = language_for(incoming.language)
    token, now = start_token(incoming), house.now()
    if token is None:
        return _calmly(gates, incoming, now, await privacy_of_stranger(house, incoming) or stranger())
    wait = gates.tries.take(incoming.address, now)
    if wait is not None:
        return _calmly(gates, incoming, now, tried_too_often(wait))
    caller = await _let_in(house, incoming.address, token, gates)
    if caller is None:
        return Answer((bad_link(),), language)
    return Answer((await greet(house, caller),), LANGUAGES[0])


def _calmly(gates: Gates, incoming: Incoming, now: datetime, page: Reply) -> Answer:
    """Answer a stranger, in measure: it is all the same page."""
    language = language_for(incoming.language)
    match gates.strangers.take(incoming.address, now):
        case Admission.OPEN:
            return Answer((page,), language)
        case Admission.JUST_SHUT:
            wait = gates.strangers.wait(incoming.address, now)
            return Answer((too_many(wait, home=False),), language)
        case Admission.SHUT:
            return Answer((), language)


async def _let_in(house: House, address: Address, token: str, gates: Gates) -> Caller | None:
    """Use a token up; None when it is no good, which alone counts as a try."""
    caller, wrong = None, False
    try:
        await join(house, address, token)
        # The same tap may have come twice at once: whoever is in by now is welcome, whichever of the two let them in.
        caller = await house.store.caller(address)
        wrong = caller is None
    finally:
        if not wrong:
            gates.tries.give_back(address, house.now())
    return caller


def start_token(incoming: Incoming) -> str | None:
    """Return the start token that an update brings, from a link or typed."""
    match incoming.what:
        case Arrival(token):
            return token
        case Words(words):
            arrival = arrival_of(words)
            found = _TOKEN.fullmatch(words.strip())
            return arrival.token if arrival else found and found[0]
        case _:
            return None


async def greet(house: House, caller: Caller) -> Reply:
    """Return the welcome of a member who has just come in, with the menu."""
    view = await look(house, caller)
    member = view.member if view else Member(caller.member_id, caller.name, caller.role, reachable=True)
    hello = welcome(member, view.snapshot if view else None, caller.branch_name)
    if view is not None:
        doubts = await doubts_for(house, view)
        rest = menu(view, doubts)
        waiting = (Line(text("welcome.doubts", n=doubts)),) if doubts else ()
        lines = (*hello, *rest.lines[1:], *waiting)
    else:
        rest = no_plan(caller.role, caller.branch_name)
        # Whoever brings the plan learns how; the others, that they will hear of it.
        lines = (hello[0], *rest.lines) if may_review(caller.role) else hello
    return await with_draft(house, caller, Reply(lines, rest.rows))
