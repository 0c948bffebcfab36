"""What the card of an activity says of the work on an occurrence, and what its viewer may do with it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialog.actions import Claim, ClaimAs, Confirm, Return, TakeOn, UndoDecision, Withdraw, WriteReport
from bot.dialog.model import Button, Line, Row, Style
from bot.dialog.pages.reporting import evidence_button
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import author_of, clipped, moment, name_of
from bot.dialog.text import Text, text, verbatim
from bot.domain.access import may_ask_help, may_claim, may_confirm, may_contribute, may_return, may_take
from bot.domain.plan import Activity, Contribution, Occurrence, Snapshot, State
from bot.domain.reports import OUTCOMES, Outcome
from bot.domain.steps import Step
from bot.domain.word import Rule, Word, closes, word_on

REPORT_LENGTH, MOST_REPORTS = 200, 6
_UNDO_DAYS = 1


def word_lines(view: View, activity: Activity) -> Iterator[Line]:
    """Say whose word closes the activity; nothing where one person answers for it, and is there."""
    word = word_on(view.snapshot, activity)
    if word.rule is not Rule.LEAD or len(activity.duties) > 1:
        yield Line(_word(word), Style.NOTE)


def _word(word: Word) -> Text:
    match word.rule:
        case Rule.LEAD:
            return text("word.lead", who=name_of(word.members[0]))
        case Rule.PRESIDIUM:
            return text("word.presidium")
        case Rule.BODY:
            return text("word.body", body=clipped(word.party.name if word.party else "", REPORT_LENGTH))
        case Rule.FIRST:
            return text("word.first", who=name_of(word.members[0]))
        case Rule.SECRETARY:
            return text("word.secretary")


def work_lines(view: View, occurrence: Occurrence) -> Iterator[Line]:
    """Say who is at it, what was reported and how many took part, and what others have told beside that."""
    if occurrence.state is State.TAKEN and occurrence.taken_at:
        who = name_of(view.snapshot.person(occurrence.taken_by))
        yield Line(text("card.taken", who=who, when=moment(occurrence.taken_at, view.zone)))
    if occurrence.words and occurrence.state is not State.PLANNED:
        yield Line(verbatim(occurrence.words), Style.QUOTE)
    if occurrence.words and occurrence.recorded_by and occurrence.state not in {State.PLANNED, State.CLAIMED}:
        who = author_of(view.snapshot, occurrence.claimed_by, occurrence.recorded_by)
        yield Line(text("card.recorded", who=who), Style.NOTE)
    if occurrence.participants is not None:
        yield Line(text("card.participants", count=occurrence.participants), Style.NOTE)
    if occurrence.outcome == Outcome.PARTLY and occurrence.state is not State.CLAIMED:
        yield Line(text("card.partly"), Style.NOTE)
    if occurrence.reason and occurrence.open:
        yield Line(text("card.reason", words=occurrence.reason), Style.NOTE)
    yield from _beside(view, occurrence)


def _beside(view: View, occurrence: Occurrence) -> Iterator[Line]:
    told = [each for each in view.snapshot.contributions if each.occurrence_id == occurrence.id]
    for each in [each for each in told if _still_told(each, occurrence)][-MOST_REPORTS:]:
        yield Line(_told(view, each), Style.ITEM)
    if view.reported == occurrence.id:
        yield Line(text("reporting.begun"), Style.NOTE)


def _still_told(told: Contribution, occurrence: Occurrence) -> bool:
    """Help that was asked for before the last report, or for what is over, is no longer asked for."""
    if told.outcome != Outcome.HELP:
        return True
    return occurrence.open and (occurrence.claimed_at is None or told.at > occurrence.claimed_at)


def _told(view: View, told: Contribution) -> Text:
    who = author_of(view.snapshot, told.member_id, told.recorded_by)
    words = clipped(told.words, REPORT_LENGTH)
    if told.outcome == Outcome.HELP:
        return text("card.help", who=who, when=moment(told.at, view.zone), words=words)
    return text("card.contribution", who=who, words=words)


def done_key(snapshot: Snapshot, member_id: int, activity: Activity) -> str:
    """Return what the button says with which the member reports: that it is done, or their part of it."""
    others = word_on(snapshot, activity).rule is not Rule.SECRETARY
    return "button.part" if others and not closes(snapshot, member_id, activity) else "button.done"


def work_rows(view: View, occurrence: Occurrence) -> Iterator[Row]:
    """Return what the viewer may do with an occurrence: report, say that they are at it, decide, take back."""
    seen = (occurrence.id, occurrence.revision)
    if view.report is not None and view.reported == occurrence.id:
        yield (Button(text("button.resume-report"), WriteReport(view.report)),)
    yield from _filled(_reports(view, occurrence))
    more = []
    if may_take(Step.TAKE, view.snapshot, view.member, occurrence):
        more.append(Button(text("button.take"), TakeOn(*seen)))
    if may_ask_help(view.snapshot, view.member, occurrence):
        more.append(Button(text("button.help-needed"), ClaimAs(*seen, OUTCOMES.index(Outcome.HELP))))
    yield from _filled(more)
    yield from _filled(_decisions(view, occurrence))
    yield from _filled(_ways_back(view, occurrence))
    pieces = view.snapshot.pieces_of(occurrence.id)
    if pieces:
        yield (evidence_button(occurrence.id, pieces),)


def _filled(buttons: list[Button]) -> Iterator[Row]:
    if buttons:
        yield tuple(buttons)


def _reports(view: View, occurrence: Occurrence) -> list[Button]:
    seen, member = (occurrence.id, occurrence.revision), view.member
    if may_claim(view.snapshot, member, occurrence):
        partly = ClaimAs(*seen, OUTCOMES.index(Outcome.PARTLY))
        return [Button(text("button.done"), Claim(*seen)), Button(text("button.partly"), partly)]
    own = closes(view.snapshot, member.id, view.snapshot.activity_of[occurrence.activity_id])
    if not own and may_contribute(view.snapshot, member, occurrence):
        return [Button(text("button.part"), Claim(*seen))]
    return []


def _decisions(view: View, occurrence: Occurrence) -> list[Button]:
    seen, decisions = (occurrence.id, occurrence.revision), []
    if may_confirm(view.snapshot, view.member, occurrence):
        decisions.append(Button(text("button.confirm"), Confirm(*seen)))
    if may_return(view.snapshot, view.member, occurrence):
        decisions.append(Button(text("button.return"), Return(*seen)))
    return decisions


def _ways_back(view: View, occurrence: Occurrence) -> list[Button]:
    seen, member = (occurrence.id, occurrence.revision), view.member
    if may_take(Step.WITHDRAW, view.snapshot, member, occurrence):
        return [Button(text("button.withdraw"), Withdraw(*seen))]
    if _is_of_the_day(view, occurrence) and may_take(Step.UNDO, view.snapshot, member, occurrence):
        return [Button(text("button.undo"), UndoDecision(*seen))]
    return []


def _is_of_the_day(view: View, occurrence: Occurrence) -> bool:
    """Tell whether a decision may be less than a day old; to the minute that is looked at when it is taken back."""
    at = occurrence.decided_at
    return at is not None and (view.today - at.astimezone(view.zone).date()).days <= _UNDO_DAYS
