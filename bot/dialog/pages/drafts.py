"""A plan before it is published: what was understood of it, and what publishing it would set going."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    AskDropDraft,
    AskPublish,
    DropDraft,
    Publish,
    ReviewDoubt,
    ShowDraft,
    ShowGoals,
    ShowSettled,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.wording import ROMAN, clipped, label, period_text
from bot.dialog.text import Text, text, verbatim
from bot.domain.duties import parties_of
from bot.domain.notices import Kind
from bot.domain.occurrences import goes_on
from bot.domain.plan import Activity, Snapshot
from bot.domain.publishing import Letter, Outlook
from bot.domain.windows import Period, calendar_year, quarter_of

MOST_GOALS, MOST_NAMES, MOST_LETTERS = 15, 15, 20
GOAL_LENGTH, NAME_LENGTH, TITLE_LENGTH = 70, 40, 40
MOST_OTHERS, OTHERS_A_ROW = 12, 3


def with_draft_button(page: Reply, plan_id: int, period: Period) -> Reply:
    """Return a menu with a button to the draft above its last row."""
    row = (Button(text("button.draft", period=period_text(period)), ShowDraft(plan_id)),)
    return replace(page, rows=(*page.rows[:-1], row, *page.rows[-1:]))


Other = tuple[int, Period]
"""Another draft of the branch: its id and what it is for."""


def draft_page(draft: Snapshot, doubts: int, *before: Line, settled: int = 0, others: Sequence[Other] = ()) -> Reply:
    """Return what was understood of a draft: its goals, when things are to be done, and who does them.

    `doubts` are how many are open, `settled` how many are not any more.
    """
    title = Line(text("draft.title", period=period_text(draft.period)), Style.TITLE)
    lines = [*before, title, Line(text("draft.private"), Style.NOTE)]
    lines.append(Line(text("draft.counts", goals=len(draft.goals), activities=len(draft.activities))))
    lines.extend([*_goals(draft), *_terms(draft), *_people(draft)])
    lines.append(Line(text("draft.doubts", n=doubts) if doubts else text("draft.no-doubts")))
    if others:
        lines.append(Line(text("draft.others"), Style.NOTE))
    return reply(*lines, rows=(*_rows(draft, doubts, settled), *_other_rows(others)))


def _rows(draft: Snapshot, doubts: int, settled: int) -> Iterator[Row]:
    if doubts:
        yield (Button(text("button.review", count=doubts), ReviewDoubt(draft.plan_id, 0)),)
    yield (Button(text("button.ask-publish"), AskPublish(draft.plan_id)),)
    yield from looking_rows(draft, settled)
    yield (Button(text("button.drop-draft"), AskDropDraft(draft.plan_id)),)


def looking_rows(draft: Snapshot, settled: int) -> Iterator[Row]:
    """Return the ways to every row of a draft, and to what has been settled about it."""
    yield (Button(text("button.all-activities", count=len(draft.activities)), ShowGoals(draft.plan_id)),)
    if settled:
        yield (Button(text("button.settled", count=settled), ShowSettled(draft.plan_id)),)


def _other_rows(others: Sequence[Other]) -> Iterator[Row]:
    buttons = [Button(period_text(period), ShowDraft(plan_id)) for plan_id, period in others[:MOST_OTHERS]]
    yield from (tuple(buttons[at : at + OTHERS_A_ROW]) for at in range(0, len(buttons), OTHERS_A_ROW))


def drop_page(draft: Snapshot, *before: Line) -> Reply:
    """Ask whether to throw a draft away."""
    lines = [*before, Line(text("drop.title", period=period_text(draft.period)), Style.TITLE)]
    lines.append(Line(text("drop.what"), Style.NOTE))
    yes = Button(text("button.drop"), DropDraft(draft.plan_id, draft.revision))
    return reply(*lines, rows=((yes, Button(text("button.not-yet"), ShowDraft(draft.plan_id))),))


def _goals(draft: Snapshot) -> Iterator[Line]:
    activities = Counter(activity.goal_id for activity in draft.activities)
    for goal in draft.goals[:MOST_GOALS]:
        key = "draft.goal" if goal.number else "draft.goal-unnumbered"
        title = clipped(goal.title, GOAL_LENGTH)
        yield Line(text(key, number=goal.number, title=title, count=activities[goal.id]), Style.ITEM)
    yield from _more(len(draft.goals) - MOST_GOALS)


def _terms(draft: Snapshot) -> Iterator[Line]:
    yield Line(text("draft.terms"), Style.HEADING)
    last_days = Counter(
        _quarter(each.window.last) for each in draft.occurrences if not (each.continuous or each.closed)
    )
    for year, quarter in sorted(last_days):
        key = "draft.quarter" if draft.period == calendar_year(year) else "draft.quarter-after"
        yield Line(text(key, roman=ROMAN[quarter], year=year, count=last_days[year, quarter]), Style.ITEM)
    going = sum(goes_on(activity.mode) for activity in draft.activities)
    undated = sum(activity.mode is None or not activity.windows for activity in draft.activities)
    if going:
        yield Line(text("draft.going", count=going), Style.ITEM)
    if undated:
        yield Line(text("draft.undated", count=undated), Style.ITEM)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, quarter_of(day)


def _people(draft: Snapshot) -> Iterator[Line]:
    yield Line(text("draft.people"), Style.HEADING)
    yield Line(names_text(party.name for activity in draft.activities for party in parties_of(draft, activity)))


def names_text(every: Iterable[str]) -> Text:
    """Return names in a row, each once; of very many the first."""
    names = list(dict.fromkeys(clipped(name, NAME_LENGTH) for name in every))
    if not names:
        return text("people.nobody")
    shown, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    return text("people.more", names=shown, n=more) if more > 0 else verbatim(shown)


def _more(count: int) -> Iterator[Line]:
    if count > 0:
        yield Line(text("agenda.more", n=count), Style.NOTE)


def publish_page(draft: Snapshot, ahead: Outlook, doubts: int, today: date, zone: ZoneInfo, *before: Line) -> Reply:
    """Say exactly who will be written to and when once the draft is published, and ask."""
    lines = [*before, Line(text("publish.title", period=period_text(draft.period)), Style.TITLE)]
    lines.extend([*_begins(ahead, today), *_letters(draft, ahead, zone)])
    if ahead.unreachable:
        lines.append(Line(text("publish.unreachable", names=names_text(ahead.unreachable))))
        lines.append(Line(text("publish.instead"), Style.NOTE))
    if doubts:
        lines.append(Line(text("publish.doubts", n=doubts)))
    lines.append(Line(text("publish.for-good"), Style.NOTE))
    yes = Button(text("button.publish"), Publish(draft.plan_id, draft.revision))
    return reply(*lines, rows=((yes, Button(text("button.not-yet"), ShowDraft(draft.plan_id))),))


def _begins(ahead: Outlook, today: date) -> Iterator[Line]:
    if ahead.begins is None:
        yield Line(text("publish.never"))
    elif ahead.begins > today:
        yield Line(text("publish.begins", day=ahead.begins, year=ahead.begins.year))


def _letters(draft: Snapshot, ahead: Outlook, zone: ZoneInfo) -> Iterator[Line]:
    if not ahead.first:
        yield Line(text("publish.nobody"))
        return
    yield from letter_lines(draft, ahead.first, zone)


def letter_lines(plan: Snapshot, letters: Sequence[Letter], zone: ZoneInfo, most: int = MOST_LETTERS) -> Iterator[Line]:
    """Say to whom the first letters go, when, and about what of the plan; of very many the first."""
    yield Line(text("publish.people", n=len(letters)))
    for letter in letters[:most]:
        day, name = letter.leaves.astimezone(zone).date(), clipped(letter.member.name, NAME_LENGTH)
        yield Line(text("publish.first", name=name, day=day, year=day.year, what=_about(plan, letter)), Style.ITEM)
    yield from _more(len(letters) - most)


def _about(draft: Snapshot, letter: Letter) -> Text:
    notice = letter.notice
    match notice.kind:
        case Kind.MEETING_DATE | Kind.MEETING:
            meeting = next(each for each in draft.meetings if each.id == notice.subject)
            return text("letter.meeting", roman=ROMAN[meeting.quarter])
        case Kind.CHECK_IN:
            return text("letter.check-in", what=_label(draft.activity_of[notice.subject]))
        case _:
            activity = draft.activity_of[draft.occurrence_of[notice.subject].activity_id]
            return text("letter.deadline", what=_label(activity), day=notice.refers_to)


def _label(activity: Activity) -> str:
    return label(activity, TITLE_LENGTH)
