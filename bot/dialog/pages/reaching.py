"""Who of the branch can be written to, and why the others cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialog.actions import ShowPeople, ShowProxies, ShowReach, ShowReachGroup
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.wording import moment
from bot.dialog.text import Text, text
from bot.domain.reach import GROUPS, Contact, Reach


def reach_page(groups: Mapping[Reach, Sequence[Contact]]) -> Reply:
    """Return how many are in each group, each with the way to its list."""
    filled = [(place, each) for place, each in enumerate(GROUPS) if groups[each]]
    lines = [Line(text(f"reach.{each}", count=len(groups[each])), Style.ITEM) for _, each in filled]
    rows: list[Row] = [
        (Button(text(f"button.reach.{each}", count=len(groups[each])), ShowReachGroup(place, 0)),)
        for place, each in filled
    ]
    rows.append((Button(text("button.people"), ShowPeople()),))
    return reply(Line(text("reach.title"), Style.TITLE), *lines, rows=tuple(rows))


def group_page(reach: Reach, contacts: Sequence[Contact], page: int, zone: ZoneInfo) -> Reply:
    """Return those of a group, with what is known of each."""
    part = part_of(contacts, page)
    lines = [Line(_contact(reach, each, zone), Style.ITEM) for each in part.items]
    way = GROUPS.index(reach)
    rows: list[Row] = list(page_rows(part, lambda to: ShowReachGroup(way, to)))
    if reach is Reach.BY_PROXY:
        rows.append((Button(text("button.proxies"), ShowProxies(0)),))
    rows.append((Button(text("button.reach"), ShowReach()),))
    title = Line(text(f"reach.{reach}", count=len(contacts)), Style.TITLE)
    return reply(title, *lines, *page_lines(part), rows=tuple(rows))


def _contact(reach: Reach, contact: Contact, zone: ZoneInfo) -> Text:
    if reach is Reach.INVITED and contact.invited_until:
        return text("reach.until", who=contact.name, when=moment(contact.invited_until, zone))
    return _delivered(contact, contact.delivered_at, zone)


def _delivered(contact: Contact, at: datetime | None, zone: ZoneInfo) -> Text:
    if at is None:
        return text("reach.nothing-yet", who=contact.name)
    return text("reach.delivered", who=contact.name, day=at.astimezone(zone).date())
