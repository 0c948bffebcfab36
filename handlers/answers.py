"""From a question to the page that answers it: pages of the snapshot alone."""

from __future__ import annotations

from typing import assert_never

from bot.dialog.model import Line, Reply, reply
from bot.dialog.pages.agenda import agenda_page, quarter_row
from bot.dialog.pages.answers import activities_page, list_page, progress_page, whom_page
from bot.dialog.pages.card import card_page
from bot.dialog.pages.lists import mine_page, overdue_page, waiting_page
from bot.dialog.pages.meetings import coming_page
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import period_text
from bot.dialog.text import text
from bot.domain.agenda import agenda
from bot.domain.asking import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNoGoal,
    AskNumber,
    AskProgress,
    AskUnclear,
    AskWaiting,
    AskWhom,
    Aspect,
    Question,
    Standing,
    Who,
    numbered,
)
from bot.domain.windows import Window

MOST_KEPT = 16
"""Agendas that a branch's snapshot keeps: the quarters, for each role. An agenda must tell all of a role the same."""

Answerable = AskList | AskProgress | AskMeetings | AskWaiting | AskActivities | AskNumber | AskWhom


def page_of(view: View, question: Answerable) -> Reply:
    """Return the answer that the plan gives to a question."""
    match question:
        case AskList():
            page = _list_page(view, question)
        case AskProgress():
            page = progress_page(view, question)
        case AskMeetings(window):
            page = coming_page(view, window)
        case AskWaiting():
            page = waiting_page(view)
        case AskActivities():
            page = _activities(view, question)
        case AskNumber(number, aspect):
            found = numbered(view.snapshot, number)
            page = _activities(view, AskActivities((found.id,) if found else (), aspect))
        case AskWhom():
            page = whom_page(view, question)
        case _:
            assert_never(question)
    return page


def kind_of(question: Question) -> str:
    """Return the name under which `bot ask` tells what a question was understood as; README lists them."""
    match question:
        case AskList(_, who, goal, standing):
            of = "goal" if goal is not None else "window"
            return str(standing) if standing else ("mine" if who.me else "person") if who else of
        case AskActivities(_, aspect) | AskNumber(_, aspect) if aspect is not Aspect.CARD:
            return "responsible" if aspect is Aspect.WHO else "when"
        case _:
            return _KINDS[type(question)]


_KINDS: dict[type[Question], str] = {
    AskActivities: "search",
    AskNumber: "number",
    AskProgress: "progress",
    AskMeetings: "meeting",
    AskWaiting: "waiting",
    AskWhom: "people",
    AskNoGoal: "goal",
    AskHelp: "help",
    AskMenu: "menu",
    AskUnclear: "menu",
}


def _list_page(view: View, asked: AskList) -> Reply:
    """Return the page that a button has too, where nothing else is asked for, so that both say the same."""
    if asked == AskList(who=Who(me=True)):
        return mine_page(view)
    if asked == AskList(standing=Standing.OVERDUE):
        return overdue_page(view)
    if asked.window is not None and (asked == AskList(asked.window) or _other_year(view, asked.window)):
        return span_page(view, asked.window)
    return list_page(view, asked)


def span_page(view: View, window: Window) -> Reply:
    """Return the agenda of some days, or that there is no plan for them."""
    if _other_year(view, window):
        period = period_text(view.snapshot.period)
        return reply(Line(text("agenda.other-year", period=period, asked=window.first.year)), rows=(quarter_row(),))
    return _kept_page(view, window)


def _other_year(view: View, window: Window) -> bool:
    return not any(window.meets(plan.period.window) for plan in view.snapshot.plans)


def _kept_page(view: View, window: Window) -> Reply:
    """Return the agenda of a window; a branch asks for the same one many times, and making it is most of an answer."""
    kept, key = _kept(view), (window, view.today, view.member.role)
    page = kept.get(key)
    if page is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        page = kept[key] = agenda_page(view, agenda(view.snapshot, window, view.today))
    return page


def _kept(view: View) -> dict[object, Reply]:
    kept = view.snapshot.kept.setdefault("agendas", {})
    return kept if isinstance(kept, dict) else {}


def _activities(view: View, asked: AskActivities) -> Reply:
    known = view.snapshot.activity_of
    found = [known[each] for each in asked.activities if each in known]
    if len(found) == 1 and asked == AskActivities((found[0].id,)):
        return card_page(view, found[0])
    return activities_page(view, asked, found)
