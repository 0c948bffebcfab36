"""One spelling for every way to type the same cell: dashes, apostrophes, look-alike letters, spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

# Latin letters that stand in Cyrillic words because they look the same, in either case (H is Н, so h is н).
_LATIN = str.maketrans("abcehikmoptxyïё", "авсенікмортхуїе")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－~÷"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʹ′`´＇ʻ‛"), None)
_QUOTES = dict.fromkeys(map(ord, "«»“”„‟″〃"), '"')
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x0301, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0xE000, 0xE400)], None
)
_BREAKS = dict.fromkeys(map(ord, "\r\v\f\x85\u2028\u2029"), "\n")
_CHARACTERS = _DASHES | _APOSTROPHES | _QUOTES | _INVISIBLE | _BREAKS | {ord("№"): "#"}

_SUFFIX = "го|ого|ої|тої|шої|гої|му|ому|й|ий|ій|ша|га|тя|та|ої|а|я|шу|гу|ту|тю|те|ге|ше|е|ті|х|их|ми"
_LABEL = "(?:термін|строк|дата|час|період)и?"
_OF_WHAT = "(?:виконання|проведення|подання|подачі|реалізації)"


def _dotted(match: re.Match[str]) -> str:
    return f"{match[1]}.{match[2] or match[3]}.{match[4]}"


_ITEM = re.compile(r"^\d{1,2}\. ?(?=[^\W\d])", re.MULTILINE)
Replacement = str | Callable[[re.Match[str]], str]
_REWRITES: tuple[tuple[re.Pattern[str], Replacement], ...] = (
    (re.compile(r"<вr\s*/?>|<br\s*/?>"), "\n"),
    (re.compile(r"(?<=[бпвмфркзнд])[\"*](?=[яюєї])"), ""),
    (re.compile(r"(?<!\w)(?:[^\W\d_] ){4,}[^\W\d_](?!\w)"), lambda match: match[0].replace(" ", "")),
    (re.compile(r"[^\S\n]+"), " "),
    (re.compile(r" ?\n\s*"), "\n"),
    (re.compile(r"(?<=[^\W_]) ?\.{2,} ?(?=[^\W_])"), "-"),
    (re.compile(r"(?:^|(?<=[\n;,]))\s*\d{1,2}\)\s?"), ", "),
    (re.compile(r"^1\. ?[^\W\d][^\n]*\n2\. ?[^\W\d].*$", re.DOTALL), lambda match: _ITEM.sub(", ", match[0])),
    (re.compile(rf"^{_LABEL}(?: {_OF_WHAT})? ?[-:] ?(?=\w)"), ""),
    (re.compile(r"(?<!\d)(\d{1,2})(?: ?\. ?(\d\d) ?\. ?|,(\d\d),)((?:19|20)\d\d)(?!\d)"), _dotted),
    (re.compile(r"(?:^|(?<=[\s;,]))[а-д]\) ?"), ", "),
    (re.compile(r"(?<![^\W\d])кв-л"), "квартал"),
    (re.compile(r"(?<=[іvхl1 2]) ?п/р\b\.?"), " півріччя "),
    (re.compile(r"(?<=[\w.] )[цп]\. ?р\b\.?"), " поточного року "),
    (re.compile(r"\bн\.? ?/?р\b\.?"), " навчального року "),
    (re.compile(r"\bнавч\.? ?р\b\.?"), " навчального року "),
    (re.compile(r"\bпів ?-? ?рок(?=у\b|и\b)"), "піврок"),
    (re.compile(r"\bпол ?-? ?года\b"), "півроку"),
    (re.compile(rf"(?<!\w)(\d+|[іvхl]+)(?:\s?-\s?(?:{_SUFFIX})|(?<=\d)(?:{_SUFFIX}))\b"), r"\1 "),
)


def fold(text: str) -> str:
    """Return the text in lower case with one letter, dash and apostrophe for all that look alike."""
    return unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS).lower().translate(_LATIN)


def normalise(text: str) -> str:
    """Return the folded text with single spaces and line breaks, and without suffixes of ordinal numbers («1-го»)."""
    plain = fold(text)
    for pattern, replacement in _REWRITES:
        plain = pattern.sub(replacement, plain)
    return plain.strip()
