"""Notices put into words: what one person is owed at one moment is one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.dialog.actions import (
    AskMeetingDay,
    CheckIn,
    Claim,
    Confirm,
    GoTo,
    NothingDone,
    Return,
    ShowApplicant,
    ShowApplicants,
    ShowCard,
    ShowRequest,
)
from bot.dialog.model import Button, Card, Line, Reply, Row, Style, reply
from bot.dialog.pages.notices_of_people import PAGES, Page
from bot.dialog.pages.passing_on import announced_to, passed_on_page, to_calls
from bot.dialog.pages.reporting import evidence_button, pieces_text
from bot.dialog.pages.requests import button_text, decision_row, request_lines, state_notice
from bot.dialog.pages.wording import ROMAN, author_of, clipped, label, name_of, people, short_label
from bot.dialog.pages.working import done_key
from bot.dialog.text import Text, text
from bot.domain.duties import is_responsible
from bot.domain.notices import Facts, Kind, Notice, OtherBranch
from bot.domain.plan import Activity, Contribution, Meeting, Occurrence, Shown, Snapshot, State
from bot.domain.reports import Outcome
from bot.domain.windows import Mode, quarter_of

WORDS_LENGTH = 500
MOST_ROWS = 11
FIRST_DATE = 1
"""The revision of a meeting whose date was set and never moved."""
_NO_FACTS: Mapping[Notice, Facts] = MappingProxyType({})


def notices_reply(  # noqa: PLR0913 (what a message is made of)
    snapshot: Snapshot | None,
    notices: Sequence[Notice],
    member_id: int,
    today: date,
    *,
    facts: Mapping[Notice, Facts] = _NO_FACTS,
    repeated: bool,
    elsewhere: OtherBranch | None = None,
) -> Reply:
    """Return one message for everything owed to a member now. All of it must still be owed (see `still_owed`).

    `facts` has what the notices about people say; nothing else is owed where no plan is published. `repeated` marks a
    message that may have arrived before; `elsewhere` is its branch when its account talks to another one.
    """
    own = [each for each in notices if each.member_id == member_id and each.kind is not Kind.APPLICANT]
    applicants = [each for each in notices if each.kind is Kind.APPLICANT and each in facts]
    passed_on = [each for each in notices if each.member_id != member_id]
    alone = len(own) + len(passed_on) + bool(applicants) == 1
    pages = [_any_page(snapshot, notice, facts, today, alone=alone) for notice in own]
    pages += [_applicants(applicants, facts[applicants[0]])] if applicants else []
    pages += [announced_to(facts, announced) for announced in _announcements(passed_on, facts)]
    if snapshot is not None:
        pages.extend(_passed_on(snapshot, [each for each in passed_on if each not in facts], today))
    lines = [line for each, _ in pages for line in each]
    if not alone:
        lines.insert(0, Line(text("notice.title", day=today), Style.TITLE))
    if repeated:
        lines.append(Line(text("notice.repeated"), Style.NOTE))
    rows = [row for _, rows in pages for row in rows]
    if passed_on:
        rows = [*rows[: MOST_ROWS - 1], to_calls()]
    kept = tuple(rows[:MOST_ROWS])
    if elsewhere:
        return _of_branch(elsewhere, lines, kept)
    page = reply(*lines, rows=kept)
    return replace(page, card=_card_of(snapshot, own[0])) if snapshot and own and alone else page


def _card_of(snapshot: Snapshot, notice: Notice) -> Card | None:
    """Return the card that may take the place of a message, once the claim that it asks about is decided on."""
    occurrence = snapshot.occurrence_of.get(notice.subject) if notice.kind is Kind.CLAIM else None
    return Card(occurrence.activity_id, occurrence.id, occurrence.revision) if occurrence else None


def _of_branch(branch: OtherBranch, lines: Sequence[Line], rows: tuple[Row, ...]) -> Reply:
    """Name the branch that a message is of, and have its way to the menu lead to that branch's."""
    name = Line(text("notice.of-branch", branch=branch.name), Style.NOTE)
    menu = Button(text("button.home"), GoTo(branch.id))
    return reply(name, *lines, rows=(*rows, (menu,)), home=False)


