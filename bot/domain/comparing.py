"""What a newer edition of a plan changes in the plan that is in force, row by row."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from bot.domain.namesakes import Namesakes, namesakes
from bot.domain.occurrences import occurrence_windows
from bot.domain.pairing import pair_activities, pair_goals
from bot.domain.plan import Activity, Goal, Snapshot
from bot.domain.wording import same_wording


class ChangeKind(StrEnum):
    """What is otherwise in the newer edition; the changes of one activity come in this order."""

    ADDED = "added"
    """A row that is not there yet, or one that was cancelled and stands in the plan again."""
    REMOVED = "removed"
    MOVED = "moved"
    """Another term: the days or how it repeats."""
    RENAMED = "renamed"
    PEOPLE = "people"
    """Others answer for it, or another one leads."""
    DETAILS = "details"
    """Number, goal, resources, expected result, notes, or a term that means the same in other words."""
    GOAL = "goal"
    """A goal of the same number has another title."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the ids of the activities (of the goals, for a goal) in the plan in force and in the newer edition.

    `mark` tells a change from others by what it says, so that a decision on it does not hold for one that says
    something else; see `bot.domain.review.mark_of`.
    """

    kind: ChangeKind
    old: int | None
    new: int | None
    mark: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """The new id of each old goal and each old activity that is still there."""

    goals: Mapping[int, int]
    rows: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Edition:
    """A plan as it is compared: its own rows, without those of another year that lie beside it in January."""

    rows: Sequence[Activity]
    goals: Mapping[int, Goal]


_Place = tuple[int, int]
_Placed = Iterator[tuple[_Place, Change]]


def compare(current: Snapshot, newer: Snapshot, cancelled: AbstractSet[int]) -> tuple[Change, ...]:
    """Return what a newer edition changes, in the order of its rows; what it removes comes after the row before it.

    Both are plans of one branch and year; `cancelled` are the activities of the current one that were called off. Such
    a row is no change while the newer edition leaves it out. Where it stands there it is revived: ADDED with `old` set,
    and nothing else, as the whole row then is as in the newer edition. How rows are told: `pair_activities`.
    """
    old, new = _edition(current), _edition(newer)
    pairs = pair_editions(current, newer, cancelled)
    compared = _Compared(old, new, pairs.goals, namesakes(current.parties, newer.parties))
    placed = [
        *compared.of_goals(),
        *compared.of_rows({newer_id: older_id for older_id, newer_id in pairs.rows.items()}, cancelled),
        *compared.removed(pairs.rows, cancelled),
    ]
    return tuple(change for _, change in sorted(placed, key=lambda each: each[0]))


def pair_editions(current: Snapshot, newer: Snapshot, cancelled: AbstractSet[int]) -> Pairs:
    """Return which goals and rows of two editions are one; see `pair_goals` and `pair_activities`."""
    old, new = _edition(current), _edition(newer)
    goals = pair_goals(tuple(old.goals.values()), tuple(new.goals.values()))
    return Pairs(goals, pair_activities(old.rows, new.rows, goals, cancelled))


def same_term(one: Activity, other: Activity) -> bool:
    """Tell whether the term of an activity means the same in another edition, in whatever words.

    Words that the reader could not read, and that stand there as before, mean what a human has said of them since.
    """
    if other.mode is None and same_wording(one.term, other.term):
        return True
    same = (sorted(one.windows), one.mode) == (sorted(other.windows), other.mode)
    return same and sorted(occurrence_windows(one)) == sorted(occurrence_windows(other))


def _edition(snapshot: Snapshot) -> _Edition:
    rows = tuple(each for each in snapshot.activities if each.plan_id == snapshot.plan_id)
    beside = {each.goal_id for each in snapshot.activities} - {each.goal_id for each in rows}
    return _Edition(rows, {goal.id: goal for goal in snapshot.goals if goal.id not in beside})


@dataclass(frozen=True, slots=True)
class _Compared:
    """Two editions with all that their rows are compared by."""

    old: _Edition
    new: _Edition
    goals: Mapping[int, int]
    people: Namesakes

    def of_goals(self) -> _Placed:
        """Yield the goals with another title, each before its first row."""
        first = {row.goal_id: place for place, row in reversed(list(enumerate(self.new.rows)))}
        for old_id, new_id in self.goals.items():
            one, other = self.old.goals[old_id], self.new.goals[new_id]
            if not same_wording(one.title, other.title):
                said = [[each.number, each.title] for each in (one, other)]
                change = Change(ChangeKind.GOAL, old_id, new_id, _mark(ChangeKind.GOAL, said))
                yield (first.get(new_id, len(self.new.rows)), 0), change

    def of_rows(self, older: Mapping[int, int], cancelled: AbstractSet[int]) -> _Placed:
        """Yield what is otherwise in the rows of the newer edition; `older` is what each of them was."""
        by_id = {row.id: row for row in self.old.rows}
        for place, new in enumerate(self.new.rows):
            old = by_id.get(older.get(new.id, 0))
            anew = old is None or old.id in cancelled
            for kind in [ChangeKind.ADDED] if old is None or anew else self._otherwise(old, new):
                yield (place, 1), self._change(kind, old, new)

    def removed(self, pairs: Mapping[int, int], cancelled: AbstractSet[int]) -> _Placed:
        """Yield the live rows that the newer edition leaves out, each at the place where it was."""
        place_of = {row.id: place for place, row in enumerate(self.new.rows)}
        last = -1
        for row in self.old.rows:
            if row.id in pairs:
                last = place_of[pairs[row.id]]
            elif row.id not in cancelled:
                yield (last, 2), self._change(ChangeKind.REMOVED, row, None)

    def _otherwise(self, old: Activity, new: Activity) -> list[ChangeKind]:
        moved = not same_term(old, new)
        found = {
            ChangeKind.MOVED: moved,
            ChangeKind.RENAMED: not same_wording(old.title, new.title),
            ChangeKind.PEOPLE: not self.people.same_on(old, new),
            ChangeKind.DETAILS: not (self._same_details(old, new) and (moved or same_wording(old.term, new.term))),
        }
        return [kind for kind, holds in found.items() if holds]

    def _same_details(self, old: Activity, new: Activity) -> bool:
        texts = [(old.resources, new.resources), (old.result, new.result), (old.notes, new.notes)]
        numbers = [(old.number, new.number), (_goal_of(self.old, old)[0], _goal_of(self.new, new)[0])]
        texts += [(one or "", other or "") for one, other in numbers]
        return self._same_goal(old, new) and all(same_wording(*each) for each in texts)

    def _same_goal(self, old: Activity, new: Activity) -> bool:
        if old.goal_id is None or new.goal_id is None:
            return old.goal_id == new.goal_id
        return self.goals.get(old.goal_id) == new.goal_id

    def _change(self, kind: ChangeKind, old: Activity | None, new: Activity | None) -> Change:
        said = [
            row and [row.number, row.title, *self._said(kind, row, edition)]
            for row, edition in ((old, self.old), (new, self.new))
        ]
        return Change(kind, old.id if old else None, new.id if new else None, _mark(kind, said))

    def _said(self, kind: ChangeKind, row: Activity, edition: _Edition) -> list[object]:
        """Return what a change says of a row beside its number and title."""
        term = [row.term, row.mode, [[str(each.first), str(each.last)] for each in row.windows]]
        leads = {duty.party_id for duty in row.duties if duty.lead}
        people = [[each.kind, each.name, each.id in leads] for each in self.people.on(row)]
        details = [_goal_of(edition, row), row.term, row.resources, row.result, row.notes]
        match kind:
            case ChangeKind.ADDED | ChangeKind.REMOVED:
                return [term, people, details]
            case ChangeKind.MOVED:
                return [term]
            case ChangeKind.PEOPLE:
                return [people]
            case ChangeKind.DETAILS:
                return [details]
            case ChangeKind.RENAMED | ChangeKind.GOAL:
                return []
        assert_never(kind)


def _goal_of(edition: _Edition, row: Activity) -> tuple[str | None, str | None]:
    """Return the number and the title of an activity's goal."""
    goal = edition.goals.get(row.goal_id or 0)
    return (goal.number, goal.title) if goal else (None, None)


def _mark(kind: ChangeKind, said: object) -> int:
    return zlib.crc32(json.dumps([kind, said], ensure_ascii=False).encode())
