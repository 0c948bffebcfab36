"""Announcements: for those who keep the people of a branch."""

from __future__ import annotations

from bot.dialog import actions
from bot.dialog.actions import (
    AddressAnnouncement,
    AskAudience,
    AskAudienceActivity,
    AskAudienceBody,
    DropAnnouncement,
    SendAnnouncement,
    ShowAnnouncement,
    ShowAnnouncements,
    StopAnnouncement,
    WriteAnnouncement,
)
from bot.dialog.model import Line, Reply
from bot.dialog.pages.announcing import (
    announcements_page,
    ask_activity_page,
    ask_body_page,
    ask_words_page,
    audience_page,
    course_page,
    draft_page,
)
from bot.dialog.pages.notices import notices_reply
from bot.dialog.pages.paging import PER_PAGE, Part, place_of
from bot.dialog.text import text
from bot.domain.access import may_announce
from bot.domain.announcing import AUDIENCES, MOST_A_DAY, Announcement, Audience
from bot.domain.asking import numbered
from bot.domain.notices import Kind, Notice
from bot.domain.plan import Activity, Snapshot
from bot.usecases import announcing
from bot.usecases.acting import await_words
from bot.usecases.announcing import Outcome
from bot.usecases.bodies import list_bodies
from handlers.correcting import refused
from handlers.talk import OnEarlyTap, OnEarlyWords, Replies, Visit, look, revisit


async def show_announcements(visit: Visit, action: ShowAnnouncements, *before: Line) -> Replies:
    """Show a page of the branch's announcements."""
    found = await announcing.announcements(visit.house, visit.caller, start=action.page * PER_PAGE, most=PER_PAGE)
    if found is None:
        return await refused(visit)
    page, pages = place_of(found.count, action.page)
    if page != action.page:
        return await show_announcements(visit, ShowAnnouncements(page), *before)
    return (announcements_page(Part(found.announcements, page, pages), visit.house.zone, *before),)


async def ask_words(visit: Visit, action: WriteAnnouncement, *before: Line) -> Replies:
    """Ask for the words of a new one, and wait for them."""
    if not may_announce(visit.caller.role):
        return await refused(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_words_page(*before),)


async def words_said(visit: Visit, action: WriteAnnouncement, words: str) -> Replies:
    """Keep the words and ask whom they are for; of too many words it is said how many there may be."""
    written = await announcing.write(visit.house, visit.caller, words, visit.incoming.update_key)
    if written is None:
        return await refused(visit)
    if not written:
        return await ask_words(visit, action, Line(text("announce.too-long")))
    return await ask_audience(await revisit(visit), AskAudience(written))


async def ask_audience(visit: Visit, action: AskAudience, *before: Line) -> Replies:
    """Ask whom a draft is for; one that was sent shows how far it has got."""
    found = await announcing.shown(visit.house, visit.caller, action.announcement)
    if found is None:
        return await _gone(visit)
    if found.announcement.sent_at is not None:
        return await show_announcement(visit, ShowAnnouncement(action.announcement))
    await await_words(visit.house, visit.caller, None)
    planned = await look(visit.house, visit.caller) is not None
    bodies = bool(await list_bodies(visit.house, visit.caller))
    page = audience_page(action.announcement, *before, planned=planned, bodies=bodies)
    return (_preview(visit, found.announcement), page)


async def ask_activity(visit: Visit, action: AskAudienceActivity) -> Replies:
    """Ask for the activity whose people a draft is for, and wait for its number or a word of its title."""
    if await announcing.shown(visit.house, visit.caller, action.announcement) is None:
        return await _gone(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_activity_page(action.announcement, None),)


async def activity_said(visit: Visit, action: AskAudienceActivity, words: str) -> Replies:
    """Take the activity that the words say; of several show which, and wait on."""
    if not may_announce(visit.caller.role):
        return await refused(visit)
    view = await look(visit.house, visit.caller)
    found = _activities(view.snapshot, words) if view else []
    if len(found) != 1:
        return (ask_activity_page(action.announcement, found),)
    at = AUDIENCES.index(Audience.ACTIVITY)
    return await address(visit, AddressAnnouncement(action.announcement, at, found[0].id))


def _activities(snapshot: Snapshot, words: str) -> list[Activity]:
    """Return the activity of a number, or those whose titles hold all of the words."""
    one = numbered(snapshot, words.strip().rstrip("."))
    if one is not None:
        return [one]
    wanted = words.casefold().split()
    named = [each for each in snapshot.activities if wanted and all(part in each.title.casefold() for part in wanted)]
    return [each for each in named if each.cancelled_on is None]


