"""Correcting an activity of a plan: another term, called off, back in the plan; and taking a correction back.

Rows of occurrences are never deleted: claims and confirmations hang on them, and their ids are in the keys of notices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.moving import Piece, Standing, rebase
from bot.domain.occurrences import goes_on, occurrence_windows
from bot.domain.plan import State
from bot.domain.windows import Mode, Window
from db.drafts import occurrence_rows
from db.tables import ActivityRow, CorrectionRow, DutyRow, OccurrenceRow

_FIELDS = ("goal_id", "number", "title", "term", "windows", "mode", "resources", "result", "notes")
_STANDING = {
    State.PLANNED: Standing.OPEN,
    State.RETURNED: Standing.OPEN,
    State.CLAIMED: Standing.ACTED,
    State.CONFIRMED: Standing.ACTED,
    State.CANCELLED: Standing.CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Correction:
    """Who corrects an activity, when, and what kind of correction it is (`verb`, as in the trail)."""

    member_id: int
    at: datetime
    verb: str


async def image_of(session: AsyncSession, activity: ActivityRow) -> dict[str, object]:
    """Return all of an activity that a correction can change, as plain data to be kept and put back."""
    duties = await _duties(session, activity.id)
    occurrences = await _occurrences(session, activity.id)
    return {
        **{name: getattr(activity, name) for name in _FIELDS},
        "cancelled_at": activity.cancelled_at.isoformat() if activity.cancelled_at else None,
        "duties": [[each.party_id, each.position, each.lead] for each in duties],
        "occurrences": [[each.id, each.first.isoformat(), each.last.isoformat(), each.state] for each in occurrences],
    }


async def keep(
    session: AsyncSession, activity: ActivityRow, before: dict[str, object] | None, correction: Correction
) -> CorrectionRow:
    """Keep what an activity was before a correction that has just been made; None for one that was just added."""
    activity.revision += 1
    row = CorrectionRow(
        activity_id=activity.id,
        member_id=correction.member_id,
        at=correction.at,
        verb=correction.verb,
        before=before,
        revision=activity.revision,
    )
    session.add(row)
    await session.flush()
    return row


async def retime(session: AsyncSession, activity: ActivityRow, windows: Sequence[Window], mode: Mode | None) -> None:
    """Give an activity another meaning of its term; its occurrences take the new windows (see `rebase`)."""
    activity.windows = [[window.first.isoformat(), window.last.isoformat()] for window in windows]
    activity.mode = mode
    if activity.cancelled_at is None:
        await _rebase(session, activity.id, tuple(windows), mode)


async def call_off(session: AsyncSession, activity: ActivityRow, now: datetime) -> None:
    """Cancel an activity: what is confirmed stays, everything else of it is owed no more."""
    activity.cancelled_at = now
    for row in await _occurrences(session, activity.id):
        if row.state not in {State.CONFIRMED, State.CANCELLED}:
            _cancel(row)


async def bring_back(session: AsyncSession, activity: ActivityRow) -> None:
    """Put a cancelled activity back into the plan, with what its term means now."""
    activity.cancelled_at = None
    windows = tuple(Window(*map(date.fromisoformat, pair)) for pair in activity.windows)
    await _rebase(session, activity.id, windows, Mode(activity.mode) if activity.mode else None)


async def last_correction(session: AsyncSession, activity_id: int) -> CorrectionRow | None:
    """Return the last correction of an activity that has not been taken back."""
    query = select(CorrectionRow).where(CorrectionRow.activity_id == activity_id, CorrectionRow.undone_at.is_(None))
    return await session.scalar(query.order_by(CorrectionRow.id.desc()).limit(1))


async def take_back(session: AsyncSession, activity: ActivityRow, correction: CorrectionRow, now: datetime) -> bool:
    """Put an activity back to what it was before a correction; False when work hangs on what would go.

    An activity that the correction added is cancelled. What people have reported and decided since stays.
    """
    rows = await _occurrences(session, activity.id)
    kept = _kept_occurrences(correction.before)
    if any(_STANDING[State(row.state)] is Standing.ACTED and _goes(row, kept) for row in rows):
        return False
    if correction.before is None:
        await call_off(session, activity, now)
    else:
        _restore_fields(activity, correction.before)
        await _restore_duties(session, activity.id, correction.before)
        for row in rows:
            _restore(row, kept.get(row.id))
    activity.revision += 1
    correction.undone_at = now
    await session.flush()
    return True


_Kept = dict[int, tuple[date, date, State]]


def _kept_occurrences(before: dict[str, object] | None) -> _Kept:
    written = (before or {}).get("occurrences")
    kept: _Kept = {}
    if isinstance(written, list):
        for key, first, last, state in written:
            kept[key] = (date.fromisoformat(first), date.fromisoformat(last), State(state))
    return kept


def _goes(row: OccurrenceRow, kept: _Kept) -> bool:
    """Tell whether an occurrence was not owed before the correction."""
    return row.id not in kept or kept[row.id][2] is State.CANCELLED


def _restore(row: OccurrenceRow, before: tuple[date, date, State] | None) -> None:
    if before is None:
        if row.state != State.CANCELLED:
            _cancel(row)
        return
    row.first, row.last, state = before
    if state is State.CANCELLED and row.state != State.CANCELLED:
        _cancel(row)
    elif state is not State.CANCELLED and row.state == State.CANCELLED:
        row.state, row.revision = state, row.revision + 1


def _restore_fields(activity: ActivityRow, before: dict[str, object]) -> None:
    for name in _FIELDS:
        setattr(activity, name, before[name])
    cancelled_at = before["cancelled_at"]
    activity.cancelled_at = datetime.fromisoformat(cancelled_at) if isinstance(cancelled_at, str) else None


async def _restore_duties(session: AsyncSession, activity_id: int, before: dict[str, object]) -> None:
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity_id))
    written = before["duties"]
    if isinstance(written, list):
        session.add_all(
            DutyRow(activity_id=activity_id, party_id=party, position=position, lead=lead)
            for party, position, lead in written
        )


async def _rebase(session: AsyncSession, activity_id: int, windows: tuple[Window, ...], mode: Mode | None) -> None:
    rows = {row.id: row for row in await _occurrences(session, activity_id)}
    pieces = [Piece(row.id, Window(row.first, row.last), _STANDING[State(row.state)]) for row in rows.values()]
    change = rebase(pieces, occurrence_windows(windows, mode))
    for key, window in {**change.kept, **change.revived}.items():
        row = rows[key]
        row.first, row.last, row.continuous = window.first, window.last, goes_on(mode)
    for key in change.revived:
        rows[key].state, rows[key].revision = _state_before(rows[key]), rows[key].revision + 1
    for key in change.cancelled:
        _cancel(rows[key])
    session.add_all(occurrence_rows(activity_id, change.added, mode))
    await session.flush()


def _cancel(row: OccurrenceRow) -> None:
    # The revision rises, so that buttons and notices about what is no longer owed are stale.
    row.state, row.revision = State.CANCELLED, row.revision + 1


def _state_before(row: OccurrenceRow) -> State:
    """Return where a cancelled occurrence stood before, by the trail that the claim and the decision left on it."""
    if row.decided_at is not None and (row.claimed_at is None or row.decided_at >= row.claimed_at):
        return State.RETURNED
    return State.CLAIMED if row.claimed_at is not None else State.PLANNED


async def _duties(session: AsyncSession, activity_id: int) -> Sequence[DutyRow]:
    query = select(DutyRow).where(DutyRow.activity_id == activity_id)
    return (await session.scalars(query.order_by(DutyRow.position))).all()


async def _occurrences(session: AsyncSession, activity_id: int) -> Sequence[OccurrenceRow]:
    query = select(OccurrenceRow).where(OccurrenceRow.activity_id == activity_id)
    return (await session.scalars(query.order_by(OccurrenceRow.id))).all()
