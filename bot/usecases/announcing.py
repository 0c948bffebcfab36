"""Announcements: written, addressed, looked at before they leave, sent once, stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialog.actions import Action, ShowAnnouncement, ShowAnnouncements
from bot.domain.access import may_announce
from bot.domain.announcing import MOST_A_DAY, Announcement, Audience, Course, Reached, worded
from bot.domain.duties import PRESIDIUM_ROLES, responsible_for
from bot.domain.notices import Kind, hours_of
from bot.domain.worktime import at, next_allowed
from bot.usecases.deeds import Deed, doing, entry
from bot.usecases.house import House
from db.announcements import Members, announcement_of, announcements_of, course_of, owe_to_all, reached, sent_since
from db.bodies import body_of, members_of, with_role
from db.caller import Caller
from db.outbox import drop_about
from db.snapshot import load_snapshot
from db.tables import AnnouncementRow


class Outcome(StrEnum):
    """What came of a change; only DONE has changed anything, or found it changed already."""

    DONE = "done"
    STALE = "stale"
    REFUSED = "refused"
    GONE = "gone"
    """The announcement, or whom it is for, is not there any more."""
    TOO_MANY = "too-many"
    """The branch has sent as many today as people bear."""
    NOBODY = "nobody"
    """There is nobody to send it to."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An announcement with whom it would get to, while it is a draft with an audience, or how far it has got."""

    announcement: Announcement
    reached: Reached | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """Some announcements of a branch, and how many there are."""

    count: int
    announcements: tuple[Announcement, ...]


async def announcements(house: House, caller: Caller, *, start: int, most: int) -> Listed | None:
    """Return announcements of the branch, the latest first; None without the right."""
    if not may_announce(caller.role):
        return None
    async with house.store.reading() as session:
        count, found = await announcements_of(session, caller.branch_id, start, most)
    return Listed(count, tuple(found))


async def shown(house: House, caller: Caller, announcement_id: int) -> Shown | None:
    """Return an announcement; None where it is not the branch's, and without the right."""
    if not may_announce(caller.role):
        return None
    async with house.store.reading() as session:
        found = await announcement_of(session, caller.branch_id, announcement_id)
        if found is None:
            return None
        if found.sent_at is not None:
            return Shown(found, course=await course_of(session, found.id))
        if found.audience is Audience.NOBODY:
            return Shown(found)
        members = await _members(session, house, caller.branch_id, found.audience, found.subject)
        return Shown(found, reached=await reached(session, caller.branch_id, found.author_id, members))


async def write(house: House, caller: Caller, words: str, update_key: str) -> int | None:
    """Keep an announcement as a draft; return its id (0: the words are none, or too many); None without the right."""
    kept = worded(words)
    async with doing(house, caller, update_key, ShowAnnouncements(0), may_announce) as deed:
        if deed is None:
            return None
        if kept is None or not deed.fresh:
            return 0
        deed.member.awaiting = None
        row = AnnouncementRow(branch_id=deed.branch_id, member_id=deed.member.id, words=kept, audience="", subject=0,
                              made_at=deed.now)  # fmt: skip
        deed.session.add(row)
        await deed.session.flush()
        return row.id


async def address(
    house: House, caller: Caller, announcement_id: int, audience: Audience, subject: int, update_key: str
) -> Outcome:
    """Say whom a draft is for."""
    async with _changing(house, caller, announcement_id, update_key) as (deed, row):
        if deed is None:
            return Outcome.REFUSED
        if row is None:
            return Outcome.GONE
        if row.sent_at is not None:
            return Outcome.STALE
        if not await _is_there(deed.session, house, deed.branch_id, audience, subject):
            return Outcome.NOBODY
        deed.member.awaiting = None
        row.audience, row.subject = audience.value, subject
    return Outcome.DONE