async def ask_body(visit: Visit, action: AskAudienceBody) -> Replies:
    """Show the bodies that a draft may be for."""
    found, bodies = (
        await announcing.shown(visit.house, visit.caller, action.announcement),
        await list_bodies(visit.house, visit.caller),
    )
    if found is None or bodies is None:
        return await _gone(visit)
    shown = [(each.party, each.count) for each in bodies if each.count]
    return (ask_body_page(action.announcement, shown, action.page),)


async def address(visit: Visit, action: AddressAnnouncement) -> Replies:
    """Keep whom a draft is for, and show it as they will read it."""
    audience = _audience(action.audience)
    came = await announcing.address(
        visit.house, visit.caller, action.announcement, audience, action.subject, visit.incoming.update_key
    )
    if came is Outcome.NOBODY:
        return await ask_audience(visit, AskAudience(action.announcement), Line(text("announce.nobody")))
    return await _after(visit, action.announcement, came)


async def send(visit: Visit, action: SendAnnouncement) -> Replies:
    """Send a draft, and show how far it has got."""
    audience = _audience(action.audience)
    came = await announcing.send(
        visit.house, visit.caller, action.announcement, audience, action.subject, visit.incoming.update_key
    )
    notes = {
        Outcome.DONE: Line(text("announce.goes")),
        Outcome.TOO_MANY: Line(text("announce.too-many", most=MOST_A_DAY)),
        Outcome.NOBODY: Line(text("announce.nobody")),
    }
    return await _after(visit, action.announcement, came, *((notes[came],) if came in notes else ()))


async def stop(visit: Visit, action: StopAnnouncement) -> Replies:
    """Cancel what has not left."""
    came = await announcing.stop(visit.house, visit.caller, action.announcement, visit.incoming.update_key)
    return await _after(visit, action.announcement, came)


async def drop(visit: Visit, action: DropAnnouncement) -> Replies:
    """Throw a draft away."""
    came = await announcing.drop(visit.house, visit.caller, action.announcement, visit.incoming.update_key)
    if came is Outcome.DONE:
        return await show_announcements(visit, ShowAnnouncements(0), Line(text("announce.dropped-draft")))
    return await _after(visit, action.announcement, came)


async def show_announcement(visit: Visit, action: ShowAnnouncement, *before: Line) -> Replies:
    """Show a draft as it will be read and whom it gets to, or how far one that was sent has got."""
    found = await announcing.shown(visit.house, visit.caller, action.announcement)
    if found is None:
        return await _gone(visit)
    zone, announcement = visit.house.zone, found.announcement
    if found.course is not None:
        return (course_page(announcement, found.course, zone, *before),)
    if found.reached is None:
        return await ask_audience(visit, AskAudience(action.announcement), *before)
    page = draft_page(announcement, found.reached, visit.house.now(), zone, *before)
    return (_preview(visit, announcement), page)


async def _after(visit: Visit, announcement_id: int, came: Outcome, *before: Line) -> Replies:
    if came is Outcome.REFUSED:
        return await refused(visit)
    if came is Outcome.GONE:
        return await _gone(visit)
    if came is Outcome.STALE:
        before = (Line(text("review.stale")),)
    return await show_announcement(visit, ShowAnnouncement(announcement_id), *before)


async def _gone(visit: Visit) -> Replies:
    return await show_announcements(visit, ShowAnnouncements(0), Line(text("announce.gone")))


def _preview(visit: Visit, announcement: Announcement) -> Reply:
    """Return the very message that goes to each."""
    notice = Notice(Kind.ANNOUNCEMENT, announcement.id, visit.caller.member_id, visit.house.today())
    facts = {notice: {"words": announcement.words, "who": announcement.author}}
    return notices_reply(None, [notice], notice.member_id, visit.house.today(), facts=facts, repeated=False)


def _audience(at: int) -> Audience:
    return AUDIENCES[at] if at < len(AUDIENCES) else Audience.NOBODY


ANNOUNCING_TAPS: dict[type[actions.Action], OnEarlyTap] = {
    ShowAnnouncements: show_announcements,
    WriteAnnouncement: ask_words,
    ShowAnnouncement: show_announcement,
    AskAudience: ask_audience,
    AskAudienceActivity: ask_activity,
    AskAudienceBody: ask_body,
    AddressAnnouncement: address,
    SendAnnouncement: send,
    DropAnnouncement: drop,
    StopAnnouncement: stop,
}
"""What the buttons of announcements do."""

ANNOUNCING_AWAITED: dict[type[actions.Action], OnEarlyWords] = {
    WriteAnnouncement: words_said,
    AskAudienceActivity: activity_said,
}
"""What a person's next words are after announcements have asked."""
