"""What is due when: pure answers from a snapshot and a date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.duties import is_responsible
from bot.domain.meetings import falls_in, is_meeting
from bot.domain.plan import Activity, Meeting, Occurrence, Snapshot, State
from bot.domain.windows import Window, quarter_of


@dataclass(frozen=True, slots=True)
class Item:
    """An occurrence with the activity it belongs to."""

    activity: Activity
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Call:
    """A presidium meeting, with the plan's own activity about it where that is still to be held."""

    meeting: Meeting
    item: Item | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The answer to «що цього кварталу?», each list the soonest first. No item stands in two lists."""

    window: Window
    to_finish: tuple[Item, ...]
    ongoing: tuple[Item, ...]
    meetings: tuple[Call, ...]
    overdue: tuple[Item, ...]
    done: tuple[Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Everything listed, in the order of reading."""
        called = tuple(call.item for call in self.meetings if call.item)
        return self.overdue + self.to_finish + called + self.ongoing + self.done


def agenda(snapshot: Snapshot, window: Window, today: date) -> Agenda:
    """Return what concerns the days of `window`, seen from `today`."""
    items = _items(snapshot)
    late = tuple(each for each in items if _late_in(each.occurrence, window, today))
    # By ids: comparing whole items with each other took half of this function's time.
    taken = {each.occurrence.id for each in late}
    calls = _calls(snapshot, window, [each for each in items if each.occurrence.id not in taken])
    taken |= {call.item.occurrence.id for call in calls if call.item}
    rest = [each for each in items if each.occurrence.id not in taken]
    ending = [each for each in rest if window.holds(each.occurrence.window.last) and not _goes_on(each.occurrence)]
    taken = {each.occurrence.id for each in ending}
    going = (each for each in rest if each.occurrence.id not in taken and each.occurrence.window.meets(window))
    return Agenda(
        window=window,
        to_finish=tuple(each for each in ending if each.occurrence.state is not State.CONFIRMED),
        ongoing=tuple(each for each in going if each.occurrence.state is not State.CONFIRMED),
        meetings=calls,
        overdue=late,
        done=tuple(each for each in ending if each.occurrence.state is State.CONFIRMED),
    )


def overdue(snapshot: Snapshot, today: date) -> tuple[Item, ...]:
    """Return what nobody has reported although its last day has passed."""
    return tuple(each for each in _items(snapshot) if each.occurrence.overdue(today))


def mine(snapshot: Snapshot, member_id: int, today: date) -> tuple[Item, ...]:
    """Return what the member still has to do: dated occurrences first, what goes on all year last.

    A plan that has not begun has its turn later.
    """
    begun = {plan.id for plan in snapshot.plans if plan.id == snapshot.plan_id or plan.period.window.first <= today}
    owed = [
        each
        for each in _items(snapshot)
        if each.activity.plan_id in begun
        and not _is_over(each.occurrence, today)
        and is_responsible(snapshot, member_id, each.activity)
    ]
    return tuple(sorted(owed, key=lambda each: each.occurrence.continuous))


def waiting(snapshot: Snapshot) -> tuple[Item, ...]:
    """Return the claims that wait for the presidium's decision."""
    return tuple(each for each in _items(snapshot) if each.occurrence.state is State.CLAIMED)


def occurrence_in_view(snapshot: Snapshot, activity: Activity, today: date) -> Occurrence | None:
    """Return the occurrence a card is about: the first that has begun and is not confirmed, else the last begun.

    Before any has begun it is the first: what lies ahead must not take the place of what was just confirmed.
    """
    occurrences = snapshot.occurrences_of[activity.id]
    begun = [each for each in occurrences if each.window.first <= today]
    unfinished = [each for each in begun if not each.closed]
    candidates = unfinished[:1] or begun[-1:] or list(occurrences[:1])
    return candidates[0] if candidates else None


def _items(snapshot: Snapshot) -> list[Item]:
    standing = (each for each in snapshot.occurrences if each.state is not State.CANCELLED)
    ordered = sorted(standing, key=lambda each: (each.window.last, each.activity_id, each.id))
    return [Item(snapshot.activity_of[each.activity_id], each) for each in ordered]


def _is_over(occurrence: Occurrence, today: date) -> bool:
    return occurrence.closed or (occurrence.continuous and occurrence.window.last < today)


def _goes_on(occurrence: Occurrence) -> bool:
    return occurrence.continuous and occurrence.state is not State.CONFIRMED


def _late_in(occurrence: Occurrence, window: Window, today: date) -> bool:
    if not occurrence.overdue(today) or occurrence.window.last > window.last:
        return False
    return window.holds(today) or window.holds(occurrence.window.last)


def _calls(snapshot: Snapshot, window: Window, items: Sequence[Item]) -> tuple[Call, ...]:
    planned = {
        quarter_of(each.occurrence.window.last): each
        for each in items
        if is_meeting(each.activity) and each.activity.plan_id == snapshot.plan_id and not each.occurrence.closed
    }
    concerned = (each for each in snapshot.meetings if falls_in(snapshot, each, window))
    return tuple(Call(each, planned.get(each.quarter)) for each in concerned)
