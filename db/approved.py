"""The plan as it was approved, read from what corrections have kept since it was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, select

from bot.domain.approved import Approved, earliest
from bot.domain.plan import Activity, Party
from bot.domain.windows import Mode
from db.days import days_read
from db.tables import ActivityRow, CorrectionRow, PlanRow

_Since = Row[int, int | None, datetime, dict[str, object] | None, datetime | None]
_SINCE = (
    select(
        CorrectionRow.activity_id,
        CorrectionRow.member_id,
        CorrectionRow.at,
        CorrectionRow.before,
        CorrectionRow.undone_at,
    )
    .join(ActivityRow, ActivityRow.id == CorrectionRow.activity_id)
    .join(PlanRow, PlanRow.id == ActivityRow.plan_id)
    .where(PlanRow.id.in_(bindparam("plans", type_=Integer, expanding=True)), PlanRow.published_at.is_not(None))
    .where(CorrectionRow.at >= PlanRow.published_at)
    .order_by(CorrectionRow.id)
)


def read_approved(
    connection: Connection,
    plans: Mapping[str, Sequence[int]],
    activities: Iterable[Activity],
    parties: Mapping[int, Party],
) -> dict[int, Approved]:
    """Return what was published of each activity that was corrected since, by its id."""
    corrections: dict[int, list[_Since]] = {}
    for row in connection.execute(_SINCE, plans):
        corrections.setdefault(row.activity_id, []).append(row)
    return {each.id: _approved(each, corrections[each.id], parties) for each in activities if each.id in corrections}


def _approved(now: Activity, corrections: Sequence[_Since], parties: Mapping[int, Party]) -> Approved:
    first = earliest(row.before for row in corrections)
    last = next((row for row in reversed(corrections) if row.undone_at is None), None)
    was: Mapping[str, Any] = first or {}
    mode = was.get("mode", now.mode)
    return Approved(
        added=first is None,
        title=was.get("title", now.title),
        number=was.get("number", now.number),
        goal_id=was.get("goal_id", now.goal_id),
        term=was.get("term", now.term),
        windows=days_read(was["windows"]) if "windows" in was else now.windows,
        mode=Mode(mode) if mode else None,
        people=_people(was, now, parties),
        cancelled=was["cancelled_at"] is not None if "cancelled_at" in was else now.cancelled_on is not None,
        by=last.member_id if last else None,
        at=last.at if last else None,
    )


def _people(was: Mapping[str, Any], now: Activity, parties: Mapping[int, Party]) -> tuple[str, ...]:
    if "duties" in was:
        return tuple(name for _, name, _, _ in was["duties"])
    return tuple(parties[duty.party_id].name for duty in now.duties)
