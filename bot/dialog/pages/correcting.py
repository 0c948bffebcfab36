"""Correcting an activity: what can be changed, what is asked, and what is so now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.dialog.actions import (
    AskCancel,
    AskPeople,
    AskTerm,
    AskTitle,
    BringBack,
    CancelActivity,
    ChoosePerson,
    ShowCard,
    ShowCorrecting,
    ShowDraft,
    ShowDraftCard,
    TakeBack,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.card import EVERYBODY, FIELD_LENGTH, TITLE_ON_CARD, card_page
from bot.dialog.pages.drafts import names_text
from bot.dialog.pages.reviewing import window_lines
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, moment, name_of, people, period_text
from bot.dialog.text import Text, text, verbatim
from bot.domain.correcting import over, seen_mark
from bot.domain.meetings import speaks_of_meetings
from bot.domain.notices import told_about
from bot.domain.plan import Activity
from bot.domain.windows import Mode


@dataclass(frozen=True, slots=True)
class Last:
    """The last correction of an activity that can be taken back: its id, what kind it was, whose, and when."""

    id: int
    verb: str
    member_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Desk:
    """An activity before somebody who corrects it; `reminder` is the day of the next one, if any is to come."""

    view: View
    activity: Activity
    published: bool
    last: Last | None
    reminder: date | None

    @property
    def mark(self) -> int:
        """What tells the activity as it is shown now."""
        return seen_mark(self.activity)


def correcting_page(desk: Desk, *before: Line) -> Reply:
    """Return what can be corrected of an activity, with what is so now."""
    lines = [*before, Line(verbatim(label(desk.activity, TITLE_ON_CARD)), Style.TITLE)]
    if desk.activity.cancelled_on is not None:
        lines.append(Line(text("card.cancelled", day=desk.activity.cancelled_on), Style.HEADING))
    lines.append(Line(text("card.term", term=clipped(desk.activity.term, FIELD_LENGTH) or "—")))
    lines.extend(window_lines(desk.activity))
    lines.append(Line(text("card.people", who=people(desk.view.snapshot, desk.activity, EVERYBODY))))
    lines.extend(_last(desk))
    return reply(*lines, rows=(*_changes(desk), *_undo(desk), _way_back(desk)))


def _last(desk: Desk) -> Iterator[Line]:
    if desk.last is not None:
        who = name_of(desk.view.snapshot.person(desk.last.member_id))
        when = moment(desk.last.at, desk.view.zone)
        yield Line(text("correct.last", what=corrected_text(desk.last.verb), who=who, when=when), Style.NOTE)


def corrected_text(verb: str) -> Text:
    """Name what a correction has changed, by its verb."""
    known = {
        "correct-term": text("corrected.term"),
        "correct-people": text("corrected.people"),
        "correct-title": text("corrected.title"),
        "cancel-activity": text("corrected.cancelled"),
        "bring-back": text("corrected.back"),
        "add-activity": text("corrected.added"),
    }
    return known.get(verb) or text("corrected.otherwise")


def _changes(desk: Desk) -> Iterator[Row]:
    activity, mark = desk.activity.id, desk.mark
    if desk.activity.cancelled_on is not None:
        yield (Button(text("button.bring-back"), BringBack(activity, mark)),)
        return
    people_button = Button(text("button.correct-people"), AskPeople(activity, mark))
    yield (Button(text("button.correct-term"), AskTerm(activity, mark)), people_button)
    title = Button(text("button.correct-title"), AskTitle(activity, mark))
    yield (title, Button(text("button.cancel-activity"), AskCancel(activity, mark)))


def _undo(desk: Desk) -> Iterator[Row]:
    if desk.last is not None:
        yield (Button(text("button.take-back"), TakeBack(desk.activity.id, desk.mark, desk.last.id)),)


def _way_back(desk: Desk) -> Row:
    if desk.published:
        return (Button(text("button.card"), ShowCard(desk.activity.id)),)
    plan = desk.view.snapshot.plan_of[desk.activity.plan_id]
    card = Button(text("button.card"), ShowDraftCard(plan.id, desk.activity.id))
    return (card, Button(text("button.draft", period=period_text(plan.period)), ShowDraft(plan.id)))


def corrected_page(desk: Desk, *notes: Line) -> Reply:
    """Return an activity under what has just been changed of it, with the way to put it back."""
    if not desk.published:
        return correcting_page(desk, *notes)
    card = card_page(desk.view, desk.activity)
    return replace(card, lines=(*notes, *card.lines), rows=(*_undo(desk), *card.rows))


def term_note(desk: Desk) -> tuple[Line, ...]:
    """Say what the term means now, and when the next reminder comes."""
    windows, mode = desk.activity.windows, desk.activity.mode
    if len(windows) == 1 and mode is Mode.ONCE:
        once = text("correct.term-once", span=span_name(windows[0]), day=windows[0].last)
        meaning: tuple[Line, ...] = (Line(once, Style.ITEM),)
    else:
        meaning = tuple(window_lines(desk.activity))
    meetings = (Line(text("correct.meetings"), Style.NOTE),) if speaks_of_meetings(desk.activity) else ()
    return (Line(text("correct.term")), *meaning, *_reminded(desk), *meetings)


def people_note(desk: Desk) -> tuple[Line, ...]:
    """Say who answers for it now, and when the next reminder comes."""
    who = people(desk.view.snapshot, desk.activity, EVERYBODY)
    return (Line(text("correct.people", who=who)), *_reminded(desk))


def title_note(desk: Desk) -> tuple[Line, ...]:
    """Say what it is called now."""
    return (Line(text("correct.title", title=desk.activity.title)),)


def cancelled_note(desk: Desk) -> tuple[Line, ...]:
    """Say that it is cancelled and that nobody is reminded of it any more."""
    meetings = (Line(text("correct.meetings"), Style.NOTE),) if speaks_of_meetings(desk.activity) else ()
    return (Line(text("correct.cancelled")), *meetings)


def back_note(desk: Desk) -> tuple[Line, ...]:
    """Say that it is in the plan again, and when the next reminder comes."""
    return (Line(text("correct.back")), *_reminded(desk))


def undone_note(desk: Desk) -> tuple[Line, ...]:
    """Say that the last correction is taken back, and when the next reminder comes."""
    return (Line(text("correct.undone")), *_reminded(desk))


def _reminded(desk: Desk) -> Iterator[Line]:
    if desk.activity.cancelled_on is None:
        yield Line(_reminder(desk))


def _reminder(desk: Desk) -> Text:
    if not desk.activity.windows:
        return text("correct.no-term")
    if not desk.published:
        return text("correct.draft")
    if desk.reminder is not None:
        told = told_about(desk.view.snapshot, desk.activity)
        return text("correct.reminds", day=desk.reminder, who=names_text(member.name for member in told))
    return text("correct.over" if over(desk.activity, desk.view.today) else "correct.no-reminders")


def ask_term_page(desk: Desk, *before: Line, adding: int = 0) -> Reply:
    """Ask for a term in the person's own words."""
    question = Line(text("correct.ask-term", what=label(desk.activity)))
    now = (Line(text("correct.now", words=clipped(desk.activity.term, FIELD_LENGTH)), Style.NOTE),)
    later = AskPeople(desk.activity.id, desk.mark, 1)
    hint = Line(text("correct.term-hint"), Style.NOTE)
    way = Button(text("button.later"), later) if adding else _back(desk)
    return reply(*before, question, *(now if desk.activity.term else ()), hint, rows=((way,),))


