"""One change of a newer edition: what it was, what it will be, and what becomes of the work that is done."""

from __future__ import annotations

from collections.abc import Iterator

from bot.dialog.actions import ChooseChange, ShowChange, ShowChanges
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.drafts import names_text
from bot.dialog.pages.wording import clipped, label, people
from bot.dialog.text import Text, text, verbatim
from bot.domain.comparing import Change, ChangeKind, same_term
from bot.domain.duties import parties_of
from bot.domain.editions import Edition
from bot.domain.plan import Activity, Goal, Snapshot, State
from bot.domain.wording import same_wording

MOST_WINDOWS, MOST_NAMES = 6, 2
CELL_LENGTH, DETAIL_LENGTH = 300, 200
NOTHING = "—"


def change_text(edition: Edition, change: Change, length: int) -> Text:
    """Say a change in one line, its words cut to a length."""
    if change.kind is ChangeKind.GOAL:
        was, becomes = _goals(edition, change)
        return text("change.goal", what=clipped(_goal_label(was), length), will=clipped(becomes.title, length))
    old, new = _rows(edition, change)
    will: Text | str
    match change.kind:
        case ChangeKind.ADDED | ChangeKind.MOVED:
            will = clipped(new.term, length) or NOTHING
        case ChangeKind.PEOPLE:
            will = people(edition.newer, new, MOST_NAMES)
        case ChangeKind.RENAMED:
            will = clipped(new.title, length)
        case _:
            will = ""
    return text(f"change.{_name(change)}", what=label(old, length), will=will)


def change_page(edition: Edition, at: int, *before: Line) -> Reply:
    """Return the change at a place of the list, counted from 1, with the ways to decide on it."""
    change = edition.changes[at - 1]
    lines = [*before, Line(text("edition.change", at=at, of=len(edition.changes), kind=_kind(change)), Style.TITLE)]
    if change.kind is ChangeKind.GOAL:
        lines.extend(_of_goal(edition, change))
    else:
        lines.extend(_of_row(edition, change))
    chosen = edition.choices.get(change.mark)
    if chosen is not None:
        lines.append(Line(text("edition.is-accepted" if chosen else "edition.is-left"), Style.NOTE))
    return reply(*lines, rows=_answers(edition, change, at))


def _kind(change: Change) -> Text:
    return text(f"change-kind.{_name(change)}")


def _name(change: Change) -> str:
    return "revived" if change.kind is ChangeKind.ADDED and change.old is not None else change.kind


def _answers(edition: Edition, change: Change, at: int) -> tuple[Row, ...]:
    plan = edition.newer.plan_id
    yes = Button(text("button.accept"), ChooseChange(plan, change.mark, 1))
    no = Button(text("button.leave-old"), ChooseChange(plan, change.mark, 0))
    ways = []
    if at > 1:
        ways.append(Button(text("button.back"), ShowChange(plan, at - 1)))
    if at < len(edition.changes):
        ways.append(Button(text("button.next"), ShowChange(plan, at + 1)))
    return ((yes, no), *([tuple(ways)] if ways else []), (Button(text("button.to-changes"), ShowChanges(plan)),))


def _of_goal(edition: Edition, change: Change) -> Iterator[Line]:
    old, new = _goals(edition, change)
    yield Line(text("edition.was"))
    yield Line(verbatim(clipped(_goal_label(old), CELL_LENGTH)), Style.QUOTE)
    yield Line(text("edition.will"))
    yield Line(verbatim(clipped(_goal_label(new), CELL_LENGTH)), Style.QUOTE)


def _of_row(edition: Edition, change: Change) -> Iterator[Line]:
    old, new = _rows(edition, change)
    yield Line(verbatim(label(old, CELL_LENGTH)), Style.HEADING)
    match change.kind:
        case ChangeKind.ADDED:
            yield from _added(edition, old, new)
        case ChangeKind.REMOVED:
            yield Line(text("edition.was-term", term=_cell(old.term), who=_people(edition.current, old)))
            yield Line(text("edition.called-off"))
        case ChangeKind.MOVED:
            yield from _terms("edition.was-words", old)
            yield from _terms("edition.will-words", new)
        case ChangeKind.RENAMED:
            yield Line(text("edition.will"))
            yield Line(verbatim(label(new, CELL_LENGTH)), Style.QUOTE)
        case ChangeKind.PEOPLE:
            yield from _responsible(edition, old, new)
        case ChangeKind.DETAILS:
            yield from _details(edition, old, new)
        case _:
            raise ValueError(change.kind)
    yield from _done(edition, change)


