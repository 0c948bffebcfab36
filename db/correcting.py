"""Correcting an activity of a plan: another term, called off, back in the plan; and taking a correction back.

Rows of occurrences are never deleted: claims and confirmations hang on them, and their ids are in the keys of notices.
People are kept by name and not by id: a party that nobody names any more goes with the draft that named it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.history import standing
from bot.domain.moving import Piece, Standing, rebase
from bot.domain.occurrences import Dated, Meaning, goes_on, occurrence_windows
from bot.domain.people.model import Kind, Named
from bot.domain.plan import State
from bot.domain.steps import Step
from bot.domain.windows import Mode, Window
from db.days import days_read, days_written
from db.drafts import occurrence_rows, party_named
from db.parties import link_members
from db.steps import By, history_of, take_step
from db.tables import ActivityRow, CorrectionRow, DutyRow, OccurrenceRow, PartyRow, PlanRow

_FIELDS = ("goal_id", "number", "title", "term", "windows", "mode", "hints", "resources", "result", "notes")
_STANDING = {
    State.PLANNED: Standing.OPEN,
    State.TAKEN: Standing.OPEN,
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

    @property
    def by(self) -> By:
        """Who takes the steps that come of it."""
        return By(self.member_id, self.at)


async def image_of(session: AsyncSession, activity: ActivityRow) -> dict[str, object]:
    """Return all of an activity that a correction can change, as plain data to be kept and put back."""
    return {
        **{name: getattr(activity, name) for name in _FIELDS},
        "cancelled_at": _written(activity.cancelled_at),
        "duties": await _duties(session, activity.id),
        "occurrences": [_image(row) for row in await _occurrences(session, activity.id)],
    }


async def keep(
    session: AsyncSession, activity: ActivityRow, before: dict[str, object] | None, correction: Correction
) -> CorrectionRow:
    """Keep what an activity was before a correction that has just been made; None for one that was just added.

    Only what the correction changed is kept, so that taking it back leaves alone what was settled otherwise meanwhile.
    """
    activity.revision += 1
    if before is not None:
        after = await image_of(session, activity)
        before = {name: value for name, value in before.items() if after[name] != value}
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


async def retime(session: AsyncSession, activity: ActivityRow, term: Dated, by: By) -> None:
    """Give an activity another meaning of its term; its occurrences take the new windows (see `rebase`)."""
    activity.windows = days_written(term.windows)
    activity.mode, activity.hints = term.mode, dict(term.hints)
    if activity.cancelled_at is None:
        await _rebase(session, activity, by)


async def call_off(session: AsyncSession, activity: ActivityRow, by: By) -> None:
    """Cancel an activity: what is confirmed stays, everything else of it is owed no more."""
    activity.cancelled_at = by.at
    for row in await _occurrences(session, activity.id):
        if row.state not in {State.CONFIRMED, State.CANCELLED}:
            await take_step(session, row, Step.CANCEL, by)


async def bring_back(session: AsyncSession, activity: ActivityRow, by: By) -> None:
    """Put a cancelled activity back into the plan, with what its term means now; a claim waits again as it did."""
    activity.cancelled_at = None
    for row in await _occurrences(session, activity.id):
        # Only cancelling the activity cancels a claim, whatever window it is for; a move keeps it as history.
        if row.state == State.CANCELLED and await _was_claimed(session, row):
            await take_step(session, row, Step.REVIVE, by)
    await _rebase(session, activity, by)


async def last_correction(session: AsyncSession, activity_id: int) -> CorrectionRow | None:
    """Return the last correction of an activity that has not been taken back."""
    query = select(CorrectionRow).where(CorrectionRow.activity_id == activity_id, CorrectionRow.undone_at.is_(None))
    return await session.scalar(query.order_by(CorrectionRow.id.desc()).limit(1))


async def _was_claimed(session: AsyncSession, row: OccurrenceRow) -> bool:
    """Tell whether a claim waited when the occurrence was cancelled."""
    before = standing(await history_of(session, row.id))[:-1]
    return bool(before) and before[-1].step is Step.CLAIM


async def take_back(session: AsyncSession, activity: ActivityRow, correction: CorrectionRow, by: By) -> bool:
    """Put an activity back to what it was before a correction; False when work hangs on what would go.

    An activity that the correction added is cancelled. What people have reported and decided since stays.
    """
    rows, before = await _occurrences(session, activity.id), correction.before
    kept = _kept_occurrences(before)
    if kept is not None and any(_would_lose_work(row, kept.get(row.id)) for row in rows):
        return False
    if before is None:
        await call_off(session, activity, by)
    else:
        _restore_fields(activity, before)
        await _restore_duties(session, activity, before)
        for row in rows:
            if kept is not None:
                await _restore(session, row, kept.get(row.id), by)
        await _mend(session, activity, by)
    activity.revision += 1
    correction.undone_at = by.at
    await session.flush()
    return True


@dataclass(frozen=True, slots=True)
class _Kept:
    """What an occurrence was before a correction."""

    window: Window
    state: State
    continuous: bool
    claimed_at: datetime | None
    decided_at: datetime | None


def _image(row: OccurrenceRow) -> list[object]:
    days = [row.first.isoformat(), row.last.isoformat()]
    return [row.id, *days, row.state, row.continuous, _written(row.claimed_at), _written(row.decided_at)]


def _kept_occurrences(before: dict[str, object] | None) -> dict[int, _Kept] | None:
    """Return the occurrences by id; none of an activity that was added, None where the correction left them alone."""
    written = [] if before is None else before.get("occurrences")
    if not isinstance(written, list):
        return None
    return {
        key: _Kept(
            Window(date.fromisoformat(first), date.fromisoformat(last)),
            State(state), continuous, _moment(claimed), _moment(decided),
        )
        for key, first, last, state, continuous, claimed, decided in written
    }  # fmt: skip


def _would_lose_work(row: OccurrenceRow, before: _Kept | None) -> bool:
    """Tell whether something was reported or decided since on an occurrence that was not owed before."""
    if _STANDING[State(row.state)] is not Standing.ACTED:
        return False
    if before is None:
        return True
    untouched = (row.claimed_at, row.decided_at) == (before.claimed_at, before.decided_at)
    return before.state is State.CANCELLED and not untouched


async def _restore(session: AsyncSession, row: OccurrenceRow, before: _Kept | None, by: By) -> None:
    if before is not None:
        row.first, row.last, row.continuous = before.window.first, before.window.last, before.continuous
    cancelled = before is None or before.state is State.CANCELLED
    if cancelled and row.state != State.CANCELLED:
        await take_step(session, row, Step.CANCEL, by)
    elif not cancelled and row.state == State.CANCELLED:
        await take_step(session, row, Step.REVIVE, by)


def _restore_fields(activity: ActivityRow, before: dict[str, object]) -> None:
    for name in _FIELDS:
        if name in before:
            setattr(activity, name, before[name])
    if "cancelled_at" in before:
        activity.cancelled_at = _moment(before["cancelled_at"])


async def _restore_duties(session: AsyncSession, activity: ActivityRow, before: dict[str, object]) -> None:
    written = before.get("duties")
    if not isinstance(written, list):
        return
    branch_id = (await session.get_one(PlanRow, activity.plan_id)).branch_id
    await session.execute(delete(DutyRow).where(DutyRow.activity_id == activity.id))
    for kind, name, position, lead in written:
        party = await party_named(session, branch_id, Named(Kind(kind), name))
        session.add(DutyRow(activity_id=activity.id, party_id=party.id, position=position, lead=lead))
    await session.flush()
    await link_members(session, branch_id)


async def _mend(session: AsyncSession, activity: ActivityRow, by: By) -> None:
    """Give a restored activity the occurrences that its term wants, where the term was settled otherwise meanwhile."""
    wanted = occurrence_windows(meaning_of(activity))
    live = [row for row in await _occurrences(session, activity.id) if row.state != State.CANCELLED]
    if activity.cancelled_at is None and not {*wanted} <= {Window(row.first, row.last) for row in live}:
        await _rebase(session, activity, by)


def meaning_of(activity: ActivityRow) -> Meaning:
    """Return what the term of an activity means now."""
    mode = Mode(activity.mode) if activity.mode else None
    return Meaning(days_read(activity.windows), mode, activity.hints)


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant is not None else None


def _moment(written: object) -> datetime | None:
    return datetime.fromisoformat(written) if isinstance(written, str) else None


async def _rebase(session: AsyncSession, activity: ActivityRow, by: By) -> None:
    meaning = meaning_of(activity)
    rows = {row.id: row for row in await _occurrences(session, activity.id)}
    pieces = [Piece(row.id, Window(row.first, row.last), _STANDING[State(row.state)]) for row in rows.values()]
    change = rebase(pieces, occurrence_windows(meaning))
    for key, window in {**change.kept, **change.revived}.items():
        row = rows[key]
        row.first, row.last, row.continuous = window.first, window.last, goes_on(meaning.mode)
    for key in change.revived:
        await take_step(session, rows[key], Step.REVIVE, by)
    for key in change.cancelled:
        await take_step(session, rows[key], Step.CANCEL, by)
    session.add_all(occurrence_rows(activity.id, change.added, meaning.mode))
    await session.flush()


async def _duties(session: AsyncSession, activity_id: int) -> list[list[object]]:
    """Return who answers for an activity: kind and name, place, and whether they lead."""
    query = select(PartyRow.kind, PartyRow.name, DutyRow.position, DutyRow.lead).join(
        DutyRow, DutyRow.party_id == PartyRow.id
    )
    rows = await session.execute(query.where(DutyRow.activity_id == activity_id).order_by(DutyRow.position))
    return [list(row) for row in rows]


async def _occurrences(session: AsyncSession, activity_id: int) -> Sequence[OccurrenceRow]:
    query = select(OccurrenceRow).where(OccurrenceRow.activity_id == activity_id)
    return (await session.scalars(query.order_by(OccurrenceRow.id))).all()
