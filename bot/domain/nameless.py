"""Texts of a plan without the names of its people, for eyes that need not be the branch's."""

from __future__ import annotations

import re

from bot.domain.names import fold, parse_name
from bot.domain.people.model import Kind
from bot.domain.plan import Snapshot

GONE = "…"
SHORTEST = 3
"""Letters of a word that can tell somebody whose name cannot be read as one."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'ʼ`´‘″ʹ-][^\W\d_]+)*")
_BESIDE = r"(?:\s?\b[A-ZА-ЯЁІЇЄҐ]\.)+"
_INITIALS = re.compile(rf"{_BESIDE}\s?{GONE}|{GONE}{_BESIDE}|(?:{GONE}[\s,]*)+{GONE}")


def nameless(snapshot: Snapshot, words: str) -> str:
    """Return a text without the names of the branch's people and of those whom its plans name.

    A surname goes wherever it stands with a capital, even where it is a word of the language: too little is said rather
    than too much. With it go the initials, and the given names beside it.
    """
    surnames, given = _names(snapshot)
    found = list(_WORD.finditer(words))
    hidden = {place for place, word in enumerate(found) if word[0][0].isupper() and fold(word[0]) in surnames}
    beside = {
        near for place in hidden for near in (place - 2, place - 1, place + 1, place + 2) if 0 <= near < len(found)
    }
    hidden |= {place for place in beside if found[place][0][0].isupper() and fold(found[place][0]) in given}
    for place in sorted(hidden, reverse=True):
        words = words[: found[place].start()] + GONE + words[found[place].end() :]
    return _INITIALS.sub(GONE, words)


def _names(snapshot: Snapshot) -> tuple[frozenset[str], frozenset[str]]:
    """Return the surnames of all people, and the other words of their names, as they are compared."""
    kept = snapshot.kept.get(nameless)
    if isinstance(kept, tuple):
        return kept
    people = [each.name for each in (*snapshot.members.values(), *snapshot.left.values())]
    people += [party.name for party in snapshot.parties.values() if party.kind is Kind.PERSON]
    surnames = {fold(name.surname) for each in people if (name := parse_name(each)) is not None}
    parts = {fold(word[0]) for each in people for word in _WORD.finditer(each) if len(word[0]) > 1}
    unread = {fold(word[0]) for each in people if parse_name(each) is None for word in _WORD.finditer(each)}
    made = frozenset(surnames | {each for each in unread if len(each) >= SHORTEST}), frozenset(parts)
    snapshot.kept[nameless] = made
    return made
