"""Questions about the plan, in words and from buttons: answered from the snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.dialog import actions
from bot.dialog.actions import Action, ShowCard, ShowPerson, ShowQuarter, decode
from bot.dialog.model import Line, Reply, reply
from bot.dialog.pages.agenda import agenda_page, quarter_row
from bot.dialog.pages.answers import activities_page, list_page, progress_page, scope_of, whom_page
from bot.dialog.pages.card import card_page
from bot.dialog.pages.lists import mine_page, overdue_page, waiting_page
from bot.dialog.pages.meetings import coming_page, meetings_page
from bot.dialog.pages.menu import help_page
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import period_text
from bot.dialog.speech import LANGUAGES
from bot.dialog.text import text
from bot.domain.agenda import agenda
from bot.domain.asking import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNoGoal,
    AskNumber,
    AskProgress,
    AskUnclear,
    AskWaiting,
    AskWhom,
    Aspect,
    Question,
    Standing,
    Who,
    numbered,
    understand,
    understand_alone,
)
from bot.domain.asking.naming import groups_of
from bot.domain.asking.selecting import activities_of
from bot.domain.plan import Activity
from bot.domain.windows import Window, calendar_year, quarter_of, quarter_window
from bot.usecases.outcome import what_came_of
from handlers.talk import Replies, Talk, Visit, home, lost

MOST_KEPT = 16
"""Agendas that a branch's snapshot keeps: the quarters, for each role. An agenda must tell all of a role the same."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was understood, and the answer to it."""

    question: Question
    replies: Replies


async def answer_words(talk: Talk, words: str) -> Replies:
    """Answer a question that stands by itself; see `answered`."""
    return (await answered(talk, words)).replies


async def answered(talk: Talk, words: str, earlier: Question | None = None) -> Answered:
    """Answer a question in the person's own words; one that is not understood gets the menu, never silence.

    `earlier` is the question that they asked before, from which this one may go on.
    """
    question = understand(words, scope_of(talk.view), earlier)
    return Answered(question, await _replies(talk, question))


async def _replies(talk: Talk, question: Question) -> Replies:
    view = talk.view
    match question:
        case AskList():
            return (_list(view, question),)
        case AskProgress():
            return (progress_page(view, question),)
        case AskMeetings(window):
            return (coming_page(view, window),)
        case AskWaiting():
            return (waiting_page(view),)
        case AskActivities():
            return (_activities(view, question),)
        case AskNumber():
            return (await _number(talk, question),)
        case AskWhom():
            return (whom_page(view, question),)
        case AskNoGoal(number):
            goals = ", ".join(each.number for each in talk.snapshot.goals if each.number)
            return ((await home(talk)).noted(text("answer.no-goal", number=number, goals=goals), instead_of=1),)
        case AskHelp():
            return await show_help(talk, question)
        case AskMenu():
            return (await home(talk),)
        case AskUnclear():
            return await _unclear(talk)
        case _:
            assert_never(question)


def kind_of(question: Question) -> str:
    """Return the name under which `bot ask` tells what a question was understood as; README lists them."""
    match question:
        case AskList(window, who, goal, standing):
            if standing is not None:
                return str(standing)
            if who is not None:
                return "mine" if who.me else "person"
            return "goal" if goal is not None else "window"
        case AskActivities(_, aspect) | AskNumber(_, aspect) if aspect is not Aspect.CARD:
            return "responsible" if aspect is Aspect.WHO else "when"
        case AskMenu() | AskUnclear():
            return "menu"
        case _:
            return _KINDS[type(question)]


_KINDS: dict[type[Question], str] = {
    AskActivities: "search",
    AskNumber: "number",
    AskProgress: "progress",
    AskMeetings: "meeting",
    AskWaiting: "waiting",
    AskWhom: "people",
    AskNoGoal: "goal",
    AskHelp: "help",
}


