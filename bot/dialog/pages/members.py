"""The list of a branch's people for those who keep it: members, whom only the plans name, and who has left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from bot.dialog.actions import (
    Action,
    AskFind,
    AskMembers,
    BringMemberBack,
    InviteEverybody,
    InviteNamed,
    JoinNamed,
    ShowGone,
    ShowMember,
    ShowMembers,
    ShowNamed,
    ShowPeople,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import PER_PAGE, page_lines, page_rows, part_of
from bot.dialog.pages.wording import clipped, moment
from bot.dialog.text import Text, text, verbatim
from bot.domain.enlisting import Known, Lookalike
from bot.domain.members import Listed, Named, Newcomer, Roll
from bot.domain.plan import Role

BUTTON_NAME = 34
NAME_LENGTH = 60
JOINED, INVITED, ABSENT, NAMED = "✓", "✉", "–", "+"
"""How somebody stands in the list: in the chat, invited, neither, only in the plan."""


def members_page(roll: Roll, branch: str, page: int, zone: ZoneInfo, *before: Line) -> Reply:
    """Return a page of the list, a button for each person, under how many have joined."""
    people: list[Listed | Named] = [*roll.members, *roll.named]
    part = part_of(people, page)
    joined = sum(each.joined for each in roll.members)
    lines = [*before, Line(text("roll.title", branch=branch), Style.TITLE)]
    lines.append(Line(text("roll.count", total=len(roll.members), joined=joined)))
    if roll.named:
        lines.append(Line(text("roll.named", count=len(roll.named))))
    lines += [Line(_newcomer(each, zone), Style.ITEM) for each in roll.newcomers]
    lines += [Line(text("roll.legend"), Style.NOTE), *page_lines(part)]
    return reply(*lines, rows=(*map(_row, part.items), *page_rows(part, ShowMembers), *_ways(roll)))


def _newcomer(newcomer: Newcomer, zone: ZoneInfo) -> Text:
    return text("roll.newcomer", name=short_name(newcomer.name), when=moment(newcomer.at, zone))


def short_name(name: str) -> str:
    """Return a name as it fits a line."""
    return clipped(name, NAME_LENGTH)


def _row(person: Listed | Named) -> Row:
    action: Action = ShowMember(person.id) if isinstance(person, Listed) else ShowNamed(person.id)
    return (Button(_label(person), action),)


def _label(person: Listed | Named) -> Text:
    name = clipped(person.name, BUTTON_NAME)
    if isinstance(person, Named):
        return verbatim(f"{NAMED} {name}")
    mark = JOINED if person.joined else INVITED if person.invited_until else ABSENT
    if person.role is Role.MEMBER:
        return verbatim(f"{mark} {name}")
    return text("roll.with-role", name=f"{mark} {name}", role=text(f"role.{person.role}"))


def _ways(roll: Roll) -> Iterator[Row]:
    find = (Button(text("button.find-member"), AskFind()),) if len(roll.members) + len(roll.named) > PER_PAGE else ()
    gone = (Button(text("button.gone"), ShowGone(0)),) if roll.gone else ()
    yield (*find, Button(text("button.add-members"), AskMembers()), *gone)
    waiting = len(roll.uninvited) + len(roll.named)
    everybody = Button(text("button.invite-all", count=waiting), InviteEverybody(), keep=True)
    yield (*((everybody,) if waiting else ()), Button(text("button.people"), ShowPeople()))


def found_page(words: str, members: Sequence[Listed], named: Sequence[Named]) -> Reply:
    """Return those in whose name somebody has found what they looked for, as many as one page holds."""
    people: list[Listed | Named] = [*members, *named]
    back = (Button(text("button.roll"), ShowMembers(0)), Button(text("button.find-member"), AskFind()))
    if not people:
        return reply(Line(text("roll.none-found", words=clipped(words, NAME_LENGTH))), rows=(back,))
    lines = [Line(text("roll.found", n=len(people)), Style.TITLE), Line(text("roll.legend"), Style.NOTE)]
    if len(people) > PER_PAGE:
        lines.append(Line(text("roll.more-letters", shown=PER_PAGE), Style.NOTE))
    return reply(*lines, rows=(*map(_row, people[:PER_PAGE]), back))


def ask_find_page() -> Reply:
    """Ask for a part of a name."""
    return reply(Line(text("roll.ask-find")), rows=((Button(text("button.roll"), ShowMembers(0)),),))


def gone_page(roll: Roll, page: int) -> Reply:
    """Return a page of those who have left."""
    part = part_of(roll.gone, page)
    title = text("roll.gone" if roll.gone else "roll.none-gone")
    rows = ((Button(verbatim(clipped(each.name, BUTTON_NAME)), ShowMember(each.id)),) for each in part.items)
    back = (Button(text("button.roll"), ShowMembers(0)),)
    return reply(Line(title, Style.TITLE), *page_lines(part), rows=(*rows, *page_rows(part, ShowGone), back))


def named_page(party: Named, *before: Line) -> Reply:
    """Return somebody whom only the plan names."""
    lines = (*before, Line(verbatim(short_name(party.name)), Style.TITLE), Line(text("roll.only-named")))
    invite = Button(text("button.invite"), InviteNamed(party.id, 0), keep=True)
    return reply(*lines, rows=((invite,), (Button(text("button.roll"), ShowMembers(0)),)))


def ask_named_page(party_id: int, name: str, alike: Sequence[Lookalike]) -> Reply:
    """Ask whether somebody whom the plan names is known already."""
    rows = tuple((Button(known_text(each), _known_way(party_id, each)),) for each in alike)
    other = Button(text("button.other-person", name=clipped(name, BUTTON_NAME)), InviteNamed(party_id, 1), keep=True)
    back = (Button(text("button.roll"), ShowMembers(0)),)
    return reply(alike_line(name, alike), rows=(*rows, (other,), back))


def alike_line(name: str, alike: Sequence[Lookalike]) -> Line:
    """Ask whom a name stands for that is like known ones."""
    if len(alike) > 1:
        return Line(text("roll.alike-several", name=short_name(name)))
    return Line(text("roll.alike", name=short_name(name), known=short_name(alike[0].name)))


def known_text(known: Lookalike) -> Text:
    """Name a known person on a button, and as what they are known."""
    name = clipped(known.name, BUTTON_NAME)
    match known.known:
        case Known.MEMBER:
            return verbatim(name)
        case Known.GONE:
            return text("button.who-left", name=name)
        case Known.NAMED:
            return text("button.who-is-named", name=name)


def _known_way(party_id: int, known: Lookalike) -> Action:
    return BringMemberBack(known.id) if known.known is Known.GONE else JoinNamed(party_id, known.id)
