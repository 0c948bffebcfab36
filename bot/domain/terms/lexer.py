"""From the text of a cell to tokens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.domain.terms.events import event_of, events
from bot.domain.terms.phrases import phrase_of, phrases
from bot.domain.terms.pieces import Piece, months
from bot.domain.terms.tokens import Token, kinds_of
from bot.domain.terms.vocabulary import VOCABULARY, repair

_ROMAN_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_TYPED_ROMAN = str.maketrans({"і": "i", "l": "i", "1": "i", "|": "i", "у": "v", "х": "x", "п": "ii", "ш": "iii"})
_ROMAN = {word: number for number, word in enumerate(_ROMAN_NUMERALS, 1)}
_SCAN = re.compile(
    r"(?P<held>[\ue000-\ue3ff])"
    r"|(?P<blurred>(?<!\w)(?:\d+[оз](?!\w)|з[01](?!\w)))"
    r"|(?P<iso>(?<!\d)(?P<iy>\d{4})[-./](?P<im>\d\d)[-./](?P<id>\d\d)(?!\d))"
    r"|(?P<dmy>(?<!\d)(?P<d>\d{1,2})(?:(?P<sep>[./])(?P<m>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)"
    r"|-(?P<m2>\d{1,2})-(?P<y2>\d{4})|\. ?(?P<m3>\d\d)\. (?P<y3>\d{4}))(?!\d))"
    r"|(?P<droman>(?<!\d)(?P<rd>\d{1,2})\.(?P<rm>[ivxіх]{1,4})(?:\. ?(?P<ry>\d{4}))?(?!\w))"
    r"|(?P<my>(?<!\d)(?P<mm>\d{1,2})[./](?P<my_y>\d{4})(?!\d))"
    r"|(?P<time>(?<!\d)(?P<h>\d{1,2}):(?P<min>\d\d)(?!\d))"
    r"|(?P<dm>(?<!\d)(?P<dd>\d{1,2})(?:\.(?P<dmm>\d{1,2})|\. (?P<dmm2>0\d|1[0-2]))(?!\d))"
    r"|(?P<year>(?<!\d)(?:19|20)\d\d(?!\d))"
    r"|(?P<roman1>(?<!\w)1v(?!\w))"
    r"|(?P<num>\d+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[-,;:()|/\n+&!?#])"
)
_SIGNS = {"-": "-", "/": "/", "\n": "|", "+": "&", "&": "&", "|": "/", "?": "!", "#": "!"}
_RULES = {"F": "recurrence", "K": "continuous"}
_GLUED = re.compile(r"([іvхlупш]{1,4})((?:кв|пів|сем|дек|тиж)\w*)")
_EITHER = frozenset({"або", "чи", "или"})
_PREFIXES = ("до", "по", "з", "у", "в", "на")
_HOURS, _MINUTES, _DAYS, _MONTHS = 24, 60, 31, 12
_CENTURY = 2000


def tokenise(text: str, year: int) -> list[Token]:
    """Cut normalised text into tokens; `year` is the plan's first year, for days that the law has moved."""
    held: list[Token] = []

    def hold(token: Token) -> str:
        held.append(token)
        return f" {chr(0xE000 + len(held) - 1)} " if len(held) < 0x400 else " "  # noqa: PLR2004 - the private letters

    def event(match: re.Match[str]) -> str:
        found = event_of(match, year)
        token = Token("V", pieces=found.pieces, rule="event", hints={"event": found.date})
        return hold(token.with_doubt("event-days") if found.loose else token)

    text = events().sub(event, text)
    text = phrases().sub(lambda match: hold(phrase_of(match)), text)
    words = _joined(list(_SCAN.finditer(text)))
    return _conjunctions([token for word in words for token in _read(word, held)])


def _joined(found: list[re.Match[str]]) -> Iterator[re.Match[str] | str]:
    """Join the parts of a word that a hyphen, a line break or a space has torn apart («Вере-сень»)."""
    at = 0
    while at < len(found):
        joined, parts = _torn(found, at)
        yield joined or found[at]
        at += parts


def _torn(found: list[re.Match[str]], at: int) -> tuple[str, int]:
    if found[at]["word"] is None:
        return "", 1
    words = [found[at]["word"]]
    for end in range(at + 1, min(at + 7, len(found))):
        match = found[end]
        if match["word"] is None:
            if match["sign"] not in {"-", "\n"}:
                break
            continue
        words.append(match["word"])
        joined = "".join(words)
        if joined in VOCABULARY and not all(word == "і" or _known(word) for word in words):
            return joined, end - at + 1
    return "", 1


def _read(found: re.Match[str] | str, held: list[Token]) -> list[Token]:
    if isinstance(found, str):
        return _word(found)
    text, group = found[0], found.lastgroup
    if group == "held":
        return [held[ord(text) - 0xE000]]
    return _word(text) if group == "word" else [_SIMPLE.get(group or "", _dated)(found)]


