"""Back to the nominative after «спільно з …», «за участю …»: the cases that those words call for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.names import PersonName, is_given
from bot.domain.people.lexicon import Form, Head, head
from bot.domain.people.tokens import is_abbreviation

# The instrumental, whose endings no nominative has: «Іваненком», «Мельником», «Петровою».
_SURNAMES = (
    (re.compile(r"(?<=[єе]нк)ом$"), "о"),
    (re.compile(r"(?<=[сцз]ьк)ою$"), "а"),
    (re.compile(r"(?<=[сцз]ьк)им$"), "ий"),
    (re.compile(r"(?<=[оеєь]в)ою$"), "а"),
    (re.compile(r"(?<=[оеє]в)им$"), ""),
    (re.compile(r"(?<=[^о]к)ом$"), ""),
    (re.compile(r"(?<=[чжшщ])ем$"), ""),
)
# Other cases, read only where a word calls for them: elsewhere «Іваненка» may be a slip, and a person decides.
_ONLY_AFTER = (
    (re.compile(r"(?<=[єе]нк)(?:а|у)$"), "о"),
    (re.compile(r"(?<=[сцз]ьк)(?:ої|ій)$"), "а"),
    (re.compile(r"(?<=[сцз]ьк)(?:ого|ому)$"), "ий"),
    (re.compile(r"(?<=[оеєь]в)(?:ої|ій)$"), "а"),
    (re.compile(r"(?<=[чщ]ук)(?:а|у)$"), ""),
)
_STRANGE = re.compile(r"(?:[^у]{2}ом|[^т]ем|єм|им|ою|ею|єю)$")
_STRANGE_AFTER = re.compile(r"(?:ом|ем|єм|им|ою|ею|єю|ого|ої|ій|[аяиіую])$")
_ADJECTIVES = (
    (re.compile(r"(?:ими|их)$"), "і"),
    (re.compile(r"(?:ою|ої)$"), "а"),
    (re.compile(r"(?:ьою|ьої)$"), "я"),
    (re.compile(r"(?:им|ого)$"), "ий"),
    (re.compile(r"ім$"), "ій"),
)


def nominative_name(name: PersonName, *, after: bool) -> tuple[PersonName, bool]:
    """Return the name with its surname in the nominative, and whether that is sure.

    `after` tells that words like «спільно з» stand before it; then «Мороза» may be a Мороз and is left to a person.
    """
    for ending, nominative in (*_SURNAMES, *(_ONLY_AFTER if after else ())):
        if ending.search(name.surname):
            return replace(name, surname=ending.sub(nominative, name.surname)), True
    strange = (_STRANGE_AFTER if after else _STRANGE).search(name.surname)
    return name, strange is None or is_given(name.surname)


def nominative_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return a chunk with its noun and the adjectives before it in the nominative; the rest depends on the noun."""
    found = next(((place, noun) for place, word in enumerate(words) if (noun := head(word))), None)
    if found is None:
        place = next((place for place, word in enumerate(words) if is_abbreviation(word)), 0)
        return (*map(_adjective, words[:place]), *words[place:])
    place, noun = found
    if noun.form is Form.NOMINATIVE:
        return tuple(words)
    adjectives = [_adjective(word) for word in words[:place]]
    return (*adjectives, _nominative(noun, words[place]), *words[place + 1 :])


def _adjective(word: str) -> str:
    for ending, nominative in _ADJECTIVES:
        if ending.search(word):
            return ending.sub(nominative, word)
    return word


def _nominative(noun: Head, word: str) -> str:
    """Return the nominative of a noun, of both its parts when it is a compound («педагогом-організатором»)."""
    first, _, rest = word.partition("-")
    second = head(rest)
    last = second.nominative if second else re.sub(r"ом$", "", re.sub(r"ами$", "и", rest))
    whole = f"{noun.nominative}-{last}" if rest and head(first) else noun.nominative
    return whole.capitalize() if word[:1].isupper() else whole
