"""Correcting an activity: what a button of it saw, which number is next, and whom a name may stand for."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from datetime import date

from bot.domain.names import Likeness, compare, parse_name
from bot.domain.notices import Kind
from bot.domain.obligations import Obligation
from bot.domain.plan import Activity, Goal, Snapshot

LONGEST_TITLE = 300
MOST_ALIKE = 4


def seen_mark(activity: Activity) -> int:
    """Return a number that tells an activity as somebody saw it from what it has become.

    Its revision alone would not do: when a newer file takes the place of a draft, its activities get the ids of the
    old ones, and a button of the old draft must not correct another row of the new one.
    """
    seen = [activity.id, activity.revision, activity.title, activity.term, str(activity.cancelled_on)]
    return zlib.crc32(json.dumps(seen, ensure_ascii=False).encode())


def title_of(words: str) -> str | None:
    """Return a title that a person has written, in one line; None when it is empty or longer than LONGEST_TITLE."""
    title = " ".join(words.split())
    return title if 0 < len(title) <= LONGEST_TITLE else None


def next_number(goal: Goal | None, activities: Iterable[Activity]) -> str | None:
    """Return the number after the last one of a goal: «5.5» where «5.4» is the last, cancelled ones counted.

    None where the goal has no number, or its activities are not numbered after it.
    """
    if goal is None or not goal.number:
        return None
    own = [each.number or "" for each in activities if each.goal_id == goal.id]
    pattern = re.compile(rf"{re.escape(goal.number.rstrip('.'))}\.(\d{{1,3}})\.?")
    found = [int(match[1]) for number in own if (match := pattern.fullmatch(number))]
    if own and not found:
        return None
    return f"{goal.number.rstrip('.')}.{max(found, default=0) + 1}"


def alike_names(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names of which this one may be a slip; none when it is one of them, or is no name."""
    written = parse_name(name)
    if written is None:
        return ()
    likeness = {other: compare(written, read) for other in known if (read := parse_name(other))}
    if Likeness.SAME in likeness.values():
        return ()
    return tuple(other for other, found in likeness.items() if found is Likeness.SIMILAR)[:MOST_ALIKE]


def is_about(snapshot: Snapshot, owed: Obligation, activity_id: int) -> bool:
    """Tell whether an obligation reminds of the activity."""
    match owed.notice.kind:
        case Kind.CHECK_IN:
            return owed.notice.subject == activity_id
        case Kind.DEADLINE | Kind.OVERDUE:
            return snapshot.occurrence_of[owed.notice.subject].activity_id == activity_id
        case _:
            return False


def over(activity: Activity, today: date) -> bool:
    """Tell whether all days of the activity's term have passed."""
    return bool(activity.windows) and max(window.last for window in activity.windows) < today
