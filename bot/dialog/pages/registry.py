"""The association's members' list: in numbers, page by page, and one person of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    Action,
    AskPlanFile,
    AskRegistry,
    AskRenewed,
    AskWho,
    ExportRegistry,
    FindListed,
    NoteRenewed,
    ShowDue,
    ShowListed,
    ShowPeople,
    ShowPerson,
    ShowRegistry,
    ShowRegistryDraft,
    ShowRenewals,
    TellWho,
    UndoRenewed,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import Part, page_lines, page_rows
from bot.dialog.pages.wording import clipped, moment
from bot.dialog.text import Text, text, verbatim
from bot.domain.registry import FOR_GOOD, Counts, Listed, Registered, Standing, standing_of

NAME_LENGTH, LIBRARY_LENGTH, BUTTON_LENGTH = 60, 60, 32
MOST_MEMBERS = 8
TO_LIST = (Button(text("button.members"), ShowRegistry()),)
"""The way back to the list in numbers."""


def registry_page(counts: Counts, draft: int, asked: int, *before: Line) -> Reply:
    """Return the list in numbers, and what can be done with it.

    `draft` is a list that waits to be stored (0: none), `asked` how many people may be a member in the bot.
    """
    lines = [*before, *_numbers(counts)]
    return reply(*lines, rows=tuple(_registry_rows(counts, draft, asked)))


def _numbers(counts: Counts) -> Iterator[Line]:
    if not counts.people:
        yield Line(text("members.none"), Style.TITLE)
        yield Line(text("members.how"))
        yield Line(text("members.little"), Style.NOTE)
        return
    yield Line(text("members.title", n=counts.people), Style.TITLE)
    yield Line(text("members.numbers", libraries=counts.libraries, in_bot=counts.in_bot))
    if not counts.due:
        yield Line(text("members.nobody-due"))
    if counts.expired:
        yield Line(text("members.expired", count=counts.expired), Style.ITEM)
    if counts.ending:
        yield Line(text("members.ending", count=counts.ending), Style.ITEM)
    if counts.undated:
        yield Line(text("members.undated", count=counts.undated), Style.ITEM)


def _registry_rows(counts: Counts, draft: int, asked: int) -> Iterator[Row]:
    if draft:
        yield (Button(text("button.members-draft"), ShowRegistryDraft(draft)),)
    if counts.due:
        yield (Button(text("button.due", count=counts.due), ShowDue(0)),)
    if counts.people:
        yield (Button(text("button.renewals"), ShowRenewals()),)
    if asked:
        yield (Button(text("button.ask-who", count=asked), AskWho(0)),)
    if counts.people:
        yield (Button(text("button.everybody"), ShowListed(0)), Button(text("button.find-person"), FindListed()))
        yield (Button(text("button.xlsx"), ExportRegistry(0, 0)), Button(text("button.csv"), ExportRegistry(1, 0)))
    yield (Button(text("button.send-list" if not counts.people else "button.send-newer-list"), AskRegistry()),)
    yield (Button(text("button.people"), ShowPeople()),)


def ask_list_page() -> Reply:
    """Ask for the file with the list."""
    return reply(Line(text("members.send")), Line(text("members.little"), Style.NOTE), rows=(TO_LIST,))


def ask_plan_page() -> Reply:
    """Ask for the file with the plan."""
    return reply(Line(text("members.send-plan")))


def which_page(*why: Line) -> Reply:
    """Ask whether a file is a plan or a list, before anything of it is taken."""
    yes = Button(text("button.is-plan"), AskPlanFile()), Button(text("button.is-list"), AskRegistry())
    return reply(*why, Line(text("members.which-how"), Style.NOTE), rows=(yes,))


def people_page(
    title: Text, part: Part[Listed], today: date, way_to: type[ShowListed | ShowDue], *before: Line
) -> Reply:
    """Return a page of people, each with a button to their own."""
    lines = [*before, Line(title, Style.TITLE), *page_lines(part)]
    lines += (Line(_person_text(each.person, today), Style.ITEM) for each in part.items)
    return reply(*lines, rows=(*_person_rows(part.items), *page_rows(part, way_to), TO_LIST))


def found_page(people: Sequence[Listed], count: int, today: date) -> Reply:
    """Return the people whose names somebody has typed the beginning of; of very many the first."""
    lines = [Line(text("members.found", n=count), Style.TITLE)]
    lines += (Line(_person_text(each.person, today), Style.ITEM) for each in people)
    if count > len(people):
        lines.append(Line(text("agenda.more", n=count - len(people)), Style.NOTE))
    again = (Button(text("button.find-person"), FindListed()), *TO_LIST)
    return reply(*lines, rows=(*_person_rows(people), again))


def ask_name_page(*before: Line) -> Reply:
    """Ask for a surname."""
    return reply(*before, Line(text("members.find")), rows=(TO_LIST,))


def _person_rows(people: Sequence[Listed]) -> tuple[Row, ...]:
    return tuple((Button(verbatim(clipped(each.person.name, BUTTON_LENGTH)), ShowPerson(each.id)),) for each in people)


def _person_text(person: Registered, today: date) -> Text:
    return text("members.item", who=person_text(person), paid=paid_text(person.paid_until, today))


def name_of(person: Registered) -> str:
    """Return a name as a list shows it."""
    return clipped(person.name, NAME_LENGTH)


def person_text(person: Registered) -> Text:
    """Name a person with their library, where it is known."""
    if not person.library:
        return verbatim(name_of(person))
    return text("members.person", name=name_of(person), library=library_of(person))


def library_of(person: Registered) -> str:
    """Return a library as a list shows it."""
    return clipped(person.library, LIBRARY_LENGTH)


def paid_text(day: date | None, today: date) -> Text:
    """Say in short until when a membership is paid, and whether it is."""
    if day == FOR_GOOD:
        return text("members.for-good")
    standing = standing_of(day, today)
    match standing:
        case Standing.UNDATED:
            return text("members.no-day")
        case Standing.EXPIRED:
            return text("members.ended", day=day_text(day))
        case Standing.PAID | Standing.ENDING:
            return text("members.paid", day=day_text(day))
        case _:
            assert_never(standing)


def day_text(day: date | None) -> Text:
    """Write a day with its year; words where it is none, or the end of days."""
    if day is None:
        return text("members.no-day")
    return text("registry.for-good") if day == FOR_GOOD else text("members.day", day=day, year=day.year)


def person_page(person: Listed, seen: int, today: date, zone: ZoneInfo, *before: Line) -> Reply:
    """Return a person of the list, and what can be noted of them."""
    lines = [*before, Line(verbatim(name_of(person.person)), Style.TITLE)]
    if person.person.library:
        lines.append(Line(verbatim(library_of(person.person))))
    lines.append(Line(text("members.standing", paid=paid_text(person.person.paid_until, today))))
    if person.noted_at:
        lines.append(Line(text("members.noted", when=moment(person.noted_at, zone), who=_noter(person)), Style.NOTE))
    lines.append(Line(_in_bot(person), Style.NOTE))
    return reply(*lines, rows=tuple(_rows_of(person, seen)))


def _noter(person: Listed) -> Text:
    return verbatim(person.noted_by) if person.noted_by else text("people.somebody")


def _in_bot(person: Listed) -> Text:
    if not person.member:
        return text("members.not-in-bot")
    return text("members.in-bot" if person.reachable else "members.in-bot-silent", who=person.member)


def _rows_of(person: Listed, seen: int) -> Iterator[Row]:
    yield (Button(text("button.renewed"), AskRenewed(person.id, seen)),)
    if person.noted_at:
        yield (Button(text("button.take-back"), UndoRenewed(person.id, seen)),)
    if person.member:
        yield (Button(text("button.somebody-else"), TellWho(person.id, 0)),)
    else:
        yield (Button(text("button.who-in-bot"), AskWho(person.id)),)
    yield (Button(text("button.due-list"), ShowDue(0)), *TO_LIST)


def ask_renewed_page(person: Listed, seen: int, today: date, *before: Line) -> Reply:
    """Ask until when somebody's membership is paid now: the end of this year or the next, or a day in words."""
    lines = [*before, Line(text("members.ask-day", name=name_of(person.person)), Style.TITLE)]
    lines.append(Line(text("members.ask-day-own"), Style.NOTE))
    ends = [date(year, 12, 31) for year in (today.year, today.year + 1)]
    days = tuple(
        Button(text("button.year-end", year=day.year), NoteRenewed(person.id, seen, day.toordinal())) for day in ends
    )
    return reply(*lines, rows=(days, (_to(person),)))


def ask_who_page(person: Listed, members: Mapping[int, str], others: int, *before: Line) -> Reply:
    """Ask which member a person of the list is: those whose names are the same or similar."""
    lines = [*before, Line(text("members.who", who=person_text(person.person)), Style.TITLE)]
    if not members:
        lines.append(Line(text("members.nobody-alike")))
        return reply(*lines, rows=((_to(person),), TO_LIST))
    shown = list(members.items())[:MOST_MEMBERS]
    rows: list[Row] = [
        (Button(verbatim(clipped(name, BUTTON_LENGTH)), TellWho(person.id, key)),) for key, name in shown
    ]
    rows.append((Button(text("button.nobody-of-them"), TellWho(person.id, 0)),))
    if others:
        lines.append(Line(text("members.more-asked", n=others), Style.NOTE))
    return reply(*lines, rows=(*rows, (_to(person), *TO_LIST)))


def _to(person: Listed) -> Button:
    action: Action = ShowPerson(person.id)
    return Button(text("button.back"), action)
