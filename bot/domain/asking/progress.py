"""How far the plan is, or a part of it, by its occurrences."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.agenda import Item
from bot.domain.asking.question import AskProgress
from bot.domain.asking.selecting import Scope, items_of
from bot.domain.plan import State


@dataclass(frozen=True, slots=True)
class Progress:
    """What was to be finished, by where it stands, and what goes on without a date. No item stands in two lists."""

    done: tuple[Item, ...]
    claimed: tuple[Item, ...]
    overdue: tuple[Item, ...]
    ahead: tuple[Item, ...]
    ongoing: tuple[Item, ...]

    @property
    def total(self) -> int:
        """How many there are to finish."""
        return len(self.done) + len(self.claimed) + len(self.overdue) + len(self.ahead)


def progress(scope: Scope, asked: AskProgress) -> Progress:
    """Return how far the activities are that are asked about; days narrow it to what ends in them."""
    found = items_of(scope, asked.who, asked.goal)
    dated = [each for each in found if not each.occurrence.continuous]
    if asked.window is not None:
        dated = [each for each in dated if asked.window.holds(each.occurrence.window.last)]
    waiting = [each for each in dated if each.occurrence.open]
    return Progress(
        done=tuple(each for each in dated if each.occurrence.state is State.CONFIRMED),
        claimed=tuple(each for each in dated if each.occurrence.state is State.CLAIMED),
        overdue=tuple(each for each in waiting if each.occurrence.overdue(scope.today)),
        ahead=tuple(each for each in waiting if not each.occurrence.overdue(scope.today)),
        ongoing=tuple(each for each in found if each.occurrence.continuous and _meets(each, asked)),
    )


def _meets(item: Item, asked: AskProgress) -> bool:
    return asked.window is None or item.occurrence.window.meets(asked.window) is not None
