"""Announcements: kept once, owed to each of their audience, counted as they leave."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcing import USEFUL, Announcement, Audience, Course, Reached
from bot.domain.notices import Kind
from db.identities import can_be_written_to
from db.outbox import DeliveryState
from db.proxies import spoken_for
from db.tables import ActivityRow, AnnouncementRow, MemberRow, OutboxRow, PartyRow

_WAITING = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.UNCERTAIN})
Members = Collection[int] | None
"""Whom an announcement is for, by ids; None for everybody."""


async def announcements_of(
    session: AsyncSession, branch_id: int, start: int, most: int
) -> tuple[int, list[Announcement]]:
    """Return how many announcements a branch has, and some of them, the latest first."""
    count = await session.scalar(select(func.count()).where(AnnouncementRow.branch_id == branch_id)) or 0
    rows = select(AnnouncementRow).where(AnnouncementRow.branch_id == branch_id).order_by(AnnouncementRow.id.desc())
    found = await session.scalars(rows.offset(start).limit(most))
    return count, [await _announcement(session, row) for row in found]


async def announcement_of(session: AsyncSession, branch_id: int, announcement_id: int) -> Announcement | None:
    """Return an announcement of the branch."""
    row = await session.get(AnnouncementRow, announcement_id)
    return await _announcement(session, row) if row is not None and row.branch_id == branch_id else None


async def _announcement(session: AsyncSession, row: AnnouncementRow) -> Announcement:
    author = await session.get(MemberRow, row.member_id)
    return Announcement(
        row.id, row.member_id, author.name if author else "", row.words, Audience(row.audience), row.subject,
        await _about(session, row), row.made_at, row.sent_at, row.stopped_at,
    )  # fmt: skip


async def _about(session: AsyncSession, row: AnnouncementRow) -> str:
    if row.audience == Audience.ACTIVITY:
        activity = await session.get(ActivityRow, row.subject)
        return f"{activity.number or ''} {activity.title}".strip() if activity else ""
    party = await session.get(PartyRow, row.subject) if row.audience == Audience.BODY else None
    return party.name if party else ""


async def sent_since(session: AsyncSession, branch_id: int, moment: datetime) -> int:
    """Return how many announcements a branch has sent since then."""
    sent = AnnouncementRow.branch_id == branch_id, AnnouncementRow.sent_at >= moment
    return await session.scalar(select(func.count()).where(*sent)) or 0


def _audience(branch_id: int, author_id: int, members: Members) -> ColumnElement[bool]:
    """Return the members of an audience without the author, who knows what they have written."""
    there = and_(MemberRow.branch_id == branch_id, MemberRow.left_at.is_(None), MemberRow.id != author_id)
    return there if members is None else and_(there, MemberRow.id.in_(members))


async def reached(session: AsyncSession, branch_id: int, author_id: int, members: Members) -> Reached:
    """Return whom an announcement would get to, and who cannot be reached."""
    written, proxy = can_be_written_to(MemberRow.id), spoken_for(MemberRow.id, branch_id)
    theirs = _audience(branch_id, author_id, members)
    way = case((written, "written"), (proxy, "passed-on"), else_="none").label("way")
    counted = await session.execute(select(way, func.count()).where(theirs).group_by("way"))
    counts = {str(key): int(count) for key, count in counted}
    silent = select(MemberRow.name).where(theirs, ~written, ~proxy).order_by(MemberRow.name, MemberRow.id)
    return Reached(counts.get("written", 0), counts.get("passed-on", 0), tuple(await session.scalars(silent)))


async def owe_to_all(
    session: AsyncSession, row: AnnouncementRow, members: Members, due: datetime, today: date, now: datetime
) -> int:
    """Owe an announcement to each of its audience, in one statement; return to how many.

    Whom nothing gets to has it kept: it leaves when they are back in time.
    """
    way = or_(can_be_written_to(MemberRow.id), spoken_for(MemberRow.id, row.branch_id))
    values: dict[str, Any] = {
        "key": literal(f"{Kind.ANNOUNCEMENT}:{row.id}:0:").concat(MemberRow.id),
        "branch_id": literal(row.branch_id),
        "member_id": MemberRow.id,
        "kind": literal(Kind.ANNOUNCEMENT.value),
        "subject": literal(row.id),
        "refers_to": literal(today, OutboxRow.refers_to.type),
        "revision": literal(0),
        "due": literal(due, OutboxRow.due.type),
        "until": literal(now + USEFUL, OutboxRow.until.type),
        "state": case((way, DeliveryState.PENDING.value), else_=DeliveryState.BLOCKED.value),
        "next_at": literal(due, OutboxRow.next_at.type),
        "attempts": literal(0),
        "outcome": literal(""),
        "door": literal(""),
        "passed_on": false(),
    }  # fmt: skip
    people = select(*values.values()).where(_audience(row.branch_id, row.member_id, members)).order_by(MemberRow.id)
    await session.execute(insert(OutboxRow).from_select(list(values), people, include_defaults=False))
    return sum((await _states(session, row.id)).values())


async def course_of(session: AsyncSession, announcement_id: int) -> Course:
    """Return how far an announcement has got."""
    states = await _states(session, announcement_id)
    people, sent = sum(states.values()), states.get(DeliveryState.SENT, 0)
    waiting = sum(states.get(each, 0) for each in _WAITING)
    unreachable = states.get(DeliveryState.BLOCKED, 0)
    return Course(people, sent, waiting, unreachable, people - sent - waiting - unreachable)


async def _states(session: AsyncSession, announcement_id: int) -> dict[str, int]:
    theirs = OutboxRow.kind == Kind.ANNOUNCEMENT, OutboxRow.subject == announcement_id
    query = select(OutboxRow.state, func.count()).where(*theirs).group_by(OutboxRow.state)
    return dict((await session.execute(query)).all())
