"""Which activities an understood question is about, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import assert_never

from bot.domain.agenda import Agenda, Call, Item, agenda, mine, overdue, waiting
from bot.domain.asking.question import (
    AskActivities,
    AskHelp,
    AskList,
    AskMeetings,
    AskMenu,
    AskNoGoal,
    AskNumber,
    AskProgress,
    AskUnclear,
    AskWaiting,
    AskWhom,
    Question,
    Standing,
    Who,
)
from bot.domain.duties import is_responsible
from bot.domain.meetings import is_meeting
from bot.domain.plan import Activity, Snapshot, State


@dataclass(frozen=True, slots=True)
class Scope:
    """In which plan it is asked, on which day, by whom."""

    snapshot: Snapshot
    today: date
    member_id: int


def concerns(scope: Scope, activity: Activity, who: Who | None, goal: int | None) -> bool:
    """Tell whether an activity is theirs and of the goal, where these are named."""
    if goal is not None and activity.goal_id != goal:
        return False
    if who is None:
        return True
    if who.me:
        return is_responsible(scope.snapshot, scope.member_id, activity)
    return any(duty.party_id in who.parties for duty in activity.duties)


def listed(scope: Scope, who: Who | None, goal: int | None) -> tuple[Activity, ...]:
    """Return the activities that are theirs and of the goal, in the plan's order, without those that were cancelled."""
    plans = {plan.id for plan in scope.snapshot.present(scope.today)}
    standing = (each for each in scope.snapshot.activities if each.plan_id in plans and each.cancelled_on is None)
    return tuple(each for each in standing if concerns(scope, each, who, goal))


def items_of(scope: Scope, who: Who | None, goal: int | None) -> tuple[Item, ...]:
    """Return the occurrences of those activities, the soonest first."""
    pieces = scope.snapshot.occurrences_of
    found = [Item(each, piece) for each in listed(scope, who, goal) for piece in pieces[each.id]]
    return tuple(sorted(found, key=lambda each: (each.occurrence.window.last, each.activity.id)))


def agenda_of(scope: Scope, asked: AskList) -> Agenda | None:
    """Return the agenda of the days that are asked for, of the people and the goal named; None where no days are.

    Meetings are only told where an activity speaks of them, unless everything is asked for.
    """
    if asked.window is None:
        return None
    found = agenda(scope.snapshot, asked.window, scope.today)
    if asked.who is None and asked.goal is None:
        return found

    def kept(items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(each for each in items if concerns(scope, each.activity, asked.who, asked.goal))

    def called(call: Call) -> bool:
        return call.item is not None and concerns(scope, call.item.activity, asked.who, asked.goal)

    return Agenda(
        window=found.window,
        to_finish=kept(found.to_finish),
        ongoing=kept(found.ongoing),
        meetings=tuple(filter(called, found.meetings)),
        overdue=kept(found.overdue),
        done=kept(found.done),
    )


def standing_items(scope: Scope, asked: AskList) -> tuple[Item, ...]:
    """Return the occurrences that stand as is asked, of the days, people and goal that are named."""
    match asked.standing:
        case Standing.OVERDUE:
            found: Iterable[Item] = overdue(scope.snapshot, scope.today)
        case Standing.DONE:
            done = {State.CONFIRMED, State.CLAIMED}
            found = (each for each in items_of(scope, None, None) if each.occurrence.state in done)
        case _:
            found = (
                each for each in items_of(scope, None, None) if each.occurrence.open and not each.occurrence.continuous
            )
    return tuple(
        each
        for each in found
        if concerns(scope, each.activity, asked.who, asked.goal)
        and (asked.window is None or asked.window.holds(each.occurrence.window.last))
    )


def activities_of(question: Question, scope: Scope) -> tuple[Activity, ...]:
    """Return the activities that the answer to a question is about, each once, in the answer's order."""
    known = scope.snapshot.activity_of
    match question:
        case AskActivities(activities):
            found: Iterable[Activity] = (known[each] for each in activities if each in known)
        case AskNumber(number):
            one = numbered(scope.snapshot, number)
            found = (one,) if one else ()
        case AskList():
            found = _of_list(scope, question)
        case AskProgress(window, who, goal):
            whole = window is None and who is None and goal is None
            late = (each.activity for each in overdue(scope.snapshot, scope.today))
            found = late if whole else (each.activity for each in _of_progress(scope, question))
        case AskMeetings():
            found = (each for each in scope.snapshot.activities if is_meeting(each))
        case AskWaiting():
            found = (each.activity for each in waiting(scope.snapshot))
        case AskWhom() | AskNoGoal() | AskMenu() | AskHelp() | AskUnclear():
            found = ()
        case _:
            assert_never(question)
    return tuple({each.id: each for each in found}.values())


def _of_list(scope: Scope, asked: AskList) -> Iterable[Activity]:
    if asked.standing is not None:
        return (each.activity for each in standing_items(scope, asked))
    found = agenda_of(scope, asked)
    if found is not None:
        called = tuple(call.item for call in found.meetings if call.item)
        told = found.to_finish + found.ongoing + called + found.overdue + found.done
        return (each.activity for each in told)
    if asked == AskList(who=Who(me=True)):
        return (each.activity for each in mine(scope.snapshot, scope.member_id, scope.today))
    return listed(scope, asked.who, asked.goal)


def _of_progress(scope: Scope, asked: AskProgress) -> Iterable[Item]:
    found = items_of(scope, asked.who, asked.goal)
    if asked.window is None:
        return sorted(found, key=lambda each: each.activity.id)
    return (
        each
        for each in found
        if (each.occurrence.continuous and each.occurrence.window.meets(asked.window))
        or asked.window.holds(each.occurrence.window.last)
    )


def numbered(snapshot: Snapshot, number: str) -> Activity | None:
    """Return the activity of a number, dots at its end aside: one that stands before one that was cancelled."""
    found = [each for each in snapshot.activities if each.number and each.number.rstrip(".") == number]
    return min(found, key=lambda each: each.cancelled_on is not None, default=None)
