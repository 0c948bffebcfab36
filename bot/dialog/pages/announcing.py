"""Announcements in the chat: written, looked at as they will be read, counted as they leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    AddressAnnouncement,
    AskAudience,
    AskAudienceActivity,
    AskAudienceBody,
    DropAnnouncement,
    SendAnnouncement,
    ShowAnnounced,
    ShowAnnouncement,
    ShowAnnouncements,
    ShowPeople,
    StopAnnouncement,
    WriteAnnouncement,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import Part, page_lines, page_rows, part_of
from bot.dialog.pages.wording import BUTTON_LENGTH, clipped, label, moment, spelled
from bot.dialog.text import Text, text, verbatim
from bot.domain.announcing import AUDIENCES, LONGEST, MOST_A_DAY, Announcement, Audience, Course, Reached
from bot.domain.plan import Activity, Party
from bot.domain.worktime import REMINDER_HOURS, next_allowed

MOST_NAMED = 12
MOST_FOUND = 8
NAME_LENGTH, ABOUT_LENGTH = 60, 120
_LIST = Button(text("button.announcements"), ShowAnnouncements(0))
_WRITE = Button(text("button.write-announcement"), WriteAnnouncement())


def announcements_page(part: Part[Announcement], zone: ZoneInfo, *before: Line) -> Reply:
    """Return a page of announcements, the latest first, each with a button."""
    lines = [*before, Line(text("announce.title"), Style.TITLE), Line(text("announce.quiet", most=MOST_A_DAY))]
    if not part.items:
        lines.append(Line(text("announce.none"), Style.NOTE))
    rows = tuple((_to(each, zone),) for each in part.items)
    ways = (*page_rows(part, ShowAnnouncements), (_WRITE, Button(text("button.people"), ShowPeople())))
    return reply(*lines, *page_lines(part), rows=(*rows, *ways))


def _to(announcement: Announcement, zone: ZoneInfo) -> Button:
    words = clipped(" ".join(announcement.words.split()) or "…", BUTTON_LENGTH)
    if announcement.sent_at is None:
        named = text("announce.draft", words=words)
    else:
        named = text("announce.sent-on", day=announcement.sent_at.astimezone(zone).date(), words=words)
    return Button(named, ShowAnnouncement(announcement.id))


def ask_words_page(*before: Line) -> Reply:
    """Ask for the words of an announcement."""
    lines = Line(text("announce.ask-words")), Line(text("announce.limits", most=LONGEST), Style.NOTE)
    return reply(*before, *lines, rows=((_LIST,),))


def audience_page(announcement_id: int, *before: Line, planned: bool, bodies: bool) -> Reply:
    """Ask whom a draft is for; `planned`: there is a plan whose activities have people."""
    rows: list[Row] = [
        (_audience(announcement_id, Audience.EVERYBODY), _audience(announcement_id, Audience.PRESIDIUM)),
    ]
    if planned:
        rows.append((Button(text("button.audience.activity"), AskAudienceActivity(announcement_id)),))
    if bodies:
        rows.append((Button(text("button.audience.body"), AskAudienceBody(announcement_id, 0)),))
    rows.append((Button(text("button.drop-announcement"), DropAnnouncement(announcement_id)), _LIST))
    return reply(*before, Line(text("announce.ask-audience")), rows=tuple(rows))


def _audience(announcement_id: int, audience: Audience) -> Button:
    action = AddressAnnouncement(announcement_id, AUDIENCES.index(audience), 0)
    return Button(text(f"button.audience.{audience}"), action)


def ask_activity_page(announcement_id: int, found: Sequence[Activity] | None) -> Reply:
    """Ask for an activity; show those that the words said may mean (None: nothing was said yet)."""
    lines = [Line(text("announce.ask-activity"))]
    if found is not None:
        lines.insert(0, Line(text("announce.which-activity" if found else "announce.no-activity")))
    at = AUDIENCES.index(Audience.ACTIVITY)
    rows = tuple(
        (Button(verbatim(label(each, BUTTON_LENGTH)), AddressAnnouncement(announcement_id, at, each.id)),)
        for each in (found or ())[:MOST_FOUND]
    )
    return reply(*lines, rows=(*rows, (_back(announcement_id),)))


def ask_body_page(announcement_id: int, bodies: Sequence[tuple[Party, int]], page: int) -> Reply:
    """Show the bodies that a draft may be for, with how many members each has."""
    part, at = part_of(bodies, page), AUDIENCES.index(Audience.BODY)
    rows = tuple(
        (
            Button(
                text("button.open-body", name=clipped(party.name, BUTTON_LENGTH), count=count),
                AddressAnnouncement(announcement_id, at, party.id),
            ),
        )
        for party, count in part.items
    )
    pages = page_rows(part, lambda to: AskAudienceBody(announcement_id, to))
    lines = [Line(text("announce.ask-body")), *page_lines(part)]
    return reply(*lines, rows=(*rows, *pages, (_back(announcement_id),)))


def _back(announcement_id: int) -> Button:
    return Button(text("button.back"), AskAudience(announcement_id))


def draft_page(announcement: Announcement, found: Reached, now: datetime, zone: ZoneInfo, *before: Line) -> Reply:
    """Say whom a draft, which stands above it as it will be read, gets to, and when; who cannot be reached is named."""
    lines = [*before, Line(text("announce.so"), Style.NOTE), Line(_whom(announcement), Style.HEADING)]
    lines += _gets_to(found)
    due = next_allowed(now, REMINDER_HOURS, zone)
    if found.anybody:
        waits = due > now
        lines.append(Line(text("announce.leaves", when=moment(due, zone)) if waits else text("announce.leaves-now")))
    at = (AUDIENCES.index(announcement.audience), announcement.subject)
    people = found.written + found.passed_on
    send = Button(text("button.send-announcement", n=people), SendAnnouncement(announcement.id, *at))
    others = Button(text("button.other-audience"), AskAudience(announcement.id))
    drop = Button(text("button.drop-announcement"), DropAnnouncement(announcement.id))
    return reply(*lines, rows=(*(((send,),) if found.anybody else ()), (others, drop), (_LIST,)))


def _gets_to(found: Reached) -> Iterator[Line]:
    if not found.anybody:
        yield Line(text("announce.nobody"))
    if found.written:
        yield Line(text("announce.written", n=found.written))
    if found.passed_on:
        yield Line(text("announce.passed-on", n=found.passed_on))
    if found.unreachable:
        names = ", ".join(clipped(each, NAME_LENGTH) for each in found.unreachable[:MOST_NAMED])
        more = len(found.unreachable) - MOST_NAMED
        yield Line(text("announce.unreachable", n=len(found.unreachable)))
        yield Line(text("announce.names-more", names=names, count=more) if more > 0 else verbatim(names), Style.NOTE)


def _whom(announcement: Announcement) -> Text:
    about = clipped(" ".join(announcement.about.split()), ABOUT_LENGTH)
    return text(f"audience.{announcement.audience}", about=about)


def course_page(announcement: Announcement, course: Course, zone: ZoneInfo, *before: Line) -> Reply:
    """Say how far an announcement has got, with the way to stop it while something waits."""
    lines = [*before, Line(_whom(announcement), Style.TITLE)]
    if announcement.sent_at is not None:
        when = moment(announcement.sent_at, zone)
        lines.append(Line(text("announce.by", who=spelled(announcement.author), when=when), Style.NOTE))
    if announcement.words:
        lines.append(Line(verbatim(clipped(announcement.words, ABOUT_LENGTH)), Style.QUOTE))
    lines += _course(announcement, course)
    goes_on = course.waiting + course.unreachable > 0 and announcement.stopped_at is None
    stop = Button(text("button.stop-announcement"), StopAnnouncement(announcement.id))
    again = Button(text("button.announcement-again"), ShowAnnouncement(announcement.id))
    who = Button(text("button.who-got-it"), ShowAnnounced(announcement.id, 0))
    return reply(*lines, rows=(*(((again, stop),) if goes_on else ()), (who, _LIST)))


def _course(announcement: Announcement, course: Course) -> Iterator[Line]:
    yield Line(text("announce.course", sent=course.sent, people=course.people))
    if announcement.stopped_at is not None:
        yield Line(text("announce.stopped"))
    if course.waiting:
        yield Line(text("announce.waiting", n=course.waiting), Style.ITEM)
    if course.unreachable:
        yield Line(text("announce.kept", n=course.unreachable), Style.ITEM)
    if course.dropped:
        yield Line(text("announce.dropped", n=course.dropped), Style.ITEM)
