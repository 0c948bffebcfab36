"""A newer edition of the plan in force: what it changes, and what of it has been accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.comparing import Change
from bot.domain.plan import Snapshot


@dataclass(frozen=True, slots=True)
class Edition:
    """The plan in force and a newer edition of it, with the changes in their order.

    `choices` says by mark which changes were accepted and which were not; a mark that no change has means nothing.
    """

    current: Snapshot
    newer: Snapshot
    changes: tuple[Change, ...]
    choices: Mapping[int, bool]

    @property
    def accepted(self) -> tuple[Change, ...]:
        """The changes that will be made."""
        return tuple(change for change in self.changes if self.choices.get(change.mark) is True)

    @property
    def left(self) -> tuple[Change, ...]:
        """The changes that somebody has decided against."""
        return tuple(change for change in self.changes if self.choices.get(change.mark) is False)

    @property
    def undecided(self) -> tuple[Change, ...]:
        """The changes that nobody has decided on."""
        return tuple(change for change in self.changes if change.mark not in self.choices)

    def place_of(self, mark: int) -> int:
        """Return the place of the change with a mark, counted from 1; 0 when there is none."""
        return next((place for place, change in enumerate(self.changes, 1) if change.mark == mark), 0)

    def first_undecided(self, after: int = 0) -> int:
        """Return the place of the first undecided change after a place, counted from 1; 0 when there is none."""
        places = (place for place, change in enumerate(self.changes, 1) if change.mark not in self.choices)
        return next((place for place in places if place > after), 0)


def woven(current: Sequence[int], newer: Sequence[int]) -> tuple[int, ...]:
    """Return the current order with what only the newer one has, each put after the one that it follows there."""
    order, at = list(current), 0
    for each in newer:
        if each in order:
            at = order.index(each) + 1
        else:
            order.insert(at, each)
            at += 1
    return tuple(order)
