"""Which row of a newer plan is which row of the plan in force: secretaries insert rows, and the numbers shift."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import TypeVar

from bot.domain.likeness import alike, share, very_alike, word_sets
from bot.domain.plan import Activity, Goal
from bot.domain.windows import Mode, Window
from bot.domain.wording import figures, plain

Item = TypeVar("Item")
_GoalKey = tuple[str, int | None]
_Order = tuple[tuple[tuple[int, str], ...], tuple[Window, ...], int]
_Rank = tuple[float, bool, _Order, _Order]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """An activity with all that it is told by; `goal` is equal for two rows when their goals are one."""

    activity: Activity
    goal: _GoalKey
    title: tuple[str, ...]
    number: tuple[str, ...]
    when: tuple[Mode | None, tuple[Window, ...]]
    words: frozenset[str]
    figures: tuple[str, ...]

    @property
    def order(self) -> _Order:
        """Where it comes among rows that are told by nothing else, wherever they stand in the plan."""
        number = tuple((len(each), each) for each in self.number)
        return number, self.activity.windows, self.activity.id


_Pair = tuple[_Row, _Row]
_Fits = Callable[[int, int, int], bool]
_Rule = Callable[[Sequence[_Row], Sequence[_Row]], Iterable[_Pair]]


def pair_goals(old: Sequence[Goal], new: Sequence[Goal]) -> Mapping[int, int]:
    """Return the new id of each old goal that is still there: of the same title, or else of the same number."""
    pairs: dict[int, int] = {}
    for key in (_number_and_title, _title_of_goal, _number_of_goal):
        used = set(pairs.values())
        left = [each for each in new if each.id not in used]
        fresh = _equal(key, [each for each in old if each.id not in pairs], left)
        pairs |= {one.id: other.id for one, other in fresh}
    return pairs


def pair_activities(
    old: Sequence[Activity], new: Sequence[Activity], goals: Mapping[int, int], cancelled: AbstractSet[int]
) -> Mapping[int, int]:
    """Return the new id of each old activity that is still there; `goals` are the pairs of `pair_goals`.

    Equal titles are one activity: the whole row first, then with the same number and term, with the same term in the
    same goal, with the same number, in the same goal, anywhere. Then titles very alike with the same number, or in the
    same goal; at last titles alike with the same number, as an inserted row gives its number to another. Where more
    than one fits, they pair in order of number and term. A live row goes before a cancelled one that fits as well.
    """
    rows = _rows(old, new, goals)
    before, after = (sorted(side, key=lambda row: row.order) for side in (rows[: len(old)], rows[len(old) :]))
    live = [row for row in before if row.activity.id not in cancelled]
    gone = [row for row in before if row.activity.id in cancelled]
    pairs: dict[_Row, _Row] = {}
    used: set[_Row] = set()
    for rule, group in _steps(live, gone):
        fresh = dict(rule([each for each in group if each not in pairs], [each for each in after if each not in used]))
        pairs |= fresh
        used.update(fresh.values())
    return {one.activity.id: other.activity.id for one, other in pairs.items()}


def _steps(live: Sequence[_Row], gone: Sequence[_Row]) -> Iterator[tuple[_Rule, Sequence[_Row]]]:
    for rules in (_SAME_TITLE, _LIKE_TITLE):
        for group in (live, gone):
            for rule in rules:
                yield rule, group


def _rows(old: Sequence[Activity], new: Sequence[Activity], goals: Mapping[int, int]) -> list[_Row]:
    activities = [*old, *new]
    words = word_sets([each.title for each in activities])
    keys = [_old_goal(each, goals) for each in old] + [("new", each.goal_id) for each in new]
    return [_row(*each) for each in zip(activities, keys, words, strict=True)]


def _old_goal(activity: Activity, goals: Mapping[int, int]) -> _GoalKey:
    """Return the key of a goal as the newer plan knows it; one that is not there any more is like no other."""
    if activity.goal_id is None or activity.goal_id in goals:
        return "new", goals.get(activity.goal_id or 0)
    return "old", activity.goal_id


def _row(activity: Activity, goal: _GoalKey, words: frozenset[str]) -> _Row:
    title, number = plain(activity.title), plain(activity.number or "")
    when = activity.mode, tuple(sorted(activity.windows))
    return _Row(activity, goal, title, number, when, words, figures(activity.title))


# ---------------------------------------------------------------------------------------------------------- equal ones


def _equal(key: Callable[[Item], Hashable], old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Pair what has an equal key, in the order given; a key of None is like no other."""
    waiting: dict[Hashable, list[Item]] = {}
    for each in reversed(new):
        waiting.setdefault(key(each), []).append(each)
    waiting.pop(None, None)
    for each in old:
        fitting = waiting.get(key(each))
        if fitting:
            yield each, fitting.pop()


