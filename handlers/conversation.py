"""The whole conversation as one function: an update in, an answer out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialog import actions
from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.model import Answer, Arrival, File, Incoming, Line, Tap, Unreadable, Words, reply
from bot.dialog.pages.menu import unreadable_text
from bot.dialog.speech import LANGUAGES, language_for
from bot.dialog.text import text
from bot.domain.asking import goes_elsewhere
from bot.errors import StoreUnavailableError
from bot.logs import log_event
from bot.usecases.acting import await_words, awaited
from bot.usecases.house import House
from bot.usecases.joining import note_use, speak
from db.caller import Caller
from handlers import check_ins, doubts, drafts, meetings, questions, reviewing, work
from handlers.flood import LIMITS, Gates, Limits, too_often
from handlers.joining import meet_stranger, start_token
from handlers.repeats import Repeats
from handlers.talk import Replies, Talk, Visit, front, home, look, revisit, unread

LONGEST_WORDS = 1000
_LOGGER = logging.getLogger(__name__)

OnTap = Callable[[Talk, Any], Awaitable[Replies]]
OnWords = Callable[[Talk, Any, str], Awaitable[Replies]]


async def _home(talk: Talk, _action: actions.Home) -> Replies:
    await await_words(talk.house, talk.caller, None)
    return (await home(talk),)


async def _speak(visit: Visit, action: actions.Speak) -> Replies:
    if action.language < len(LANGUAGES):
        await speak(visit.house, visit.caller, LANGUAGES[action.language])
    return (await front(await revisit(visit)),)


DRAFT_TAPS: dict[type[actions.Action], Callable[[Visit, Any], Awaitable[Replies]]] = {
    actions.ShowDraft: drafts.show_draft,
    actions.ReviewDoubt: reviewing.show_doubt,
    actions.SettleDoubt: reviewing.settle_doubt,
    actions.ExplainDoubt: reviewing.ask_again,
    actions.AskPublish: drafts.ask_publish,
    actions.Publish: drafts.publish_draft,
}
"""What the buttons of a draft do; they need no published plan."""

EARLY_TAPS: dict[type[actions.Action], Callable[[Visit, Any], Awaitable[Replies]]] = {
    actions.Help: questions.show_help,
    actions.Speak: _speak,
    **DRAFT_TAPS,
}
"""What the buttons do that are there before a plan is published."""

TAPS: dict[type[actions.Action], OnTap] = {
    actions.Home: _home,
    actions.ShowQuarter: questions.show_quarter,
    actions.ShowMine: questions.show_mine,
    actions.ShowOverdue: questions.show_overdue,
    actions.ShowMeetings: questions.show_meetings,
    actions.ShowWaiting: questions.show_waiting,
    actions.ShowCard: questions.show_card,
    actions.Claim: work.start_claim,
    actions.Confirm: work.confirm,
    actions.Return: work.start_return,
    actions.CheckIn: check_ins.start_check_in,
    actions.NothingDone: check_ins.nothing_done,
    actions.AskMeetingDay: meetings.ask_day,
    actions.SetMeetingDay: meetings.set_day,
    actions.ShowDoubt: doubts.show_doubt,
    actions.AnswerDoubt: doubts.settle_doubt,
    **EARLY_TAPS,
}
"""What each button does."""

AWAITED: dict[type[actions.Action], OnWords] = {
    actions.Claim: work.finish_claim,
    actions.Return: work.finish_return,
    actions.CheckIn: check_ins.finish_check_in,
    actions.AskMeetingDay: meetings.day_came,
    actions.ExplainDoubt: reviewing.explained,
}
"""What a person's next words are, after the bot has asked."""