async def send(
    house: House, caller: Caller, announcement_id: int, audience: Audience, subject: int, update_key: str
) -> Outcome:
    """Owe a draft to everybody whom the person has seen it is for; a second time changes nothing.

    It leaves at working hours.
    """
    async with _changing(house, caller, announcement_id, update_key) as (deed, row):
        if deed is None:
            return Outcome.REFUSED
        if row is None:
            return Outcome.GONE
        if row.sent_at is not None:
            return Outcome.DONE
        if (row.audience, row.subject) != (audience.value, subject) or audience is Audience.NOBODY:
            return Outcome.STALE
        refusal = await _refusal(deed, house, row)
        if refusal is not None:
            return refusal
        members = await _members(deed.session, house, deed.branch_id, audience, subject)
        due = next_allowed(deed.now, hours_of(Kind.ANNOUNCEMENT), house.zone)
        row.sent_at = deed.now
        people = await owe_to_all(deed.session, row, members, due, house.today(), deed.now)
        deed.session.add(entry(deed, "announce", f"announcement:{row.id}", str(people)))
    house.nudge()
    return Outcome.DONE


async def _refusal(deed: Deed, house: House, row: AnnouncementRow) -> Outcome | None:
    midnight = at(house.today(), time(0), house.zone)
    if await sent_since(deed.session, deed.branch_id, midnight) >= MOST_A_DAY:
        return Outcome.TOO_MANY
    members = await _members(deed.session, house, deed.branch_id, Audience(row.audience), row.subject)
    found = await reached(deed.session, deed.branch_id, row.member_id, members)
    return None if found.anybody else Outcome.NOBODY


async def stop(house: House, caller: Caller, announcement_id: int, update_key: str) -> Outcome:
    """Cancel what has not left; what is on its way at this moment arrives."""
    async with _changing(house, caller, announcement_id, update_key) as (deed, row):
        if deed is None:
            return Outcome.REFUSED
        if row is None or row.sent_at is None:
            return Outcome.GONE
        if row.stopped_at is None:
            row.stopped_at = deed.now
            await drop_about(deed.session, Kind.ANNOUNCEMENT, row.id)
            deed.session.add(entry(deed, "stop-announcement", f"announcement:{row.id}"))
    return Outcome.DONE


async def drop(house: House, caller: Caller, announcement_id: int, update_key: str) -> Outcome:
    """Throw a draft away."""
    async with _changing(house, caller, announcement_id, update_key) as (deed, row):
        if deed is None:
            return Outcome.REFUSED
        if row is None:
            return Outcome.GONE
        if row.sent_at is not None:
            return Outcome.STALE
        await deed.session.execute(delete(AnnouncementRow).where(AnnouncementRow.id == row.id))
    return Outcome.DONE


@asynccontextmanager
async def _changing(
    house: House, caller: Caller, announcement_id: int, update_key: str
) -> AsyncIterator[tuple[Deed | None, AnnouncementRow | None]]:
    about: Action = ShowAnnouncement(announcement_id)
    async with doing(house, caller, update_key, about, may_announce) as deed:
        row = await deed.session.get(AnnouncementRow, announcement_id) if deed else None
        own = deed is not None and row is not None and row.branch_id == deed.branch_id
        yield deed, row if own else None


async def _is_there(session: AsyncSession, house: House, branch_id: int, audience: Audience, subject: int) -> bool:
    if audience in {Audience.EVERYBODY, Audience.PRESIDIUM}:
        return subject == 0
    return bool(await _members(session, house, branch_id, audience, subject))


async def _members(session: AsyncSession, house: House, branch_id: int, audience: Audience, subject: int) -> Members:
    """Return whom an audience is at this moment: None for everybody, no ids for what is not the branch's own."""
    match audience:
        case Audience.EVERYBODY:
            return None
        case Audience.PRESIDIUM:
            return [each.id for each in await with_role(session, branch_id, PRESIDIUM_ROLES)]
        case Audience.BODY:
            body = await body_of(session, branch_id, subject)
            return [each.id for each in await members_of(session, branch_id, body)] if body else []
        case Audience.ACTIVITY:
            snapshot = await load_snapshot(session, branch_id, house.today(), house.zone)
            activity = snapshot.activity_of.get(subject) if snapshot else None
            return [each.id for each in responsible_for(snapshot, activity)] if snapshot and activity else []
        case Audience.NOBODY:
            return []