def _any_page(
    snapshot: Snapshot | None, notice: Notice, facts: Mapping[Notice, Facts], today: date, *, alone: bool
) -> Page:
    if notice in facts:
        return PAGES[notice.kind](notice, facts[notice])
    return _page(snapshot, notice, notice.member_id, today, alone=alone) if snapshot else ([], [])


def _announcements(passed_on: Sequence[Notice], facts: Mapping[Notice, Facts]) -> Iterator[list[Notice]]:
    """Return the notices of each announcement: the words are passed on once, to everybody whom they are for."""
    announced = [each for each in passed_on if each in facts and each.kind is Kind.ANNOUNCEMENT]
    for subject in dict.fromkeys(each.subject for each in announced):
        yield [each for each in announced if each.subject == subject]


def _passed_on(snapshot: Snapshot, notices: Sequence[Notice], today: date) -> Iterator[Page]:
    """Return, for each who is spoken for, just what they would have got, and the ways to write their answers down."""
    people = dict.fromkeys(notice.member_id for notice in notices)
    for member_id in people:
        theirs = [notice for notice in notices if notice.member_id == member_id]
        pages = [_page(snapshot, notice, member_id, today, alone=len(theirs) == 1) for notice in theirs]
        yield passed_on_page(snapshot, theirs, [line for lines, _ in pages for line in lines])


def _page(snapshot: Snapshot, notice: Notice, member_id: int, today: date, *, alone: bool) -> Page:
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
        case Kind.REQUEST | Kind.ASKED_TO_TAKE | Kind.REQUEST_SETTLED:
            return _request(snapshot, notice, alone=alone)
        case _:
            raise LookupError(notice.kind)


def _deadline(snapshot: Snapshot, notice: Notice, member_id: int, today: date, *, alone: bool) -> Page:
    occurrence = snapshot.occurrence_of[notice.subject]
    activity = snapshot.activity_of[occurrence.activity_id]
    member = snapshot.members.get(member_id)
    passed_on = member is not None and member.spoken_for
    lines = [
        Line(_deadline_text(activity, occurrence, today, passed_on=passed_on), Style.PLAIN if alone else Style.ITEM)
    ]
    if not is_responsible(snapshot, member_id, activity):
        lines.append(Line(text("notice.for-secretary", who=people(snapshot, activity)), Style.NOTE))
    key = done_key(snapshot, member_id, activity)
    done = Button(_named(key, activity, alone=alone), Claim(occurrence.id, occurrence.revision), keep=True)
    return lines, [(done, _card(activity, occurrence.id, alone=alone))]


def _deadline_text(activity: Activity, occurrence: Occurrence, today: date, *, passed_on: bool) -> Text:
    last = occurrence.window.last
    left = (last - today).days
    if left < 0:
        return text("notice.overdue-passed-on" if passed_on else "notice.overdue", what=label(activity), day=last)
    if left == 0:
        return text("notice.deadline-today", what=label(activity))
    if activity.mode is Mode.QUARTERLY:
        return text("notice.check-in", what=label(activity), roman=ROMAN[quarter_of(last)])
    return text("notice.deadline", what=label(activity), day=last, n=left)


def _check_in(activity: Activity, refers_to: date, *, alone: bool) -> Page:
    quarter = quarter_of(refers_to)
    style = Style.PLAIN if alone else Style.ITEM
    line = Line(text("notice.check-in", what=label(activity), roman=ROMAN[quarter]), style)
    tell = Button(_named("button.tell", activity, alone=alone), CheckIn(activity.id, quarter), keep=True)
    nothing = Button(_named("button.nothing", activity, alone=alone), NothingDone(activity.id, quarter), keep=True)
    return [line], [(tell, nothing)]


def _meeting(meeting: Meeting | None, today: date) -> Page:
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


def _decided(snapshot: Snapshot, notice: Notice, *, alone: bool) -> Page:
    occurrence = snapshot.occurrence_of[notice.subject]
    if notice.kind is Kind.CLAIM:
        return _claim(snapshot, occurrence, alone=alone)
    return (
        _decision(snapshot, occurrence) if notice.kind is Kind.DECISION else _undone(snapshot, occurrence, alone=alone)
    )


