"""How alike two titles are, by the words they share; a word is the same in another form or with one slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.wordforms import ENDING, SHORTEST_STEM, SHORTEST_WORD, folded, stems

_WORDS = re.compile(r"[^\W\d_]+")
_LETTERS_FOR_A_SLIP = 6
"""A word of six letters may hide one slip; shorter ones are other words («мова», «нова»)."""
_ALIKE = 0.5
_VERY_ALIKE = 0.8
_ENOUGH_WORDS = 2


def word_sets(titles: Sequence[str]) -> list[frozenset[str]]:
    """Return the words of each title that say something, forms and misspellings of a word as one of them."""
    found = [_WORDS.findall(folded(title)) for title in titles]
    vocabulary = dict.fromkeys(word for words in found for word in words if len(word) >= SHORTEST_WORD)
    said = _as_one(sorted(word for word in vocabulary if stems(word)))
    return [frozenset(said[word] for word in words if word in said) for words in found]


def share(common: int, one: int, other: int) -> float:
    """Return how much of two titles is common, 0 to 1, from the numbers of their words (the measure of Dice)."""
    return 2 * common / (one + other)


def alike(common: int, one: int, other: int) -> bool:
    """Tell whether two titles of one number can be one: half of their words, as a number alone says little.

    A whole plan is renumbered by one row, and then another activity has the number.
    """
    return share(common, one, other) >= _ALIKE


def very_alike(common: int, one: int, other: int) -> bool:
    """Tell whether two titles can be one whatever their numbers: one has all words of the other and few more.

    A word in place of another («шкільних», «сільських») makes another seminar, however many words they share. Few is
    half as many again: «Організація та проведення семінару». One word says too little.
    """
    return common == min(one, other) >= _ENOUGH_WORDS and share(common, one, other) >= _VERY_ALIKE


def _as_one(words: Sequence[str]) -> dict[str, str]:
    """Return for each word the first one that it is a form or a misspelling of, be it over others between them."""
    first: dict[str, str] = {}
    holder: dict[tuple[str, bool], str] = {}
    for word in words:
        first[word] = word
        for key in _keys(word):
            one, other = _root(first, holder.setdefault(key, word)), _root(first, word)
            first[max(one, other)] = min(one, other)
    return {word: _root(first, word) for word in words}


def _root(first: dict[str, str], word: str) -> str:
    while first[word] != word:
        word = first[word]
    return word


def _keys(word: str) -> Iterator[tuple[str, bool]]:
    """Yield what two words have in common when they are one: a beginning, or all letters but one."""
    for end in range(max(SHORTEST_STEM, len(word) - ENDING), len(word)):
        yield word[:end], False
    yield word, False
    if len(word) >= _LETTERS_FOR_A_SLIP:
        yield word, True
        for place in range(len(word)):
            yield word[:place] + word[place + 1 :], True
