"""A cell of people made ready for reading: what the typist broke is mended, what is nobody is dropped."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.names import is_given
from bot.domain.people.lexicon import head

_LETTER = r"[^\W\d_]"
_COMBINING = r"(?:\w{3,}о)"
_PHONE = re.compile(
    r"(?:(?:моб|тел|телефон|м\.\s?т|т|viber|вайбер)\b\.?\s*:?\s*)?(?<![\w.])"
    r"(?:\+?38[\s(-]*)?\(?0\d{2}\)?[\s-]*\d{2,3}[\s-]*\d{2}[\s-]*\d{2,3}(?!\d)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"(?:e-?mail\s*:?\s*)?(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w", re.IGNORECASE)
_LABEL = re.compile(
    r"^\s*(?:відп\.\s*(?=[^\s:–—-])|(?:відповідальн(?:ий|а|і)|відп\.|виконав(?:ець|ці)|ответственн(?:ый|ые))\s*[:–—-]\s*)",
    re.IGNORECASE,
)
_GLUED_AND = re.compile(r"(?<=[А-ЯІЇЄҐ]{2})(та|й)(?=\s)|(?<=\.)(та|і|й)(?=\s)")
_SCRAMBLED = re.compile(rf"\b({_COMBINING})\s*-\s*(\w+)\s+(\w+(?:им|ий|ого|на|ною|ної))\b")
_UP = "А-ЯІЇЄҐ"
_SURNAME = rf"(?<!\w)[{_UP}][а-яіїєґ'’ʼ-]+"
# Initials that touch the surname, or have a comma where a dot or nothing belongs.
_SLIPS = (
    (re.compile(r"(?<=[бпвмфркзнд])[\"*](?=[яюєї])"), "'"),
    (re.compile(rf"({_SURNAME})(?=[{_UP}]\.)"), r"\1 "),
    (re.compile(rf"({_SURNAME}\s+[{_UP}])\s?[,:]\s?(?=[{_UP}][.,](?!\s*[{_UP}][а-яіїєґ]))"), r"\1."),
    (re.compile(rf"(?<=\s[{_UP}]\.)[-‐‑](?=[{_UP}]\.)"), ""),
    (re.compile(rf"(?<=\s[{_UP}]\.)\s*\n\s*(?=[{_UP}]\.\s*(?:[,;\n]|$))"), ""),
    (re.compile(r"(?<=\d)\s?[–—‑‐]\s?(?=\d)"), "-"),
    (re.compile(r"(?:,|\s(?:та|і|й))\s*(?:ін\.|інші|т\. ?д\.)\s*$|,?\s+тощо\.?\s*$"), ""),
    (re.compile(rf"({_SURNAME})\s*,\s*(?=[{_UP}]\.\s?[{_UP}]\.?(?!\w|\s*[{_UP}][а-яіїєґ]))"), r"\1 "),
)
_BROKEN_NAME = re.compile(
    r"(?<!\w)(?P<first>[A-ZА-ЯІЇЄҐ][\w'’ʼ-]+)(?P<line>\n)(?=(?P<second>[A-ZА-ЯІЇЄҐ](?:\.|[\w'’ʼ-]+)))"
)
_ABBREVIATIONS = (
    (re.compile(r"\bкл\.\s*кер(?:івник(и|ів)?|\.)", re.IGNORECASE), "класні керівники "),
    (re.compile(r"(?<=\d)\s*кл\.", re.IGNORECASE), " класів"),
    (re.compile(r"\bсоц\.\s*(?=пед)", re.IGNORECASE), "соціальний "),
    (re.compile(r"\bпракт\.\s*(?=псих)", re.IGNORECASE), "практичний "),
    (re.compile(r"\bпед\.\s*-?\s*(?=орг)", re.IGNORECASE), "педагог-"),
    (re.compile(r"\bзаст\.\s*дир\.\s*", re.IGNORECASE), "заступник директора "),
    (re.compile(r"\bзаст\.\s*(?=\w)", re.IGNORECASE), "заступник "),
    (re.compile(r"\bст\.\s*(?=наук|бібл|метод|лаб|вих)", re.IGNORECASE), "старший "),
    (re.compile(r"\bзав\.\s*(?=\w)", re.IGNORECASE), "завідувач "),
    (re.compile(r"\bдир\.\s*(?=\w|$)", re.IGNORECASE), "директор "),
    (re.compile(r"\bпед\.\s*(?=кол)", re.IGNORECASE), "педагогічний "),
    (re.compile(r"\bгол\.\s*(?=бібл|бух|ред|спец|метод|зберіг|інж)", re.IGNORECASE), "головний "),
    (re.compile(r"\bпров\.\s*(?=бібл|ред|спец|метод|інж|фах)", re.IGNORECASE), "провідний "),
    (re.compile(r"\bпан[і]?\s+(?=[А-ЯІЇЄҐ])", re.IGNORECASE), ""),
    (re.compile(r"(?<=\d)\s?-?х(?=\s+клас)"), ""),
)


def tidy(text: str) -> str:
    """Return the cell on clean lines: composed letters, plain spaces, no telephone or e-mail, no label before it.

    Broken words, hyphens and spaces are mended only where the language leaves no doubt; a line break that may be a
    separator stays.
    """
    clean = unicodedata.normalize("NFC", text).replace("\u00a0", " ").replace("\u00ad", "").replace("\u200b", "")
    clean = re.sub(r"[^\S\n]+", " ", re.sub(rf"(?<={_LETTER})[–—‑‐](?={_LETTER})", "-", clean))
    clean = _LABEL.sub("", _MAIL.sub("", _PHONE.sub("", clean)))
    for pattern, words in (*_SLIPS, *_ABBREVIATIONS):
        clean = pattern.sub(words, clean)
    clean = _mend_hyphens(_GLUED_AND.sub(lambda match: f" {match.group()}", clean))
    clean = re.sub(rf"(?<!\w){_LETTER}{{10,40}}(?!\w)", lambda match: _unglue(match.group()), clean)
    return _BROKEN_NAME.sub(_join_name, re.sub(r" *\n[\s]*", "\n", clean)).strip(" \n")


def _join_name(match: re.Match[str]) -> str:
    """Bring together a name that a narrow column broke («Сосенко/О.О.», «Олена/Сосенко»)."""
    first, second = match["first"], match["second"]
    broken = second.endswith(".") or is_given(first) != is_given(second)
    return f"{first}{' ' if broken else match['line']}"


def _mend_hyphens(text: str) -> str:
    """Join what a line end broke («попечительс-/кого»), close «науково - методичний», unscramble its order."""
    text = re.sub(rf"(?<!\w)(\w*{_LETTER})-[ ]*\n\s*({_LETTER}+)", _join_broken, text)
    text = re.sub(
        rf"\b({_COMBINING})(?<!нко) ?- ?(?=[а-яіїєґ]+(?:[иі]й|[ії]|их|им|ими|ого|ою|ої|[аяеє])\b)", r"\1-", text
    )
    return _SCRAMBLED.sub(_unscramble, text)


def _join_broken(match: re.Match[str]) -> str:
    first, second = match.groups()
    keeps = re.fullmatch(_COMBINING, first) or head(first) or not second[0].islower()
    return f"{first}-{second}" if keeps else f"{first}{second}"


def _unscramble(match: re.Match[str]) -> str:
    prefix, noun, adjective = match.groups()
    return f"{prefix}-{adjective} {noun}" if head(noun) else match.group()


def _unglue(word: str) -> str:
    """Put back a lost space between a post and what it governs («Заступникдиректора»)."""
    if head(word):
        return word
    for cut in range(5, len(word) - 4):
        first, second = head(word[:cut]), head(word[cut:])
        if first and second and first.form != "oblique" and second.form != "nominative":
            return f"{word[:cut]} {word[cut:]}"
    return word
