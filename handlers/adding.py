"""The secretary and the head add an activity: a goal by a tap, then the title, the term and the people in words."""

from __future__ import annotations

from bot.dialog.actions import AskNew, AskTerm, StartAdding
from bot.dialog.model import Line
from bot.dialog.pages.adding import ask_new_page, choose_goal_page, choose_plan_page
from bot.dialog.pages.wording import label
from bot.dialog.text import text
from bot.usecases.acting import await_words
from bot.usecases.adding import add, grounds_for
from bot.usecases.correcting import Outcome
from handlers.correcting import again, ask_term, desk_of, refused, title_problem
from handlers.talk import Replies, Visit, revisit


async def start_adding(visit: Visit, action: StartAdding, *before: Line) -> Replies:
    """Ask for the plan where there are several, and for the goal where the plan has goals."""
    ground = await grounds_for(visit.house, visit.caller, action.plan)
    if ground is None:
        return await refused(visit)
    plans = ground.snapshot.present(visit.house.today())
    if not action.plan and len(plans) > 1:
        return (choose_plan_page(plans),)
    if ground.goals:
        return (choose_goal_page(ground.plan.id, ground.goals, *before),)
    return await ask_new(visit, AskNew(ground.plan.id, 0), *before)


async def ask_new(visit: Visit, action: AskNew, *before: Line) -> Replies:
    """Ask for the title and wait for it."""
    ground = await grounds_for(visit.house, visit.caller, action.plan)
    if ground is None:
        return await refused(visit)
    await await_words(visit.house, visit.caller, action)
    return (ask_new_page(next((each for each in ground.goals if each.id == action.goal), None), *before),)


async def new_said(visit: Visit, action: AskNew, words: str) -> Replies:
    """Add an activity of that title, and go on to its term."""
    done = await add(visit.house, visit.caller, action, words, visit.incoming.update_key)
    now = await revisit(visit)
    if done.outcome is Outcome.REPEATED:
        return await again(now)
    if done.outcome is Outcome.UNCLEAR:
        return await ask_new(now, action, title_problem())
    if done.outcome is Outcome.STALE:
        return await start_adding(now, StartAdding(0), Line(text("review.stale")))
    desk = await desk_of(now, done.activity_id) if done.outcome is Outcome.DONE else None
    if desk is None:
        return await refused(now)
    added = Line(text("add.done", what=label(desk.activity)))
    return await ask_term(now, AskTerm(desk.activity.id, desk.mark, 1), added)
