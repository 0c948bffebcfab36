"""A report as its author writes it: what is asked, what it has by now, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import AskDropReport, DropReport, EndReport, RemoveLast, ShowCard, ShowEvidence, WriteReport
from bot.dialog.model import Attachment, Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.asks import asked_text, hint_text
from bot.dialog.pages.paging import Item, Part, page_lines, page_rows
from bot.dialog.pages.wording import clipped, label
from bot.dialog.text import Text, text, verbatim
from bot.domain.plan import Activity, Occurrence, Shown
from bot.domain.reporting import Draft

WORDS_LENGTH = 120
LINK_LENGTH = 300


def asking_page(activity: Activity, draft: Draft, *, part: bool) -> Reply:
    """Ask for a report that has just been begun; what it has by now stands below, where it has something."""
    lines = [
        Line(asked_text(activity, draft.outcome, part=part)),
        Line(hint_text(draft.outcome, part=part), Style.NOTE),
    ]
    if not draft.empty:
        lines.append(Line(has_text(draft)))
    return reply(*lines, rows=tuple(_rows(draft)))


def draft_page(activity: Activity, draft: Draft, *notes: Text) -> Reply:
    """Say what a report has by now, under what there is to note."""
    lines = [Line(each) for each in notes]
    lines.append(Line(text("reporting.nothing", what=label(activity)) if draft.empty else has_text(draft)))
    if draft.words:
        lines.append(Line(text("quoted", words=clipped(draft.words, WORDS_LENGTH)), Style.QUOTE))
    return reply(*lines, rows=tuple(_rows(draft)))


def has_text(draft: Draft) -> Text:
    """Say what a report has: words, participants, pictures, files, links."""
    return text("reporting.has", parts=_parts(draft))


def _parts(draft: Draft) -> Text:
    counts = (
        ("reporting.participants", draft.participants),
        ("reporting.pictures", draft.pictures or None),
        ("reporting.files", draft.files or None),
        ("reporting.links", draft.links or None),
    )
    parts = [text("reporting.words")] if draft.words else []
    parts += [text(key, n=count) for key, count in counts if count is not None]
    return _listed(parts)


def _listed(parts: Sequence[Text]) -> Text:
    if not parts:
        return verbatim("")
    first, *rest = parts
    return text("reporting.list", first=first, rest=_listed(rest)) if rest else first


def _rows(draft: Draft) -> Iterator[Row]:
    yield (Button(text("button.end-report"), EndReport(draft.id)),)
    back = []
    if draft.messages:
        back.append(Button(text("button.remove-last"), RemoveLast(draft.id, draft.messages)))
    yield (*back, Button(text("button.drop-report"), AskDropReport(draft.id)))


def other_page(activity: Activity, draft: Draft) -> Reply:
    """Say that another report has been begun, and lies there with what is in it."""
    begun = Line(text("reporting.other", what=label(activity)))
    resume = (Button(text("button.resume-report"), WriteReport(draft.id)),)
    return reply(begun, Line(text("reporting.kept", parts=_parts(draft)), Style.NOTE), rows=(resume, *_rows(draft)))


def ask_drop_page(activity: Activity, draft: Draft) -> Reply:
    """Ask whether a report with something in it shall be forgotten."""
    yes = Button(text("button.drop-report-yes"), DropReport(draft.id))
    no = Button(text("button.resume-report"), WriteReport(draft.id))
    return reply(
        Line(text("reporting.ask-drop", what=label(activity))), Line(has_text(draft), Style.NOTE), rows=((yes, no),)
    )


def pieces_text(shown: Shown) -> Text:
    """Say how many pictures, files and links go with a report."""
    counts = (
        ("reporting.pictures", shown.pictures),
        ("reporting.files", shown.files),
        ("reporting.links", shown.links),
    )
    return text("reporting.along", parts=_listed([text(key, n=count) for key, count in counts if count]))


def evidence_button(occurrence_id: int, count: int) -> Button:
    """Return the way to what goes with the reports on an occurrence; the message it stands under stays."""
    return Button(text("button.evidence", count=count), ShowEvidence(occurrence_id), keep=True)


def evidence_page(
    activity: Activity, occurrence: Occurrence, part: Part[Item], lines: Sequence[Text], files: Sequence[Attachment]
) -> Reply:
    """Return a page of what goes with the reports on an occurrence: the files themselves, and the links in words."""
    title = Line(text("evidence.title", what=label(activity)), Style.TITLE)
    body = [Line(each, Style.ITEM) for each in lines]
    rows = (
        *page_rows(part, lambda page: ShowEvidence(occurrence.id, page)),
        (Button(text("button.card"), ShowCard(activity.id, occurrence.id)),),
    )
    return reply(title, *body, *page_lines(part), rows=rows, attachments=tuple(files))


def link_text(address: str) -> Text:
    """Say a link; a very long one is cut, as it stands in the words of its report."""
    return verbatim(clipped(address, LINK_LENGTH))
