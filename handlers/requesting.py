"""A member asks for a change: from the card of an activity, or for an activity that the plan has not."""

from __future__ import annotations

from bot.dialog.actions import (
    AskCancelling,
    AskMove,
    AskProposedTerm,
    AskTaker,
    AskWhy,
    ChooseTaker,
    HandOver,
    Propose,
    SendRequest,
    ShowApproved,
    ShowChanging,
    ShowRequest,
    StartProposing,
    decode,
)
from bot.dialog.model import Line
from bot.dialog.pages.approved import approved_page
from bot.dialog.pages.requesting import (
    ask_move_page,
    ask_proposal_page,
    ask_proposed_term_page,
    ask_taker_page,
    ask_why_page,
    changing_page,
    propose_goal_page,
    propose_plan_page,
)
from bot.dialog.text import text
from bot.domain.correcting import LONGEST_TITLE
from bot.domain.members import called
from bot.domain.plan import Activity
from bot.domain.requesting import able_to_take, may_request, request_mark
from bot.domain.requests import HANDING_OVER, Request, RequestKind
from bot.usecases import requesting
from bot.usecases.acting import await_words
from bot.usecases.outcome import what_came_of
from bot.usecases.requesting import Outcome, Said
from handlers.requests import show_request
from handlers.talk import OnTap, OnWords, Replies, Talk, anew, home, lost


async def show_changing(talk: Talk, action: ShowChanging, *before: Line) -> Replies:
    """Show which changes can be asked for."""
    activity = talk.snapshot.activity_of.get(action.activity)
    if activity is None:
        return (await lost(talk),)
    page = changing_page(talk.view, activity)
    return (page.noted(before[0].text) if before else page,)


async def show_approved(talk: Talk, action: ShowApproved) -> Replies:
    """Show where the plan stands otherwise than it was approved."""
    return (approved_page(talk.view, action.page),)


async def ask_move(talk: Talk, action: AskMove, *before: Line) -> Replies:
    """Ask for a term and wait for it."""
    activity = await _activity(talk, RequestKind.MOVE, action.activity, action.mark)
    if isinstance(activity, tuple):
        return activity
    await await_words(talk.house, talk.caller, action)
    return (ask_move_page(activity, *before),)


async def move_said(talk: Talk, action: AskMove, words: str) -> Replies:
    """Take the term; one that is not clear is asked for again, with the reason."""
    said = await requesting.say_term(talk.house, talk.caller, action, words, talk.incoming.update_key)
    if said.outcome is Outcome.UNCLEAR:
        return await ask_move(talk, action, _unclear(said))
    return await _after(talk, said, action.activity)


async def hand_over(talk: Talk, action: HandOver) -> Replies:
    """Begin to hand it over, and ask to whom."""
    said = await requesting.hand_over(talk.house, talk.caller, action, talk.incoming.update_key)
    return await _after(talk, said, action.activity)


async def ask_taker(talk: Talk, action: AskTaker, words: str = "") -> Replies:
    """Show whom to choose from and wait for a name; with words those who are called so, others look again."""
    request = await requesting.begun(talk.house, talk.caller, action.request)
    activity = talk.snapshot.activity_of.get(request.activity_id or 0) if request else None
    if request is None or activity is None or request.kind not in HANDING_OVER:
        return await show_request(talk, ShowRequest(action.request))
    await await_words(talk.house, talk.caller, action)
    others = [each for each in able_to_take(talk.snapshot, talk.view.member) if called(each.name, words)]
    return (ask_taker_page(activity, request, others, action.page, words),)


async def choose_taker(talk: Talk, action: ChooseTaker) -> Replies:
    """Take whom to ask, and offer to say a few words to them."""
    said = await requesting.choose_taker(talk.house, talk.caller, action, talk.incoming.update_key)
    return await _after(talk, said, 0)


async def ask_cancelling(talk: Talk, action: AskCancelling) -> Replies:
    """Begin to ask for it to be cancelled."""
    said = await requesting.ask_cancelling(talk.house, talk.caller, action, talk.incoming.update_key)
    return await _after(talk, said, action.activity)


async def start_proposing(talk: Talk, action: StartProposing, *before: Line) -> Replies:
    """Ask for the plan where there are several, and for the goal where the plan has goals."""
    if not may_request(talk.snapshot, talk.view.member, RequestKind.ADD):
        return ((await home(talk)).noted(text("refused")),)
    plans = talk.snapshot.present(talk.house.today())
    plan = talk.snapshot.plan_of.get(action.plan) or (plans[0] if len(plans) == 1 else None)
    if plan is None:
        return (propose_plan_page(plans),)
    used = {each.goal_id for each in talk.snapshot.activities if each.plan_id == plan.id}
    goals = [each for each in talk.snapshot.goals if each.id in used]
    if not goals:
        return await propose(talk, Propose(plan.id, 0), *before)
    return (propose_goal_page(plan.id, goals, *before),)


async def propose(talk: Talk, action: Propose, *before: Line) -> Replies:
    """Ask for the title and wait for it."""
    if not may_request(talk.snapshot, talk.view.member, RequestKind.ADD) or action.plan not in talk.snapshot.plan_of:
        return ((await home(talk)).noted(text("refused")),)
    await await_words(talk.house, talk.caller, action)
    return (ask_proposal_page(*before),)


