"""«Що зроблено цього кварталу?» and its answers."""

from __future__ import annotations

from bot.dialog.actions import CheckIn, NothingDone
from bot.dialog.pages.asks import ask_check_in
from bot.dialog.pages.card import card_page
from bot.dialog.text import text
from bot.domain.access import may_check_in
from bot.domain.check_ins import correctable, own_entry
from bot.domain.occurrences import quarters_begun
from bot.usecases.acting import Verdict, await_words
from bot.usecases.check_ins import check_in
from handlers.talk import Replies, Talk, anew, lost

_NOTES = {Verdict.DONE: "check-in.taken", Verdict.STALE: "check-in.closed", Verdict.REFUSED: "refused.not-yours"}


async def start_check_in(talk: Talk, action: CheckIn) -> Replies:
    """Ask what the quarter brought, if the member answers for the activity."""
    activity = talk.snapshot.activity_of.get(action.activity)
    if activity is None or action.quarter not in quarters_begun(activity.windows, talk.view.today):
        return (await lost(talk),)
    if not may_check_in(talk.snapshot, talk.view.member, activity):
        return (card_page(talk.view, activity).noted(text("refused.not-yours")),)
    said = own_entry(talk.snapshot, activity.id, action.quarter, talk.view.member.id)
    if said is not None and not correctable(activity, action.quarter, talk.view.today):
        return (card_page(talk.view, activity).noted(text("check-in.closed")),)
    await await_words(talk.house, talk.caller, action)
    return (ask_check_in(activity, action.quarter, said),)


async def finish_check_in(talk: Talk, action: CheckIn, words: str) -> Replies:
    """Write down what the quarter brought."""
    return await _written(talk, action.activity, action.quarter, words)


async def nothing_done(talk: Talk, action: NothingDone) -> Replies:
    """Write down that the quarter brought nothing."""
    return await _written(talk, action.activity, action.quarter, "")


async def _written(talk: Talk, activity_id: int, quarter: int, words: str) -> Replies:
    verdict = await check_in(talk.house, talk.caller, activity_id, quarter, words, talk.incoming.update_key)
    now = await anew(talk)
    activity = now.snapshot.activity_of.get(activity_id)
    if activity is None:
        return (await lost(now),)
    return (card_page(now.view, activity).noted(text(_NOTES[verdict])),)
