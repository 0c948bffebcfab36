"""What is owed follows a correction: nobody hears twice, nobody hears at once what fell due before, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.correcting import is_about
from bot.domain.notices import hours_of, told_about
from bot.domain.obligations import Obligation, obligations
from bot.domain.plan import Snapshot, State
from bot.domain.worktime import next_allowed
from bot.usecases import telling
from bot.usecases.reviewing import Review
from db import outbox
from db.picturing import Picture


async def spare(review: Review, before: Snapshot, after: Picture, zone: ZoneInfo) -> None:
    """Write off what fell due before the correction for whoever made it and for who has just become responsible.

    They get the next reminders. Where nobody was responsible before, nobody has been reminded either: then the first
    who are hear at once.
    """
    today = review.now.astimezone(zone).date()
    earlier = {owed.key for owed in obligations(before, zone, today)}
    spared = {review.member.id, *_newly_told(before, after)}
    # Of use until now, so they are written as too late: each has its row and never leaves.
    written_off = [
        replace(owed, until=review.now)
        for owed in _about(after, zone, today)
        if owed.due <= review.now and owed.key not in earlier and owed.notice.member_id in spared
    ]
    await outbox.owe_all(review.session, review.branch_id, written_off, review.now)


def _newly_told(before: Snapshot, after: Picture) -> set[int]:
    earlier = before.activity_of[after.activity.id]
    if not earlier.duties:
        return set()
    told = {member.id for member in told_about(before, earlier)}
    return {member.id for member in told_about(after.snapshot, after.activity)} - told


def _about(picture: Picture, zone: ZoneInfo, today: date) -> Iterable[Obligation]:
    owed = obligations(picture.snapshot, zone, today)
    return (each for each in owed if is_about(picture.snapshot, each, picture.activity.id))


async def tell_again(review: Review, before: Snapshot, after: Picture) -> None:
    """Owe anew what a claim or a return that came back was still to tell: its first notice died with the cancelling."""
    for occurrence in after.snapshot.occurrences_of[after.activity.id]:
        earlier = before.occurrence_of.get(occurrence.id)
        if earlier is not None and earlier.state is State.CANCELLED:
            await telling.tell_again(review.session, after.snapshot, occurrence, review.member.id, review.now)


async def next_reminder(session: AsyncSession, picture: Picture, now: datetime, zone: ZoneInfo) -> date | None:
    """Return the local day on which somebody is reminded of the activity next; None when nobody will be."""
    ahead = [each for each in _about(picture, zone, now.astimezone(zone).date()) if each.until > now]
    settled = await outbox.settled(session, [each.key for each in ahead])
    leaving = (
        next_allowed(max(each.due, now), hours_of(each.notice.kind), zone) for each in ahead if each.key not in settled
    )
    first = min(leaving, default=None)
    return first.astimezone(zone).date() if first else None
