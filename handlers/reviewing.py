"""The secretary and the head go through the doubts about a draft, by taps or in their own words."""

from __future__ import annotations

from bot.dialog.actions import ExplainDoubt, ReopenDoubt, ReviewDoubt, SettleDoubt, ShowDraft, ShowSettled
from bot.dialog.model import Line, Reply
from bot.dialog.pages.reviewing import noted, review_page
from bot.dialog.pages.settled import reopened_page, settled_list
from bot.dialog.text import Text, text
from bot.domain.asking import AskHelp, AskList, AskMeetings, AskMenu, Standing, Who, understand_alone
from bot.domain.plan import Snapshot
from bot.domain.review import DraftDoubt
from bot.domain.windows import calendar_year
from bot.usecases.acting import await_words
from bot.usecases.answering import Outcome, Settled
from bot.usecases.drafts import doubts_about, draft_before, every_doubt, plan_of_doubt
from bot.usecases.settling import explain, settle
from handlers.drafts import show_draft, summary
from handlers.questions import answer_words
from handlers.talk import Replies, Talk, Visit, front, look, revisit

_OWN_LISTS = (AskList(who=Who(me=True)), AskList(standing=Standing.OVERDUE))


async def show_doubt(visit: Visit, action: ReviewDoubt) -> Replies:
    """Show the next open doubt, or the one before; beyond the ends lies the summary."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    if draft is None:
        return await show_draft(visit, ShowDraft(0))
    doubts = await doubts_about(visit.house, draft)
    beside = [each for each in doubts if (each.id < action.at if action.back else each.id > action.at)]
    if not beside:
        return (await summary(visit, draft),)
    return (await _ask(visit, draft, beside[-1 if action.back else 0], len(doubts)),)


async def settle_doubt(visit: Visit, action: SettleDoubt) -> Replies:
    """Take a tapped answer and go on to the next doubt."""
    settled = await settle(
        visit.house, visit.caller, action.doubt, action.mark, action.answer, visit.incoming.update_key
    )
    if settled.outcome is Outcome.BLOCKED:
        return await _again(visit, action, settled.plan_id, Line(text(settled.why)))
    return await _go_on(visit, action.doubt, settled)


async def explained(visit: Visit, action: ExplainDoubt, words: str) -> Replies:
    """Take an answer in words; a question is answered instead, and words that say nothing are asked for again."""
    if not words or _asks(visit, words):
        return await _answer_question(visit, words)
    settled = await explain(visit.house, visit.caller, action.doubt, action.mark, words, visit.incoming.update_key)
    if settled.outcome in {Outcome.UNCLEAR, Outcome.NUMBER_TAKEN}:
        return await _again(visit, action, settled.plan_id, _complaint(settled, words))
    return await _go_on(visit, action.doubt, settled)


async def ask_again(visit: Visit, action: ExplainDoubt) -> Replies:
    """Show the doubt that waits for words."""
    return await _again(visit, action)


async def show_settled(visit: Visit, action: ShowSettled) -> Replies:
    """Show the settled doubts of a draft."""
    draft = await draft_before(visit.house, visit.caller, action.plan)
    if draft is None:
        return await show_draft(visit, ShowDraft(0))
    return (settled_list(draft, await _settled(visit, draft), action.page),)


async def reopen_doubt(visit: Visit, action: ReopenDoubt) -> Replies:
    """Show a settled doubt as it stands, to be answered anew."""
    plan_id = await plan_of_doubt(visit.house, action.doubt)
    draft = await draft_before(visit.house, visit.caller, plan_id) if plan_id else None
    if draft is None:
        return await show_draft(visit, ShowDraft(0))
    settled = await _settled(visit, draft)
    doubt = next((each for each in settled if (each.id, each.mark) == (action.doubt, action.mark)), None)
    if doubt is None:
        return (settled_list(draft, settled, 0),)
    return (await _ask(visit, draft, doubt, 0),)


async def _settled(visit: Visit, draft: Snapshot) -> tuple[DraftDoubt, ...]:
    return tuple(each for each in await every_doubt(visit.house, draft) if each.answered is not None)


async def _again(visit: Visit, action: ExplainDoubt | SettleDoubt, plan_id: int = 0, *before: Line) -> Replies:
    plan_id = plan_id or await plan_of_doubt(visit.house, action.doubt)
    draft = await draft_before(visit.house, visit.caller, plan_id)
    doubts = await every_doubt(visit.house, draft) if draft else ()
    doubt = next((each for each in doubts if (each.id, each.mark) == (action.doubt, action.mark)), None)
    if draft is None or doubt is None:
        return await show_draft(visit, ShowDraft(0))
    return (await _ask(visit, draft, doubt, sum(each.answered is None for each in doubts), *before),)


async def _ask(visit: Visit, draft: Snapshot, doubt: DraftDoubt, left: int, *before: Line) -> Reply:
    waits = ExplainDoubt(doubt.id, doubt.mark) if doubt.takes_words else None
    await await_words(visit.house, visit.caller, waits)
    if doubt.answered is not None:
        return reopened_page(draft, doubt, doubt.answered, *before)
    return review_page(draft, doubt, left, *before)


async def _go_on(visit: Visit, doubt_id: int, settled: Settled) -> Replies:
    now = await revisit(visit)
    draft = await draft_before(now.house, now.caller, settled.plan_id)
    if draft is None:
        return (await front(now),)
    changed = draft.activity_of.get(settled.activity_id or 0)
    note = noted(draft, changed) if settled.outcome is Outcome.DONE else (Line(text("review.stale")),)
    if settled.again:
        return (settled_list(draft, await _settled(now, draft), 0, *note),)
    doubts = await doubts_about(now.house, draft)
    after = next((each for each in doubts if each.id > doubt_id), None)
    if after is None:
        return (await summary(now, draft, *note),)
    return (await _ask(now, draft, after, len(doubts), *note),)


def _complaint(settled: Settled, words: str) -> Line:
    if settled.outcome is Outcome.NUMBER_TAKEN:
        return Line(text("review.number-taken", words=words))
    why: Text | None = text(f"why.{settled.why}") if settled.why else None
    return Line(text("review.unclear", why=why))


def _asks(visit: Visit, words: str) -> bool:
    today = visit.house.today()
    question = understand_alone(words, today, calendar_year(today.year))
    elsewhere = isinstance(question, AskHelp | AskMeetings | AskMenu) or question in _OWN_LISTS
    return words.endswith("?") or elsewhere


async def _answer_question(visit: Visit, words: str) -> Replies:
    """Answer whoever asks something else; the doubt no longer waits for their words."""
    await await_words(visit.house, visit.caller, None)
    view = await look(visit.house, visit.caller)
    if view is None:
        return (await front(visit),)
    return await answer_words(Talk(visit.house, visit.incoming, visit.caller, view), words)
