"""The whole conversation as one function: an update in, an answer out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.dialog import actions
from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.model import Answer, Arrival, File, Incoming, Line, Tap, Unreadable, Words, reply
from bot.dialog.speech import LANGUAGES, language_for
from bot.dialog.text import text
from bot.domain.asking import goes_elsewhere
from bot.errors import StoreUnavailableError
from bot.logs import log_event
from bot.usecases.acting import await_words, awaited
from bot.usecases.house import House
from bot.usecases.joining import note_use, speak
from db.caller import Caller
from handlers import adding, check_ins, correcting, doubts, drafts, meetings, questions, reviewing, work
from handlers.joining import meet_stranger, start_token
from handlers.repeats import Repeats
from handlers.talk import Replies, Talk, Visit, anew, front, home, look, unread

LONGEST_WORDS = 1000
_LOGGER = logging.getLogger(__name__)

OnTap = Callable[[Talk, Any], Awaitable[Replies]]
OnWords = Callable[[Talk, Any, str], Awaitable[Replies]]


async def _home(talk: Talk, _action: actions.Home) -> Replies:
    await await_words(talk.house, talk.caller, None)
    return (await home(talk),)


async def _speak(talk: Talk, action: actions.Speak) -> Replies:
    if action.language < len(LANGUAGES):
        await speak(talk.house, talk.caller, LANGUAGES[action.language])
    return (await home(await anew(talk)),)


DRAFT_TAPS: dict[type[actions.Action], Callable[[Visit, Any], Awaitable[Replies]]] = {
    actions.ShowDraft: drafts.show_draft,
    actions.ReviewDoubt: reviewing.show_doubt,
    actions.SettleDoubt: reviewing.settle_doubt,
    actions.ExplainDoubt: reviewing.ask_again,
    actions.AskPublish: drafts.ask_publish,
    actions.Publish: drafts.publish_draft,
}
"""What the buttons of a draft do; they need no published plan."""

CORRECTING_TAPS: dict[type[actions.Action], Callable[[Visit, Any], Awaitable[Replies]]] = {
    actions.ShowCorrecting: correcting.show_correcting,
    actions.AskTerm: correcting.ask_term,
    actions.AskPeople: correcting.ask_people,
    actions.ChoosePerson: correcting.person_chosen,
    actions.AskTitle: correcting.ask_title,
    actions.AskCancel: correcting.ask_cancel,
    actions.CancelActivity: correcting.cancel,
    actions.BringBack: correcting.bring_back,
    actions.TakeBack: correcting.take_back,
    actions.StartAdding: adding.start_adding,
    actions.AskNew: adding.ask_new,
}
"""What the buttons of corrections do; a draft is corrected without a published plan too."""

EARLY_TAPS = {**DRAFT_TAPS, **CORRECTING_TAPS}
"""What needs no published plan."""

EARLY_AWAITED: dict[type[actions.Action], Callable[[Visit, Any, str], Awaitable[Replies]]] = {
    actions.ExplainDoubt: reviewing.explained,
    actions.AskTerm: correcting.term_said,
    actions.AskPeople: correcting.people_said,
    actions.AskTitle: correcting.title_said,
    actions.AskNew: adding.new_said,
}
"""What a person's next words are, where that needs no published plan."""

TAPS: dict[type[actions.Action], OnTap] = {
    actions.Home: _home,
    actions.Help: questions.show_help,
    actions.Speak: _speak,
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
    **EARLY_AWAITED,
}
"""What a person's next words are, after the bot has asked."""


def conversation(house: House) -> Answerer:
    """Return the conversation over a house; a door feeds it updates and shows its answers."""
    repeats = Repeats()

    async def answer(incoming: Incoming) -> Answer:
        if incoming.update_key in repeats:
            return Answer((), LANGUAGES[0])
        try:
            answered = await _answer(house, incoming)
        except StoreUnavailableError as error:
            raise AnswerUnavailable from error
        except Exception as error:  # noqa: BLE001 - a person must hear something, and the door must go on
            log_event(_LOGGER, "answer-failed", level=logging.ERROR, error=error)
            answered = Answer((reply(Line(text("went-wrong"))),), language_for(incoming.language))
        repeats.add(incoming.update_key)
        return answered

    return answer


async def _answer(house: House, incoming: Incoming) -> Answer:
    caller = await house.store.caller(incoming.address)
    if caller is None:
        return await meet_stranger(house, incoming)
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
    """Without a published plan there is the draft to talk about, for those who review it."""
    what, asked = visit.incoming.what, awaited(visit.house, visit.caller)
    take = EARLY_AWAITED.get(type(asked)) if asked is not None else None
    if isinstance(what, Words) and take is not None and not what.text.startswith("/"):
        words = what.text.strip()[:LONGEST_WORDS]
        if isinstance(asked, actions.ExplainDoubt) or not _goes_elsewhere(words, asked):
            return await take(visit, asked, words)
        await await_words(visit.house, visit.caller, None)
    if isinstance(what, Tap | Arrival):
        await await_words(visit.house, visit.caller, None)
    action = actions.decode(what.code) if isinstance(what, Tap) else None
    if action is not None and type(action) in EARLY_TAPS:
        return await EARLY_TAPS[type(action)](visit, action)
    return (await front(visit),)


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
    if _goes_elsewhere(words, asked):
        await await_words(talk.house, talk.caller, None)
        return await questions.answer_words(talk, words)
    return await take(talk, asked, words)


def _goes_elsewhere(words: str, asked: actions.Action | None) -> bool:
    # A title, like a reason, may well be a question («Що читає громада?»).
    freely = isinstance(asked, actions.Return | actions.AskTitle | actions.AskNew)
    return goes_elsewhere(words, asked_why=freely)
