"""How many took part, as people write it: a number with the word beside it, or a message that is a number alone.

A number that only stands somewhere in a sentence is never taken for it, nor one that says itself that it is not exact.
"""

from __future__ import annotations

import re

MOST = 1_000_000
_PEOPLE = (
    r"(?:учасни(?:к|ка|ки|ків|кам|ця|ці|ць)|людей|людини?|людьми|осіб|особ[аи]|присутні[йх]?|слухач(?:а|і|ів)?|"
    r"відвідувач(?:а|і|ів)?|глядач(?:а|і|ів)?|participants?|people|persons?|attendees?|visitors?)"
)
_NUMBER = r"(?P<number>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,7})"
_BARE = re.compile(rf"\s*{_NUMBER}\s*[.!]?\s*")
_NUMBER_OF = re.compile(rf"(?<![\w.,/:№+~≈-])(?<![№#] ){_NUMBER} +{_PEOPLE}\b", re.IGNORECASE)
_OF_NUMBER = re.compile(
    rf"\b(?:учасників|присутніх|людей|осіб|participants|people|attendees)\s*[:—–=-]\s*{_NUMBER}"
    r"(?![\w,/+%]|\.\d| *[-–—] *\d)",
    re.IGNORECASE,
)
_NOT_EXACT = re.compile(
    r"(?:близько|приблизно|орієнтовно|майже|понад|більше(?: ніж)?|менше(?: ніж)?|до|від|із|з|або|чи|не|ще|плюс|тис\.?|"
    r"about|around|over|up to|almost|nearly|less than|more than|or|of|from|not|another|plus)\s*(?:\d[\d\s]*\D{0,3})?$",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d\s*[-–—…]+\s*$|\d\s+(?:до|to|or|або|чи)\s*$", re.IGNORECASE)
_FILLERS = frozenset(
    "було була були були всього усього разом загалом нас взяло участь там were was total in all".split()
)


def participants_in(words: str) -> int | None:
    """Return how many took part, where the words say just one such number; else None."""
    bare = _BARE.fullmatch(words)
    if bare:
        return _within(bare["number"])
    found = {_number(each["number"]) for each in _statements(words)}
    return _within(str(found.pop())) if len(found) == 1 else None


def says_nothing_else(words: str) -> bool:
    """Tell whether the words say how many took part and no more, so that they need not be kept as words too."""
    if _BARE.fullmatch(words):
        return True
    statements = _statements(words)
    if len(statements) != 1:
        return False
    rest = words[: statements[0].start()] + words[statements[0].end() :]
    return all(each.casefold() in _FILLERS for each in re.findall(r"\w+", rest))


def _statements(words: str) -> list[re.Match[str]]:
    after = [each for each in _NUMBER_OF.finditer(words) if _is_exact(words[: each.start()])]
    return after + list(_OF_NUMBER.finditer(words))


def _is_exact(before: str) -> bool:
    return _RANGE.search(before) is None and _NOT_EXACT.search(before) is None


def _number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _within(written: str) -> int | None:
    number = _number(written)
    return number if number <= MOST else None
