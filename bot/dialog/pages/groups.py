"""What is said in a group chat: of the plan alone, without buttons, and without names unless the branch wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.dialog.actions import NameInGroups, ShowPeople, UnbindGroup
from bot.dialog.model import Button, Line, Reply, Style, reply
from bot.dialog.pages.agenda import meeting_text, span_name
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, people
from bot.dialog.text import Text, text, verbatim
from bot.domain.agenda import occurrence_in_view, overdue
from bot.domain.group_notices import quarters_of
from bot.domain.meetings import quarter_of_meeting
from bot.domain.nameless import nameless
from bot.domain.notices import Notice
from bot.domain.occurrences import goes_on
from bot.domain.plan import Activity, Occurrence, State
from bot.domain.windows import Window

MOST_ACTIVITIES = 20
MOST_GROUPS = 8
LONGEST_TERM = 200


def said(*lines: Line) -> Reply:
    """Return a message to a group: nobody presses anything there."""
    return reply(*lines, home=False)


def group_span(view: View, window: Window, *, named: bool, late: bool = True) -> Reply:
    """Return what is due in some days; `late` says what is overdue of it."""
    met = [
        (activity, occurrence)
        for activity in view.snapshot.activities
        for occurrence in view.snapshot.occurrences_of[activity.id]
        if occurrence.window.meets(window) and activity.cancelled_on is None
    ]
    title = Line(text("group.span", span=span_name(window)), Style.TITLE)
    if not met:
        return said(title, Line(text("group.nothing")))
    lines = [Line(_item(view, *each, named=named, late=late), Style.ITEM) for each in met[:MOST_ACTIVITIES]]
    more = len(met) - len(lines)
    return said(title, *lines, *([Line(text("agenda.more", n=more), Style.NOTE)] if more else []))


def _item(view: View, activity: Activity, occurrence: Occurrence, *, named: bool, late: bool) -> Text:
    today = view.today if late else min(view.today, occurrence.window.last)
    what = text("group.item", what=_title(view, activity, named=named), state=_state(occurrence, today))
    return text("group.with-people", what=what, who=people(view.snapshot, activity)) if named else what


def _title(view: View, activity: Activity, *, named: bool) -> str:
    title = label(activity)
    return title if named else nameless(view.snapshot, title)


def _state(occurrence: Occurrence, today: date) -> Text:
    match occurrence.state:
        case State.CONFIRMED:
            return text("group.done")
        case State.CLAIMED:
            return text("group.claimed")
        case State.CANCELLED:
            return text("state.cancelled")
        case State.PLANNED | State.TAKEN | State.RETURNED:
            return _open_state(occurrence, today)


def _open_state(occurrence: Occurrence, today: date) -> Text:
    if occurrence.continuous:
        return text("state.continuous")
    return text("state.overdue" if occurrence.overdue(today) else "group.until", day=occurrence.window.last)


def group_digest(view: View, notice: Notice, *, named: bool, repeated: bool) -> Reply:
    """Return what a quarter holds, on its first working day; nothing is called late, and nobody is reminded."""
    quarter = next(each for each in quarters_of(view.snapshot) if each.first == notice.refers_to)
    page = group_span(view, quarter, named=named, late=False)
    meetings = [each for each in view.snapshot.meetings if quarter_of_meeting(view.snapshot, each).meets(quarter)]
    called = [Line(meeting_text(each)) for each in meetings if each.day]
    how = Line(text("group.digest-how"), Style.NOTE)
    return replace(page, lines=(*page.lines, *called, how, *_again(repeated=repeated)))


def group_call(view: View, notice: Notice, *, repeated: bool) -> Reply:
    """Return the call to a meeting of the presidium."""
    meeting = view.snapshot.meeting_with(notice.subject)
    time = text("at-time", time=meeting.time) if meeting and meeting.time else None
    return said(Line(text("group.call", day=notice.refers_to, time=time)), *_again(repeated=repeated))


def _again(*, repeated: bool) -> tuple[Line, ...]:
    return (Line(text("notice.repeated"), Style.NOTE),) if repeated else ()


def group_overdue(view: View) -> Reply:
    """Return how much is overdue, and nobody's part in it."""
    late = len(overdue(view.snapshot, view.today))
    return said(Line(text("group.overdue", n=late) if late else text("overdue.nothing")))


def group_meeting(view: View) -> Reply:
    """Return the next meeting of the presidium."""
    ahead = [each for each in view.snapshot.meetings if quarter_of_meeting(view.snapshot, each).last >= view.today]
    ahead = [each for each in ahead if each.day is None or each.day >= view.today]
    return said(Line(meeting_text(ahead[0])) if ahead else Line(text("group.no-meeting")))


def group_card(view: View, activity: Activity, *, named: bool) -> Reply:
    """Return where an activity stands."""
    lines = [Line(verbatim(_title(view, activity, named=named)), Style.TITLE)]
    term = clipped(activity.term, LONGEST_TERM)
    lines.append(Line(text("card.term", term=(term if named else nameless(view.snapshot, term)) or "—")))
    occurrence = occurrence_in_view(view.snapshot, activity, view.today)
    if activity.cancelled_on is not None:
        lines.append(Line(text("card.cancelled", day=activity.cancelled_on)))
    elif occurrence is not None and not goes_on(activity.mode):
        lines.append(Line(text("card.state", state=_state(occurrence, view.today))))
    if named:
        lines.append(Line(text("card.people", who=people(view.snapshot, activity))))
    return said(*lines)


def elsewhere(handle: str) -> Reply:
    """Point to the private chat, for all that is not for a group."""
    return said(Line(text("group.elsewhere-link", handle=handle) if handle else text("group.elsewhere")))


def groups_page(made: Sequence[tuple[int, date]], *, named: bool) -> Reply:
    """Return the branch's group chats, by their ids and days, with a way to unbind each, and whether names are said."""
    state = Line(text("groups.named" if named else "groups.nameless"))
    items = [
        Line(text("groups.item", number=number, day=day), Style.ITEM)
        for number, (_, day) in enumerate(made[:MOST_GROUPS], 1)
    ]
    how = Line(text("groups.how"), Style.NOTE)
    rows = [
        (Button(text("button.unbind", number=number), UnbindGroup(group)),)
        for number, (group, _) in enumerate(made[:MOST_GROUPS], 1)
    ]
    switch = Button(text("button.no-names" if named else "button.names"), NameInGroups(0 if named else 1))
    title = Line(text("groups.title"), Style.TITLE)
    back = Button(text("button.people"), ShowPeople())
    return reply(title, *(items or [Line(text("groups.none"))]), state, how, rows=(*rows, (switch,), (back,)))
