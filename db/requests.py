"""Requests for a change: read for the picture of a plan, written, and what is settled when somebody leaves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.notices import Kind, Notice
from bot.domain.requests import Request, RequestKind, RequestState
from db.outbox import owe
from db.tables import OccurrenceRow, RequestRow

USEFUL = timedelta(days=60)
"""For how long it is of use to hear that a request is void."""
_COLUMNS = (
    RequestRow.id,
    RequestRow.kind,
    RequestRow.state,
    RequestRow.revision,
    RequestRow.member_id,
    RequestRow.asked_id,
    RequestRow.activity_id,
    RequestRow.at,
    RequestRow.wanted,
    RequestRow.reason,
    RequestRow.settled_at,
    RequestRow.settled_by,
    RequestRow.answer,
)
_SENT = (
    select(*_COLUMNS)
    .where(RequestRow.branch_id == bindparam("branch", type_=Integer), RequestRow.state != RequestState.BEGUN)
    .order_by(RequestRow.id)
)


def read_requests(connection: Connection, branch_id: int) -> tuple[Request, ...]:
    """Return the requests of a branch that were sent, in their order."""
    return tuple(_request(row) for row in connection.execute(_SENT, {"branch": branch_id}))


def request_of(row: RequestRow) -> Request:
    """Return the domain's value of a row."""
    return _request(row)


def _request(row: Any) -> Request:  # noqa: ANN401 - a row of the table, or one of just its columns
    return Request(
        id=row.id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        revision=row.revision,
        member_id=row.member_id,
        asked_id=row.asked_id,
        activity_id=row.activity_id,
        at=row.at,
        wanted=row.wanted,
        reason=row.reason,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        answer=row.answer,
    )


async def begin(session: AsyncSession, row: RequestRow) -> RequestRow:
    """Begin a request in place of whatever its author has begun and never sent."""
    await session.execute(delete(RequestRow).where(_begun_by(row.member_id)))
    session.add(row)
    await session.flush()
    return row


async def begun_by(session: AsyncSession, member_id: int) -> RequestRow | None:
    """Return the request that a member has begun and not sent yet."""
    row: RequestRow | None = await session.scalar(select(RequestRow).where(_begun_by(member_id)))
    return row


def _begun_by(member_id: int) -> Any:  # noqa: ANN401 - SQLAlchemy's own type of a condition has no public name
    return (RequestRow.member_id == member_id) & (RequestRow.state == RequestState.BEGUN)


def settle(row: RequestRow, state: RequestState, member_id: int | None, now: datetime, answer: str = "") -> None:
    """Settle a request; its revision rises, so that the buttons of it are stale."""
    row.state, row.settled_at, row.settled_by, row.answer = state, now, member_id, answer
    row.revision += 1


async def settle_of_leaver(session: AsyncSession, member_id: int, now: datetime) -> None:
    """Settle what a member who leaves has asked for and was asked for; whatever they were at, they are no more."""
    await session.execute(delete(RequestRow).where(_begun_by(member_id)))
    theirs = or_(RequestRow.member_id == member_id, RequestRow.asked_id == member_id)
    for row in await session.scalars(select(RequestRow).where(theirs, RequestRow.state == RequestState.OPEN)):
        settle(row, RequestState.STALE, None, now)
        if row.member_id != member_id:
            notice = Notice(Kind.REQUEST_SETTLED, row.id, row.member_id, now.date(), row.revision)
            await owe(session, row.branch_id, notice, notice.key, now, now + USEFUL, now)
    await session.flush()
    taken = update(OccurrenceRow).where(OccurrenceRow.taken_by == member_id)
    await session.execute(taken.values(taken_by=None, taken_at=None))
