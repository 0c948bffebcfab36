"""The bodies that plans name: who is in each, and whom to add."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialog.actions import (
    AddBodyMember,
    AskBodyMember,
    RemoveBodyMember,
    ShowBodies,
    ShowBody,
    ShowPeople,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.wording import clipped
from bot.dialog.text import text
from bot.domain.duties import is_presidium
from bot.domain.plan import Party

NAME_LENGTH, TITLE_LENGTH = 30, 300
ROLE_ROWS: tuple[Row, ...] = ()
"""The way to change a role, under the presidium's members."""


def bodies_page(bodies: Sequence[tuple[Party, int]], page: int) -> Reply:
    """Return the bodies of the plans with how many members each has."""
    if not bodies:
        return reply(Line(text("bodies.none")), rows=(_back(),))
    part = part_of(bodies, page)
    rows: list[Row] = [(_body(party, count),) for party, count in part.items]
    lines = [Line(text("bodies.title"), Style.TITLE), Line(text("bodies.hint")), *page_lines(part)]
    return reply(*lines, rows=(*rows, *page_rows(part, ShowBodies), _back()))


def _body(party: Party, count: int) -> Button:
    return Button(text("button.open-body", name=clipped(party.name, NAME_LENGTH), count=count), ShowBody(party.id, 0))


def body_page(party: Party, members: Sequence[tuple[int, str]], page: int) -> Reply:
    """Return the members of a body (id and name), each with a way out, and the way to add some."""
    if is_presidium(party):
        return _presidium_page(party, members, page)
    part = part_of(members, page)
    rows: list[Row] = [
        (Button(text("button.body-remove", name=clipped(name, NAME_LENGTH)), RemoveBodyMember(party.id, member_id)),)
        for member_id, name in part.items
    ]
    rows.extend(page_rows(part, lambda to: ShowBody(party.id, to)))
    rows.append((Button(text("button.body-add"), AskBodyMember(party.id, 0)), _to_bodies()))
    says = Line(text("body.members" if members else "body.empty"))
    return reply(_title(party, len(members)), says, *page_lines(part), rows=tuple(rows))


def _presidium_page(party: Party, members: Sequence[tuple[int, str]], page: int) -> Reply:
    part = part_of(members, page)
    names = [Line(text("body.member", name=name), Style.ITEM) for _, name in part.items]
    lines = [_title(party, len(members)), *names, *page_lines(part), Line(text("body.by-roles"), Style.NOTE)]
    return reply(*lines, rows=(*ROLE_ROWS, *page_rows(part, lambda to: ShowBody(party.id, to)), (_to_bodies(),)))


def choose_page(party: Party, others: Sequence[tuple[int, str]], page: int, said: str = "") -> Reply:
    """Return the members to choose from for a body; `said` is the beginning of a surname that they have in common."""
    part = part_of(others, page)
    rows: list[Row] = [
        (Button(text("button.body-choose", name=clipped(name, NAME_LENGTH)), AddBodyMember(party.id, member_id)),)
        for member_id, name in part.items
    ]
    if not said:
        rows.extend(page_rows(part, lambda to: AskBodyMember(party.id, to)))
    rows.append((Button(text("button.body-back"), ShowBody(party.id, 0)),))
    asked = Line(text("body.choose", name=clipped(party.name, TITLE_LENGTH)), Style.TITLE)
    if not others:
        return reply(asked, Line(text("body.nobody-called" if said else "body.nobody-left")), rows=tuple(rows))
    cut = said and part.pages > 1
    hint = Line(text("body.many-called" if cut else "body.choose-hint"), Style.NOTE)
    return reply(asked, hint, *(() if said else page_lines(part)), rows=tuple(rows))


def _title(party: Party, count: int) -> Line:
    return Line(text("body.title", name=clipped(party.name, TITLE_LENGTH), n=count), Style.TITLE)


def _to_bodies() -> Button:
    return Button(text("button.bodies"), ShowBodies(0))


def _back() -> Row:
    return (Button(text("button.people"), ShowPeople()),)
