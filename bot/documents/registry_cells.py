"""The cells of a members' list: names as they are kept, and what is no name."""

from __future__ import annotations

import re

from bot.domain.names import parse_name
from bot.domain.registry import person_of, words_of

_NUMBERING = re.compile(r"(?:№\s*)?\d{1,4}\s*[.)]?\s*(?=\D)|[-–—•*]\s+")
_PARTS = re.compile(r"\s[–—-]+\s|[,;/]|\n")
_NO_PEOPLE = re.compile(
    r"бібліот|библиот|librar|\bцбс\b|філі[яїа]|центр|відділ|отдел|громад|гімназ|ліце[йя]|школ|коледж|університет"
    r"|разом|всього|усього|итого|всего|total|\bголова\b|секретар|директор|завідувач|член|список|вакан|прізвищ|підпис",
    re.IGNORECASE,
)
_OF_A_LIBRARY = re.compile(
    r"бібліот|библиот|librar|\bц?[бр]?[цб]б[сд]?\b|\bцбс\b|\bоунб\b|філі[яїа]|книгозбірн|гімназ|ліце[йя]|школ|\bзош\b|\bнвк\b"
    r"|коледж|університет|інститут|музей|архів|центр|громад|college|universit|school",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"(?:разом|всього|усього|итого|всего|total)\b", re.IGNORECASE)
_ESCAPED = re.compile(r"'(?=[=+\-@'])")


def name_in(cell: str) -> str | None:
    """Return the name in a cell as it is kept: in usual capitals, without the number before it and the post after it.

    None where there is no name that people could be told apart by.
    """
    whole = _NUMBERING.sub("", cell, count=1) if _NUMBERING.match(cell) else cell
    for words in (whole, _PARTS.split(whole.strip())[0]):
        name = _in_usual_capitals(" ".join(words.replace(",", " ").split()).strip(" ;:–—-"))
        if _is_name(name):
            return name
    return None


def is_full_name(cell: str) -> bool:
    """Tell whether a cell is a person's name whatever stands around it: a surname beside initials or a common name."""
    name = name_in(cell)
    person = parse_name(name) if name else None
    return person is not None and bool(person.initials)


def is_library(cell: str) -> bool:
    """Tell whether a text names a library or another house where librarians work."""
    return bool(_OF_A_LIBRARY.search(cell))


def is_total(cell: str) -> bool:
    """Tell whether a cell begins the line that counts the list."""
    return bool(_TOTAL.match(cell))


def is_no_person(cell: str) -> bool:
    """Tell whether a text speaks of a post, a house or a line of the list's own: nobody to be asked about."""
    return bool(_NO_PEOPLE.search(cell))


def unescaped(cell: str) -> str:
    """Return a cell without the apostrophe that keeps a workbook from taking a text for a formula."""
    return _ESCAPED.sub("", cell, count=1) if _ESCAPED.match(cell) else cell


def escaped(cell: str) -> str:
    """Return a cell with an apostrophe where a workbook would take it for a formula; `unescaped` takes it off."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "'"} else cell


def _is_name(name: str) -> bool:
    person = person_of(name)
    if person is None:
        return False
    # A surname such as «Школа» or «Голова» stands with initials or beside a given name, not among such words.
    initials = any(word.endswith(".") for word in words_of(name))
    return initials or not is_no_person(name)


def _in_usual_capitals(name: str) -> str:
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 1]
    if words and all(word.islower() for word in words):
        return re.sub(r"(?<![^\W\d_’'ʼ`])[^\W\d_]", lambda found: found[0].upper(), name)
    return re.sub(r"[^\W\d_]{2}[^\W\d_’'ʼ`]*", _calm, name)


def _calm(found: re.Match[str]) -> str:
    return found[0].capitalize() if found[0].isupper() else found[0]
