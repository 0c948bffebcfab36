"""Questions about the plan, in words and from buttons: answered from the snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.dialog import actions
from bot.dialog.actions import Action, ShowCard, ShowQuarter, ShowTheirs, decode
from bot.dialog.pages.answers import list_page, scope_of
from bot.dialog.pages.card import card_page
from bot.dialog.pages.lists import mine_page, overdue_page, waiting_page
from bot.dialog.pages.meetings import meetings_page
from bot.dialog.pages.menu import help_page
from bot.dialog.pages.view import View
from bot.dialog.speech import LANGUAGES
from bot.dialog.text import text
from bot.domain.asking import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNoGoal,
    AskNumber,
    AskUnclear,
    Question,
    Standing,
    Who,
    numbered,
    understand,
    understand_alone,
)
from bot.domain.asking.naming import namesakes_of
from bot.domain.plan import Activity
from bot.domain.windows import Window, calendar_year, quarter_of, quarter_window
from bot.usecases.outcome import what_came_of
from handlers.answers import page_of, span_page
from handlers.earlier import Earlier
from handlers.talk import Replies, Talk, Visit, home, lost


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


async def answered_after(talk: Talk, words: str, earlier: Earlier) -> Answered:
    """Answer a question that may go on from the person's last one, and remember it for the next.

    Thanks, and words that were not understood, do not change what was spoken of.
    """
    member = talk.caller.member_id
    told = await answered(talk, words, earlier.of(member))
    if not isinstance(told.question, AskUnclear | AskMenu | AskHelp):
        earlier.note(member, told.question)
    return told


async def _replies(talk: Talk, question: Question) -> Replies:
    match question:
        case AskHelp():
            return await show_help(talk, question)
        case AskUnclear():
            return await _unclear(talk)
        case AskMenu():
            page = await home(talk)
        case AskNoGoal(number):
            goals = ", ".join(each.number for each in talk.snapshot.goals if each.number)
            page = (await home(talk)).noted(text("answer.no-goal", number=number, goals=goals), instead_of=1)
        case AskNumber(number) if numbered(talk.snapshot, number) is None:
            page = (await home(talk)).noted(text("found.no-number", number=number), instead_of=1)
        case _:
            page = page_of(talk.view, question)
    return (page,)


def asked_by(talk: Talk, action: Action) -> Question | None:
    """Return the question that a button stands for, so that words after it go on from there."""
    match action:
        case actions.ShowCard():
            activity = _activity(talk, action)
            return AskActivities((activity.id,)) if activity else None
        case actions.ShowQuarter(quarter):
            return AskList(_quarter(talk.view, quarter))
        case actions.ShowTheirs(party):
            return AskList(who=Who(namesakes_of(talk.snapshot, party)))
        case _:
            return _OF_BUTTONS.get(type(action))


_OF_BUTTONS: dict[type[Action], Question] = {
    actions.ShowMine: AskList(who=Who(me=True)),
    actions.ShowOverdue: AskList(standing=Standing.OVERDUE),
    actions.ShowMeetings: AskMeetings(),
}


def asks_help(words: str, today: date) -> bool:
    """Tell whether somebody who has no plan before them yet asks what the bot can do."""
    return isinstance(understand_alone(words, today, calendar_year(today.year)), AskHelp)


async def show_help(visit: Visit, _action: object) -> Replies:
    """Say what can be asked; the page of the web chat has a switch of its own for the language."""
    own_switch = visit.incoming.address.door == "web"
    other = (LANGUAGES.index(visit.caller.language) + 1) % len(LANGUAGES)
    return (help_page(visit.caller.role, None if own_switch else other),)


async def show_quarter(talk: Talk, action: ShowQuarter) -> Replies:
    """Show the quarter of a button; 0 is the one we are in."""
    return (span_page(talk.view, _quarter(talk.view, action.quarter)),)


def _quarter(view: View, quarter: int) -> Window:
    if quarter in {1, 2, 3, 4}:
        return view.snapshot.period.quarter(quarter)
    return quarter_window(view.today.year, quarter_of(view.today))


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


async def show_person(talk: Talk, action: ShowTheirs) -> Replies:
    """Show what a person does; one who is nobody of this plan does not exist here."""
    parties = namesakes_of(talk.snapshot, action.party)
    return (list_page(talk.view, AskList(who=Who(parties))),) if parties else (await lost(talk),)


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


async def _unclear(talk: Talk) -> Replies:
    """Say that nothing was understood, unless these words came once before, and something came of them then."""
    code = await what_came_of(talk.house, talk.incoming.update_key)
    earlier = decode(code) if code else None
    if isinstance(earlier, ShowCard):
        return await show_card(talk, earlier)
    return (await lost(talk),)
