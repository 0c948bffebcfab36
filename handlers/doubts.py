"""The secretary goes through the doubts about the plan."""

from __future__ import annotations

from bot.dialog.actions import AnswerDoubt, ShowDoubt
from bot.dialog.pages.doubts import doubt_page
from bot.domain.access import may_edit_plan
from bot.usecases.doubts import answer_doubt, next_doubt, open_doubts
from handlers.talk import Replies, Talk, anew, lost


async def show_doubt(talk: Talk, action: ShowDoubt) -> Replies:
    """Show the next open doubt."""
    if not may_edit_plan(talk.view.member):
        return (await lost(talk),)
    plan_id = talk.snapshot.plan_id
    doubt = await next_doubt(talk.house, plan_id, action.after)
    return (doubt_page(doubt, await open_doubts(talk.house, plan_id)),)


async def settle_doubt(talk: Talk, action: AnswerDoubt) -> Replies:
    """Take the answer and show the next doubt; a doubt that is settled already changes nothing."""
    await answer_doubt(talk.house, talk.caller, action.doubt, action.answer, talk.incoming.update_key)
    return await show_doubt(await anew(talk), ShowDoubt(action.doubt))
