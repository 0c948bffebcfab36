"""Back to the nominative after «спільно з …», «за участю …»: the cases that those words call for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.domain.names import PersonName
from bot.domain.people.chunks import first_head
from bot.domain.people.lexicon import Form, head

# Only endings that cannot be a nominative: «Іваненком», «Іваненка»; a surname like «Мороза» stays as written.
_SURNAMES = (
    (re.compile(r"(?<=[єе]нк)(?:ом|а|у)$"), "о"),
    (re.compile(r"(?<=[сцз]ьк)(?:ою|ої|ій)$"), "а"),
    (re.compile(r"(?<=[сцз]ьк)(?:им|ого|ому)$"), "ий"),
    (re.compile(r"(?<=[оеєь]в)(?:ою|ої|ій)$"), "а"),
    (re.compile(r"(?<=[чщ]ук)(?:ом|а|у)$"), ""),
)
_ADJECTIVES = (
    (re.compile(r"(?:ими|их)$"), "і"),
    (re.compile(r"(?:ою|ої)$"), "а"),
    (re.compile(r"(?:ьою|ьої)$"), "я"),
    (re.compile(r"(?:им|ого)$"), "ий"),
    (re.compile(r"ім$"), "ій"),
)


def nominative_name(name: PersonName) -> PersonName:
    """Return the name with its surname in the nominative, where the ending allows one reading only."""
    for ending, nominative in _SURNAMES:
        if ending.search(name.surname):
            return replace(name, surname=ending.sub(nominative, name.surname))
    return name


def nominative_words(words: Sequence[str]) -> tuple[str, ...]:
    """Return a chunk with its noun and the adjectives before it in the nominative; the rest depends on the noun."""
    found = first_head(words)
    if found is None or found[1].form is Form.NOMINATIVE:
        return tuple(words)
    place, noun = found
    adjectives = [_adjective(word) if head(word) is None else word for word in words[:place]]
    return (*adjectives, _with_case_of(noun.nominative, words[place]), *words[place + 1 :])


def _adjective(word: str) -> str:
    for ending, nominative in _ADJECTIVES:
        if ending.search(word):
            return ending.sub(nominative, word)
    return word


def _with_case_of(word: str, model: str) -> str:
    return word.capitalize() if model[:1].isupper() else word
