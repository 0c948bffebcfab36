"""Adding an activity: to which plan, under which goal, by what name."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialog.actions import AskNew, StartAdding
from bot.dialog.model import Button, Line, Reply, Style, reply
from bot.dialog.pages.wording import clipped, period_text
from bot.dialog.text import Text, text, verbatim
from bot.domain.plan import Goal, PlanHead

GOAL_ON_BUTTON = 60
MOST_GOALS = 30


def choose_plan_page(plans: Sequence[PlanHead]) -> Reply:
    """Ask to which of several plans an activity is added."""
    rows = tuple((Button(period_text(plan.period), StartAdding(plan.id)),) for plan in plans)
    return reply(Line(text("add.which-plan")), rows=rows)


def choose_goal_page(plan_id: int, goals: Sequence[Goal], *before: Line) -> Reply:
    """Ask under which goal an activity is added."""
    buttons = [Button(_goal_name(goal), AskNew(plan_id, goal.id)) for goal in goals[:MOST_GOALS]]
    none = Button(text("button.no-goal"), AskNew(plan_id, 0))
    return reply(*before, Line(text("add.which-goal")), rows=(*((each,) for each in buttons), (none,)))


def ask_new_page(goal: Goal | None, *before: Line) -> Reply:
    """Ask for the title of a new activity."""
    under = (Line(text("add.under", goal=_goal_name(goal)), Style.NOTE),) if goal else ()
    return reply(*before, Line(text("add.ask-title")), *under)


def _goal_name(goal: Goal) -> Text:
    title = clipped(goal.title, GOAL_ON_BUTTON)
    return verbatim(f"{goal.number}. {title}" if goal.number else title)
