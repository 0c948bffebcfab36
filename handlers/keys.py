"""What opens a door: a personal start token, the code of a general entrance, a code that joins another messenger."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from bot.dialog.arrivals import arrival_of
from bot.dialog.model import Address, Arrival, Incoming, Line, Reply, Words, reply
from bot.dialog.pages.entrances import ask_name, bad_code, wait_here
from bot.dialog.pages.menu import bad_link, menu, no_plan, welcome
from bot.dialog.speech import language_for
from bot.dialog.text import Text, text
from bot.domain.access import may_review
from bot.domain.codes import LinkCode, read_entrance_code, read_link_code
from bot.domain.plan import Member
from bot.errors import PlanovykError
from bot.usecases.applying import Application, MemberAlready, apply
from bot.usecases.house import House
from bot.usecases.joining import join, used_up_by
from bot.usecases.linking import link
from db.caller import Caller
from handlers.flood import Gates
from handlers.talk import Visit, doubts_for, front, look, with_draft

_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True, slots=True)
class StartToken:
    """A personal invitation."""

    token: str


@dataclass(frozen=True, slots=True)
class EntranceCode:
    """The code of a general entrance."""

    code: str


Key = StartToken | EntranceCode | LinkCode


def key_of(incoming: Incoming) -> Key | None:
    """Return the key that an update brings, by a link or typed."""
    match incoming.what:
        case Arrival(token):
            return _of_token(token) if token else None
        case Words(words):
            arrival = arrival_of(words)
            if arrival is not None:
                return _of_token(arrival.token) if arrival.token else None
            typed = words.strip()
            return StartToken(typed) if _TOKEN.fullmatch(typed) else _code(typed)
        case _:
            return None


def _of_token(token: str) -> Key:
    return _code(token) or StartToken(token)


def _code(words: str) -> Key | None:
    code = read_entrance_code(words)
    return EntranceCode(code) if code else read_link_code(words)


async def use_key(house: House, incoming: Incoming, key: Key, gates: Gates) -> Reply | timedelta:
    """Use a key, and return what is said to it, or how long to wait; a wrong one counts as a try."""
    address = incoming.address
    wait = gates.tries.take(address, house.now())
    if wait is not None:
        return wait
    caller, wrong = await house.store.caller(address), False
    try:
        page = await _opened(house, incoming, key, caller)
        wrong = page is None
    except PlanovykError as error:
        page = await _told(house, incoming, caller, reply(Line(Text(error.key, error.args_)), home=False))
    finally:
        if not wrong:
            gates.tries.give_back(address, house.now())
    return page or await _told(house, incoming, caller, bad_link() if isinstance(key, StartToken) else bad_code())


async def _told(house: House, incoming: Incoming, caller: Caller | None, page: Reply) -> Reply:
    """Tell it to a stranger as it is, and to a known person over their menu."""
    if caller is None:
        return page
    return (await front(Visit(house, incoming, caller))).noted(page.lines[0].text)


async def _opened(house: House, incoming: Incoming, key: Key, caller: Caller | None) -> Reply | None:
    """Return what a key opens; None when it is wrong."""
    match key:
        case StartToken(token):
            return await _join(house, incoming, token, caller)
        case EntranceCode(code):
            return await _apply(house, incoming, code, caller)
        case LinkCode():
            return await _link(house, incoming.address, key)
        case _:
            assert_never(key)


async def _join(house: House, incoming: Incoming, token: str, caller: Caller | None) -> Reply | None:
    address = incoming.address
    joined = await join(house, address, token)
    # The same tap may have come twice at once: whoever is in by now is welcome, whichever of the two let them in.
    after = await house.store.caller(address)
    if after is not None and (joined is not None or caller is None):
        return await greet(house, after)
    if caller is None or not await used_up_by(house, address, token):
        return None
    return await _home(house, incoming)


async def _apply(house: House, incoming: Incoming, code: str, caller: Caller | None) -> Reply | None:
    known_as = caller.name if caller else ""
    match await apply(house, incoming.address, language_for(incoming.language), code, known_as):
        case None:
            return None
        case MemberAlready():
            return await _home(house, incoming)
        case Application(branch, ""):
            return ask_name(branch, again=False)
        case Application(branch, name):
            return wait_here(branch, name, home=caller is not None)


async def _link(house: House, address: Address, code: LinkCode) -> Reply | None:
    joined = await link(house, address, code)
    after = await house.store.caller(address)
    return (await greet(house, after)).noted(text("link.done")) if joined and after else None


async def _home(house: House, incoming: Incoming) -> Reply | None:
    """Return the menu of the branch that the account talks to now."""
    after = await house.store.caller(incoming.address)
    return await front(Visit(house, incoming, after)) if after else None


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
