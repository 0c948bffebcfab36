"""A plan sent into the conversation: read, shown to those who review it, published."""

from __future__ import annotations

from typing import assert_never

from bot.dialog.actions import AskDropDraft, AskPublish, DropDraft, Publish, ShowDraft
from bot.dialog.model import Line, Reply, Style, Words
from bot.dialog.pages.drafts import draft_page, drop_page, publish_page
from bot.dialog.pages.editions import edition_page
from bot.dialog.text import text
from bot.domain.draft import PlanDraft
from bot.domain.plan import Snapshot
from bot.errors import PlanovykError
from bot.usecases.drafts import (
    Dropping,
    Publishing,
    doubts_about,
    draft_before,
    every_doubt,
    other_drafts,
    outlook_of,
    publish,
    take_draft,
    throw_away,
)
from bot.usecases.editions import edition_before
from handlers.talk import Replies, Visit, front, revisit


async def take_plan(visit: Visit, read: PlanDraft) -> Replies:
    """Keep a plan that was read as the draft and show what was understood. Raises PlanovykError of a cut paste."""
    _check_whole(visit, read)
    taken = await take_draft(visit.house, visit.caller, read, visit.incoming.update_key)
    return (await front(await revisit(visit)),) if taken is None else await _taken(visit, read, taken)


async def _taken(visit: Visit, read: PlanDraft, carried: int) -> Replies:
    now = await revisit(visit)
    draft = await draft_before(now.house, now.caller)
    if draft is None:
        return (await front(now),)
    lines = [Line(text("draft.taken", activities=len(read.activities)))]
    if carried:
        lines.append(Line(text("draft.carried", n=carried), Style.NOTE))
    return (await summary(now, draft, *lines),)


def _check_whole(visit: Visit, read: PlanDraft) -> None:
    """Refuse a pasted table without its header row: it may be the rest of one that the messenger has cut."""
    if isinstance(visit.incoming.what, Words) and any(doubt.code == "no-header" for doubt in read.doubts):
        raise PlanovykError("error.paste-without-header")


async def show_draft(visit: Visit, action: ShowDraft) -> Replies:
    """Show what was understood of a draft; of one that is no more, what there is now."""
    draft = await draft_before(visit.house, visit.caller, action.plan) or await draft_before(visit.house, visit.caller)
    return (await summary(visit, draft),) if draft else (await front(visit),)


async def summary(visit: Visit, draft: Snapshot, *before: Line) -> Reply:
    """Return what was understood of a draft and the ways on; where a plan is in force, what it changes there."""
    doubts = await every_doubt(visit.house, draft)
    settled = sum(each.answered is not None for each in doubts)
    edition = await edition_before(visit.house, visit.caller, draft.plan_id)
    if edition is not None:
        return edition_page(edition, len(doubts) - settled, *before, settled=settled)
    others = [(each.plan_id, each.period) for each in await other_drafts(visit.house, draft)]
    return draft_page(draft, len(doubts) - settled, *before, settled=settled, others=others)


async def ask_publish(visit: Visit, action: AskPublish) -> Replies:
    """Say who will be written to and when, and ask whether to publish."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    return (await _question(visit, draft),) if draft else await show_draft(visit, ShowDraft(0))


async def _question(visit: Visit, draft: Snapshot, *before: Line) -> Reply:
    if await edition_before(visit.house, visit.caller, draft.plan_id):
        return await summary(visit, draft, *before)
    ahead = await outlook_of(visit.house, draft)
    doubts = len(await doubts_about(visit.house, draft))
    return publish_page(draft, ahead, doubts, visit.house.today(), visit.house.zone, *before)


async def publish_draft(visit: Visit, action: Publish) -> Replies:
    """Publish; a second tap changes nothing, and what is no longer as it was seen is asked about anew."""
    came = await publish(visit.house, visit.caller, action.plan, action.revision, visit.incoming.update_key)
    now = await revisit(visit)
    if came is Publishing.CHANGED:
        draft = await draft_before(now.house, now.caller, action.plan) or await draft_before(now.house, now.caller)
        return (await _question(now, draft, Line(text("publish.changed"))),) if draft else (await front(now),)
    page = await front(now)
    if came is Publishing.REFUSED:
        return (page,)
    return (page.noted(text("publish.done" if came is Publishing.DONE else "publish.already")),)


async def ask_drop(visit: Visit, action: AskDropDraft) -> Replies:
    """Ask whether to throw a draft away."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    return (drop_page(draft),) if draft else await show_draft(visit, ShowDraft(0))


async def drop(visit: Visit, action: DropDraft) -> Replies:
    """Throw a draft away; what is no longer as it was seen is asked about anew."""
    came = await throw_away(visit.house, visit.caller, action.plan, action.revision, visit.incoming.update_key)
    now = await revisit(visit)
    match came:
        case Dropping.DONE:
            return ((await front(now)).noted(text("drop.done")),)
        case Dropping.CHANGED:
            draft = await draft_before(now.house, now.caller, action.plan)
            return (drop_page(draft, Line(text("publish.changed"))),) if draft else (await front(now),)
        case Dropping.GONE:
            return await show_draft(now, ShowDraft(0))
        case Dropping.REFUSED:
            return (await front(now),)
        case _:
            assert_never(came)
