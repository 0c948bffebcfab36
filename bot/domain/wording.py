"""What a text says, however it is typed: two spellings of one wording have the same tokens."""

from __future__ import annotations

import re

from bot.domain.wordforms import folded

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TOKENS = re.compile(r"[^\W_]+|[^\w\s]|_")
_QUOTES = frozenset('«»"“”„‟‹›‚‛')
_DASHES = frozenset("-‐‑‒–—―−")
_TWINS = str.maketrans("abceihkmoptxy", "авсеінкмортху")
_FIGURES = re.compile(r"(?<![^\W_])(?:\d+|[IVXІХ]+)(?![^\W_])")
_LATIN_FIGURES = str.maketrans("ІХ", "IX")


def plain(text: str) -> tuple[str, ...]:
    """Return the words and signs of a text without what a typist may do either way.

    Spaces, case, quotes, apostrophes, dashes, dots at the end, and letters that look alike («II» and «ІІ») do not
    matter.
    """
    tokens = _TOKENS.findall(folded(_INVISIBLE.sub("", text)).translate(_TWINS))
    said = [each for each in tokens if each not in _QUOTES and each not in _DASHES]
    while said and said[-1] == ".":
        said.pop()
    return tuple(said)


def same_wording(one: str, other: str) -> bool:
    """Tell whether two texts say the same in the same words; see `plain`."""
    return one == other or plain(one) == plain(other)


def figures(text: str) -> tuple[str, ...]:
    """Return the numbers in a text, Arabic and Roman, in their order: «Семінар 1» is not «Семінар 2»."""
    return tuple(each.translate(_LATIN_FIGURES) for each in _FIGURES.findall(text))
