"""Notices put into words: what one person is owed at one moment is one message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import assert_never

from bot.dialog.actions import AskMeetingDay, CheckIn, Claim, Confirm, NothingDone, Return, ShowCard
from bot.dialog.model import Button, Card, Line, Reply, Row, Style, reply
from bot.dialog.pages.wording import ROMAN, clipped, label, name_of, people, short_label
from bot.dialog.pages.working import done_key
from bot.dialog.text import Text, text
from bot.domain.duties import is_responsible
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Activity, Contribution, Meeting, Occurrence, Snapshot, State
from bot.domain.reports import Outcome
from bot.domain.windows import quarter_of

WORDS_LENGTH = 500
MOST_ROWS = 11
FIRST_DATE = 1
"""The revision of a meeting whose date was set and never moved."""


def notices_reply(
    snapshot: Snapshot, notices: Sequence[Notice], member_id: int, today: date, *, repeated: bool
) -> Reply:
    """Return one message for everything owed to a member now. All of it must still be owed (see `still_owed`).

    `repeated` marks a message that may have arrived before.
    """
    pages = [_page(snapshot, notice, member_id, today, alone=len(notices) == 1) for notice in notices]
    lines = [line for each, _ in pages for line in each]
    if len(notices) > 1:
        lines.insert(0, Line(text("notice.title", day=today), Style.TITLE))
    if repeated:
        lines.append(Line(text("notice.repeated"), Style.NOTE))
    page = reply(*lines, rows=tuple(row for _, rows in pages for row in rows)[:MOST_ROWS])
    return replace(page, card=_card_of(snapshot, notices[0])) if len(notices) == 1 else page


def _card_of(snapshot: Snapshot, notice: Notice) -> Card | None:
    """Return the card that may take the place of a message, once the claim that it asks about is decided on."""
    occurrence = snapshot.occurrence_of.get(notice.subject) if notice.kind is Kind.CLAIM else None
    return Card(occurrence.activity_id, occurrence.id, occurrence.revision) if occurrence else None


_Page = tuple[list[Line], list[Row]]


def _page(snapshot: Snapshot, notice: Notice, member_id: int, today: date, *, alone: bool) -> _Page:
    match notice.kind:
        case Kind.DEADLINE | Kind.OVERDUE:
            return _deadline(snapshot, notice, member_id, today, alone=alone)
        case Kind.CHECK_IN:
            return _check_in(snapshot.activity_of[notice.subject], notice.refers_to, alone=alone)
        case Kind.MEETING_DATE | Kind.MEETING:
            return _meeting(snapshot.meeting_with(notice.subject), today)
        case Kind.CLAIM | Kind.DECISION | Kind.UNDONE:
            return _decided(snapshot, notice, alone=alone)
        case Kind.CONTRIBUTION | Kind.HELP:
            return _told(snapshot, snapshot.contribution_of[notice.subject], alone=alone)
        case _:
            assert_never(notice.kind)


def _deadline(snapshot: Snapshot, notice: Notice, member_id: int, today: date, *, alone: bool) -> _Page:
    occurrence = snapshot.occurrence_of[notice.subject]
    activity = snapshot.activity_of[occurrence.activity_id]
    lines = [Line(_deadline_text(activity, occurrence, today), Style.PLAIN if alone else Style.ITEM)]
    if not is_responsible(snapshot, member_id, activity):
        lines.append(Line(text("notice.for-secretary", who=people(snapshot, activity)), Style.NOTE))
    key = done_key(snapshot, member_id, activity)
    done = Button(_named(key, activity, alone=alone), Claim(occurrence.id, occurrence.revision), keep=True)
    return lines, [(done, _card(activity, occurrence.id, alone=alone))]


def _deadline_text(activity: Activity, occurrence: Occurrence, today: date) -> Text:
    last = occurrence.window.last
    left = (last - today).days
    if left < 0:
        return text("notice.overdue", what=label(activity), day=last)
    if left == 0:
        return text("notice.deadline-today", what=label(activity))
    return text("notice.deadline", what=label(activity), day=last, n=left)


def _check_in(activity: Activity, refers_to: date, *, alone: bool) -> _Page:
    quarter = quarter_of(refers_to)
    style = Style.PLAIN if alone else Style.ITEM
    line = Line(text("notice.check-in", what=label(activity), roman=ROMAN[quarter]), style)
    tell = Button(_named("button.tell", activity, alone=alone), CheckIn(activity.id, quarter), keep=True)
    nothing = Button(_named("button.nothing", activity, alone=alone), NothingDone(activity.id, quarter), keep=True)
    return [line], [(tell, nothing)]


def _meeting(meeting: Meeting | None, today: date) -> _Page:
    if meeting is None:
        return [], []
    roman = ROMAN[meeting.quarter]
    if meeting.day is None:
        ask = Button(text("button.set-date", roman=roman), AskMeetingDay(meeting.id, meeting.revision), keep=True)
        return [Line(text("notice.meeting-date", roman=roman))], [(ask,)]
    left = (meeting.day - today).days
    time = text("at-time", time=meeting.time) if meeting.time else None
    moved = [Line(text("notice.meeting-moved"), Style.NOTE)] if meeting.revision > FIRST_DATE else []
    if left <= 0:
        return [Line(text("notice.meeting-today", day=meeting.day, time=time)), *moved], []
    return [Line(text("notice.meeting", day=meeting.day, time=time, n=left)), *moved], []


def _decided(snapshot: Snapshot, notice: Notice, *, alone: bool) -> _Page:
    occurrence = snapshot.occurrence_of[notice.subject]
    if notice.kind is Kind.CLAIM:
        return _claim(snapshot, occurrence, alone=alone)
    return (
        _decision(snapshot, occurrence) if notice.kind is Kind.DECISION else _undone(snapshot, occurrence, alone=alone)
    )


def _claim(snapshot: Snapshot, occurrence: Occurrence, *, alone: bool) -> _Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    who = name_of(snapshot.person(occurrence.claimed_by))
    confirm = Confirm(occurrence.id, occurrence.revision)
    give_back = Return(occurrence.id, occurrence.revision)
    row = (
        Button(_named("button.confirm", activity, alone=alone), confirm, keep=not alone),
        Button(_named("button.return", activity, alone=alone), give_back, keep=True),
    )
    key = "notice.claim-partly" if occurrence.outcome == Outcome.PARTLY else "notice.claim"
    return [Line(text(key, who=who, what=label(activity))), *_quoted(occurrence.words)], [row]


def _decision(snapshot: Snapshot, occurrence: Occurrence) -> _Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    who = name_of(snapshot.person(occurrence.decided_by))
    if occurrence.state is State.RETURNED:
        lines = [Line(text("notice.returned", who=who, what=label(activity))), *_quoted(occurrence.reason)]
        again = Button(text("button.done-again"), Claim(occurrence.id, occurrence.revision), keep=True)
        return lines, [(again,)]
    return [Line(text("notice.confirmed", who=who, what=label(activity)))], []


def _undone(snapshot: Snapshot, occurrence: Occurrence, *, alone: bool) -> _Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    return [Line(text("notice.undone", what=label(activity)))], [(_card(activity, occurrence.id, alone=alone),)]


def _told(snapshot: Snapshot, told: Contribution, *, alone: bool) -> _Page:
    occurrence = snapshot.occurrence_of[told.occurrence_id]
    activity = snapshot.activity_of[occurrence.activity_id]
    who = name_of(snapshot.person(told.member_id))
    key = "notice.help" if told.outcome == Outcome.HELP else "notice.contribution"
    lines = [Line(text(key, who=who, what=label(activity))), *_quoted(told.words)]
    return lines, [(_card(activity, occurrence.id, alone=alone),)]


def _quoted(words: str) -> Iterator[Line]:
    if words:
        yield Line(text("quoted", words=clipped(words, WORDS_LENGTH)), Style.QUOTE)


def _named(key: str, activity: Activity, *, alone: bool) -> Text:
    return text(key) if alone else text("button.named", button=text(key), what=short_label(activity))


def _card(activity: Activity, occurrence_id: int, *, alone: bool) -> Button:
    return Button(_named("button.card", activity, alone=alone), ShowCard(activity.id, occurrence_id), keep=True)
