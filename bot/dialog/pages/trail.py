"""The trail in words: one line for what somebody did, the latest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.dialog.actions import ShowCard, ShowMe, ShowTrail
from bot.dialog.model import Button, Line, Reply, Row, Style, reply
from bot.dialog.pages.agenda import span_name
from bot.dialog.pages.paging import PER_PAGE
from bot.dialog.pages.registry import day_text
from bot.dialog.pages.wording import ROMAN, clipped, period_text, spelled
from bot.dialog.speech import knows
from bot.dialog.text import Text, text, verbatim
from bot.domain.trail import About, Entry

MOST_WORDS, LONGEST_TITLE = 160, 70
_CODED = frozenset({
    "answer-doubt", "answer-same", "ask-members", "ask-people", "choose-change", "edition", "forget-account",
    "keep-noted", "take-back", "tell-who",
})  # fmt: skip
"""Verbs whose words are the program's own and nobody's to read; some hold names that not every reader may see."""


def trail_page(entries: Sequence[Entry], action: ShowTrail, zone: ZoneInfo) -> Reply:
    """Return a page of the trail; of `entries` the last one only tells that there are more."""
    shown = entries[:PER_PAGE]
    title = Line(text("history.title-activity" if action.activity else "history.title"), Style.TITLE)
    lines = [line for entry in shown for line in _lines(entry, zone)] or [Line(text("history.nothing"))]
    return reply(title, *lines, rows=tuple(_rows(entries, action)))


def _lines(entry: Entry, zone: ZoneInfo) -> Iterator[Line]:
    local = entry.at.astimezone(zone)
    when = text("history.when", day=local.date(), year=local.year, time=local.strftime("%H:%M"))
    what = text(f"trail.{entry.verb}") if knows(f"trail.{entry.verb}") else text("history.other")
    if entry.about is not None and entry.about.title != entry.who:
        what = text("history.about", what=what, about=about_text(entry.about))
    key = "history.entry" if entry.whom is None else "history.entry-for"
    whom = spelled(entry.whom or "")
    yield Line(text(key, when=when, who=_who(entry), whom=whom, what=what), Style.ITEM)
    words = _words(entry)
    if words is not None:
        yield Line(words, Style.QUOTE)


def _who(entry: Entry) -> Text:
    return text("history.by-itself") if entry.who is None else spelled(entry.who)


def about_text(about: About) -> Text:
    """Name what an entry is about."""
    if about.period is not None:
        return period_text(about.period)
    if about.quarter:
        return text("history.meeting", roman=ROMAN[about.quarter])
    title = clipped(" ".join(about.title.split()).rstrip(" ;,"), LONGEST_TITLE)
    named = verbatim(f"{about.number} {title}" if about.number else title)
    return text("history.span", what=named, span=span_name(about.window)) if about.window else named


def _words(entry: Entry) -> Text | None:
    if not entry.words or entry.verb in _CODED:
        return None
    said = _SAID.get(entry.verb, _own_words)
    return said(entry.words)


def _own_words(words: str) -> Text:
    try:
        return text("history.day", day=date.fromisoformat(words))
    except ValueError:
        return verbatim(clipped(" ".join(words.split()), MOST_WORDS))


def _renewed(words: str) -> Text:
    until = words.rpartition("→")[2].strip()
    return day_text(date.fromisoformat(until) if until else None)


def _counts(words: str) -> Text:
    new, gone, changed = (each[1:] for each in words.split())
    return text("history.registry", new=new, gone=gone, changed=changed)


_SAID: Mapping[str, Callable[[str], Text]] = {
    "keep-for": lambda words: text("button.months", n=int(words)),
    "give-role": lambda words: text(f"role.{words}"),
    "note-renewed": _renewed,
    "undo-renewed": _renewed,
    "remind-to-renew": lambda words: text("history.people", n=int(words.rpartition(":")[2])),
    "save-registry": _counts,
    "announce": lambda words: text("history.people", n=int(words)),
}
"""Verbs whose words are the program's own, and how they are said."""


def _rows(entries: Sequence[Entry], action: ShowTrail) -> Iterator[Row]:
    ways = []
    if action.before:
        ways.append(Button(text("button.latest"), ShowTrail(action.activity, 0)))
    if len(entries) > PER_PAGE:
        ways.append(Button(text("button.earlier"), ShowTrail(action.activity, entries[PER_PAGE - 1].id)))
    if ways:
        yield tuple(ways)
    back = Button(text("button.to-activity"), ShowCard(action.activity)) if action.activity else None
    yield (back or Button(text("button.me"), ShowMe()),)
