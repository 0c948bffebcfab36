"""What has become of an occurrence, step by step: who, when, in which words, and what was taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import ShowApproved, ShowCard, ShowHistory
from bot.dialog.model import Button, Line, Reply, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.correcting import corrected_text
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.reporting import evidence_button
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, moment, name_of
from bot.dialog.text import Text, text
from bot.domain.history import Event
from bot.domain.plan import Activity, Occurrence
from bot.domain.reports import Outcome
from bot.domain.steps import Step

WORDS_LENGTH = 250


def history_page(view: View, activity: Activity, occurrence: Occurrence, events: Sequence[Event], page: int) -> Reply:
    """Return a page (from 0) of the history, the latest first."""
    part = part_of(events, page)
    title = Line(text("course.title", what=label(activity), span=span_name(occurrence.window)), Style.TITLE)
    lines = [line for each in part.items for line in _event(view, each)] or [Line(text("history.none"))]
    card = (Button(text("button.card"), ShowCard(activity.id, occurrence.id)),)
    pages = page_rows(part, lambda number: ShowHistory(occurrence.id, number))
    pieces = view.snapshot.pieces_of(occurrence.id)
    evidence = ((evidence_button(occurrence.id, pieces),),) if pieces else ()
    changed = ((Button(text("button.approved"), ShowApproved(0)),),) if activity.id in view.snapshot.approved else ()
    return reply(title, *lines, *page_lines(part), rows=(*pages, *evidence, *changed, card))


def _event(view: View, event: Event) -> Iterator[Line]:
    who, when = name_of(view.snapshot.person(event.member_id)), moment(event.at, view.zone)
    key = "history.item-back" if event.taken_back else "history.item"
    yield Line(text(key, when=when, who=who, what=_what(event)), Style.ITEM)
    if event.recorded_by:
        yield Line(text("history.recorded", who=name_of(view.snapshot.person(event.recorded_by))), Style.NOTE)
    if event.words:
        yield Line(text("quoted", words=clipped(event.words, WORDS_LENGTH)), Style.QUOTE)
    if event.evidence:
        yield Line(text("history.evidence", count=event.evidence), Style.NOTE)


def _what(event: Event) -> Text:
    if event.corrects:
        return corrected_text(event.what)
    if event.what == Step.CLAIM and event.outcome == Outcome.PARTLY:
        return text("history.claim-partly")
    return text(f"history.{event.what}")
