"""Requests for a change put into words: what is asked for, why, where it stands, and what the reader may do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import (
    AgreeTo,
    CannotTake,
    DeclineRequest,
    ShowCard,
    ShowRequest,
    ShowRequests,
    TakeOver,
    WithdrawRequest,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, moment, name_of, people, short_label
from bot.dialog.text import Text, text
from bot.domain.plan import Activity, PlanHead, Snapshot
from bot.domain.requesting import is_stale, may_settle, may_withdraw
from bot.domain.requests import HANDING_OVER, Request, RequestKind, RequestState
from bot.domain.terms import read_term

WORDS_LENGTH, TERM_LENGTH, MOST_WINDOWS = 500, 150, 6


def wanted_text(snapshot: Snapshot, request: Request) -> Text:
    """Say what is asked for in one sentence, after whoever asks for it."""
    what = clipped(request.words("title"), WORDS_LENGTH)
    activity = snapshot.activity_of.get(request.activity_id or 0)
    if activity is not None:
        what = label(activity)
    who, taker = name_of(snapshot.person(request.member_id)), name_of(snapshot.person(request.asked_id))
    term = clipped(request.words("term"), TERM_LENGTH)
    return text(f"request.{request.kind}", who=who, what=what, taker=taker, term=term)


def request_lines(snapshot: Snapshot, request: Request) -> Iterator[Line]:
    """Say who asks for what, what it comes to, and why."""
    yield Line(wanted_text(snapshot, request))
    activity = snapshot.activity_of.get(request.activity_id or 0)
    if activity is not None and request.kind is RequestKind.MOVE and request.open:
        yield Line(text("request.now", term=clipped(activity.term, TERM_LENGTH) or "—"), Style.NOTE)
    if activity is not None and request.kind in HANDING_OVER and request.open:
        yield Line(text("request.now-people", who=people(snapshot, activity)), Style.NOTE)
    yield from understood(snapshot, request)
    if request.reason:
        yield Line(text("quoted", words=clipped(request.reason, WORDS_LENGTH)), Style.QUOTE)


def understood(snapshot: Snapshot, request: Request) -> Iterator[Line]:
    """Name the days that the wanted term is read as."""
    plan = _plan_of(snapshot, request)
    if plan is None or not request.words("term"):
        return
    term = read_term(request.words("term"), plan.period)
    for window in term.windows[:MOST_WINDOWS]:
        mode = text(f"mode.{term.mode}") if term.mode else None
        yield Line(
            text("request.days", first=window.first, last=window.last, year=window.last.year, mode=mode), Style.ITEM
        )
    if len(term.windows) > MOST_WINDOWS:
        yield Line(text("agenda.more", n=len(term.windows) - MOST_WINDOWS), Style.NOTE)


def _plan_of(snapshot: Snapshot, request: Request) -> PlanHead | None:
    activity = snapshot.activity_of.get(request.activity_id or 0)
    return snapshot.plan_of.get(activity.plan_id if activity else request.number("plan"))


def request_page(view: View, request: Request) -> Reply:
    """Return a request with where it stands and what the reader may do about it."""
    lines = [*request_lines(view.snapshot, request), Line(state_text(view, request))]
    if request.answer:
        lines.append(Line(text("quoted", words=clipped(request.answer, WORDS_LENGTH)), Style.QUOTE))
    activity = view.snapshot.activity_of.get(request.activity_id or 0)
    card = [(Button(text("button.card"), ShowCard(activity.id)),)] if activity else []
    return reply(*lines, rows=(*_decisions(view, request), *card))


def state_text(view: View, request: Request) -> Text:
    """Say where a request stands, with who decided and when."""
    if request.open:
        if is_stale(view.snapshot, request):
            return text("request-state.stale")
        if request.kind in HANDING_OVER:
            return text("request-state.asked", who=name_of(view.snapshot.person(request.asked_id)))
        return text("request-state.open")
    key = f"request-state.{request.state}"
    when = moment(request.settled_at, view.zone) if request.settled_at else None
    return text(key, who=name_of(view.snapshot.person(request.settled_by)), when=when)


def state_notice(snapshot: Snapshot, request: Request) -> Iterator[Line]:
    """Say what became of a request, to its author and to those who keep the plan."""
    who = name_of(snapshot.person(request.settled_by))
    yield Line(text(f"request-news.{request.state}", who=who, what=wanted_text(snapshot, request)))
    if request.answer:
        yield Line(text("quoted", words=clipped(request.answer, WORDS_LENGTH)), Style.QUOTE)


def _decisions(view: View, request: Request) -> Iterator[Row]:
    if not request.open:
        return
    if may_settle(view.member, request) and not is_stale(view.snapshot, request):
        yield decision_row(request)
    if may_withdraw(view.member, request):
        yield (Button(text("button.request-withdraw"), WithdrawRequest(request.id, request.revision)),)


def decision_row(request: Request, *, keep: bool = False) -> Row:
    """Return the two answers to a request, by whoever must agree."""
    seen = (request.id, request.revision)
    if request.kind in HANDING_OVER:
        take = Button(text("button.request-take"), TakeOver(*seen), keep=keep)
        return (take, Button(text("button.request-cannot"), CannotTake(*seen), keep=keep))
    agree = Button(text("button.request-agree"), AgreeTo(*seen), keep=keep)
    return (agree, Button(text("button.request-decline"), DeclineRequest(*seen), keep=True))


def requests_page(view: View, requests: Sequence[Request], page: int) -> Reply:
    """Return a page of requests: those that wait for the reader's word first, then their own."""
    part = part_of(requests, page)
    title = Line(text("requests.title"), Style.TITLE)
    if not requests:
        return reply(title, Line(text("requests.none")))
    items = [Line(wanted_text(view.snapshot, each), Style.ITEM) for each in part.items]
    buttons = [Button(button_text(view.snapshot, each), ShowRequest(each.id)) for each in part.items]
    rows = (*((each,) for each in buttons), *page_rows(part, ShowRequests))
    return reply(title, *items, *page_lines(part), rows=rows)


def button_text(snapshot: Snapshot, request: Request) -> Text:
    """Name a request on a button."""
    activity = snapshot.activity_of.get(request.activity_id or 0)
    what = short_label(activity) if activity else clipped(request.words("title"), TITLE_ON_BUTTON)
    return text("button.request", kind=text(f"request-kind.{request.kind}"), what=what)


TITLE_ON_BUTTON = 20


def request_rows(view: View, activity: Activity) -> Iterator[Row]:
    """Return the ways from the card of an activity to what is asked for about it, for those whom it concerns."""
    concerned = [
        each
        for each in view.snapshot.requests
        if each.activity_id == activity.id and each.state is RequestState.OPEN and not is_stale(view.snapshot, each)
    ]
    shown = [each for each in concerned if may_settle(view.member, each) or each.member_id == view.member.id]
    for each in shown[:MOST_ON_CARD]:
        yield (Button(button_text(view.snapshot, each), ShowRequest(each.id)),)


MOST_ON_CARD = 2