def _dated(found: re.Match[str]) -> Token:
    text, group = found[0], found.lastgroup or ""
    if group == "iso":
        return _day(text, int(found["id"]), int(found["im"]), int(found["iy"]))
    if group == "my":
        month = int(found["mm"])
        piece = replace(months(month, month), last_year=int(found["my_y"]))
        return Token("P", text, pieces=(piece,), rule="month") if 1 <= month <= _MONTHS else Token("!", text)
    if group == "droman":
        month = _ROMAN.get(found["rm"].translate(_TYPED_ROMAN), 0)
        return _day(text, int(found["rd"]), month, int(found["ry"]) if found["ry"] else None)
    if group == "dmy":
        numeral, year = found["m"] or found["m2"] or found["m3"], found["y"] or found["y2"] or found["y3"]
        century = _CENTURY if len(year) < len("2000") else 0
        return _day(text, int(found["d"]), int(numeral), int(year) + century)
    return _day_or_time(text, found["dd"], found["dmm"] or found["dmm2"])


def _day_or_time(text: str, first: str, second: str) -> Token:
    left, right = int(first), int(second)
    if 1 <= left <= _DAYS and 1 <= right <= _MONTHS:
        token = _day(text, left, right, None)
        return token.with_doubt("one-digit-month") if len(second) == 1 else token
    if len(second) == len("00"):
        return _time(text, left, right)
    return Token("!", text)


def _day(text: str, day: int, month: int, year: int | None) -> Token:
    if not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
        return Token("!", text, doubts=("no-such-day",))
    piece = Piece((month, day), (month, day), last_year=year)
    return Token("D", text, pieces=(piece,), rule="date")


def _time(text: str, hour: int, minute: int) -> Token:
    if hour >= _HOURS or minute >= _MINUTES:
        return Token("!", text, doubts=("no-such-day",))
    return Token("T", text, hints={"time": f"{hour:02}:{minute:02}"})


def _word(word: str) -> list[Token]:
    """Read a word; split what was glued together, repair one wrong letter, or keep it as unknown."""
    if word == "і":
        return [Token("*")]
    if word in _EITHER:
        return [Token("&", word, doubts=("unknown-words",))]
    known = _known(word)
    if known:
        return [known] if known.kind != "_" else []
    for left, right in _cuts(word):
        first, second = _known(left), _known(right)
        if first and second and (second.kind == "m" or left not in _PREFIXES):
            return [first, second]
    entry = repair(word)
    if entry:
        return [Token(entry.kind, word, entry.number, mode=entry.mode, doubts=("typo",))]
    return [Token("!", word, doubts=("unknown-words",))]


def _known(word: str) -> Token | None:
    entry = VOCABULARY.get(word)
    if entry:
        return Token(entry.kind, word, entry.number, mode=entry.mode, rule=_RULES.get(entry.kind, ""))
    roman = _ROMAN.get(word.translate(_TYPED_ROMAN))
    return Token("r", word, roman) if roman else None


def _cuts(word: str) -> list[tuple[str, str]]:
    glued = _GLUED.fullmatch(word)
    if glued:
        return [(glued[1], glued[2])]
    shortest = 4
    cuts = [(word[:at], word[at:]) for at in range(shortest, len(word) - 2)]
    return cuts + [(prefix, word[len(prefix) :]) for prefix in _PREFIXES if word.startswith(prefix)]


_SIMPLE: dict[str, Callable[[re.Match[str]], Token]] = {
    "blurred": lambda found: Token("!", found[0], doubts=("typo",)),
    "sign": lambda found: Token(_SIGNS.get(found[0], ",")),
    "num": lambda found: Token("n", found[0], int(found[0][:6])),
    "roman1": lambda found: Token("r", found[0], 4),
    "year": lambda found: Token("Y", found[0], int(found[0])),
    "time": lambda found: _time(found[0], int(found["h"]), int(found["min"])),
}
_ITEMS = frozenset("nrmwqhsuktyYDPezvdVFKT")


def _conjunctions(tokens: list[Token]) -> list[Token]:
    """Decide for each «і» whether it is «and» or the Roman numeral I typed with a Ukrainian letter."""
    kinds = kinds_of(tokens)
    for at, token in enumerate(tokens):
        if token.kind != "*":
            continue
        before, after = kinds[at - 1] if at else "", kinds[at + 1 : at + 2]
        joins = before in _ITEMS and before != "" and after != "" and after not in "qhsukti-,/|&"
        tokens[at] = Token("&") if joins else Token("r", "і", 1)
        kinds = kinds[:at] + tokens[at].kind + kinds[at + 1 :]
    return tokens
