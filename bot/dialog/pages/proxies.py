"""For whom one speaks: the list, each person's page, whom to call today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.dialog.actions import (
    RecordDone,
    RecordNothing,
    RecordQuarter,
    ShowCalls,
    ShowPeople,
    ShowProxies,
    ShowProxy,
    SpeakFor,
)
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.paging import page_lines, page_rows, part_of
from bot.dialog.pages.view import View
from bot.dialog.pages.wording import ROMAN, clipped, label, short_label
from bot.dialog.text import Text, text
from bot.domain.calling import Call, Matter, Unjoined, Why, calls, matters_of, unjoined
from bot.domain.plan import Activity, Meeting, Member

NAME_LENGTH = 30
MOST_MATTERS = 8
TITLE_LENGTH = 60


def proxies_page(view: View, page: int) -> Reply:
    """Return those responsible who are not in the bot, and the way to those to be called."""
    people = unjoined(view.snapshot)
    if not people:
        return reply(Line(text("proxies.none")), rows=(_to_people(),))
    part = part_of(people, page)
    rows: list[Row] = [(_person(each),) for each in part.items]
    rows.extend(page_rows(part, ShowProxies))
    rows.append((Button(text("button.calls"), ShowCalls(0)), *_to_people()))
    lines = [Line(text("proxies.title"), Style.TITLE), Line(text("proxies.hint")), *page_lines(part)]
    return reply(*lines, rows=tuple(rows))


def nobody_yet() -> Reply:
    """Say that before a plan is published there is nobody to speak for."""
    return reply(Line(text("proxies.no-plan")), rows=(_to_people(),))


def _person(person: Unjoined) -> Button:
    key = "button.proxy-on" if person.spoken_for else "button.proxy-off"
    return Button(text(key, name=clipped(person.name, NAME_LENGTH)), ShowProxy(person.member_id, person.party))


def proxy_page(view: View, person: Unjoined) -> Reply:
    """Return what one of them owes; where somebody speaks for them, also the ways to write their answers down."""
    every = matters_of(view.snapshot, person.member_id, view.today) if person.member else ()
    matters = every[:MOST_MATTERS]
    lines = [Line(text("proxy.title", name=person.name), Style.TITLE)]
    lines.append(Line(text("proxy.on" if person.spoken_for else "proxy.off")))
    lines.extend(_matter_lines(every))
    rows = [_record(person.member, each) for each in matters if person.member and person.spoken_for]
    toggle = SpeakFor(person.member_id, person.party, 0 if person.spoken_for else 1)
    rows.append((Button(text("button.speak-no-more" if person.spoken_for else "button.speak-for"), toggle),))
    rows.append((Button(text("button.calls"), ShowCalls(0)), Button(text("button.proxies"), ShowProxies(0))))
    return reply(*lines, rows=tuple(rows))


def calls_page(view: View, page: int) -> Reply:
    """Return whom to call today, and short lines to read aloud to each."""
    found = calls(view.snapshot, view.today)
    if not found:
        return reply(Line(text("calls.none")), rows=(_to_proxies(),))
    part = part_of(found, page)
    lines = [Line(text("calls.title", day=view.today), Style.TITLE)]
    for call in part.items:
        lines.extend(_call_lines(call))
    rows: list[Row] = [(_write_down(call.member),) for call in part.items]
    return reply(*lines, *page_lines(part), rows=(*rows, *page_rows(part, ShowCalls), _to_proxies()))


def _call_lines(call: Call) -> Iterator[Line]:
    yield Line(text("calls.who", name=call.member.name), Style.HEADING)
    yield from _matter_lines(call.matters)
    for meeting in call.meetings:
        yield Line(_meeting_text(meeting), Style.ITEM)


def _matter_lines(matters: Sequence[Matter]) -> Iterator[Line]:
    for matter in matters[:MOST_MATTERS]:
        yield Line(_matter_text(matter), Style.ITEM)
    if len(matters) > MOST_MATTERS:
        yield Line(text("agenda.more", n=len(matters) - MOST_MATTERS), Style.NOTE)


def _meeting_text(meeting: Meeting) -> Text:
    time = text("at-time", time=meeting.time) if meeting.time else None
    return text("calls.meeting", day=meeting.day, time=time)


def _matter_text(matter: Matter) -> Text:
    what = label(matter.activity, TITLE_LENGTH)
    if matter.occurrence is None:
        return text(f"matter.{matter.why}", what=what, roman=ROMAN[matter.quarter])
    if matter.why is Why.RETURNED:
        return text("matter.returned", what=what, reason=clipped(matter.occurrence.reason, TITLE_LENGTH) or "—")
    return text(f"matter.{matter.why}", what=what, day=matter.occurrence.window.last)


def _record(member: Member, matter: Matter) -> Row:
    name = short_label(matter.activity)
    if matter.occurrence is None:
        quarter = RecordQuarter(member.id, matter.activity.id, matter.quarter)
        return (Button(text("button.write-quarter", what=name, roman=ROMAN[matter.quarter]), quarter),)
    done = RecordDone(member.id, matter.occurrence.id, matter.occurrence.revision)
    # By the day, as an activity of every quarter is in the list several times.
    return (Button(text("button.write-done", what=name, day=matter.occurrence.window.last), done),)


def ask_done(member: Member, activity: Activity) -> Reply:
    """Ask what somebody says was done."""
    return reply(
        Line(text("record.ask-done", name=member.name, what=label(activity))), Line(text("record.hint"), Style.NOTE)
    )


def ask_quarter(member: Member, activity: Activity, quarter: int) -> Reply:
    """Ask what somebody says a quarter brought; that it brought nothing is a fine answer."""
    asked = text("record.ask-quarter", name=member.name, what=label(activity), roman=ROMAN[quarter])
    nothing = Button(text("button.nothing"), RecordNothing(member.id, activity.id, quarter))
    return reply(Line(asked), Line(text("record.hint"), Style.NOTE), rows=((nothing,),))


def _write_down(member: Member) -> Button:
    return Button(text("button.write-down", name=clipped(member.name, NAME_LENGTH)), ShowProxy(member.id, 0))


def _to_proxies() -> Row:
    return (Button(text("button.proxies"), ShowProxies(0)),)


def _to_people() -> Row:
    return (Button(text("button.people"), ShowPeople()),)
