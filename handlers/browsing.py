"""The secretary and the head look at every activity of a draft before it is published."""

from __future__ import annotations

from bot.dialog.actions import ShowDraft, ShowDraftCard, ShowGoal, ShowGoals
from bot.dialog.model import Reply
from bot.dialog.pages.browsing import draft_card, goal_page, goals_page, goals_with_activities
from bot.domain.plan import Activity, Snapshot
from bot.usecases.drafts import doubts_about, draft_before
from handlers.drafts import show_draft
from handlers.talk import Replies, Visit


async def show_goals(visit: Visit, action: ShowGoals) -> Replies:
    """Show the goals of a draft; where there is one alone, its activities."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    if draft is None:
        return await show_draft(visit, ShowDraft(0))
    goals = goals_with_activities(draft)
    return (goal_page(draft, goals[0].id, action.page) if len(goals) == 1 else goals_page(draft, action.page),)


async def show_goal(visit: Visit, action: ShowGoal) -> Replies:
    """Show the activities of a goal of a draft."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    if draft is None:
        return await show_draft(visit, ShowDraft(0))
    known = action.goal in {goal.id for goal in goals_with_activities(draft)}
    return (goal_page(draft, action.goal, action.page) if known else goals_page(draft, 0),)


async def show_draft_card(visit: Visit, action: ShowDraftCard) -> Replies:
    """Show the card of an activity of a draft."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    activity = draft.activity_of.get(action.activity) if draft else None
    if draft is None or activity is None:
        return await show_draft(visit, ShowDraft(action.plan))
    return (await card(visit, draft, activity),)


async def card(visit: Visit, draft: Snapshot, activity: Activity) -> Reply:
    """Return the card of an activity of a draft, with the open doubts about it."""
    doubts = await doubts_about(visit.house, draft)
    return draft_card(draft, activity, [each for each in doubts if each.activity_id == activity.id])