def _added(edition: Edition, old: Activity, new: Activity) -> Iterator[Line]:
    if old is not new and old.cancelled_on is not None:
        yield Line(text("edition.back-again", day=old.cancelled_on, year=old.cancelled_on.year))
        yield Line(verbatim(label(new, CELL_LENGTH)), Style.QUOTE)
    yield from _terms("edition.will-words", new)
    yield Line(text("card.people", who=_people(edition.newer, new)))
    if new.result:
        yield Line(text("card.result", words=_cell(new.result)))


def _terms(key: str, activity: Activity) -> Iterator[Line]:
    yield Line(text(key, words=_cell(activity.term) or NOTHING))
    if activity.mode is None or not activity.windows:
        yield Line(text("edition.undated"), Style.ITEM)
        return
    for window in activity.windows[:MOST_WINDOWS]:
        yield Line(text("review.window", span=span_name(window), mode=text(f"mode.{activity.mode}")), Style.ITEM)
    if len(activity.windows) > MOST_WINDOWS:
        yield Line(text("agenda.more", n=len(activity.windows) - MOST_WINDOWS), Style.NOTE)


def _responsible(edition: Edition, old: Activity, new: Activity) -> Iterator[Line]:
    yield Line(text("edition.was-words", words=_people(edition.current, old)))
    yield Line(text("edition.will-words", words=_people(edition.newer, new)))
    was, will = _lead(edition.current, old), _lead(edition.newer, new)
    if will and was != will and len(new.duties) > 1:
        yield Line(text("edition.lead", name=clipped(will, DETAIL_LENGTH)))


def _lead(plan: Snapshot, activity: Activity) -> str | None:
    return next((plan.parties[duty.party_id].name for duty in activity.duties if duty.lead), None)


def _details(edition: Edition, old: Activity, new: Activity) -> Iterator[Line]:
    cells = {
        "field.number": (old.number or "", new.number or ""),
        "field.resources": (old.resources, new.resources),
        "field.result": (old.result, new.result),
        "field.notes": (old.notes, new.notes),
    }
    if same_term(old, new):
        cells["field.term"] = (old.term, new.term)
    was_goal, will_goal = _goal_of(edition.current, old), _goal_of(edition.newer, new)
    # Another title of the same goal is a change of its own.
    if not same_wording(_key(was_goal), _key(will_goal)):
        cells["field.goal"] = (_goal_label(was_goal), _goal_label(will_goal))
    for field, (was, will) in cells.items():
        if not same_wording(was, will):
            shown = [clipped(each, DETAIL_LENGTH) or NOTHING for each in (was, will)]
            yield Line(text("edition.field", field=text(field), was=shown[0], will=shown[1]), Style.ITEM)


def _done(edition: Edition, change: Change) -> Iterator[Line]:
    """Say what is reported and confirmed of the activity: nothing of it is lost."""
    states = [each.state for each in edition.current.occurrences if each.activity_id == change.old]
    confirmed, claimed = states.count(State.CONFIRMED), states.count(State.CLAIMED)
    if confirmed:
        yield Line(text("edition.confirmed", n=confirmed), Style.NOTE)
    if claimed:
        off = change.kind is ChangeKind.REMOVED
        yield Line(text("edition.claimed-off" if off else "edition.claimed", n=claimed), Style.NOTE)


def _rows(edition: Edition, change: Change) -> tuple[Activity, Activity]:
    """Return what an activity was and what it will be; of one that is added or removed the only one stands for both."""
    rows = (edition.current.activity_of.get(change.old or 0), edition.newer.activity_of.get(change.new or 0))
    old, new = rows[0] or rows[1], rows[1] or rows[0]
    if old is None or new is None:
        raise KeyError(change)
    return old, new


def _goals(edition: Edition, change: Change) -> tuple[Goal, Goal]:
    old = next(each for each in edition.current.goals if each.id == change.old)
    return old, next(each for each in edition.newer.goals if each.id == change.new)


def _goal_label(goal: Goal | None) -> str:
    if goal is None:
        return ""
    return f"{goal.number}. {goal.title}" if goal.number else goal.title


def _key(goal: Goal | None) -> str:
    return (goal.number or goal.title) if goal else ""


def _goal_of(plan: Snapshot, activity: Activity) -> Goal | None:
    return next((each for each in plan.goals if each.id == activity.goal_id), None)


def _people(plan: Snapshot, activity: Activity) -> Text:
    return names_text(party.name for party in parties_of(plan, activity))


def _cell(words: str) -> str:
    return clipped(words, CELL_LENGTH)
