"""Words without what does not matter: case, apostrophes, look-alike letters, endings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LOOKALIKE = str.maketrans("abceihkmoptxy", "авсеінкмортху")
_APOSTROPHES = re.compile(r"[’'ʼ`´‘″ʹ]")
_MIXED = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SHORTEST_STEM = 4
ENDING = 3
SHORTEST_WORD = 3
_NOISE = frozenset(
    """що шо хто коли де чому як які яка який яке про для за на у в із зі до по та і й або чи є відповідає
    відповідальний відповідальні займається робить захід заходи знайди знайти покажи показати план плану
    пункт номер""".split()
)


def folded(words: str) -> str:
    """Return the words in lower case, apostrophes away, Latin look-alikes inside Cyrillic words mended."""
    plain = _APOSTROPHES.sub("", unicodedata.normalize("NFC", words).casefold())
    return _MIXED.sub(lambda found: _mended(found[0]), plain)


def _mended(word: str) -> str:
    return word.translate(_LOOKALIKE) if _CYRILLIC.search(word) else word


@lru_cache(maxsize=4096)
def stems(words: str) -> frozenset[str]:
    """Return the stems of the words that say something; endings of long words are cut, short words kept whole."""
    found = _MIXED.findall(folded(words))
    return frozenset(_stem(word) for word in found if word not in _NOISE and len(word) >= SHORTEST_WORD)


def _stem(word: str) -> str:
    return word[: max(SHORTEST_STEM, len(word) - ENDING)]
