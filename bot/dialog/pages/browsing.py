"""Every activity of a draft, to be looked at before it is published: goals, the activities of a goal, their cards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from bot.dialog.actions import ReviewDoubt, ShowCorrecting, ShowDraft, ShowDraftCard, ShowGoal, ShowGoals
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.doubts import doubt_sentence
from bot.dialog.pages.drafts import GOAL_LENGTH, names_text
from bot.dialog.pages.paging import PER_PAGE, page_lines, page_rows, part_of
from bot.dialog.pages.reviewing import window_lines
from bot.dialog.pages.wording import clipped, label, people
from bot.dialog.text import Text, text, verbatim
from bot.domain.duties import parties_of
from bot.domain.plan import Activity, Goal, Snapshot
from bot.domain.review import DraftDoubt

BUTTON_LENGTH, TITLE_LENGTH, FIELD_LENGTH, DOUBT_LENGTH = 40, 300, 400, 80
MOST_DOUBTS = 4
WITHOUT_GOAL = Goal(0, None, "")


def goals_with_activities(draft: Snapshot) -> tuple[Goal, ...]:
    """Return the goals that have activities, and at the end what stands in for the goal of those without one."""
    used = {activity.goal_id for activity in draft.activities}
    goals = tuple(goal for goal in draft.goals if goal.id in used)
    return (*goals, WITHOUT_GOAL) if None in used else goals


def goals_page(draft: Snapshot, page: int) -> Reply:
    """Return the goals of a draft, each with a button to its activities."""
    part = part_of(goals_with_activities(draft), page)
    counts = Counter(activity.goal_id or 0 for activity in draft.activities)
    title = Line(text("browse.title", count=len(draft.activities)), Style.TITLE)
    rows = [
        (Button(text("button.goal", what=_goal(goal, BUTTON_LENGTH), count=counts[goal.id]), _way(draft, goal.id)),)
        for goal in part.items
    ]
    ways = (*page_rows(part, partial(ShowGoals, draft.plan_id)), (_to_draft(draft),))
    return reply(title, Line(text("browse.how"), Style.NOTE), *page_lines(part), rows=(*rows, *ways))


def goal_page(draft: Snapshot, goal_id: int, page: int) -> Reply:
    """Return the activities of a goal as they were understood, each with a button to its card."""
    goal = next((each for each in draft.goals if each.id == goal_id), WITHOUT_GOAL)
    part = part_of(_activities(draft, goal.id), page)
    lines = [Line(_goal(goal, TITLE_LENGTH), Style.TITLE), *page_lines(part)]
    lines.extend(Line(_in_short(draft, each), Style.ITEM) for each in part.items)
    rows = [(_to_card(draft, each),) for each in part.items]
    ways = (Button(text("button.all-goals"), ShowGoals(draft.plan_id)), _to_draft(draft))
    return reply(*lines, rows=(*rows, *page_rows(part, partial(ShowGoal, draft.plan_id, goal.id)), ways))


def draft_card(draft: Snapshot, activity: Activity, doubts: Sequence[DraftDoubt], *before: Line) -> Reply:
    """Return everything that was read of an activity; `doubts` are the open ones about it."""
    lines = [*before, Line(verbatim(label(activity, TITLE_LENGTH)), Style.TITLE), *_fields(draft, activity)]
    if doubts:
        lines.append(Line(text("browse.doubts"), Style.HEADING))
        lines.extend(Line(_question(each), Style.ITEM) for each in doubts[:MOST_DOUBTS])
    if len(doubts) > MOST_DOUBTS:
        lines.append(Line(text("agenda.more", n=len(doubts) - MOST_DOUBTS), Style.NOTE))
    return reply(*lines, rows=card_rows(draft, activity, doubts))


def card_rows(draft: Snapshot, activity: Activity, doubts: Sequence[DraftDoubt]) -> tuple[Row, ...]:
    """Return what can be done with an activity of a draft: its doubts, its corrections, and the ways back."""
    rows: list[Row] = []
    if doubts:
        rows.append((Button(text("button.its-doubts"), ReviewDoubt(draft.plan_id, doubts[0].id - 1)),))
    rows.append((Button(text("button.correct"), ShowCorrecting(activity.id)),))
    rows.append((Button(text("button.back"), _way_back(draft, activity)), _to_draft(draft)))
    return tuple(rows)


def _fields(draft: Snapshot, activity: Activity) -> Iterator[Line]:
    yield Line(_goal(_goal_of(draft, activity), FIELD_LENGTH), Style.NOTE)
    if activity.cancelled_on is not None:
        yield Line(text("card.cancelled", day=activity.cancelled_on), Style.HEADING)
    yield Line(text("card.term", term=clipped(activity.term, FIELD_LENGTH) or "—"))
    if activity.mode is not None and activity.windows:
        yield Line(text("browse.read-as"))
        yield from window_lines(activity)
    else:
        yield Line(text("browse.undated"))
    yield Line(text("card.people", who=names_text(party.name for party in parties_of(draft, activity))))
    for key, words in _cells(activity):
        if words:
            yield Line(text(key, words=clipped(words, FIELD_LENGTH)))


def _cells(activity: Activity) -> tuple[tuple[str, str], ...]:
    return ("card.resources", activity.resources), ("card.result", activity.result), ("card.notes", activity.notes)


def _question(doubt: DraftDoubt) -> Text:
    return doubt_sentence(doubt.code, {key: clipped(value, DOUBT_LENGTH) for key, value in doubt.args.items()})


def _in_short(draft: Snapshot, activity: Activity) -> Text:
    return text("browse.item", what=label(activity), when=_when(activity), who=people(draft, activity))


def _when(activity: Activity) -> Text:
    if activity.cancelled_on is not None:
        return text("card.cancelled", day=activity.cancelled_on)
    if activity.mode is None or not activity.windows:
        return text("browse.no-date")
    span, mode = span_name(activity.windows[0]), text(f"mode.{activity.mode}")
    if len(activity.windows) == 1:
        return text("review.window", span=span, mode=mode)
    return text("browse.windows", span=span, mode=mode, n=len(activity.windows) - 1)


def _goal(goal: Goal, length: int) -> Text:
    if not goal.id:
        return text("browse.without-goal")
    key = "card.goal" if goal.number else "card.goal-unnumbered"
    return text(key, number=goal.number, title=clipped(goal.title, min(length, GOAL_LENGTH * 4)))


def _goal_of(draft: Snapshot, activity: Activity) -> Goal:
    return next((each for each in draft.goals if each.id == activity.goal_id), WITHOUT_GOAL)


def _activities(draft: Snapshot, goal_id: int) -> tuple[Activity, ...]:
    return tuple(activity for activity in draft.activities if (activity.goal_id or 0) == goal_id)


def _way(draft: Snapshot, goal_id: int) -> ShowGoal:
    return ShowGoal(draft.plan_id, goal_id)


def _way_back(draft: Snapshot, activity: Activity) -> ShowGoal:
    """Return the way to the page of the goal on which the activity stands."""
    goal_id = _goal_of(draft, activity).id
    place = [each.id for each in _activities(draft, activity.goal_id or 0)].index(activity.id)
    return ShowGoal(draft.plan_id, goal_id, place // PER_PAGE)


def _to_card(draft: Snapshot, activity: Activity) -> Button:
    return Button(verbatim(label(activity, BUTTON_LENGTH)), ShowDraftCard(draft.plan_id, activity.id))


def _to_draft(draft: Snapshot) -> Button:
    return Button(text("button.to-draft"), ShowDraft(draft.plan_id))
