"""A members' list before it is stored: what was read, what was dropped, what storing it changes, who is asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot.dialog.actions import (
    AnswerSame,
    AskSame,
    DropRegistry,
    KeepNoted,
    SaveRegistry,
    ShowRegistryChanges,
    ShowRegistryDoubts,
    ShowRegistryDraft,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.registry import BUTTON_LENGTH, LIBRARY_LENGTH, TO_LIST, day_text, name_of, person_text
from bot.dialog.pages.wording import clipped
from bot.dialog.text import Text, text, verbatim
from bot.domain.registry import Registered, RegistryDoubt, RegistryDraft
from bot.domain.registry_matching import Difference
from bot.domain.registry_taking import Asked, Met, Taking

PER_PAGE_OF_TEXT = 15
MOST_DAYS, MOST_NAMES, MOST_CANDIDATES = 6, 8, 8
DOUBT_LENGTH = 200
_DROPPED = "dropped-"


def draft_page(draft_id: int, draft: RegistryDraft, taking: Taking, in_bot: int, alike: int, *before: Line) -> Reply:
    """Return what was read and what storing it does; nothing is stored before somebody says so.

    `in_bot` are those of the list who are surely members in the bot, `alike` those who may be.
    """
    lines = [*before, Line(text("taking.title", n=len(draft.entries)), Style.TITLE)]
    lines.append(Line(text("taking.not-yet"), Style.NOTE))
    libraries = {each.library for each in draft.entries if each.library}
    lines.append(Line(text("taking.numbers", libraries=len(libraries), in_bot=in_bot)))
    if alike:
        lines.append(Line(text("taking.alike", count=alike), Style.NOTE))
    lines += [*_days(draft.entries), *_against(taking), *_noted(taking)]
    lines += (
        Line(_doubt(each), Style.NOTE) for each in draft.doubts if each.code.partition(".")[2].startswith(_DROPPED)
    )
    return reply(*lines, rows=tuple(_rows(draft_id, draft, taking)))


def _days(people: Sequence[Registered]) -> Iterator[Line]:
    """Say how many have paid until when, the latest day first, of very many days the latest."""
    yield Line(text("taking.paid"), Style.HEADING)
    days = Counter(each.paid_until for each in people)
    dated = sorted((day for day in days if day is not None), reverse=True)
    for day in dated[:MOST_DAYS]:
        yield Line(text("taking.day", day=day_text(day), count=days[day]), Style.ITEM)
    earlier = sum(days[day] for day in dated[MOST_DAYS:])
    if earlier:
        yield Line(text("taking.earlier", count=earlier), Style.ITEM)
    if days[None]:
        yield Line(text("taking.day", day=day_text(None), count=days[None]), Style.ITEM)


def _against(taking: Taking) -> Iterator[Line]:
    if not (taking.met or taking.gone or taking.asked):
        return
    yield Line(text("taking.against"), Style.HEADING)
    numbers = {"new": len(taking.new), "gone": len(taking.gone), "changed": len(taking.changed)}
    yield Line(text("taking.changes", new=numbers["new"], gone=numbers["gone"], changed=numbers["changed"]))
    if taking.asked:
        yield Line(text("taking.asked", n=len(taking.asked)))


def _noted(taking: Taking) -> Iterator[Line]:
    if taking.noted:
        names = ", ".join(name_of(each.known.person) for each in taking.noted[:MOST_NAMES])
        more = len(taking.noted) - MOST_NAMES
        who = text("people.more", names=names, n=more) if more > 0 else verbatim(names)
        yield Line(text("taking.noted", n=len(taking.noted), who=who))
        yield Line(text("taking.noted-kept" if taking.keeps_noted else "taking.noted-taken"), Style.NOTE)


def _rows(draft_id: int, draft: RegistryDraft, taking: Taking) -> Iterator[Row]:
    if taking.asked:
        yield (Button(text("button.review", count=len(taking.asked)), AskSame(draft_id, 0)),)
    else:
        yield (Button(text("button.save-list"), SaveRegistry(draft_id, taking.mark)),)
    known = bool(taking.met or taking.gone)
    changes = len(taking.new) + len(taking.gone) + len(taking.changed)
    if known and changes:
        yield (Button(text("button.list-changes", count=changes), ShowRegistryChanges(draft_id, 0)),)
    if draft.doubts:
        yield (Button(text("button.list-doubts", count=len(draft.doubts)), ShowRegistryDoubts(draft_id, 0)),)
    if taking.noted:
        key = "button.take-days" if taking.keeps_noted else "button.keep-noted"
        yield (Button(text(key), KeepNoted(draft_id, int(not taking.keeps_noted))),)
    yield (Button(text("button.drop-list"), DropRegistry(draft_id)), *TO_LIST)


def changes_page(draft_id: int, taking: Taking, page: int) -> Reply:
    """Return who comes, goes and changes, a page at a time."""
    every = [text("taking.comes", who=person_text(each)) for _, each in taking.new]
    every += [text("taking.goes", who=person_text(each.person)) for each in taking.gone]
    every += [_changed(taking, each) for each in taking.changed]
    part = part_of(every, page, PER_PAGE_OF_TEXT)
    lines = [Line(text("taking.changes-title", n=len(every)), Style.TITLE), *page_lines(part)]
    lines += (Line(each, Style.ITEM) for each in part.items)
    rows = page_rows(part, lambda number: ShowRegistryChanges(draft_id, number))
    return reply(*lines, rows=(*rows, _back(draft_id)))


def _changed(taking: Taking, met: Met) -> Text:
    """Say what changes of a person; of several things the day first."""
    said = {each: _difference(taking, met, each) for each in taking.changes(met)}
    order = (Difference.PAID_UNTIL, Difference.LIBRARY, Difference.NAME)
    what = [said[each] for each in order if each in said]
    joined = what[0]
    for each in what[1:]:
        joined = text("taking.and", one=joined, other=each)
    return text("taking.differs", name=name_of(met.known.person), what=joined)


def _difference(taking: Taking, met: Met, difference: Difference) -> Text:
    before, after = met.known.person, met.read
    match difference:
        case Difference.NAME:
            return text("taking.renamed", name=name_of(after))
        case Difference.LIBRARY:
            return text("taking.moved", before=_house(before.library), after=_house(after.library))
        case Difference.PAID_UNTIL:
            return text("taking.repaid", before=day_text(before.paid_until), after=day_text(taking.day_of(met)))
        case _:
            assert_never(difference)


def _house(library: str) -> str:
    return clipped(library, LIBRARY_LENGTH) or "—"


def doubts_page(draft_id: int, doubts: Sequence[RegistryDoubt], page: int) -> Reply:
    """Return what was not certain in the list and what was dropped of it, a page at a time."""
    part = part_of(doubts, page, PER_PAGE_OF_TEXT)
    lines = [Line(text("taking.doubts-title"), Style.TITLE), *page_lines(part)]
    lines += (Line(_doubt(each), Style.ITEM) for each in part.items)
    lines.append(Line(text("taking.doubts-how"), Style.NOTE))
    rows = page_rows(part, lambda number: ShowRegistryDoubts(draft_id, number))
    return reply(*lines, rows=(*rows, _back(draft_id)))


def _doubt(doubt: RegistryDoubt) -> Text:
    shown = {
        key: clipped(value, DOUBT_LENGTH) if isinstance(value, str) else value for key, value in doubt.args.items()
    }
    return Text(doubt.code, shown)


def same_page(draft_id: int, asked: Asked, left: int, *before: Line) -> Reply:
    """Ask who of the stored list somebody of the new one is."""
    lines = [*before, Line(text("taking.who", who=person_text(asked.read)), Style.TITLE)]
    shown = asked.among[:MOST_CANDIDATES]
    lines += (Line(_candidate(each.person), Style.ITEM) for each in shown)
    lines.append(Line(text("taking.left", n=left), Style.NOTE))
    rows: list[Row] = [
        (Button(verbatim(clipped(each.person.name, BUTTON_LENGTH)), AnswerSame(draft_id, asked.place, each.id)),)
        for each in shown
    ]
    rows.append((Button(text("button.new-person"), AnswerSame(draft_id, asked.place, 0)),))
    rows.append((Button(text("button.later"), AskSame(draft_id, asked.place + 1)), *_back(draft_id)))
    return reply(*lines, rows=tuple(rows))


def _candidate(person: Registered) -> Text:
    return text("taking.day-of", who=person_text(person), day=day_text(person.paid_until))


def _back(draft_id: int) -> Row:
    return (Button(text("button.back"), ShowRegistryDraft(draft_id)),)
