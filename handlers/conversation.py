"""The whole conversation as one function: an update in, an answer out."""

from __future__ import annotations

import logging
from datetime import timedelta

from bot.dialog import actions
from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.model import Answer, Arrival, File, Incoming, Line, Tap, Unreadable, Words, reply
from bot.dialog.pages.manners import tried_too_often
from bot.dialog.pages.menu import unreadable_text
from bot.dialog.speech import LANGUAGES, language_for
from bot.dialog.text import text
from bot.domain.announcing import LONGEST
from bot.domain.asking import asks_privacy, goes_elsewhere
from bot.domain.codes import LinkCode
from bot.errors import StoreUnavailableError
from bot.logs import log_event
from bot.usecases.acting import await_words, awaited
from bot.usecases.arriving import note_arrival
from bot.usecases.belonging import go_where
from bot.usecases.house import House
from bot.usecases.joining import note_use
from db.caller import Caller
from handlers import files, menu, questions, reporting
from handlers.earlier import Earlier
from handlers.flood import LIMITS, Gates, Limits, too_often
from handlers.groups import answer_in_group
from handlers.joining import meet_stranger
from handlers.keys import key_of, use_key
from handlers.privacy import show_privacy
from handlers.quiet import heard, page_named
from handlers.repeats import Repeats
from handlers.talk import Replies, Talk, Visit, front, look, unread
from handlers.taps import AWAITED, EARLY_AWAITED, EARLY_TAPS, TAPS

LONGEST_WORDS = 1000
_FREELY = (
    actions.WriteAnnouncement,
    actions.Return,
    actions.AskTitle,
    actions.AskNew,
    actions.Propose,
    actions.AskWhy,
    actions.DeclineRequest,
)
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
            if incoming.group is not None:
                answered = await answer_in_group(house, incoming, gates)
            else:
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
    there = await _where_it_belongs(house, incoming, caller)
    await note_use(house, there)
    visit = Visit(house, incoming, there)
    replies = await _with_key(visit, gates) or await heard(visit) or await _known(visit, earlier)
    if there.branch_id != caller.branch_id and replies:
        replies = (replies[0].noted(text("branches.went", branch=there.branch_name)), *replies[1:])
    after = await house.store.caller(incoming.address)
    return Answer(_placed(incoming, replies), (after or there).language)


async def _where_it_belongs(house: House, incoming: Incoming, caller: Caller) -> Caller:
    """Go to the branch that a button is of before it is pressed, where its account is known in several."""
    action = actions.decode(incoming.what.code) if isinstance(incoming.what, Tap) and caller.elsewhere else None
    return await go_where(house, incoming.address, caller, action) if action else caller


async def _with_key(visit: Visit, gates: Gates) -> Replies | None:
    """Use what opens another door to somebody who is in already; None when they bring nothing of the kind.

    Digits that they were asked for are an answer, and no code.
    """
    key = key_of(visit.incoming)
    if key is None or (isinstance(key, LinkCode) and awaited(visit.house, visit.caller) is not None):
        return None
    await await_words(visit.house, visit.caller, None)
    said = await use_key(visit.house, visit.incoming, key, gates)
    return (tried_too_often(said),) if isinstance(said, timedelta) else (said,)


def _placed(incoming: Incoming, replies: Replies) -> Replies:
    keeps = not isinstance(incoming.what, Tap) or incoming.what.code.startswith(actions.KEEP)
    return replies if keeps else tuple(each.in_place() for each in replies)


async def _known(visit: Visit, earlier: Earlier) -> Replies:
    house, incoming, caller = visit.house, visit.incoming, visit.caller
    if files.brings_file(visit) and not reporting.brings_evidence(visit):
        return await files.take_file(visit)
    view = await look(house, caller)
    if view is None:
        return await _before_a_plan(visit)
    talk = Talk(house, incoming, caller, view)
    match incoming.what:
        case Tap(code):
            return await _tapped(talk, code, earlier)
        case Words(words):
            return await _said(talk, words.strip(), earlier)
        case Arrival():
            return await menu.show_home(talk, actions.Home())
        case File() | Unreadable():
            return await reporting.sent(talk) or (await unread(talk),)


async def _before_a_plan(visit: Visit) -> Replies:
    """Without a published plan there is the draft to talk about, for those who review it, and the help."""
    what, asked = visit.incoming.what, awaited(visit.house, visit.caller)
    take = EARLY_AWAITED.get(type(asked)) if asked is not None else None
    if isinstance(what, Words) and take is not None and not what.text.startswith("/"):
        words = _kept(what.text.strip(), asked)
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
    if isinstance(what, Words) and asks_privacy(what.text):
        return await show_privacy(visit, what)
    named = page_named(what.text) if isinstance(what, Words) else None
    if named is not None:
        return await EARLY_TAPS[type(named)](visit, named)
    page = await front(visit)
    return (page.noted(unreadable_text(visit.caller.role)) if isinstance(what, Unreadable) else page,)


async def _tapped(talk: Talk, code: str, earlier: Earlier) -> Replies:
    action = actions.decode(code) or actions.Home()
    earlier.note(talk.caller.member_id, questions.asked_by(talk, action))
    # Every tap drops the open question, and asks its own if it has one: nobody's next words must become a report of
    # what they were asked about before.
    await await_words(talk.house, talk.caller, None)
    await note_arrival(talk.house, talk.caller, action)
    return await TAPS[type(action)](talk, action)


async def _said(talk: Talk, words: str, earlier: Earlier) -> Replies:
    asked = awaited(talk.house, talk.caller)
    words = _kept(words, asked)
    if words.startswith("/start"):
        return await menu.show_home(talk, actions.Home())
    take = AWAITED.get(type(asked)) if asked is not None else None
    if take is None or not words:
        return await _asked(talk, words, earlier)
    if _goes_elsewhere(words, asked):
        await await_words(talk.house, talk.caller, None)
        return await _asked(talk, words, earlier)
    return await take(talk, asked, words)


async def _asked(talk: Talk, words: str, earlier: Earlier) -> Replies:
    if asks_privacy(words):
        return await show_privacy(talk, actions.ShowPrivacy())
    named = page_named(words)
    if named is not None:
        return await TAPS[type(named)](talk, named)
    return (await questions.answered_after(talk, words, earlier)).replies


def _kept(words: str, asked: actions.Action | None) -> str:
    """Return as much of a text as is looked at; a report and an announcement say themselves where they have no room."""
    if isinstance(asked, actions.WriteReport):
        return words
    return words[: LONGEST + 1 if isinstance(asked, actions.WriteAnnouncement) else LONGEST_WORDS]


def _goes_elsewhere(words: str, asked: actions.Action | None) -> bool:
    # A title, like a reason, may well be a question («Що читає громада?»).
    freely = isinstance(asked, _FREELY)
    return goes_elsewhere(words, asked_why=freely)