def _claim(snapshot: Snapshot, occurrence: Occurrence, *, alone: bool) -> Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    who = author_of(snapshot, occurrence.claimed_by, occurrence.recorded_by)
    confirm = Confirm(occurrence.id, occurrence.revision)
    give_back = Return(occurrence.id, occurrence.revision)
    row = (
        Button(_named("button.confirm", activity, alone=alone), confirm, keep=not alone),
        Button(_named("button.return", activity, alone=alone), give_back, keep=True),
    )
    key = "notice.claim-partly" if occurrence.outcome == Outcome.PARTLY else "notice.claim"
    lines = [Line(text(key, who=who, what=label(activity))), *_quoted(occurrence.words), *_counted(occurrence)]
    along, ways = _along(snapshot.shown_with_claim(occurrence))
    return [*lines, *along], [row, *ways]


def _counted(occurrence: Occurrence) -> Iterator[Line]:
    if occurrence.participants is not None:
        yield Line(text("card.participants", count=occurrence.participants), Style.NOTE)


def _along(shown: Shown | None) -> Page:
    """Say what goes with a report, and lead there."""
    if shown is None:
        return [], []
    return [Line(pieces_text(shown), Style.NOTE)], [(evidence_button(shown.occurrence_id, shown.pieces),)]


def _decision(snapshot: Snapshot, occurrence: Occurrence) -> Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    who = name_of(snapshot.person(occurrence.decided_by))
    if occurrence.state is State.RETURNED:
        lines = [Line(text("notice.returned", who=who, what=label(activity))), *_quoted(occurrence.reason)]
        again = Button(text("button.done-again"), Claim(occurrence.id, occurrence.revision), keep=True)
        return lines, [(again,)]
    return [Line(text("notice.confirmed", who=who, what=label(activity)))], []


def _undone(snapshot: Snapshot, occurrence: Occurrence, *, alone: bool) -> Page:
    activity = snapshot.activity_of[occurrence.activity_id]
    return [Line(text("notice.undone", what=label(activity)))], [(_card(activity, occurrence.id, alone=alone),)]


def _told(snapshot: Snapshot, told: Contribution, *, alone: bool) -> Page:
    occurrence = snapshot.occurrence_of[told.occurrence_id]
    activity = snapshot.activity_of[occurrence.activity_id]
    who = author_of(snapshot, told.member_id, told.recorded_by)
    key = "notice.help" if told.outcome == Outcome.HELP else "notice.contribution"
    along, ways = _along(snapshot.shown_with.get(told.id))
    lines = [Line(text(key, who=who, what=label(activity))), *_quoted(told.words), *along]
    return lines, [(_card(activity, occurrence.id, alone=alone),), *ways]


def _request(snapshot: Snapshot, notice: Notice, *, alone: bool) -> Page:
    """Say what somebody asks for, with the two answers to it, or what became of it."""
    request = snapshot.request_of[notice.subject]
    label_of = text("button.request-open") if alone else button_text(snapshot, request)
    show = Button(label_of, ShowRequest(request.id), keep=True)
    if notice.kind is Kind.REQUEST_SETTLED:
        return list(state_notice(snapshot, request)), [(show,)]
    return list(request_lines(snapshot, request)), [(*decision_row(request, keep=True), show) if alone else (show,)]


def _applicants(notices: Sequence[Notice], facts: Facts) -> Page:
    """Say that people wait to be admitted, without their names: the card has them."""
    first = ShowApplicant(notices[0].subject) if len(notices) == 1 else ShowApplicants(int(str(facts["branch"])))
    look = Button(text("button.look-at-applicants"), first, keep=True)
    return [Line(text("notice.applicants", n=len(notices)))], [(look,)]


def _quoted(words: str) -> Iterator[Line]:
    if words:
        yield Line(text("quoted", words=clipped(words, WORDS_LENGTH)), Style.QUOTE)


def _named(key: str, activity: Activity, *, alone: bool) -> Text:
    return text(key) if alone else text("button.named", button=text(key), what=short_label(activity))


def _card(activity: Activity, occurrence_id: int, *, alone: bool) -> Button:
    return Button(_named("button.card", activity, alone=alone), ShowCard(activity.id, occurrence_id), keep=True)