def _number_and_title(goal: Goal) -> Hashable:
    return _number_of_goal(goal), _title_of_goal(goal)


def _title_of_goal(goal: Goal) -> Hashable:
    return plain(goal.title)


def _number_of_goal(goal: Goal) -> Hashable:
    return plain(goal.number or "") or None


def _whole(row: _Row) -> Hashable:
    each = row.activity
    return row.title, row.number, row.goal, row.when, frozenset(each.duties), each.resources, each.result, each.notes


def _number_and_term(row: _Row) -> Hashable:
    return row.title, row.number, row.when


def _goal_and_term(row: _Row) -> Hashable:
    return row.title, row.goal, row.when


def _number(row: _Row) -> Hashable:
    return row.title, row.number


def _goal(row: _Row) -> Hashable:
    return row.title, row.goal


def _title(row: _Row) -> Hashable:
    return row.title


# ---------------------------------------------------------------------------------------------------------- alike ones


def _closest(key: Callable[[_Row], Hashable], fits: _Fits, old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[_Pair]:
    """Pair rows of an equal key whose titles fit, the most alike first; of as much alike, those of the same term."""
    found = chain.from_iterable(_fitting(fits, *group) for group in _groups(key, old, new).values() if all(group))
    taken: set[_Row] = set()
    for _, some, others in sorted(found, key=lambda each: each[0]):
        for pair in _in_turn(*([row for row in side if row not in taken] for side in (some, others))):
            taken.update(pair)
            yield pair


def _in_turn(old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[_Pair]:
    """Pair rows that fit one another alike: those of the same term, then the rest in order."""
    same = dict(_equal(_term, old, new))
    used = set(same.values())
    yield from same.items()
    yield from zip([row for row in old if row not in same], [row for row in new if row not in used], strict=False)


def _groups(
    key: Callable[[_Row], Hashable], old: Sequence[_Row], new: Sequence[_Row]
) -> dict[Hashable, tuple[list[_Row], list[_Row]]]:
    """Return the rows of either plan by a key; those that have none are left out."""
    groups: dict[Hashable, tuple[list[_Row], list[_Row]]] = {}
    for side, rows in enumerate((old, new)):
        for row in rows:
            groups.setdefault(key(row), ([], []))[side].append(row)
    groups.pop(None, None)
    return groups


def _fitting(fits: _Fits, old: Sequence[_Row], new: Sequence[_Row]) -> Iterator[tuple[_Rank, list[_Row], list[_Row]]]:
    """Yield the rows of two titles that fit, with their rank; each title once, and only with those that share a word.

    A thousand rows of one title would else make a million pairs.
    """
    titles = _groups(_words, old, new).values()
    targets = [rows for _, rows in titles if rows]
    places: dict[str, list[int]] = {}
    for place, rows in enumerate(targets):
        for word in rows[0].words:
            places.setdefault(word, []).append(place)
    for rows in (each for each, _ in titles if each):
        common = Counter(chain.from_iterable(places.get(word, ()) for word in rows[0].words))
        for place, words in common.items():
            others = targets[place]
            if fits(words, len(rows[0].words), len(others[0].words)):
                yield _rank(words, rows, others), rows, others


def _rank(common: int, old: Sequence[_Row], new: Sequence[_Row]) -> _Rank:
    """Return what titles are taken in order of; it is the same whichever of the two plans is the newer."""
    one, other = old[0], new[0]
    likeness = share(common, len(one.words), len(other.words))
    elsewhen = {row.when for row in old}.isdisjoint(row.when for row in new)
    return -likeness, elsewhen, min(one.order, other.order), max(one.order, other.order)


def _own_number(row: _Row) -> Hashable:
    return row.number or None


def _own_number_and_figures(row: _Row) -> Hashable:
    return (row.number, row.figures) if row.number else None


def _own_goal_and_figures(row: _Row) -> Hashable:
    return row.goal, row.figures


def _words(row: _Row) -> Hashable:
    return row.words


def _term(row: _Row) -> Hashable:
    return row.when


_SAME_TITLE: Sequence[_Rule] = [
    partial(_equal, key) for key in (_whole, _number_and_term, _goal_and_term, _number, _goal, _title)
]
_LIKE_TITLE: Sequence[_Rule] = [
    partial(_closest, _own_number_and_figures, very_alike),
    partial(_closest, _own_goal_and_figures, very_alike),
    partial(_closest, _own_number, alike),
]