def conversation(house: House, limits: Limits = LIMITS) -> Answerer:
    """Return the conversation over a house; a door feeds it updates and shows its answers.

    Whoever goes beyond the limits is told so once, and then nothing until they may again.
    """
    repeats, gates = Repeats(), Gates(limits)

    async def answer(incoming: Incoming) -> Answer:
        if incoming.update_key in repeats:
            return Answer((), LANGUAGES[0])
        try:
            answered = too_often(gates, incoming, house.now()) or await _answer(house, incoming, gates)
        except StoreUnavailableError as error:
            # It comes again, and again while the store is away: that is no flood of its author's.
            gates.people.give_back(incoming.address, house.now())
            raise AnswerUnavailable from error
        except Exception as error:  # noqa: BLE001 - a person must hear something, and the door must go on
            log_event(_LOGGER, "answer-failed", level=logging.ERROR, error=error)
            answered = Answer((reply(Line(text("went-wrong"))),), language_for(incoming.language))
        repeats.add(incoming.update_key)
        return answered

    return answer


async def _answer(house: House, incoming: Incoming, gates: Gates) -> Answer:
    caller = await house.store.caller(incoming.address)
    if caller is None:
        return await meet_stranger(house, incoming, gates)
    await note_use(house, caller)
    replies = await _known(house, incoming, caller)
    after = await house.store.caller(incoming.address)
    return Answer(_placed(incoming, replies), (after or caller).language)


def _placed(incoming: Incoming, replies: Replies) -> Replies:
    keeps = not isinstance(incoming.what, Tap) or incoming.what.code.startswith(actions.KEEP)
    return replies if keeps else tuple(each.in_place() for each in replies)


async def _known(house: House, incoming: Incoming, caller: Caller) -> Replies:
    visit = Visit(house, incoming, caller)
    if drafts.brings_plan(visit):
        return await drafts.take_plan(visit)
    view = await look(house, caller)
    if view is None:
        return await _before_a_plan(visit)
    talk = Talk(house, incoming, caller, view)
    match incoming.what:
        case Tap(code):
            return await _tapped(talk, code)
        case Words(words):
            return await _said(talk, words.strip()[:LONGEST_WORDS])
        case Arrival():
            return await _home(talk, actions.Home())
        case File() | Unreadable():
            return (await unread(talk),)


async def _before_a_plan(visit: Visit) -> Replies:
    """Without a published plan there is the draft to talk about, for those who review it, and the help."""
    what, asked = visit.incoming.what, awaited(visit.house, visit.caller)
    if isinstance(what, Words) and isinstance(asked, actions.ExplainDoubt) and not what.text.startswith("/"):
        return await reviewing.explained(visit, asked, what.text.strip()[:LONGEST_WORDS])
    if isinstance(what, Tap | Arrival):
        await await_words(visit.house, visit.caller, None)
    action = actions.decode(what.code) if isinstance(what, Tap) else None
    if action is not None and type(action) in EARLY_TAPS:
        return await EARLY_TAPS[type(action)](visit, action)
    if isinstance(what, Words) and questions.asks_help(what.text, visit.house.today()):
        return await questions.show_help(visit, what)
    page = await front(visit)
    return (page.noted(unreadable_text(visit.caller.role)) if isinstance(what, Unreadable) else page,)


async def _tapped(talk: Talk, code: str) -> Replies:
    action = actions.decode(code) or actions.Home()
    # Every tap drops the open question, and asks its own if it has one: nobody's next words must become a report of
    # what they were asked about before.
    await await_words(talk.house, talk.caller, None)
    return await TAPS[type(action)](talk, action)


async def _said(talk: Talk, words: str) -> Replies:
    asked = awaited(talk.house, talk.caller)
    if words.startswith("/start") or start_token(talk.incoming):
        return await _home(talk, actions.Home())
    take = AWAITED.get(type(asked)) if asked is not None else None
    if take is None or not words:
        return await questions.answer_words(talk, words)
    if goes_elsewhere(words, asked_why=isinstance(asked, actions.Return)):
        await await_words(talk.house, talk.caller, None)
        return await questions.answer_words(talk, words)
    return await take(talk, asked, words)
