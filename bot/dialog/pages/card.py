"""The card of an activity: everything the plan says of it, where it stands, and what the viewer may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.dialog.actions import (
    BringBack,
    CheckIn,
    RecordDone,
    RecordQuarter,
    ShowCard,
    ShowCorrecting,
    ShowHistory,
    ShowQuarter,
    ShowRenewals,
    ShowTold,
    ShowTrail,
)
from bot.dialog.model import Button, Card, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import meeting_text, span_name
from bot.dialog.pages.approved import moved_line
from bot.dialog.pages.requesting import changing_row
from bot.dialog.pages.requests import request_rows
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import BUTTON_LENGTH, ROMAN, author_of, clipped, label, moment, name_of, people
from bot.dialog.pages.working import MOST_REPORTS, REPORT_LENGTH, word_lines, work_lines, work_rows
from bot.dialog.text import Text, text, verbatim
from bot.domain.access import (
    may_check_in,
    may_correct,
    may_keep_members,
    may_read_deliveries,
    may_read_trail,
    may_report,
    may_speak_for,
)
from bot.domain.agenda import occurrence_in_view
from bot.domain.check_ins import correctable, entries_of, own_entry
from bot.domain.correcting import seen_mark
from bot.domain.duties import responsible_for
from bot.domain.meetings import meeting_behind
from bot.domain.occurrences import goes_on, quarters_begun
from bot.domain.plan import Activity, Occurrence, State
from bot.domain.renewing import is_renewal
from bot.domain.reports import Outcome

EVERYBODY = 50
FIELD_LENGTH = 700
TITLE_ON_CARD = 400
MOST_SPOKEN_FOR = 3


def card_page(view: View, activity: Activity, occurrence_id: int = 0) -> Reply:
    """Return the card of an activity, on the given occurrence or on the one in view today."""
    occurrence = view.snapshot.occurrence_of.get(occurrence_id)
    if occurrence is None or occurrence.activity_id != activity.id:
        occurrence = occurrence_in_view(view.snapshot, activity, view.today)
    lines = [Line(verbatim(label(activity, TITLE_ON_CARD)), Style.TITLE), *_fields(view, activity)]
    if occurrence is not None:
        lines.extend(_state_lines(view, occurrence))
    lines.extend(_reported(view, activity))
    page = reply(*lines, rows=_rows(view, activity, occurrence))
    return replace(page, card=Card(activity.id, occurrence.id, occurrence.revision)) if occurrence else page


def _fields(view: View, activity: Activity) -> Iterator[Line]:
    goal = next((each for each in view.snapshot.goals if each.id == activity.goal_id), None)
    if goal is not None:
        key = "card.goal" if goal.number else "card.goal-unnumbered"
        yield Line(text(key, number=goal.number, title=clipped(goal.title, FIELD_LENGTH)), Style.NOTE)
    if activity.cancelled_on is not None:
        yield Line(text("card.cancelled", day=activity.cancelled_on), Style.HEADING)
    yield Line(text("card.term", term=clipped(activity.term, FIELD_LENGTH) or "—"))
    yield from moved_line(view.snapshot, activity)
    yield Line(text("card.people", who=people(view.snapshot, activity, EVERYBODY)))
    if activity.cancelled_on is None:
        yield from word_lines(view, activity)
    if activity.resources:
        yield Line(text("card.resources", words=clipped(activity.resources, FIELD_LENGTH)))
    if activity.result:
        yield Line(text("card.result", words=clipped(activity.result, FIELD_LENGTH)))
    if activity.notes:
        yield Line(text("card.notes", words=clipped(activity.notes, FIELD_LENGTH)))


def _state_lines(view: View, occurrence: Occurrence) -> Iterator[Line]:
    meeting = meeting_behind(view.snapshot, occurrence)
    if meeting is not None:
        yield Line(text("card.meeting", when=meeting_text(meeting)))
    several = len(view.snapshot.occurrences_of[occurrence.activity_id]) > 1
    if several:
        yield Line(text("card.occurrence", span=span_name(occurrence.window)), Style.HEADING)
    yield Line(text("card.state", state=state_text(view, occurrence)))
    yield from work_lines(view, occurrence)


def state_text(view: View, occurrence: Occurrence) -> Text:
    """Say where an occurrence stands, with who and when."""
    if occurrence.state is State.CANCELLED:
        return text("state.cancelled")
    if occurrence.state is State.CONFIRMED and occurrence.decided_at:
        who = name_of(view.snapshot.person(occurrence.decided_by))
        return text("state.confirmed", who=who, when=moment(occurrence.decided_at, view.zone))
    if occurrence.state is State.CLAIMED and occurrence.claimed_at:
        who = author_of(view.snapshot, occurrence.claimed_by, occurrence.recorded_by)
        key = "state.claimed-partly" if occurrence.outcome == Outcome.PARTLY else "state.claimed"
        return text(key, who=who, when=moment(occurrence.claimed_at, view.zone))
    if occurrence.state is State.RETURNED and occurrence.decided_at:
        who = name_of(view.snapshot.person(occurrence.decided_by))
        return text("state.returned", who=who, when=moment(occurrence.decided_at, view.zone))
    return _open_state(view, occurrence)


def _open_state(view: View, occurrence: Occurrence) -> Text:
    if occurrence.continuous:
        return text("state.continuous")
    if occurrence.overdue(view.today):
        return text("state.overdue", day=occurrence.window.last)
    ahead = occurrence.window.first > view.today and occurrence.state is State.PLANNED
    key = "state.planned" if ahead else "state.going"
    return text(key, day=occurrence.window.last)


def _reported(view: View, activity: Activity) -> Iterator[Line]:
    for entry in entries_of(view.snapshot, activity)[-MOST_REPORTS:]:
        words = verbatim(clipped(entry.words, REPORT_LENGTH)) if entry.words else text("check-in.nothing")
        who = author_of(view.snapshot, entry.member_id, entry.recorded_by)
        said = text("card.check-in", roman=ROMAN[entry.quarter], words=words, who=who)
        people = entry.participants
        yield Line(text("card.check-in-people", said=said, n=people) if people is not None else said, Style.ITEM)


def _rows(view: View, activity: Activity, occurrence: Occurrence | None) -> tuple[Row, ...]:
    rows: list[Row] = []
    if occurrence is not None:
        rows.extend(work_rows(view, occurrence))
    rows.extend(_check_in(view, activity))
    rows.extend(_for_others(view, activity, occurrence))
    rows.extend(_others(view, activity, occurrence))
    rows.extend(_renewing(view, activity))
    rows.extend(request_rows(view, activity))
    rows.extend(_correcting(view, activity))
    rows.extend(changing_row(view, activity))
    rows.extend(_history(view, activity))
    rows.append((*_course(occurrence), Button(text("button.this-quarter"), ShowQuarter(0))))
    return tuple(rows)


def _course(occurrence: Occurrence | None) -> Iterator[Button]:
    if occurrence is not None and occurrence.revision:
        yield Button(text("button.course"), ShowHistory(occurrence.id))


def _renewing(view: View, activity: Activity) -> Iterator[Row]:
    if may_keep_members(view.member.role) and is_renewal(activity):
        yield (Button(text("button.renewals"), ShowRenewals()),)


def _correcting(view: View, activity: Activity) -> Iterator[Row]:
    if not may_correct(view.member):
        return
    if activity.cancelled_on is None:
        yield (Button(text("button.correct"), ShowCorrecting(activity.id)),)
    else:
        yield (Button(text("button.bring-back"), BringBack(activity.id, seen_mark(activity))),)


def _history(view: View, activity: Activity) -> Iterator[Row]:
    ways = [Button(text("button.history"), ShowTrail(activity.id, 0))] if may_read_trail(view.member.role) else []
    if may_read_deliveries(view.member.role):
        ways.append(Button(text("button.told"), ShowTold(activity.id, 0)))
    if ways:
        yield tuple(ways)


def _check_in(view: View, activity: Activity) -> Iterator[Row]:
    begun = quarters_begun(activity.windows, view.today)
    if begun and goes_on(activity.mode) and may_check_in(view.snapshot, view.member, activity):
        quarter = max(begun)
        said = own_entry(view.snapshot, activity.id, quarter, view.member.id)
        key = "button.check-in-again" if said else "button.check-in"
        if said is None or correctable(activity, quarter, view.today):
            yield (Button(text(key, roman=ROMAN[quarter]), CheckIn(activity.id, quarter)),)


def _for_others(view: View, activity: Activity, occurrence: Occurrence | None) -> Iterator[Row]:
    """Return the ways to write down what those say of it who will never join."""
    if not may_speak_for(view.member.role):
        return
    begun = quarters_begun(activity.windows, view.today) if goes_on(activity.mode) else frozenset[int]()
    for person in [each for each in responsible_for(view.snapshot, activity) if each.spoken_for][:MOST_SPOKEN_FOR]:
        name = text("button.write-down", name=clipped(person.name, BUTTON_LENGTH))
        if begun and may_check_in(view.snapshot, person, activity):
            yield (Button(name, RecordQuarter(person.id, activity.id, max(begun))),)
        elif occurrence is not None and not occurrence.continuous and may_report(view.snapshot, person, occurrence):
            yield (Button(name, RecordDone(person.id, occurrence.id, occurrence.revision)),)


def _others(view: View, activity: Activity, shown: Occurrence | None) -> Iterator[Row]:
    others = [each for each in view.snapshot.occurrences_of[activity.id] if shown and each.id != shown.id]
    buttons = [Button(_span(each), ShowCard(activity.id, each.id)) for each in others]
    yield from (tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _span(occurrence: Occurrence) -> Text:
    mark = "button.span-done" if occurrence.state is State.CONFIRMED else "button.span"
    return text(mark, span=span_name(occurrence.window))
