"""What was asked for is looked at and decided on: agreed to, declined, taken over, taken back."""

from __future__ import annotations

from bot.dialog.actions import (
    AgreeTo,
    CannotTake,
    DeclineRequest,
    ShowRequest,
    ShowRequests,
    TakeOver,
    WithdrawRequest,
)
from bot.dialog.pages.requesting import ask_answer_page
from bot.dialog.pages.requests import request_page, requests_page
from bot.dialog.text import Text, text
from bot.domain.requesting import is_stale, listed_for, may_see, may_settle
from bot.domain.requests import HANDING_OVER
from bot.usecases import requests
from bot.usecases.acting import Verdict, await_words
from handlers.talk import OnTap, OnWords, Replies, Talk, anew, home


async def show_request(talk: Talk, action: ShowRequest, note: Text | None = None) -> Replies:
    """Show a request to those whom it concerns."""
    request = talk.snapshot.request_of.get(action.request)
    if request is None or not may_see(talk.view.member, request):
        return ((await home(talk)).noted(note or text("request.gone")),)
    page = request_page(talk.view, request)
    return (page.noted(note) if note else page,)


async def show_requests(talk: Talk, action: ShowRequests) -> Replies:
    """Show what waits for the member's word, and what they have asked for."""
    return (requests_page(talk.view, listed_for(talk.snapshot, talk.view.member), action.page),)


async def agree(talk: Talk, action: AgreeTo | TakeOver) -> Replies:
    """Agree, or take over; whoever comes second sees who has decided and when."""
    request = talk.snapshot.request_of.get(action.request)
    if request is not None and (request.kind in HANDING_OVER) is not isinstance(action, TakeOver):
        return await _after(talk, action.request, Verdict.REFUSED, text("refused"))
    key = talk.incoming.update_key
    verdict = await requests.agree(talk.house, talk.caller, action.request, action.revision, key)
    done = text("request.taken" if isinstance(action, TakeOver) else "request.agreed")
    return await _after(talk, action.request, verdict, done)


async def start_declining(talk: Talk, action: DeclineRequest) -> Replies:
    """Ask why, if it still waits."""
    request = talk.snapshot.request_of.get(action.request)
    if request is None or not may_settle(talk.view.member, request):
        return await _after(talk, action.request, Verdict.REFUSED, text("refused"))
    if request.revision != action.revision or not request.open or is_stale(talk.snapshot, request):
        return await show_request(talk, ShowRequest(request.id), text("review.stale"))
    await await_words(talk.house, talk.caller, action)
    return (ask_answer_page(talk.snapshot, request),)


async def declined(talk: Talk, action: DeclineRequest, words: str) -> Replies:
    """Take why a request is declined; its author hears it."""
    key = talk.incoming.update_key
    verdict = await requests.decline(talk.house, talk.caller, action.request, action.revision, words, key)
    return await _after(talk, action.request, verdict, text("request.declined"))


async def cannot(talk: Talk, action: CannotTake) -> Replies:
    """Decline to take an activity over."""
    request = talk.snapshot.request_of.get(action.request)
    if request is not None and request.kind not in HANDING_OVER:
        return await _after(talk, action.request, Verdict.REFUSED, text("refused"))
    key = talk.incoming.update_key
    verdict = await requests.decline(talk.house, talk.caller, action.request, action.revision, "", key)
    return await _after(talk, action.request, verdict, text("request.declined"))


async def withdraw(talk: Talk, action: WithdrawRequest) -> Replies:
    """Take one's own request back."""
    key = talk.incoming.update_key
    verdict = await requests.withdraw(talk.house, talk.caller, action.request, action.revision, key)
    return await _after(talk, action.request, verdict, text("request.withdrawn"))


async def _after(talk: Talk, request_id: int, verdict: Verdict, done: Text) -> Replies:
    notes = {Verdict.DONE: done, Verdict.STALE: text("review.stale"), Verdict.REFUSED: text("refused")}
    return await show_request(await anew(talk), ShowRequest(request_id), notes[verdict])


REQUESTS_TAPS: dict[type, OnTap] = {
    ShowRequest: show_request,
    ShowRequests: show_requests,
    AgreeTo: agree,
    TakeOver: agree,
    DeclineRequest: start_declining,
    CannotTake: cannot,
    WithdrawRequest: withdraw,
}
"""What the buttons of requests do."""
REQUESTS_AWAITED: dict[type, OnWords] = {DeclineRequest: declined}
"""What a person's next words are, after they were asked why they decline."""
