"""Answers to questions in people's own words: each says first what was understood, so that a mistake is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.dialog.actions import ShowCard, ShowMine, ShowOverdue, ShowQuarter, ShowTheirs
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import (
    activity_rows,
    agenda_lines,
    card_rows,
    done_text,
    due_text,
    going_text,
    late_text,
    quarter_row,
    section,
    span_name,
)
from bot.dialog.pages.card import state_text
from bot.dialog.pages.fitting import Detail, fitted
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, people, short_label
from bot.dialog.text import Text, text, verbatim
from bot.domain.agenda import Item, occurrence_in_view
from bot.domain.asking import AskActivities, AskList, AskProgress, AskWhom, Aspect, Scope, Standing, Who
from bot.domain.asking.naming import groups_of
from bot.domain.asking.progress import Progress, progress
from bot.domain.asking.selecting import agenda_of, listed, standing_items
from bot.domain.duties import parties_of
from bot.domain.plan import Activity
from bot.domain.windows import Window

MOST_FOUND, MOST_TOLD = 8, 24
_GOAL_LENGTH, _NAMES_LENGTH, _BUTTON_LENGTH = 60, 80, 24


def scope_of(view: View) -> Scope:
    """Return in which plan, on which day and by whom it is asked."""
    return Scope(view.snapshot, view.today, view.member.id)


def understood(view: View, who: Who | None, goal: int | None, window: Window | None, *after: Text) -> Text:
    """Say what was understood: whose, which goal, which days."""
    parts = [*_whose(view, who), *_goal(view, goal), *([span_name(window)] if window else []), *after]
    said = parts[0] if parts else text("answer.plan")
    for part in parts[1:]:
        said = text("answer.joined", one=said, other=part)
    return said


def _whose(view: View, who: Who | None) -> Iterator[Text]:
    if who is None:
        return
    if who.me:
        yield text("answer.mine")
        return
    parties = [view.snapshot.parties[each] for each in sorted(who.parties)]
    names = (view.snapshot.parties[min(group)].name for group in groups_of(parties))
    yield verbatim(clipped(", ".join(names), _NAMES_LENGTH))


def _goal(view: View, goal: int | None) -> Iterator[Text]:
    found = next((each for each in view.snapshot.goals if each.id == goal), None)
    if found is not None:
        key = "answer.goal" if found.number else "answer.goal-unnumbered"
        yield text(key, number=found.number, title=clipped(found.title, _GOAL_LENGTH))


def list_page(view: View, asked: AskList) -> Reply:
    """Return what of the plan is asked for, by days, people, goals, and by how far it is."""
    standing = [text(f"standing.{asked.standing}")] if asked.standing else []
    title = Line(understood(view, asked.who, asked.goal, asked.window, *standing), Style.TITLE)
    lines, rows = _listed(view, asked)
    close = quarter_row() if asked.window else _ways()
    return reply(title, *(lines or (Line(text("answer.nothing")),)), rows=(*rows, close))


def _listed(view: View, asked: AskList) -> tuple[tuple[Line, ...], tuple[Row, ...]]:
    scope = scope_of(view)
    agenda = agenda_of(scope, asked)
    if asked.standing is not None:
        items = standing_items(scope, asked)
        return fitted(lambda detail: _items(view, asked.standing, items, detail)), card_rows(items)
    if agenda is not None:
        return fitted(lambda detail: agenda_lines(view, agenda, detail)), card_rows(agenda.items)
    found = listed(scope, asked.who, asked.goal)
    return _activity_lines(found), activity_rows(found)


def _items(view: View, standing: Standing | None, items: Sequence[Item], detail: Detail) -> Iterator[Line]:
    for item in items[: detail.items]:
        match standing:
            case Standing.OVERDUE:
                yield Line(late_text(view, item, detail), Style.ITEM)
            case Standing.DONE if item.occurrence.closed:
                yield Line(done_text(item, detail), Style.ITEM)
            case _:
                yield Line(due_text(view, item, detail), Style.ITEM)
    if len(items) > detail.items:
        yield Line(text("agenda.more", n=len(items) - detail.items), Style.NOTE)


def _activity_lines(activities: Sequence[Activity]) -> tuple[Line, ...]:
    def lines(detail: Detail) -> Iterator[Line]:
        for each in activities[: detail.items]:
            term = clipped(each.term, detail.title) or "—"
            yield Line(text("answer.item-when", what=label(each, detail.title), when=term), Style.ITEM)
        if len(activities) > detail.items:
            yield Line(text("agenda.more", n=len(activities) - detail.items), Style.NOTE)

    return fitted(lines)


def _ways() -> Row:
    return Button(text("button.this-quarter"), ShowQuarter(0)), Button(text("button.overdue"), ShowOverdue())


def progress_page(view: View, asked: AskProgress) -> Reply:
    """Return how far the plan or a part of it is: figures first, then what is late, ahead, finished, going on."""
    found = progress(scope_of(view), asked)
    title = Line(understood(view, asked.who, asked.goal, asked.window), Style.TITLE)
    whole = asked == AskProgress()

    def lines(detail: Detail) -> Iterable[Line]:
        yield from _figures(found)
        yield from section("agenda.overdue", found.overdue, lambda item: late_text(view, item, detail), detail)
        if whole:
            yield from _by_goals(view)
            return
        ahead = found.claimed + found.ahead
        yield from section("answer.ahead", ahead, lambda item: due_text(view, item, detail), detail)
        yield from section("agenda.done", found.done, lambda item: done_text(item, detail), detail)
        yield from section("agenda.ongoing", found.ongoing, lambda item: going_text(view, item, detail), detail)

    everything = found.overdue if whole else found.overdue + found.claimed + found.ahead + found.done + found.ongoing
    return reply(title, *fitted(lines), rows=(*card_rows(everything), _ways()))


def _figures(found: Progress) -> Iterator[Line]:
    yield Line(text("answer.done-of", done=len(found.done), total=found.total))
    if found.claimed:
        yield Line(text("answer.claimed", count=len(found.claimed)))
    if found.overdue:
        yield Line(text("answer.late", count=len(found.overdue)))


def _by_goals(view: View) -> Iterator[Line]:
    for goal in view.snapshot.goals:
        found = progress(scope_of(view), AskProgress(goal=goal.id))
        if found.total or found.ongoing:
            title = clipped(goal.title, _GOAL_LENGTH)
            name = f"{goal.number}. {title}" if goal.number else title
            figures = text("answer.done-of", done=len(found.done), total=found.total)
            yield Line(text("answer.goal-figures", goal=name, figures=figures), Style.ITEM)


def activities_page(view: View, asked: AskActivities, activities: Sequence[Activity]) -> Reply:
    """Return some activities, each with what is asked of it and a button to its card; one of them in more words."""
    before = [] if asked.window is None else [Line(text("answer.not-then", span=span_name(asked.window)), Style.NOTE)]
    if len(activities) == 1 and asked.sure:
        return reply(*_one(view, activities[0], asked.aspect), *before, rows=activity_rows(activities))
    title = text("found.title", n=len(activities)) if asked.sure else text("answer.perhaps")
    shown = activities[: MOST_FOUND if asked.aspect is Aspect.CARD else MOST_TOLD]
    lines = [Line(_told(view, each, asked.aspect), Style.ITEM) for each in shown]
    if len(activities) > len(shown):
        lines.append(Line(text("agenda.more", n=len(activities) - len(shown)), Style.NOTE))
    rows = _named_rows(shown) if len(shown) <= MOST_FOUND else activity_rows(shown)
    return reply(Line(title, Style.TITLE), *before, *lines, rows=rows)


def _named_rows(activities: Sequence[Activity]) -> tuple[Row, ...]:
    return tuple((Button(verbatim(_button_name(each)), ShowCard(each.id)),) for each in activities)


def _button_name(activity: Activity) -> str:
    return short_label(activity) if not activity.number else label(activity, _BUTTON_LENGTH)


def _told(view: View, activity: Activity, aspect: Aspect) -> Text:
    if aspect is Aspect.WHEN:
        return text("answer.item-when", what=label(activity), when=activity.term or "—")
    return text("found.item", what=label(activity), who=people(view.snapshot, activity))


def _one(view: View, activity: Activity, aspect: Aspect) -> Iterator[Line]:
    yield Line(verbatim(label(activity)), Style.TITLE)
    if aspect is not Aspect.WHEN:
        parties = parties_of(view.snapshot, activity)
        yield Line(text("answer.lead", who=parties[0].name if parties else text("people.nobody")))
        if parties[1:]:
            yield Line(text("answer.together", who=", ".join(each.name for each in parties[1:])))
    yield Line(text("card.term", term=activity.term or "—"))
    occurrence = occurrence_in_view(view.snapshot, activity, view.today)
    if occurrence is not None:
        yield Line(text("card.state", state=state_text(view, occurrence)))


def whom_page(view: View, asked: AskWhom) -> Reply:
    """Ask which of some people of a like name is meant."""
    rows = tuple((_person(view, min(each)),) for each in asked.people[:MOST_FOUND])
    return reply(Line(text("answer.whom")), rows=(*rows, (Button(text("button.mine"), ShowMine()),)))


def _person(view: View, party: int) -> Button:
    return Button(verbatim(clipped(view.snapshot.parties[party].name, _BUTTON_LENGTH)), ShowTheirs(party))
