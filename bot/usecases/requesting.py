"""Asking for a change of the plan: begun with a tap or a title, told in a few messages, and sent once it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.dialog.actions import (
    Action,
    AskCancelling,
    AskMove,
    AskProposedTerm,
    AskTaker,
    AskWhy,
    ChooseTaker,
    HandOver,
    Propose,
    ShowRequest,
    ShowRequests,
    encode,
)
from bot.domain.correcting import title_of
from bot.domain.duties import CALLING_ROLES, with_roles
from bot.domain.notices import Kind
from bot.domain.plan import Activity, Snapshot
from bot.domain.requesting import able_to_take, is_stale, may_request, request_mark
from bot.domain.requests import HANDING_OVER, KINDS, TERMS, Request, RequestKind, RequestState
from bot.domain.terms import Term, read_term
from bot.domain.windows import Period
from bot.usecases.acting import Act, acting, record, words_came
from bot.usecases.house import House
from bot.usecases.telling import owe
from db import inbox, requests
from db.caller import Caller
from db.requests import request_of
from db.tables import MemberRow, RequestRow


class Outcome(StrEnum):
    """What came of a step of asking."""

    ASKED = "asked"
    """It is begun, and the next thing is asked for."""
    SENT = "sent"
    UNCLEAR = "unclear"
    """The words are no answer; the question stays."""
    STALE = "stale"
    """The activity is no longer as the person saw it, or the request is over."""
    REFUSED = "refused"
    REPEATED = "repeated"
    """The update has had its effect before."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of it, of which request (0 when there is none), and for UNCLEAR why: a text key after ``why.``."""

    outcome: Outcome
    request_id: int = 0
    why: str = ""


def clear_term(words: str, period: Period) -> Term | str:
    """Return a term that can be read beyond doubt, else why it cannot: a text key after ``why.``."""
    term = read_term(words, period)
    if term.sure and term.windows and term.mode:
        return term
    return "no-term" if term.sure else term.why


async def say_term(house: House, caller: Caller, about: AskMove, words: str, update_key: str) -> Said:
    """Take the term that an activity is to be moved to; then it is asked why."""
    async with acting(house, caller, update_key, ShowRequests(0)) as act:
        activity = _seen(act, RequestKind.MOVE, about.activity, about.mark)
        if act is None or isinstance(activity, Said):
            return await _over(act, activity)
        term = clear_term(words, act.snapshot.plan_of[activity.plan_id].period)
        if isinstance(term, str):
            return Said(Outcome.UNCLEAR, why=term)
        return await _begin(act, update_key, RequestKind.MOVE, activity, {"term": words})


async def hand_over(house: House, caller: Caller, about: HandOver, update_key: str) -> Said:
    """Begin to ask somebody else to take an activity over; then it is asked whom."""
    kind = KINDS[about.how] if about.how < len(KINDS) else RequestKind.MOVE
    async with acting(house, caller, update_key, ShowRequests(0)) as act:
        activity = _seen(act, kind, about.activity, about.mark) if kind in HANDING_OVER else Said(Outcome.REFUSED)
        if act is None or isinstance(activity, Said):
            return await _over(act, activity)
        return await _begin(act, update_key, kind, activity, {})


async def choose_taker(house: House, caller: Caller, about: ChooseTaker, update_key: str) -> Said:
    """Take whom somebody is to hand an activity over to; then there is room for a few words to them."""
    async with acting(house, caller, update_key, ShowRequest(about.request)) as act:
        row = await _begun(act, about.request)
        if act is None or row is None or not act.fresh:
            return Said(Outcome.REPEATED if act and not act.fresh else Outcome.STALE, about.request)
        able = any(each.id == about.member for each in able_to_take(act.snapshot, act.member))
        if not able or row.kind not in HANDING_OVER:
            return Said(Outcome.STALE)
        row.asked_id = about.member
        await _await(act, AskWhy(row.id))
        return Said(Outcome.ASKED, row.id)


async def _begun(act: Act | None, request_id: int) -> RequestRow | None:
    """Return what the member has begun, if it is that request."""
    row = await requests.begun_by(act.session, act.member.id) if act else None
    return row if row is not None and row.id == request_id else None


async def ask_cancelling(house: House, caller: Caller, about: AskCancelling, update_key: str) -> Said:
    """Begin to ask for an activity to be cancelled; then it is asked why."""
    async with acting(house, caller, update_key, ShowRequests(0)) as act:
        activity = _seen(act, RequestKind.CANCEL, about.activity, about.mark)
        if act is None or isinstance(activity, Said):
            return await _over(act, activity)
        return await _begin(act, update_key, RequestKind.CANCEL, activity, {})


async def say_title(house: House, caller: Caller, about: Propose, words: str, update_key: str) -> Said:
    """Take the title of a proposed activity; then its term is asked for."""
    async with acting(house, caller, update_key, ShowRequests(0)) as act:
        if act is None or not may_request(act.snapshot, act.member, RequestKind.ADD):
            return Said(Outcome.REFUSED)
        if not act.fresh or not _is_place(act.snapshot, about):
            return Said(Outcome.REPEATED if not act.fresh else Outcome.STALE)
        title = title_of(words)
        if title is None:
            return Said(Outcome.UNCLEAR)
        wanted = {"title": title, "plan": about.plan, "goal": about.goal}
        return await _begin(act, update_key, RequestKind.ADD, None, wanted)


