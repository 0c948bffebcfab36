"""What a word sounds like, whatever it is written in: the one form in which words of questions are compared.

«вересні», “veresni”, «вересны» (typed on a Russian keyboard) and «вepecнi» (Latin look-alikes) are one. The code is
coarse on purpose: и, і, ї, й and ы are one sound, and so are г, ґ and х; signs of softness and double letters go.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "e", "ё": "e", "э": "e", "ж": "Z",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ы": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "C", "ш": "S", "щ": "S",
    "ю": "iu", "я": "ia", "ь": "", "ъ": "i",
}  # fmt: skip
_LATIN = {"g": "h", "j": "i", "q": "k", "w": "v", "x": "h", "y": "i"}
_SOUNDS = str.maketrans(_CYRILLIC | _LATIN)
_TOGETHER = re.compile("shch|shh|sch|sh|tch|ch|zh|kh|ts")
_LETTER = {"shch": "S", "shh": "S", "sch": "S", "sh": "S", "tch": "C", "ch": "C", "zh": "Z", "kh": "h", "ts": "c"}
_DOUBLE = re.compile(r"(.)\1+")
_LONGEST = 40


@lru_cache(maxsize=8192)
def sounds(word: str) -> str:
    """Return the code of a word in lower case, «що» and “shcho” alike «So»; of a very long one its beginning."""
    latin = _TOGETHER.sub(lambda found: _LETTER[found[0]], word[:_LONGEST])
    plain = _DOUBLE.sub(r"\1", latin.translate(_SOUNDS))
    return _DOUBLE.sub(r"\1", plain.replace("ie", "e").replace("ts", "c"))


def one_slip(one: str, other: str) -> bool:
    """Tell whether two codes differ by one letter too many, missing or wrong, or by two that are swapped."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return one == other
    at = next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    left, right = one[at:], other[at:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[2:] == right[2:] and left[:2] == right[1::-1])
    return left[1:] == right or left == right[1:]
