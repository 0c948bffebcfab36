"""A newer edition of the plan in force: what it changes, the whole list, and what applying it would set going."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    AcceptAll,
    ApplyEdition,
    AskAcceptAll,
    AskApply,
    AskDropEdition,
    DropEdition,
    ReviewDoubt,
    ShowChange,
    ShowChanges,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.changes import change_text
from bot.dialog.pages.drafts import letter_lines, looking_rows, names_text
from bot.dialog.pages.fitting import ROOM, longest
from bot.dialog.pages.wording import period_text
from bot.dialog.text import Text, text
from bot.domain.comparing import Change, ChangeKind
from bot.domain.editions import Edition
from bot.domain.publishing import Following

TITLE_LENGTHS = (90, 60, 40, 28)
MOST_LETTERS = 12
_FOR_MORE = 60
"""Characters that «…and so many more» may take."""


def edition_page(edition: Edition, doubts: int, *before: Line, settled: int = 0) -> Reply:
    """Return that the draft is a newer edition, what it changes by kind, and that nothing has changed yet."""
    lines = [*before, Line(text("edition.title", period=_period(edition)), Style.TITLE)]
    if edition.changes:
        lines.extend([Line(text("edition.nothing-yet"), Style.NOTE), *_counts(edition), *_chosen(edition)])
    else:
        lines.append(Line(text("edition.same")))
    if doubts:
        lines.append(Line(text("draft.doubts", n=doubts)))
    return reply(*lines, rows=(*_first_rows(edition, doubts), *looking_rows(edition.newer, settled)))


def _first_rows(edition: Edition, doubts: int) -> Iterator[Row]:
    plan, revision = edition.newer.plan_id, edition.newer.revision
    if doubts:
        yield (Button(text("button.review", count=doubts), ReviewDoubt(plan, 0)),)
    if edition.changes:
        yield (Button(text("button.changes", count=len(edition.changes)), ShowChanges(plan)),)
    else:
        yield (Button(text("button.drop-draft"), DropEdition(plan, revision)),)


def _counts(edition: Edition) -> Iterator[Line]:
    counted = Counter(change.kind for change in edition.changes)
    for kind in ChangeKind:
        if counted[kind]:
            yield Line(text(f"change-count.{kind}", count=counted[kind]), Style.ITEM)


def _chosen(edition: Edition) -> Iterator[Line]:
    accepted, left, undecided = len(edition.accepted), len(edition.left), len(edition.undecided)
    if accepted or left:
        yield Line(text("edition.chosen", accepted=accepted, left=left, undecided=undecided))


def changes_page(edition: Edition, *before: Line) -> Reply:
    """List every change with what has been chosen, and the ways on."""
    if not edition.changes:
        return edition_page(edition, 0, *before)
    head = [*before, Line(text("edition.changes", period=_period(edition)), Style.TITLE), *_chosen(edition)]
    head.append(Line(text("edition.legend"), Style.NOTE))
    return reply(*head, *_listed(edition, edition.changes, ROOM - longest(head), marked=True), rows=_ways(edition))


def _ways(edition: Edition) -> tuple[Row, ...]:
    plan, every, accepted = edition.newer.plan_id, len(edition.changes), len(edition.accepted)
    rows: list[Row] = [(Button(text("button.one-by-one"), ShowChange(plan, 0)),)]
    if accepted < every:
        rows.append((Button(text("button.accept-all", count=every), AskAcceptAll(plan)),))
    if accepted:
        rows.append((Button(text("button.ask-apply", count=accepted), AskApply(plan)),))
    return (*rows, (Button(text("button.keep-plan"), AskDropEdition(plan)),))


def _listed(edition: Edition, changes: Sequence[Change], room: int, *, marked: bool = False) -> list[Line]:
    """List changes in so much room: with titles as long as fit, and of too many the first."""
    lines: list[Line] = []
    for length in TITLE_LENGTHS:
        lines = [Line(_item(edition, change, length, marked=marked), Style.ITEM) for change in changes]
        if longest(lines) <= room:
            return lines
    while lines and longest(lines) > room - _FOR_MORE:
        lines.pop()
    return [*lines, Line(text("agenda.more", n=len(changes) - len(lines)), Style.NOTE)]


def _item(edition: Edition, change: Change, length: int, *, marked: bool) -> Text:
    said = change_text(edition, change, length)
    chosen = edition.choices.get(change.mark)
    if not marked or chosen is None:
        return said
    return text("edition.item-accepted" if chosen else "edition.item-left", what=said)


def accept_all_page(edition: Edition, *before: Line) -> Reply:
    """Show the whole list, and ask whether to accept all of it."""
    if not edition.changes:
        return edition_page(edition, 0, *before)
    plan, count = edition.newer.plan_id, len(edition.changes)
    head = [*before, Line(text("edition.accept-all", n=count), Style.TITLE), Line(text("edition.not-yet"), Style.NOTE)]
    yes = Button(text("button.accept-all", count=count), AcceptAll(plan, edition.newer.revision))
    rows = ((yes, Button(text("button.not-yet"), ShowChanges(plan))),)
    return reply(*head, *_listed(edition, edition.changes, ROOM - longest(head)), rows=rows)


def apply_page(edition: Edition, ahead: Following, doubts: int, zone: ZoneInfo, *before: Line) -> Reply:
    """Say what will change, who will be written to first because of it, and what stays; and ask."""
    plan, accepted = edition.newer.plan_id, edition.accepted
    head = [*before, Line(text("edition.apply", n=len(accepted)), Style.TITLE)]
    rest = [*_letters(ahead, zone), *_stays(edition)]
    if doubts:
        rest.append(Line(text("edition.doubts", n=doubts)))
    rest.append(Line(text("edition.undo"), Style.NOTE))
    yes = Button(text("button.apply"), ApplyEdition(plan, edition.newer.revision))
    rows = ((yes, Button(text("button.not-yet"), ShowChanges(plan))),)
    return reply(*head, *_listed(edition, accepted, ROOM - longest([*head, *rest])), *rest, rows=rows)


def _letters(ahead: Following, zone: ZoneInfo) -> Iterator[Line]:
    if ahead.first:
        yield from letter_lines(ahead.plan, ahead.first, zone, MOST_LETTERS)
    else:
        yield Line(text("edition.no-letters"))
    yield from _names("edition.no-more", ahead.dropped)
    yield from _names("publish.unreachable", ahead.unreachable)


def _names(key: str, names: Iterable[str]) -> Iterator[Line]:
    every = tuple(names)
    if every:
        yield Line(text(key, names=names_text(every)))


def _stays(edition: Edition) -> Iterator[Line]:
    left, undecided = len(edition.left), len(edition.undecided)
    if left or undecided:
        yield Line(text("edition.stays", left=left, undecided=undecided))


def drop_page(edition: Edition, *before: Line) -> Reply:
    """Ask whether to leave the plan as it is and let the newer edition go."""
    plan = edition.newer.plan_id
    lines = [*before, Line(text("edition.drop", period=_period(edition)), Style.TITLE)]
    lines.append(Line(text("edition.drop-what", n=len(edition.changes))))
    yes = Button(text("button.keep-plan"), DropEdition(plan, edition.newer.revision))
    return reply(*lines, rows=((yes, Button(text("button.not-yet"), ShowChanges(plan))),))


def _period(edition: Edition) -> Text:
    return period_text(edition.newer.period)
