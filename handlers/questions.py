"""Questions about the plan, in words and from buttons: answered from the snapshot alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import assert_never

from bot.dialog.actions import ShowCard, ShowQuarter, decode
from bot.dialog.model import Line, Reply, reply
from bot.dialog.pages.agenda import agenda_page, quarter_row
from bot.dialog.pages.card import card_page
from bot.dialog.pages.lists import found_page, mine_page, overdue_page, waiting_page
from bot.dialog.pages.meetings import meetings_page
from bot.dialog.pages.menu import help_page
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import period_text
from bot.dialog.speech import LANGUAGES
from bot.dialog.text import text
from bot.domain.agenda import agenda
from bot.domain.asking import (
    AskHelp,
    AskMeetings,
    AskMenu,
    AskMine,
    AskNumber,
    AskOverdue,
    AskPrivacy,
    AskSpan,
    AskWords,
    Question,
    find,
    numbered,
    understand,
)
from bot.domain.plan import Activity
from bot.domain.windows import Window, calendar_year, quarter_of, quarter_window
from bot.usecases.outcome import what_came_of
from handlers.privacy import show_privacy
from handlers.talk import Replies, Talk, Visit, home, lost

_PAGES: dict[type[Question], Callable[[View], Reply]] = {
    AskMine: mine_page,
    AskOverdue: overdue_page,
    AskMeetings: meetings_page,
}

MOST_KEPT = 16
"""Agendas that a branch's snapshot keeps: the quarters, for each role. An agenda must tell all of a role the same."""


async def answer_words(talk: Talk, words: str) -> Replies:
    """Answer a question in the person's own words; one that is not understood gets the menu, never silence."""
    view = talk.view
    question = understand(words, view.today, view.snapshot.period)
    match question:
        case AskSpan(window):
            return (_span(view, window),)
        case AskMine() | AskOverdue() | AskMeetings():
            return (_PAGES[type(question)](view),)
        case AskHelp() | AskPrivacy():
            return await (show_help if isinstance(question, AskHelp) else show_privacy)(talk, question)
        case AskMenu():
            return (await home(talk),)
        case AskNumber(number):
            return (await _number(talk, number),)
        case AskWords(plain):
            return await _found(talk, plain)
        case _:
            assert_never(question)


def asks_help(words: str, today: date) -> bool:
    """Tell whether somebody who has no plan before them yet asks what the bot can do."""
    return isinstance(understand(words, today, calendar_year(today.year)), AskHelp)


async def show_help(visit: Visit, _action: object) -> Replies:
    """Say what can be asked; the page of the web chat has a switch of its own for the language."""
    own_switch = visit.incoming.address.door == "web"
    other = (LANGUAGES.index(visit.caller.language) + 1) % len(LANGUAGES)
    return (help_page(None if own_switch else other),)


async def show_quarter(talk: Talk, action: ShowQuarter) -> Replies:
    """Show the quarter of a button; 0 is the one we are in."""
    if action.quarter not in {1, 2, 3, 4}:
        return (_this_quarter(talk.view),)
    return (_span(talk.view, talk.snapshot.period.quarter(action.quarter)),)


async def show_mine(talk: Talk, _action: object) -> Replies:
    """Show what the member has to do."""
    return (mine_page(talk.view),)


async def show_overdue(talk: Talk, _action: object) -> Replies:
    """Show what is overdue."""
    return (overdue_page(talk.view),)


async def show_meetings(talk: Talk, _action: object) -> Replies:
    """Show the presidium's meetings."""
    return (meetings_page(talk.view),)


async def show_waiting(talk: Talk, _action: object) -> Replies:
    """Show the claims that wait for a decision."""
    return (waiting_page(talk.view),)


async def show_card(talk: Talk, action: ShowCard) -> Replies:
    """Show the card of an activity; an activity of another branch does not exist here."""
    activity = _activity(talk, action)
    if activity is None:
        return (await lost(talk),)
    return (card_page(talk.view, activity, action.occurrence),)


def _activity(talk: Talk, action: ShowCard) -> Activity | None:
    if action.activity:
        return talk.snapshot.activity_of.get(action.activity)
    occurrence = talk.snapshot.occurrence_of.get(action.occurrence)
    return talk.snapshot.activity_of[occurrence.activity_id] if occurrence else None


def _this_quarter(view: View) -> Reply:
    return _span(view, quarter_window(view.today.year, quarter_of(view.today)))


def _span(view: View, window: Window) -> Reply:
    if not any(window.meets(plan.period.window) for plan in view.snapshot.plans):
        period = period_text(view.snapshot.period)
        return reply(Line(text("agenda.other-year", period=period, asked=window.first.year)), rows=(quarter_row(),))
    return _kept_page(view, window)


def _kept_page(view: View, window: Window) -> Reply:
    """Return the agenda of a window; a branch asks for the same one many times, and making it is most of an answer."""
    kept, key = view.snapshot.kept, (window, view.today, view.member.role)
    page = kept.get(key)
    if not isinstance(page, Reply):
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = kept[key] = agenda_page(view, agenda(view.snapshot, window, view.today))
    return page


async def _number(talk: Talk, number: str) -> Reply:
    activity = numbered(talk.snapshot, number)
    if activity is None:
        return (await home(talk)).noted(text("found.no-number", number=number), instead_of=1)
    return card_page(talk.view, activity)


async def _found(talk: Talk, plain: str) -> Replies:
    found = find(talk.snapshot, plain, talk.view.today)
    if len(found) == 1:
        return (card_page(talk.view, found[0]),)
    if found:
        return (found_page(talk.view, found),)
    code = await what_came_of(talk.house, talk.incoming.update_key)
    earlier = decode(code) if code else None
    if isinstance(earlier, ShowCard):
        return await show_card(talk, earlier)
    return (await lost(talk),)