def _is_place(snapshot: Snapshot, about: Propose) -> bool:
    return about.plan in snapshot.plan_of and (not about.goal or any(each.id == about.goal for each in snapshot.goals))


async def say_proposed_term(house: House, caller: Caller, about: AskProposedTerm, words: str, update_key: str) -> Said:
    """Take the term of a proposed activity; then it is asked why."""
    async with acting(house, caller, update_key, ShowRequest(about.request)) as act:
        row = await _begun(act, about.request)
        if act is None or row is None or not act.fresh:
            return Said(Outcome.REPEATED if act and not act.fresh else Outcome.STALE, about.request)
        plan = act.snapshot.plan_of.get(request_of(row).number("plan"))
        if plan is None:
            return Said(Outcome.STALE)
        term = clear_term(words, plan.period)
        if isinstance(term, str):
            return Said(Outcome.UNCLEAR, row.id, term)
        row.wanted = {**row.wanted, "term": words}
        await _await(act, AskWhy(row.id))
        return Said(Outcome.ASKED, row.id)


async def send(house: House, caller: Caller, request_id: int, reason: str, update_key: str) -> Said:
    """Send a request that is whole to whoever must agree; they hear of it."""
    async with acting(house, caller, update_key, ShowRequest(request_id)) as act:
        if act is None or not act.fresh:
            return Said(Outcome.REPEATED if act else Outcome.REFUSED, request_id)
        row = await _begun(act, request_id)
        if row is None:
            return Said(Outcome.STALE)
        request = request_of(row)
        if not whole(request, reason):
            return Said(Outcome.UNCLEAR, row.id)
        await words_came(act)
        if not _can_be_sent(act, request):
            await act.session.delete(row)
            return Said(Outcome.STALE)
        await _sent(act, row, reason)
    house.nudge()
    return Said(Outcome.SENT, request_id)


def whole(request: Request, reason: str) -> bool:
    """Tell whether a request says all that it must: why, where that is needed, whom, and of a new activity when."""
    return bool(reason or not TERMS[request.kind].reason) and missing(request) is None


def missing(request: Request) -> Action | None:
    """Return the question that comes before why it is asked for; None where that is the only one left."""
    if request.kind is RequestKind.ADD and not request.words("term"):
        return AskProposedTerm(request.id)
    if request.kind in HANDING_OVER and request.asked_id is None:
        return AskTaker(request.id, 0)
    return None


def _can_be_sent(act: Act, request: Request) -> bool:
    activity = act.snapshot.activity_of.get(request.activity_id or 0)
    may = may_request(act.snapshot, act.member, request.kind, activity)
    return may and not is_stale(act.snapshot, request)


async def _sent(act: Act, row: RequestRow, reason: str) -> None:
    row.state, row.at, row.reason = RequestState.OPEN, act.now, reason
    row.revision += 1
    await act.session.flush()
    if row.asked_id is not None:
        await owe(act, Kind.ASKED_TO_TAKE, row.id, row.revision, row.asked_id)
    else:
        for keeper in with_roles(act.snapshot, CALLING_ROLES):
            await owe(act, Kind.REQUEST, row.id, row.revision, keeper.id)
    await record(act, "send-request", subject_of(request_of(row)), reason)


def subject_of(request: Request) -> str:
    """Return what the trail says a request is about."""
    return f"activity:{request.activity_id}" if request.activity_id else f"plan:{request.number('plan')}"


def _seen(act: Act | None, kind: RequestKind, activity_id: int, mark: int) -> Activity | Said:
    """Return the activity that a change is asked for, if it is as the person saw it and they may ask."""
    activity = act.snapshot.activity_of.get(activity_id) if act else None
    if act is None or activity is None:
        return Said(Outcome.REFUSED)
    if not act.fresh:
        return Said(Outcome.REPEATED)
    if not may_request(act.snapshot, act.member, kind, activity):
        return Said(Outcome.REFUSED)
    return activity if request_mark(act.snapshot, activity) == mark else Said(Outcome.STALE)


async def _over(act: Act | None, said: Activity | Said) -> Said:
    """Return why nothing can be asked for; nothing is waited for any more."""
    if act is not None:
        await words_came(act)
    return said if isinstance(said, Said) else Said(Outcome.REFUSED)


async def _begin(
    act: Act,
    update_key: str,
    kind: RequestKind,
    activity: Activity | None,
    wanted: Mapping[str, object],
) -> Said:
    marked = {"mark": request_mark(act.snapshot, activity)} if activity else {}
    row = RequestRow(
        branch_id=act.snapshot.branch_id,
        activity_id=activity.id if activity else None,
        kind=kind,
        member_id=act.member.id,
        at=act.now,
        wanted={**wanted, **marked},
        state=RequestState.BEGUN,
    )
    await requests.begin(act.session, row)
    await _await(act, missing(request_of(row)) or AskWhy(row.id))
    await inbox.tell(act.session, update_key, encode(ShowRequest(row.id)))
    return Said(Outcome.ASKED, row.id)


async def _await(act: Act, action: Action) -> None:
    member = await act.session.get_one(MemberRow, act.member.id)
    member.awaiting, member.awaiting_since = encode(action), act.now


async def begun(house: House, caller: Caller, request_id: int = 0) -> Request | None:
    """Return the request that the caller has begun and not sent yet; with an id only if it is that one."""
    async with house.store.reading() as session:
        row = await requests.begun_by(session, caller.member_id)
    return request_of(row) if row and request_id in {0, row.id} else None
