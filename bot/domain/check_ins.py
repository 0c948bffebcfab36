"""What the quarters brought on an activity that goes on: one entry of each person a quarter, the lead's first."""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.plan import Activity, CheckIn, Snapshot
from bot.domain.windows import quarter_of, slices

CHECK_IN_BEFORE = timedelta(days=9)
"""How long before a quarter ends its question is asked, and how long after its end the answer may be corrected."""


def entries_of(snapshot: Snapshot, activity: Activity) -> tuple[CheckIn, ...]:
    """Return what the quarters brought, in their order; of a quarter the lead's word first, then as they came."""
    leads = {snapshot.parties[each.party_id].member_id for each in activity.duties if each.lead}
    theirs = [each for each in snapshot.check_ins if each.activity_id == activity.id]
    return tuple(sorted(theirs, key=lambda each: (each.quarter, each.member_id not in leads)))


def own_entry(snapshot: Snapshot, activity_id: int, quarter: int, member_id: int) -> CheckIn | None:
    """Return what a member has said of a quarter."""
    wanted = (activity_id, quarter, member_id)
    own = [each for each in snapshot.check_ins if (each.activity_id, each.quarter, each.member_id) == wanted]
    return own[-1] if own else None


def correctable(activity: Activity, quarter: int, today: date) -> bool:
    """Tell whether an entry of the quarter may still be put otherwise by its author: until the question is over."""
    ends = [piece.last for window in activity.windows for piece in slices(window, 3)]
    return any(quarter_of(last) == quarter and today <= last + CHECK_IN_BEFORE for last in ends)
