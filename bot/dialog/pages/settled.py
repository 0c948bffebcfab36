"""The doubts about a draft that are settled: how each was, and the other answers to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from bot.dialog.actions import ReopenDoubt, SettleDoubt, ShowDraft, ShowSettled
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.doubts import doubt_sentence
from bot.dialog.pages.drafts import names_text
from bot.dialog.pages.paging import PER_PAGE, page_lines, page_rows, part_of
from bot.dialog.pages.reviewing import answer_name, hint_lines, question_lines, window_lines
from bot.dialog.pages.wording import clipped
from bot.dialog.text import Text, text, verbatim
from bot.domain.plan import Snapshot
from bot.domain.review import (
    NO_NUMBER,
    PEOPLE_CODES,
    SAME_PERSON,
    TERM_CODES,
    Answered,
    DraftDoubt,
    Settling,
    answers_to,
    as_first_read,
    parties_read,
)

WORDS_LENGTH, ARGS_LENGTH = 200, 60
_REREAD = frozenset({Settling.WORDS, Settling.PERSON, Settling.BODY})


def settled_list(draft: Snapshot, settled: Sequence[DraftDoubt], page: int, *before: Line) -> Reply:
    """Return the settled doubts, each with its answer and a button to give another one."""
    part = part_of(settled, page)
    lines = [*before, Line(text("settled.title", count=len(settled)), Style.TITLE), *page_lines(part)]
    lines.append(Line(text("settled.how" if settled else "settled.none"), Style.NOTE))
    numbered = [*enumerate(part.items, part.start + 1)]
    lines.extend(Line(_in_short(place, each), Style.ITEM) for place, each in numbered)
    buttons = [Button(verbatim(str(place)), ReopenDoubt(each.id, each.mark)) for place, each in numbered]
    rows = [tuple(buttons[at : at + PER_PAGE // 2]) for at in range(0, len(buttons), PER_PAGE // 2)]
    ways = (*page_rows(part, partial(ShowSettled, draft.plan_id)), (_to_draft(draft),))
    return reply(*lines, rows=(*rows, *ways))


def reopened_page(draft: Snapshot, doubt: DraftDoubt, answered: Answered, *before: Line) -> Reply:
    """Return a settled doubt: what was answered, what was read before that, and the other answers."""
    lines = [*before, Line(text("settled.one"), Style.TITLE), *question_lines(draft, doubt)]
    lines.append(Line(text("settled.now", answer=_answer(doubt, WORDS_LENGTH))))
    lines.extend(_first(draft, doubt))
    if answered.final:
        final = "settled.joined-elsewhere" if doubt.code == SAME_PERSON else "settled.final"
        lines.append(Line(text(final), Style.NOTE))
    else:
        lines.extend(hint_lines(doubt))
    ways = (Button(text("button.to-settled"), ShowSettled(draft.plan_id)), _to_draft(draft))
    return reply(*lines, rows=tuple(row for row in (_others(draft, doubt, answered), ways) if row))


def _in_short(place: int, doubt: DraftDoubt) -> Text:
    about = doubt_sentence(doubt.code, {key: clipped(value, ARGS_LENGTH) for key, value in doubt.args.items()})
    return text("settled.item", place=place, about=about, answer=_answer(doubt, ARGS_LENGTH))


def _answer(doubt: DraftDoubt, length: int) -> Text:
    answered = doubt.answered
    if answered is None:
        return text("settled.open")
    if answered.settling is not Settling.WORDS:
        return answer_name(doubt, answered.settling)
    return text("settled.words", words=clipped(answered.words, length)) if answered.words else text("settled.in-words")


def _first(draft: Snapshot, doubt: DraftDoubt) -> Iterator[Line]:
    """Say what the reader had read, where an answer has changed it."""
    first = as_first_read(draft, doubt)
    if first is draft:
        return
    activity = first.activity_of[doubt.activity_id or 0]
    if doubt.code in TERM_CODES:
        yield Line(text("settled.first-term" if activity.windows else "settled.first-no-term"))
        yield from window_lines(activity)
    if doubt.code in PEOPLE_CODES:
        yield Line(text("settled.first-people", who=names_text(each.name for each in parties_read(first, doubt))))


def _others(draft: Snapshot, doubt: DraftDoubt, answered: Answered) -> Row:
    others = [each for each in answers_to(draft, doubt) if each is not answered.settling]
    return tuple(Button(_name(doubt, answered, each), SettleDoubt(doubt.id, doubt.mark, each)) for each in others)


def _name(doubt: DraftDoubt, answered: Answered, answer: Settling) -> Text:
    reread = doubt.code in TERM_CODES | PEOPLE_CODES | {NO_NUMBER} and answered.settling in _REREAD
    return text("button.as-read") if reread and answer not in _REREAD else answer_name(doubt, answer)


def _to_draft(draft: Snapshot) -> Button:
    return Button(text("button.to-draft"), ShowDraft(draft.plan_id))
