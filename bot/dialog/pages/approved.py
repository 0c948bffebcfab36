"""The plan as it was approved beside the plan as it stands: where they differ, since when and by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import ShowApproved
from bot.dialog.model import Line, Reply, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import clipped, label, moment, name_of, period_text
from bot.dialog.text import Text, text, verbatim
from bot.domain.approved import Approved
from bot.domain.duties import parties_of
from bot.domain.plan import Activity, Snapshot
from bot.domain.windows import Window, month_window

PER_PAGE = 5
WORDS_LENGTH, NAMES_LENGTH = 150, 200


def approved_page(view: View, page: int) -> Reply:
    """Return a page of the activities that are otherwise than they were approved."""
    part = part_of(different(view.snapshot), page, PER_PAGE)
    title = Line(text("approved.title", period=period_text(view.snapshot.period)), Style.TITLE)
    lines = [line for each in part.items for line in _activity(view, each)]
    if not lines:
        return reply(title, Line(text("approved.same")))
    return reply(title, *lines, *page_lines(part), rows=tuple(page_rows(part, ShowApproved)))


def different(snapshot: Snapshot) -> Sequence[Activity]:
    """Return the activities that are otherwise than they were approved, in the order of the plan."""
    return [each for each in snapshot.activities if any(differences(snapshot, each))]


def differences(snapshot: Snapshot, activity: Activity) -> Iterator[Text]:
    """Say what of an activity is otherwise than it was approved; nothing where it is as it was."""
    was = snapshot.approved.get(activity.id)
    if was is None:
        return
    cancelled = activity.cancelled_on is not None
    if was.added:
        yield from () if cancelled else (text("approved.added"),)
        return
    if cancelled != was.cancelled:
        yield text("approved.cancelled" if cancelled else "approved.back")
    if activity.title != was.title:
        yield text("approved.renamed", title=clipped(was.title, WORDS_LENGTH))
    if (activity.windows, activity.mode) != (was.windows, was.mode) or activity.term != was.term:
        yield text("approved.term", was=_words(was.term), now=_words(activity.term))
    people = tuple(party.name for party in parties_of(snapshot, activity))
    if people != was.people:
        yield text("approved.people", was=_names(was.people), now=_names(people))


def _activity(view: View, activity: Activity) -> Iterator[Line]:
    yield Line(verbatim(label(activity)), Style.HEADING)
    yield from (Line(each, Style.ITEM) for each in differences(view.snapshot, activity))
    was = view.snapshot.approved[activity.id]
    if was.at is not None:
        who, when = name_of(view.snapshot.person(was.by)), moment(was.at, view.zone)
        yield Line(text("approved.by", who=who, when=when), Style.NOTE)


def _words(term: str) -> str:
    return clipped(" ".join(term.split()), WORDS_LENGTH) or "—"


def _names(names: Sequence[str]) -> str:
    return clipped(", ".join(names), NAMES_LENGTH) or "—"


def moved_line(snapshot: Snapshot, activity: Activity) -> Iterator[Line]:
    """Say from when to when an activity was moved; nothing where it stands as it was approved."""
    was = snapshot.approved.get(activity.id)
    if was is not None and not was.added and was.windows and activity.windows and activity.windows != was.windows:
        yield Line(_moved(was, activity), Style.NOTE)


def _moved(was: Approved, activity: Activity) -> Text:
    before, now = _month(was.windows), _month(activity.windows)
    if before and now:
        return text("card.moved-months", was=text(f"month-from.{before}"), now=text(f"month-to.{now}"))
    return text("card.moved", was=_words(was.term), now=_words(activity.term))


def _month(windows: Sequence[Window]) -> int | None:
    """Return the month that the days are, where they are one whole month."""
    first = windows[0].first
    return first.month if tuple(windows) == (month_window(first.year, first.month),) else None
