"""A question cut into words and numbers, each with the part that it plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from bot.domain.asking.lexicon import word_of
from bot.domain.asking.sounds import sounds
from bot.domain.wordforms import folded

UNKNOWN = "?"
_TOKEN = re.compile(
    r"(?P<date>(?<![\d.,])(?:\d{1,2}[./]\d{1,2}[./](?:20)?\d\d|\d{1,2}\.0\d|0\d\.\d{1,2}|\d{4}-\d\d-\d\d)(?![\d.]*\d))"
    r"|(?P<clock>(?<!\d)\d{1,2}:\d\d(?!\d))"
    r"|(?P<number>(?<![\d.])\d{1,2}(?:[.,]\d{1,2})+(?!\d))"
    r"|(?P<year>(?<!\d)20\d\d(?!\d))"
    r"|(?P<digits>\d+)(?:-?(?:го|му|ому|ого|ої|ий|ій|тій|й|ша|га|тя|та|ше|ге|те|ї|е|а|я|х|м|им|st|nd|rd|th)(?!\w))?"
    r"|(?P<dash>(?<=[\w ])[-–—](?=[\w ]))"
    r"|(?P<command>(?<!\S)/[a-z]+)"
    r"|(?P<word>[^\W\d_]+)"
)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
    "xi": 11,
    "xii": 12,
}
_LATIN = str.maketrans("іхв", "ixv")
_UNITS, _UNITS_OF_TIME = frozenset("qhgi"), frozenset("dkzqy")
_MAY = "mae"
"""«В мае», which sounds like «має»."""
_UNTIL, _THAT, _TENS = frozenset("xB"), frozenset({"toi", "tomu", "tot", "tom"}), frozenset({20, 30})
_MOST_TOKENS = 60
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a question: as written, its code, its tag (see `lexicon`; `UNKNOWN` if strange), its number."""

    written: str
    code: str
    tag: str
    value: int = 0
    day: date | None = None


def tokens_of(words: str) -> list[Token]:
    """Return the tokens of a question, without the reason that is given for it; of an endless one the first."""
    found = [_token(match) for match in islice(_TOKEN.finditer(folded(words)), _MOST_TOKENS)]
    reason = next((at for at, token in enumerate(found) if token.tag == "because" and at), len(found))
    return _together(_spoken_numbers(_romans(found[:reason])))


def _token(match: re.Match[str]) -> Token:
    return _READERS[match.lastgroup or "word"](match[0])


def _date(written: str) -> Token:
    parts = [int(part) for part in re.split(r"[./-]", written)]
    if "-" in written:
        parts.reverse()
    day, month, year = (*parts, 0)[:3]
    try:
        # A leap year stands for a year that is not written.
        found = date(year + 2000 if 0 < year < 100 else year or 2000, month, day)  # noqa: PLR2004 - two digits of a year
    except ValueError:
        return Token(written, "", UNKNOWN)
    return Token(written, "", "t", year, found)


def _digits(written: str) -> Token:
    count = re.match(r"\d+", written)
    figures = count[0] if count else ""
    return Token(written, "", "n" if len(figures) <= _MOST_DIGITS else UNKNOWN, int(figures[:_MOST_DIGITS]))


def _word(written: str) -> Token:
    code = sounds(written)
    word = word_of(written, code)
    return Token(written, code, word.tag if word else UNKNOWN, word.value if word else 0)


_READERS: dict[str, Callable[[str], Token]] = {
    "date": _date,
    "clock": lambda written: Token(written, "", "filler"),
    "number": lambda written: Token(written.replace(",", "."), "", "#"),
    "year": lambda written: Token(written, "", "Y", int(written)),
    "digits": _digits,
    "dash": lambda written: Token(written, "", "-"),
    "command": lambda written: Token(written, "", {"/help": "help", "/mine": "me"}.get(written, "menu")),
    "word": _word,
}


def _romans(tokens: list[Token]) -> list[Token]:
    """Read «ІІ», “IV” before or after a quarter or a half-year as numbers, in whichever letters."""
    found = list(tokens)
    for at, token in enumerate(tokens):
        figure = _ROMAN.get(token.written.translate(_LATIN))
        beside = {each.tag for each in (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])}
        if figure and token.code and (beside & _UNITS) and (figure > 1 or tokens[at + 1 : at + 2]):
            found[at] = Token(token.written, "", "n", figure)
    return found


def _spoken_numbers(tokens: list[Token]) -> list[Token]:
    """Read «три крапка три» and, after «захід» or «пункт», «три три» as the number of an activity."""
    found: list[Token] = []
    for token in tokens:
        pointed = len(found) > 1 and found[-1].code in {"krapka", "toCka"} and found[-2].tag == "n"
        named = len(found) > 1 and found[-1].tag == "n" and found[-2].tag in {"act", "numero"}
        if token.tag == "n" and (pointed or named):
            first = found[-2] if pointed else found[-1]
            del found[-2 if pointed else -1 :]
            found.append(Token(f"{first.value}.{token.value}", "", "#"))
        else:
            found.append(token)
    return found


def _together(tokens: list[Token]) -> list[Token]:
    """Read two words as one part: «до нового року», «у якому місяці», «до якого», «на тому тижні», «двадцять п'яте»."""
    found: list[Token] = []
    for token, after in zip(tokens, [*tokens, None][1:], strict=True):
        before = found[-1] if found else None
        found.append(_beside(token, before, after))
        if before is not None and before.tag == found[-1].tag == "n" and before.code and before.value in _TENS:
            found[-2:] = [replace(before, value=before.value + found[-1].value)]
    return found


def _beside(token: Token, before: Token | None, after: Token | None) -> Token:
    beyond, ahead = before.tag if before else "", after.tag if after else ""
    if token.code.startswith("nov") and beyond in _UNTIL and ahead == "y":
        return replace(token, tag="b", value=-1)
    if token.tag == "which" and (ahead in _UNITS_OF_TIME or beyond == "x"):
        return replace(token, tag="when")
    if token.tag in _UNITS_OF_TIME and beyond == "when" and before is not None and before.code.startswith("iak"):
        return replace(token, tag="filler")
    if token.code == _MAY and beyond == "in":
        return replace(token, tag="m", value=5)
    return replace(token, tag="N") if token.code in _THAT and ahead == "k" else token
