"""The whole conversation as one function: an update in, an answer out."""

from __future__ import annotations

import logging

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
from bot.usecases.joining import note_use
from db.caller import Caller
from handlers import drafts, menu, questions
from handlers.earlier import Earlier
from handlers.flood import LIMITS, Gates, Limits, too_often
from handlers.joining import meet_stranger, start_token
from handlers.repeats import Repeats
from handlers.talk import Replies, Talk, Visit, front, look, unread
from handlers.taps import AWAITED, EARLY_AWAITED, EARLY_TAPS, TAPS

LONGEST_WORDS = 1000
_LOGGER = logging.getLogger(__name__)


def conversation(house: House, limits: Limits = LIMITS) -> Answerer:
    """Return the conversation over a house; a door feeds it updates and shows its answers.

    Whoever goes beyond the limits is told so once, and then nothing until they may again.
    """
    repeats, gates, earlier = Repeats(), Gates(limits), Earlier()

    async def answer(incoming: Incoming) -> Answer:
        if incoming.update_key in repeats:
            return Answer((), LANGUAGES[0])
        try:
            answered = too_often(gates, incoming, house.now()) or await _answer(house, incoming, gates, earlier)
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


async def _answer(house: House, incoming: Incoming, gates: Gates, earlier: Earlier) -> Answer:
    caller = await house.store.caller(incoming.address)
    if caller is None:
        return await meet_stranger(house, incoming, gates)
    await note_use(house, caller)
    replies = await _known(house, incoming, caller, earlier)
    after = await house.store.caller(incoming.address)
    return Answer(_placed(incoming, replies), (after or caller).language)


def _placed(incoming: Incoming, replies: Replies) -> Replies:
    keeps = not isinstance(incoming.what, Tap) or incoming.what.code.startswith(actions.KEEP)
    return replies if keeps else tuple(each.in_place() for each in replies)


async def _known(house: House, incoming: Incoming, caller: Caller, earlier: Earlier) -> Replies:
    visit = Visit(house, incoming, caller)
    if drafts.brings_plan(visit):
        return await drafts.take_plan(visit)
    view = await look(house, caller)
    if view is None:
        return await _before_a_plan(visit)
    talk = Talk(house, incoming, caller, view)
    match incoming.what:
        case Tap(code):
            return await _tapped(talk, code, earlier)
        case Words(words):
            return await _said(talk, words.strip()[:LONGEST_WORDS], earlier)
        case Arrival():
            return await menu.show_home(talk, actions.Home())
        case File() | Unreadable():
            return (await unread(talk),)


async def _before_a_plan(visit: Visit) -> Replies:
    """Without a published plan there is the draft to talk about, for those who review it, and the help."""
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
    if isinstance(what, Words) and questions.asks_help(what.text, visit.house.today()):
        return await questions.show_help(visit, what)
    page = await front(visit)
    return (page.noted(unreadable_text(visit.caller.role)) if isinstance(what, Unreadable) else page,)


async def _tapped(talk: Talk, code: str, earlier: Earlier) -> Replies:
    action = actions.decode(code) or actions.Home()
    earlier.note(talk.caller.member_id, questions.asked_by(talk, action))
    # Every tap drops the open question, and asks its own if it has one: nobody's next words must become a report of
    # what they were asked about before.
    await await_words(talk.house, talk.caller, None)
    return await TAPS[type(action)](talk, action)


async def _said(talk: Talk, words: str, earlier: Earlier) -> Replies:
    asked = awaited(talk.house, talk.caller)
    if words.startswith("/start") or start_token(talk.incoming):
        return await menu.show_home(talk, actions.Home())
    take = AWAITED.get(type(asked)) if asked is not None else None
    if take is None or not words:
        return (await questions.answered_after(talk, words, earlier)).replies
    if _goes_elsewhere(words, asked):
        await await_words(talk.house, talk.caller, None)
        return (await questions.answered_after(talk, words, earlier)).replies
    return await take(talk, asked, words)


def _goes_elsewhere(words: str, asked: actions.Action | None) -> bool:
    # A title, like a reason, may well be a question («Що читає громада?»).
    freely = isinstance(asked, actions.Return | actions.AskTitle | actions.AskNew)
    return goes_elsewhere(words, asked_why=freely)