def ask_people_page(desk: Desk, *before: Line, adding: int = 0) -> Reply:
    """Ask who answers for it, in the person's own words."""
    question = Line(text("correct.ask-people", what=label(desk.activity)))
    who = people(desk.view.snapshot, desk.activity, EVERYBODY)
    now = (Line(text("correct.now", words=who), Style.NOTE),) if desk.activity.duties else ()
    hint = Line(text("review.words-people"), Style.NOTE)
    way = Button(text("button.later"), _way_back(desk)[0].action) if adding else _back(desk)
    return reply(*before, question, *now, hint, rows=((way,),))


def ask_title_page(desk: Desk, *before: Line) -> Reply:
    """Ask for another title."""
    now = Line(text("correct.now", words=clipped(desk.activity.title, TITLE_ON_CARD)), Style.NOTE)
    return reply(*before, Line(text("correct.ask-title")), now, rows=((_back(desk),),))


def ask_cancel_page(desk: Desk) -> Reply:
    """Ask whether to cancel, once."""
    yes = Button(text("button.cancel-yes"), CancelActivity(desk.activity.id, desk.mark))
    lines = (Line(text("correct.ask-cancel", what=label(desk.activity))), Line(text("correct.kept"), Style.NOTE))
    return reply(*lines, rows=((yes, Button(text("button.cancel-no"), ShowCorrecting(desk.activity.id))),))


def ask_person_page(activity_id: int, said: int, name: str, alike: tuple[str, ...]) -> Reply:
    """Ask whom a name stands for that is like known ones."""
    if len(alike) == 1:
        question = text("correct.alike", known=alike[0], name=name)
    else:
        question = text("correct.alike-several", name=name)
    known = ((Button(verbatim(each), ChoosePerson(activity_id, said, n)),) for n, each in enumerate(alike, start=1))
    other = Button(text("button.other-person", name=name), ChoosePerson(activity_id, said, 0))
    return reply(Line(question), rows=(*known, (other,)))


def _back(desk: Desk) -> Button:
    return Button(text("button.back"), ShowCorrecting(desk.activity.id))
