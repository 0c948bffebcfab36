"""The doubts about a draft, one at a time: the row's own words, how they were read, and the likely answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import ReviewDoubt, SettleDoubt
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.doubts import doubt_sentence
from bot.dialog.pages.drafts import names_text
from bot.dialog.pages.wording import clipped, label
from bot.dialog.text import Text, text, verbatim
from bot.domain.duties import parties_of
from bot.domain.plan import Activity, Snapshot
from bot.domain.review import (
    IN_RESOURCES,
    NO_NUMBER,
    PEOPLE_CODES,
    SAME_PERSON,
    TERM_CODES,
    YEAR,
    DraftDoubt,
    Settling,
    answers_to,
)

MOST_WINDOWS = 6
QUOTE_LENGTH = 400


def review_page(draft: Snapshot, doubt: DraftDoubt, left: int, *before: Line) -> Reply:
    """Return one doubt; `before` says what came of the answer to the one before."""
    lines = [
        *before,
        Line(text("doubts.title", n=left), Style.TITLE),
        *question_lines(draft, doubt),
        *hint_lines(doubt),
    ]
    return reply(*lines, rows=(_answers(draft, doubt), _ways(draft, doubt)))


def question_lines(draft: Snapshot, doubt: DraftDoubt) -> Iterator[Line]:
    """Say what is in doubt: the sentence, the row's own words, and how they are read now."""
    yield Line(doubt_sentence(doubt.code, {key: _short(value) for key, value in doubt.args.items()}))
    if doubt.text and doubt.text not in doubt.args.values():
        yield Line(verbatim(_short(doubt.text)), Style.QUOTE)
    activity = draft.activity_of.get(doubt.activity_id or 0)
    if activity is not None:
        yield Line(text("review.row", what=label(activity)), Style.NOTE)
        yield from _as_read(draft, doubt, activity)


def noted(draft: Snapshot, activity: Activity | None) -> tuple[Line, ...]:
    """Say that an answer is written down, and how the activity's term and people now stand where words changed it."""
    if activity is None:
        return (Line(text("review.noted")),)
    people = Line(text("review.people", who=_people(draft, activity)))
    return (Line(text("review.noted-row", what=label(activity))), *window_lines(activity), people)


def _people(draft: Snapshot, activity: Activity) -> Text:
    return names_text(party.name for party in parties_of(draft, activity))


def _short(words: str) -> str:
    return clipped(words, QUOTE_LENGTH)


def _as_read(draft: Snapshot, doubt: DraftDoubt, activity: Activity) -> Iterator[Line]:
    if doubt.code in TERM_CODES and activity.windows:
        yield Line(text("review.term"))
        yield from window_lines(activity)
    elif doubt.code in PEOPLE_CODES | {IN_RESOURCES}:
        yield Line(text("review.people", who=_people(draft, activity)))


def window_lines(activity: Activity) -> Iterator[Line]:
    """Name the days that an activity's term is read as, and how it repeats in them; of very many the first."""
    if activity.mode is None:
        return
    for window in activity.windows[:MOST_WINDOWS]:
        yield Line(text("review.window", span=span_name(window), mode=text(f"mode.{activity.mode}")), Style.ITEM)
    if len(activity.windows) > MOST_WINDOWS:
        yield Line(text("agenda.more", n=len(activity.windows) - MOST_WINDOWS), Style.NOTE)


def hint_lines(doubt: DraftDoubt) -> Iterator[Line]:
    """Say what else the person can do than tap an answer."""
    hint = _hint(doubt)
    if hint is not None:
        yield Line(hint, Style.NOTE)


def _hint(doubt: DraftDoubt) -> Text | None:
    """Say what else she can do: answer in words, or, where the file itself is in doubt, send a better one."""
    if doubt.code in {SAME_PERSON, IN_RESOURCES, YEAR}:
        return None
    if not doubt.takes_words:
        return text("review.in-the-file")
    if doubt.code in TERM_CODES:
        return text("review.words-term")
    return text("review.words-number" if doubt.code == NO_NUMBER else "review.words-people")


def _answers(draft: Snapshot, doubt: DraftDoubt) -> Row:
    answers: Sequence[Settling] = answers_to(draft, doubt)
    return tuple(Button(answer_name(doubt, each), SettleDoubt(doubt.id, doubt.mark, each)) for each in answers)


def answer_name(doubt: DraftDoubt, answer: Settling) -> Text:
    """Name an answer to tap, as the doubt asks for it."""
    code = doubt.code
    match answer:
        case Settling.PERSON:
            return text("button.person")
        case Settling.BODY:
            return text("button.body")
        case Settling.YES | Settling.LEAVE if code == YEAR:
            return text("period.calendar", year=doubt.args["heading" if answer is Settling.YES else "asked"])
        case Settling.YES:
            return text(
                {SAME_PERSON: "button.same-person", IN_RESOURCES: "button.add-person"}.get(code, "button.right")
            )
        case _:
            return text({SAME_PERSON: "button.two-people"}.get(code, "button.leave"))


def _ways(draft: Snapshot, doubt: DraftDoubt) -> Row:
    back = Button(text("button.back"), ReviewDoubt(draft.plan_id, doubt.id, 1))
    return (back, Button(text("button.later"), ReviewDoubt(draft.plan_id, doubt.id)))
