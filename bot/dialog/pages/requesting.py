"""Asking for a change: what can be asked for, the questions on the way, and whom to hand an activity over to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import (
    Action,
    AskCancelling,
    AskMove,
    AskTaker,
    ChooseTaker,
    HandOver,
    Propose,
    SendRequest,
    ShowCard,
    ShowChanging,
    ShowCorrecting,
    StartProposing,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.requests import request_rows, understood, wanted_text
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, period_text
from bot.dialog.text import Text, text, verbatim
from bot.domain.access import may_correct
from bot.domain.plan import Activity, Goal, Member, PlanHead, Snapshot
from bot.domain.requesting import may_request, request_mark
from bot.domain.requests import KINDS, TERMS, Request, RequestKind

NAME_LENGTH, TERM_LENGTH, GOAL_ON_BUTTON, MOST_GOALS = 30, 300, 60, 30


def changing_page(view: View, activity: Activity) -> Reply:
    """Return which changes of an activity the member can ask for; who keeps the plan makes them at once."""
    title = Line(text("changing.title", what=label(activity)), Style.TITLE)
    rows = [*_ways(view, activity), *request_rows(view, activity)]
    hint = text("changing.hint" if any(_ways(view, activity)) else "changing.nothing")
    if may_correct(view.member):
        rows.insert(0, (Button(text("button.correct"), ShowCorrecting(activity.id)),))
        hint = text("changing.at-once")
    return reply(title, Line(hint), rows=(*rows, (Button(text("button.card"), ShowCard(activity.id)),)))


def _ways(view: View, activity: Activity) -> Iterator[Row]:
    mark = request_mark(view.snapshot, activity)
    ways: dict[RequestKind, Action] = {
        RequestKind.MOVE: AskMove(activity.id, mark),
        RequestKind.DELEGATE: HandOver(activity.id, mark, KINDS.index(RequestKind.DELEGATE)),
        RequestKind.SUBSTITUTE: HandOver(activity.id, mark, KINDS.index(RequestKind.SUBSTITUTE)),
        RequestKind.CANCEL: AskCancelling(activity.id, mark),
    }
    for kind, action in ways.items():
        if may_request(view.snapshot, view.member, kind, activity):
            yield (Button(text(f"ask-for.{kind}"), action),)


def changing_row(view: View, activity: Activity) -> Iterator[Row]:
    """Return the one way from the card to all changes that can be asked for."""
    if any(_ways(view, activity)):
        yield (Button(text("button.changing"), ShowChanging(activity.id)),)


def ask_move_page(activity: Activity, *before: Line) -> Reply:
    """Ask for the term to move an activity to, in the person's own words."""
    now = Line(text("correct.now", words=clipped(activity.term, TERM_LENGTH) or "—"), Style.NOTE)
    lines = (Line(text("changing.ask-term", what=label(activity))), now, Line(text("correct.term-hint"), Style.NOTE))
    return reply(*before, *lines, rows=((_back(activity),),))


def ask_taker_page(activity: Activity, request: Request, others: Sequence[Member], page: int, said: str = "") -> Reply:
    """Ask who is to take it over: a list to choose from; `said` is the beginning of a name that they have in common."""
    part = part_of(others, page)
    rows: list[Row] = [
        (Button(verbatim(clipped(each.name, NAME_LENGTH)), ChooseTaker(request.id, each.id)),) for each in part.items
    ]
    rows.extend(() if said else page_rows(part, lambda to: AskTaker(request.id, to)))
    question = Line(text(f"hand-over.{request.kind}", what=label(activity)))
    hint = text("changing.takers" if others else "changing.nobody")
    pages = () if said else tuple(page_lines(part))
    return reply(question, Line(hint, Style.NOTE), *pages, rows=(*rows, (_back(activity),)))


def ask_why_page(snapshot: Snapshot, request: Request, *before: Line) -> Reply:
    """Show what was understood of a request, and ask why."""
    lines = [Line(wanted_text(snapshot, request)), *understood(snapshot, request)]
    if TERMS[request.kind].reason:
        lines.append(Line(text("changing.ask-why")))
        rows: list[Row] = []
    else:
        lines.append(Line(text("changing.ask-words")))
        rows = [(Button(text("button.request-send"), SendRequest(request.id)),)]
    activity = snapshot.activity_of.get(request.activity_id or 0)
    return reply(*before, *lines, rows=(*rows, *(((_back(activity),),) if activity else ())))


def propose_plan_page(plans: Sequence[PlanHead]) -> Reply:
    """Ask for which of several plans an activity is proposed."""
    rows = tuple((Button(period_text(plan.period), StartProposing(plan.id)),) for plan in plans)
    return reply(Line(text("add.which-plan")), rows=rows)


def propose_goal_page(plan_id: int, goals: Sequence[Goal], *before: Line) -> Reply:
    """Ask under which goal it would be."""
    rows = [(Button(_goal(goal), Propose(plan_id, goal.id)),) for goal in goals[:MOST_GOALS]]
    none = Button(text("button.no-goal"), Propose(plan_id, 0))
    return reply(*before, Line(text("propose.which-goal")), rows=(*rows, (none,)))


def ask_proposal_page(*before: Line) -> Reply:
    """Ask for the title of a proposed activity."""
    return reply(*before, Line(text("propose.ask-title")), Line(text("propose.hint"), Style.NOTE))


def ask_proposed_term_page(request: Request, *before: Line) -> Reply:
    """Ask for its term."""
    asked = Line(text("propose.ask-term", title=clipped(request.words("title"), TERM_LENGTH)))
    return reply(*before, asked, Line(text("correct.term-hint"), Style.NOTE))


def ask_answer_page(snapshot: Snapshot, request: Request) -> Reply:
    """Ask whoever declines a request why."""
    return reply(Line(wanted_text(snapshot, request)), Line(text("request.ask-answer")))


def _goal(goal: Goal) -> Text:
    title = clipped(goal.title, GOAL_ON_BUTTON)
    return verbatim(f"{goal.number}. {title}" if goal.number else title)


def _back(activity: Activity) -> Button:
    return Button(text("button.back"), ShowChanging(activity.id))
