"""The year's renewal of memberships: whom the bot would remind, whom somebody must call, and how it goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.dialog.actions import ExportRegistry, RemindToRenew, ShowCard, ShowDue, ShowUncalled
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import Part, page_lines, page_rows
from bot.dialog.pages.registry import TO_LIST, day_text, person_text
from bot.dialog.pages.wording import TITLE_LENGTH, label
from bot.dialog.text import text
from bot.domain.plan import Activity
from bot.domain.registry import Listed
from bot.domain.renewing import Outreach, Progress


def renewals_page(
    year: int, due: int, outreach: Outreach, mark: int, progress: Progress | None, zone: ZoneInfo, *before: Line
) -> Reply:
    """Return how the renewal goes and whom the bot would remind; `mark` is that of what a tap would do."""
    lines = [*before, Line(text("renewal.title", year=year), Style.TITLE)]
    lines += _progress(progress) if progress else [Line(text("renewal.due", count=due))]
    lines += _ahead(outreach, zone)
    return reply(*lines, rows=tuple(_rows(due, outreach, mark)))


def _progress(progress: Progress) -> Iterator[Line]:
    yield Line(text("renewal.renewed", renewed=progress.renewed, people=progress.people))
    if progress.told:
        yield Line(text("renewal.told", count=progress.told), Style.ITEM)
    if progress.waiting:
        yield Line(text("renewal.waiting", count=progress.waiting), Style.ITEM)
    if progress.failed:
        yield Line(text("renewal.failed", count=progress.failed), Style.ITEM)


def _ahead(outreach: Outreach, zone: ZoneInfo) -> Iterator[Line]:
    if outreach.to_tell:
        yield Line(text("renewal.would-tell", n=len(outreach.to_tell)))
        yield Line(text("renewal.hours"), Style.NOTE)
    if outreach.unreachable:
        yield Line(text("renewal.unreachable", n=outreach.unreachable))
    if outreach.opens:
        yield Line(text("renewal.again-from", day=_day(outreach.opens, zone)), Style.NOTE)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def _rows(due: int, outreach: Outreach, mark: int) -> Iterator[Row]:
    if outreach.to_tell:
        key = "button.remind" if outreach.round == 1 else "button.remind-again"
        yield (Button(text(key, count=len(outreach.to_tell)), RemindToRenew(outreach.round, mark)),)
    if due:
        yield (Button(text("button.due", count=due), ShowDue(0)),)
    if outreach.unreachable:
        yield (Button(text("button.uncalled", count=outreach.unreachable), ShowUncalled(0)),)
    yield TO_LIST


def with_activity(page: Reply, activity: Activity) -> Reply:
    """Return the page with the plan's own words for the renewal, and the way to its card."""
    line = Line(text("renewal.of-plan", what=label(activity, TITLE_LENGTH)), Style.NOTE)
    row = (Button(text("button.card"), ShowCard(activity.id)),)
    return Reply((*page.lines, line), (*page.rows[:-1], row, *page.rows[-1:]))


def uncalled_page(part: Part[Listed]) -> Reply:
    """Return a page of those to renew whom the bot cannot write to, to be called or forwarded to somebody."""
    lines = [Line(text("renewal.uncalled"), Style.TITLE), *page_lines(part)]
    lines += (
        Line(text("taking.day-of", who=person_text(each.person), day=day_text(each.person.paid_until)), Style.ITEM)
        for each in part.items
    )
    files = (Button(text("button.xlsx"), ExportRegistry(0, 1)), Button(text("button.csv"), ExportRegistry(1, 1)))
    return reply(*lines, rows=(*page_rows(part, ShowUncalled), files, TO_LIST))
