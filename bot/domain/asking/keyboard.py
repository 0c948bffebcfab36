"""Words typed with the keyboard switched to another language: “oj e dthtcys” is «що у вересні»."""

from __future__ import annotations

import re

_KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`\\"
_LETTERS = "йцукенгшщзхїфівапролджєячсмитьбю'ґ"
_SHIFTED = str.maketrans('{}:"<>~|', "[];',.`\\")
# «?» and «,» lie elsewhere on the Ukrainian keyboard.
_UKRAINIAN = str.maketrans(_KEYS, _LETTERS) | str.maketrans("&?^/", "    ")
_ENGLISH = str.maketrans(_LETTERS + "ыэъ", _KEYS + "s']")
_LATIN = re.compile("[a-z]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def other_layouts(words: str) -> tuple[str, ...]:
    """Return what the same keys give on the other keyboard, in lower case; nothing for words of both alphabets."""
    lowered = words.lower().translate(_SHIFTED)
    latin, cyrillic = _LATIN.search(lowered), _CYRILLIC.search(lowered)
    if latin and not cyrillic:
        return (lowered.translate(_UKRAINIAN),)
    return (lowered.translate(_ENGLISH),) if cyrillic and not latin else ()
