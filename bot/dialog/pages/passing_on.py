"""What a person who will never join is to be told: ready to be forwarded, and ways to write their answer down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.dialog.actions import RecordDone, RecordQuarter, ShowCalls
from bot.dialog.model import Button, Line, Row, Style
from bot.dialog.pages.notices_of_people import Page, announcement_lines
from bot.dialog.pages.wording import clipped, name_of, short_label
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import Text, text, verbatim
from bot.domain.notices import Facts, Kind, Notice
from bot.domain.plan import Activity, Snapshot
from bot.domain.windows import quarter_of

THEIR_LANGUAGE = LANGUAGES[0]
"""Of what is forwarded: nobody has asked them for theirs."""
SURNAME_LENGTH = 16
LONGEST_NAMES = 700
"""Of those whom one announcement is forwarded to; «Кому дзвонити» has them all."""


def passed_on_page(snapshot: Snapshot, notices: Sequence[Notice], said: Sequence[Line]) -> Page:
    """Return what goes to who speaks for somebody: whom to forward it to, the text itself, the answers to write down.

    `said` is what the notices, which are all theirs, say to them.
    """
    member = snapshot.members.get(notices[0].member_id)
    name = name_of(member)
    hello = Line(text("pass-on.hello", who=name))
    lines = [Line(text("pass-on.to", who=name), Style.HEADING), *(in_their_language(each) for each in (hello, *said))]
    return lines, [row for notice in notices for row in _answers(snapshot, notice)]


def announced_to(facts: Mapping[Notice, Facts], notices: Sequence[Notice]) -> Page:
    """Return an announcement for those who are spoken for: whom to forward it to, and the text itself, once."""
    names = [str(facts[each]["to"]) for each in notices]
    to = clipped(", ".join(names), LONGEST_NAMES)
    said = [in_their_language(each) for each in announcement_lines(facts[notices[0]])]
    return [Line(text("pass-on.to", who=to), Style.HEADING), *said], []


def in_their_language(line: Line) -> Line:
    """Return the line in the words in which it is forwarded, whatever language its reader has chosen."""
    return replace(line, text=verbatim(say(line.text, THEIR_LANGUAGE)))


def _answers(snapshot: Snapshot, notice: Notice) -> Iterator[Row]:
    if notice.kind is Kind.CHECK_IN:
        activity, quarter = snapshot.activity_of[notice.subject], quarter_of(notice.refers_to)
        answer = RecordQuarter(notice.member_id, activity.id, quarter)
        yield (Button(_named("button.record-quarter", snapshot, notice, activity), answer, keep=True),)
        return
    occurrence = snapshot.occurrence_of.get(notice.subject) if notice.kind is not Kind.MEETING else None
    if occurrence is None or not occurrence.open:
        return
    done = RecordDone(notice.member_id, occurrence.id, occurrence.revision)
    activity = snapshot.activity_of[occurrence.activity_id]
    yield (Button(_named("button.record-done", snapshot, notice, activity), done, keep=True),)


def _named(key: str, snapshot: Snapshot, notice: Notice, activity: Activity) -> Text:
    member = snapshot.members.get(notice.member_id)
    surname = clipped(member.name.split()[0], SURNAME_LENGTH) if member and member.name else ""
    return text(key, who=surname, what=short_label(activity))


def to_calls() -> Row:
    """Return the way to the list of those to call."""
    return (Button(text("button.calls"), ShowCalls(0), keep=True),)