async def title_said(talk: Talk, action: Propose, words: str) -> Replies:
    """Take the title, and go on to the term."""
    said = await requesting.say_title(talk.house, talk.caller, action, words, talk.incoming.update_key)
    if said.outcome is Outcome.UNCLEAR:
        return await propose(talk, action, Line(text("correct.title-problem", most=LONGEST_TITLE)))
    return await _after(talk, said, 0)


async def ask_proposed_term(talk: Talk, action: AskProposedTerm, *before: Line) -> Replies:
    """Ask for the term of what is proposed, as long as it is not sent."""
    request = await requesting.begun(talk.house, talk.caller, action.request)
    if request is None:
        return await show_request(talk, ShowRequest(action.request))
    await await_words(talk.house, talk.caller, action)
    return (ask_proposed_term_page(request, *before),)


async def proposed_term_said(talk: Talk, action: AskProposedTerm, words: str) -> Replies:
    """Take the term; one that is not clear is asked for again, with the reason."""
    said = await requesting.say_proposed_term(talk.house, talk.caller, action, words, talk.incoming.update_key)
    if said.outcome is Outcome.UNCLEAR:
        return await ask_proposed_term(talk, action, _unclear(said))
    return await _after(talk, said, 0)


async def ask_why(talk: Talk, action: AskWhy) -> Replies:
    """Ask why once more, as long as it is not sent."""
    request = await requesting.begun(talk.house, talk.caller, action.request)
    return await _ask_on(talk, request) if request else await show_request(talk, ShowRequest(action.request))


async def why_said(talk: Talk, action: AskWhy, words: str) -> Replies:
    """Take the reason and send the request."""
    said = await requesting.send(talk.house, talk.caller, action.request, words, talk.incoming.update_key)
    return await _after(talk, said, 0)


async def send(talk: Talk, action: SendRequest) -> Replies:
    """Send it without a word; where one is needed, ask for it."""
    said = await requesting.send(talk.house, talk.caller, action.request, "", talk.incoming.update_key)
    return await _after(talk, said, 0)


async def _after(talk: Talk, said: Said, activity_id: int) -> Replies:
    now = await anew(talk)
    match said.outcome:
        case Outcome.ASKED | Outcome.UNCLEAR:
            request = await requesting.begun(now.house, now.caller, said.request_id)
            return await _ask_on(now, request) if request else (await lost(now),)
        case Outcome.SENT:
            return await show_request(now, ShowRequest(said.request_id), text("request.sent"))
        case Outcome.STALE:
            stale = Line(text("review.stale"))
            return await show_changing(now, ShowChanging(activity_id), stale) if activity_id else await _gone(now)
        case Outcome.REPEATED:
            return await _again(now)
        case Outcome.REFUSED:
            return ((await home(now)).noted(text("refused")),)


async def _gone(talk: Talk) -> Replies:
    return ((await home(talk)).noted(text("review.stale")),)


async def _again(talk: Talk) -> Replies:
    """Answer an update that has had its effect: what it began is asked on, what it sent is shown."""
    code = await what_came_of(talk.house, talk.incoming.update_key)
    shown = decode(code) if code else None
    request = await requesting.begun(talk.house, talk.caller)
    if request is not None and isinstance(shown, ShowRequest) and shown.request == request.id:
        return await _ask_on(talk, request)
    return await show_request(talk, shown) if isinstance(shown, ShowRequest) else await _gone(talk)


async def _ask_on(talk: Talk, request: Request) -> Replies:
    """Ask what is still missing of a request that is begun."""
    question = requesting.missing(request)
    if isinstance(question, AskProposedTerm):
        return await ask_proposed_term(talk, question)
    if isinstance(question, AskTaker):
        return await ask_taker(talk, question)
    await await_words(talk.house, talk.caller, AskWhy(request.id))
    return (ask_why_page(talk.snapshot, request),)


async def _activity(talk: Talk, kind: RequestKind, activity_id: int, mark: int) -> Activity | Replies:
    """Return the activity to ask about, if it is as the person saw it; an answer where nothing can be asked."""
    activity = talk.snapshot.activity_of.get(activity_id)
    if activity is None or not may_request(talk.snapshot, talk.view.member, kind, activity):
        return ((await home(talk)).noted(text("refused")),)
    if request_mark(talk.snapshot, activity) != mark:
        return (changing_page(talk.view, activity).noted(text("review.stale")),)
    return activity


def _unclear(said: Said) -> Line:
    return Line(text("review.unclear", why=text(f"why.{said.why}") if said.why else None))


REQUESTING_TAPS: dict[type, OnTap] = {
    ShowChanging: show_changing,
    ShowApproved: show_approved,
    AskMove: ask_move,
    HandOver: hand_over,
    AskTaker: ask_taker,
    ChooseTaker: choose_taker,
    AskCancelling: ask_cancelling,
    StartProposing: start_proposing,
    Propose: propose,
    AskProposedTerm: ask_proposed_term,
    AskWhy: ask_why,
    SendRequest: send,
}
"""What the buttons of asking do."""
REQUESTING_AWAITED: dict[type, OnWords] = {
    AskMove: move_said,
    AskTaker: ask_taker,
    Propose: title_said,
    AskProposedTerm: proposed_term_said,
    AskWhy: why_said,
}
"""What a person's next words are, after one of its questions."""
