"""Reviewing a draft: which answers a doubt of the reader takes, by a tap or in words, and what those words say."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.domain.names import parse_name
from bot.domain.occurrences import Dated, Meaning
from bot.domain.people.model import Kind, Named
from bot.domain.plan import Activity, Duty, Party, Snapshot

TERM_CODES = frozenset({"term-unsure", "term-unknown", "no-term"})
PEOPLE_CODES = frozenset({"people-unsure", "no-responsible"})
SAME_PERSON, IN_RESOURCES, NO_NUMBER, YEAR = "same-person", "person-in-resources", "no-number", "year-mismatch"
WORDS_CODES = TERM_CODES | PEOPLE_CODES | {NO_NUMBER}
"""The doubts that are settled in one's own words too."""

LONGEST_PASTE = 3500
"""Characters of a table that comes as a message. Messengers cut a longer one into several, Telegram at 4096 or at the
end of a line before it, and the first of these would pass for the whole plan."""

_NUMBER = re.compile(r"№?\s*(\d{1,3}(?:\.\d{1,3}){0,4})\.?")


class Settling(IntEnum):
    """How a doubt is settled; kept with it."""

    LEAVE = 0
    """The plan stays as the reader took it; «no» where the doubt asks yes or no."""
    YES = 1
    """«Yes» where the doubt asks so, or the heading's year; else the reader's guess is right."""
    WORDS = 2
    """In the person's own words; they are in the trail."""
    PERSON = 3
    """The unknown words name a person."""
    BODY = 4
    """The unknown words name a body."""


@dataclass(frozen=True, slots=True)
class FirstReading:
    """What an answer has changed of its activity, as the reader had it; None is what it has not touched."""

    term: Meaning | None = None
    people: tuple[Named, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """How a doubt is settled.

    `words` are the person's own; `final` tells that no other answer can take the place of this one.
    """

    settling: Settling
    words: str
    final: bool
    first: FirstReading


@dataclass(frozen=True, slots=True)
class DraftDoubt:
    """A doubt under review, with the activity that it is about where that is beyond doubt.

    `mark` is that of `mark_of`, raised by every answer, so that a button of an earlier one is stale; `answered` is None
    while it is open.
    """

    id: int
    mark: int
    code: str
    text: str
    args: Mapping[str, str]
    activity_id: int | None
    answered: Answered | None = None

    @property
    def takes_words(self) -> bool:
        """Tell whether words can settle it: they need a row to go into."""
        return self.code in WORDS_CODES and self.activity_id is not None and not (self.answered and self.answered.final)


def mark_of(activity: str | None, code: str, text: str, args: Mapping[str, str]) -> int:
    """Return a number that tells a doubt from others by what it says.

    A draft that is replaced takes its doubts' ids with it. A button of the old draft then answers the doubt of the new
    one only where both say the same.
    """
    return zlib.crc32(json.dumps([activity, code, text, dict(args)], ensure_ascii=False, sort_keys=True).encode())


def as_first_read(draft: Snapshot, doubt: DraftDoubt) -> Snapshot:
    """Return the draft with the doubt's activity as it was before the answer."""
    first = doubt.answered.first if doubt.answered else FirstReading()
    activity = draft.activity_of.get(doubt.activity_id or 0)
    if activity is None or first == FirstReading():
        return draft
    term: Dated = first.term or activity
    parties, duties = dict(draft.parties), activity.duties
    if first.people is not None:
        duties = tuple(Duty(_party(parties, each), lead=False) for each in first.people)
    before = replace(activity, windows=term.windows, mode=term.mode, hints=term.hints, duties=duties)
    return replace(draft, activities=tuple(map(_in_place_of(activity, before), draft.activities)), parties=parties)


def _in_place_of(activity: Activity, before: Activity) -> Callable[[Activity], Activity]:
    return lambda each: before if each.id == activity.id else each


def _party(parties: dict[int, Party], named: Named) -> int:
    """Return the id of a party; one that nobody names any more gets an id that no row has."""
    known = (each.id for each in parties.values() if (each.kind, each.name) == (named.kind, named.name))
    key = next(known, -1 - len(parties))
    parties.setdefault(key, Party(key, named.kind, named.name))
    return key


def answers_to(draft: Snapshot, doubt: DraftDoubt) -> tuple[Settling, ...]:
    """Return the answers to tap, the likeliest first; to a settled doubt those that could have been given before."""
    if doubt.answered is None:
        return _answers(draft, doubt)
    return () if doubt.answered.final else _answers(as_first_read(draft, doubt), doubt)


def _answers(draft: Snapshot, doubt: DraftDoubt) -> tuple[Settling, ...]:
    if doubt.code in {SAME_PERSON, YEAR}:
        return (Settling.YES, Settling.LEAVE)
    if doubt.activity_id is None:
        return (Settling.LEAVE,)
    if doubt.code == IN_RESOURCES:
        return (Settling.YES, Settling.LEAVE)
    if doubt.code == "term-unsure":
        return (Settling.YES,)
    if doubt.code == "people-unsure" and parties_read(draft, doubt):
        return (Settling.PERSON, Settling.BODY) if unknown_party(draft, doubt) else (Settling.YES,)
    return (Settling.LEAVE,)


def parties_read(draft: Snapshot, doubt: DraftDoubt) -> tuple[Party, ...]:
    """Return whom the reader has found for the activity of a doubt, in the plan's order."""
    activity = draft.activity_of.get(doubt.activity_id or 0)
    return tuple(draft.parties[duty.party_id] for duty in activity.duties) if activity else ()


def unknown_party(draft: Snapshot, doubt: DraftDoubt) -> Party | None:
    """Return the one party that may be a person or a body: words that the reader does not know, like a name."""
    if doubt.args.get("why") != "unknown-words":
        return None
    groups = [party for party in parties_read(draft, doubt) if party.kind is Kind.GROUP]
    return groups[0] if len(groups) == 1 and parse_name(groups[0].name) is not None else None


def number_in_words(words: str) -> str | None:
    """Return the number of an activity («5.4», «№ 5.4.»), without the dot at its end; None when it is none."""
    found = _NUMBER.fullmatch(words.strip())
    return found[1] if found else None


def is_plan_text(words: str) -> bool:
    """Tell whether a message is a pasted table: at least three lines, two of them with cells."""
    lines = words.splitlines()
    rows = [line for line in lines if "\t" in line or line.count("|") > 1]
    return len(lines) > 2 and len(rows) > 1  # noqa: PLR2004 - see above
