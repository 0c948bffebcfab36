"""Questions that go on from the one before: «а в четвертому?», «а хто?», «а коли?», «а Летучій?»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.domain.asking.pieces import shifted
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
    Aspect,
    Question,
    Standing,
    Who,
)
from bot.domain.asking.reading import Ground, aspect_of, goal_of, read, standing_of, who_of
from bot.domain.asking.selecting import Scope, activities_of
from bot.domain.asking.slots import Slots
from bot.domain.windows import Window, month_window, quarter_window

_OWN_VERBS = ("do", "resp", "plan", "act", "task", "todo", "we-do", "how", "progress", "meeting", "gathering", "wait")
_SHIFTS = {"N": 1, "then": 1, "L": -1}
_MONTHS, _QUARTERS, _HALVES = 12, 4, 2


Rule = Callable[[Slots, Ground, Question, Scope], Question | None]


def follow(slots: Slots, ground: Ground, earlier: Question, scope: Scope) -> Question | None:
    """Return what is asked of the same things as before, or None where a question stands by itself."""
    if slots.broken or slots.has("menu", "help", "able", "greet", "bye", "you"):
        return None
    rules: tuple[Rule, ...] = (_same_things, _other_days, _other_number, _other_part)
    return next((found for rule in rules if (found := rule(slots, ground, earlier, scope)) is not None), None)


def _same_things(slots: Slots, _ground: Ground, earlier: Question, scope: Scope) -> Question | None:
    """«А хто?», «коли?», «докладніше», «а хто за це відповідає?» of what was spoken of."""
    said = slots.empty and not slots.has(
        "presidium", "late", "done", "left", "plan", "task", "meeting", "gathering", "wait", "report"
    )
    if not said or slots.mine:
        return None
    aspect = aspect_of(slots) or (Aspect.CARD if slots.has("detail", "where") or _points(slots) else None)
    if aspect is None:
        return None
    if isinstance(earlier, AskMeetings) and aspect is Aspect.WHEN:
        return earlier
    if isinstance(earlier, AskList | AskProgress) and earlier.who and _points(slots) and slots.has("do", "what"):
        return AskList(who=earlier.who)
    found = tuple(each.id for each in activities_of(earlier, scope))
    return AskActivities(found, aspect) if found else None


def _points(slots: Slots) -> bool:
    says = slots.tags - {"it", "lead", "&", "filler", "in", "be"}
    return slots.has("it") and bool(says) and not slots.has("do", "we-do", "count", "A", "B")


def _other_days(slots: Slots, _ground: Ground, earlier: Question, _scope: Scope) -> Question | None:
    """«А наступного?», «а далі?», «а в четвертому?» after days of that kind."""
    window = _window_of(earlier)
    bare = (
        not slots.window and not slots.number and not slots.goal and not slots.named.sought and not slots.named.people
    )
    if window is None or not bare or slots.has("presidium", *_OWN_VERBS):
        return None
    shift = next((_SHIFTS[tag] for tag in _SHIFTS if tag in slots.rest), 0)
    if shift:
        return _moved(earlier, shifted(window, shift))
    if len(slots.ordinals) == 1 and (slots.leads_on or slots.has("in")):
        other = _of_its_kind(window, slots.ordinals[0])
        return _moved(earlier, other, standing_of(slots)) if other else None
    return None


def _window_of(earlier: Question) -> Window | None:
    return earlier.window if isinstance(earlier, AskList | AskProgress | AskMeetings) else None


def _moved(earlier: Question, window: Window, standing: Standing | None = None) -> Question | None:
    if standing is not None:
        of = earlier if isinstance(earlier, AskList | AskProgress) else AskList()
        return AskList(window, of.who, of.goal, standing)
    return replace(earlier, window=window) if isinstance(earlier, AskList | AskProgress | AskMeetings) else None


def _of_its_kind(window: Window, number: int) -> Window | None:
    """Return the quarter, half-year or month of that number, whichever the days before were."""
    year, first = window.first.year, window.first
    kinds: tuple[tuple[int, Callable[[int], Window]], ...] = (
        (_MONTHS, lambda each: month_window(year, each)),
        (_QUARTERS, lambda each: quarter_window(year, each)),
        (_HALVES, lambda each: Window(month_window(year, each * 6 - 5).first, month_window(year, each * 6).last)),
    )
    for most, of in kinds:
        if 1 <= number <= most and window == of((first.month - 1) * most // _MONTHS + 1):
            return of(number)
    return None


def _other_number(slots: Slots, ground: Ground, earlier: Question, _scope: Scope) -> Question | None:
    """«А третя?» after a goal; «а 3.4?» after who answers for another."""
    if not slots.leads_on:
        return None
    goal = isinstance(earlier, AskList | AskProgress) and earlier.goal is not None
    if goal and len(slots.ordinals) == 1 and slots.window is None:
        found = ground.goal(slots.ordinals[0])
        return replace(earlier, goal=found.id) if found and isinstance(earlier, AskList | AskProgress) else None
    if slots.number is not None and isinstance(earlier, AskActivities | AskNumber):
        return AskNumber(slots.number, aspect_of(slots) or earlier.aspect)
    return None


def _other_part(slots: Slots, ground: Ground, earlier: Question, _scope: Scope) -> Question | None:
    """«А Летучій?», «а у вересні?», «а прострочене?»: what is said takes its place in the question before."""
    pointing = slots.has("it") and isinstance(earlier, AskList | AskProgress) and earlier.who is not None
    if not (slots.leads_on or pointing) or slots.number is not None or slots.ordinals:
        return None
    match earlier:
        case AskActivities() | AskNumber():
            now = read(slots, ground)
            keeps = aspect_of(slots) is None and not slots.has("what", "how", "show", "detail")
            return replace(now, aspect=earlier.aspect) if keeps and isinstance(now, AskActivities) else None
        case AskMeetings():
            own = slots.window and not slots.mine and not slots.named.sought and not slots.named.people
            return AskMeetings(slots.window) if own and not slots.has(*_OWN_VERBS, "late", "done", "left") else None
        case AskList() | AskProgress():
            return None if slots.has(*_OWN_VERBS) and not pointing else _with_parts(slots, ground, earlier)
        case AskWhom() | AskNoGoal() | AskWaiting() | AskMenu() | AskHelp() | AskUnclear():
            return None
        case _:
            assert_never(earlier)


def _with_parts(slots: Slots, ground: Ground, earlier: AskList | AskProgress) -> Question | None:
    whose, goal, standing = who_of(slots, ground), goal_of(slots, ground), standing_of(slots)
    strange = slots.named.sought and not isinstance(whose, Who) and goal is None
    said = slots.window or whose or goal or standing or slots.has("all")
    if slots.named.titles or strange or not said:
        return None
    if isinstance(whose, AskWhom) or isinstance(goal, AskNoGoal):
        return whose if isinstance(whose, AskWhom) else AskNoGoal(str(slots.goal))
    window = slots.window or earlier.window
    who = whose or (None if slots.has("all") else earlier.who)
    goal_id = goal.id if goal else earlier.goal
    if standing is None and isinstance(earlier, AskProgress):
        return AskProgress(window, who, goal_id)
    before = earlier.standing if isinstance(earlier, AskList) and not slots.has("what") else None
    return AskList(window, who, goal_id, standing or before)