def asked_by(talk: Talk, action: Action) -> Question | None:
    """Return the question that a button stands for, so that words after it go on from there."""
    match action:
        case actions.ShowCard():
            activity = _activity(talk, action)
            return AskActivities((activity.id,)) if activity else None
        case actions.ShowQuarter(quarter):
            number = quarter if quarter in {1, 2, 3, 4} else 0
            return AskList(talk.snapshot.period.quarter(number) if number else _quarter_now(talk.view))
        case actions.ShowPerson(party):
            return AskList(who=Who(_namesakes(talk, party)))
        case actions.ShowMine():
            return AskList(who=Who(me=True))
        case actions.ShowOverdue():
            return AskList(standing=Standing.OVERDUE)
        case actions.ShowMeetings():
            return AskMeetings()
        case _:
            return None


def asks_help(words: str, today: date) -> bool:
    """Tell whether somebody who has no plan before them yet asks what the bot can do."""
    return isinstance(understand_alone(words, today, calendar_year(today.year)), AskHelp)


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


async def show_person(talk: Talk, action: ShowPerson) -> Replies:
    """Show what a person does; one who is nobody of this plan does not exist here."""
    parties = _namesakes(talk, action.party)
    return (list_page(talk.view, AskList(who=Who(parties))),) if parties else (await lost(talk),)


def _namesakes(talk: Talk, party: int) -> frozenset[int]:
    """Return the parties that are this person, however the plan spells them."""
    if party not in talk.snapshot.parties:
        return frozenset()
    kind = talk.snapshot.parties[party].kind
    groups = groups_of(each for each in talk.snapshot.parties.values() if each.kind is kind)
    return next(each for each in groups if party in each)


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
    return _span(view, _quarter_now(view))


def _quarter_now(view: View) -> Window:
    return quarter_window(view.today.year, quarter_of(view.today))


def _list(view: View, asked: AskList) -> Reply:
    """Return the page that a button has too, where nothing else is asked for, so that both say the same."""
    if asked == AskList(who=Who(me=True)):
        return mine_page(view)
    if asked == AskList(standing=Standing.OVERDUE):
        return overdue_page(view)
    if asked.window is not None and (asked == AskList(asked.window) or _other_year(view, asked.window)):
        return _span(view, asked.window)
    return list_page(view, asked)


def _other_year(view: View, window: Window) -> bool:
    return not any(window.meets(plan.period.window) for plan in view.snapshot.plans)


def _activities(view: View, asked: AskActivities) -> Reply:
    known = view.snapshot.activity_of
    found = [known[each] for each in asked.activities if each in known]
    if len(found) == 1 and asked == AskActivities((found[0].id,)):
        return card_page(view, found[0])
    return activities_page(view, asked, found)


def _span(view: View, window: Window) -> Reply:
    if _other_year(view, window):
        period = period_text(view.snapshot.period)
        return reply(Line(text("agenda.other-year", period=period, asked=window.first.year)), rows=(quarter_row(),))
    return _kept_page(view, window)


def _kept_page(view: View, window: Window) -> Reply:
    """Return the agenda of a window; a branch asks for the same one many times, and making it is most of an answer."""
    kept, key = _kept(view), (window, view.today, view.member.role)
    page = kept.get(key)
    if page is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = kept[key] = agenda_page(view, agenda(view.snapshot, window, view.today))
    return page


def _kept(view: View) -> dict[object, Reply]:
    kept = view.snapshot.kept.setdefault("agendas", {})
    return kept if isinstance(kept, dict) else {}


async def _number(talk: Talk, asked: AskNumber) -> Reply:
    activity = numbered(talk.snapshot, asked.number)
    if activity is None:
        return (await home(talk)).noted(text("found.no-number", number=asked.number), instead_of=1)
    return _activities(talk.view, AskActivities((activity.id,), asked.aspect))


async def _unclear(talk: Talk) -> Replies:
    """Say that nothing was understood, unless these words came once before, and something came of them then."""
    code = await what_came_of(talk.house, talk.incoming.update_key)
    earlier = decode(code) if code else None
    if isinstance(earlier, ShowCard):
        return await show_card(talk, earlier)
    return (await lost(talk),)


def concerned(talk: Talk, question: Question) -> tuple[Activity, ...]:
    """Return the activities that the answer to a question is about, in its order."""
    return activities_of(question, scope_of(talk.view))
