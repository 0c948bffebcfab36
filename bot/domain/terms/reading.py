"""Read a term cell: its spelling, its tokens, its phrases, and then one meaning for all of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.terms.calendar_rules import CALENDAR
from bot.domain.terms.clock_rules import CLOCK
from bot.domain.terms.joining_rules import JOINING
from bot.domain.terms.lexer import tokenise
from bot.domain.terms.meaning import meaning_of
from bot.domain.terms.recurrence_rules import RECURRENCES
from bot.domain.terms.term import Term
from bot.domain.terms.text import fold, normalise
from bot.domain.terms.tokens import Token, rewrite
from bot.domain.windows import Period

_LONGEST = 300
_OPEN = ("R", "f", "x", "p", "A", "O", "E", "b")
_UNITS = "qhsuktid"
_EMPTY = re.compile(r"[\s.…∅?_-]{0,2}|[\s.…]+")
_SEPARATOR = re.compile(r"[\s|:+=_*-]{3,}")
_DITTO = re.compile(r"[\s.\"/|,'<>_-]*(?:\"|//|\|\||<<|>>|,,)[\s.\"/|,'<>_-]*")
_INITIALS = re.compile(
    r"[А-ЯҐЄІЇ][\w'’ʼ-]+\s+[А-ЯҐЄІЇ]\.\s?[А-ЯҐЄІЇ]\b|\b[А-ЯҐЄІЇ]\.\s?[А-ЯҐЄІЇ]\.\s?[А-ЯҐЄІЇ][\w'’ʼ-]+"
)
_DIGIT = re.compile(r"\d")
_HEADINGS = re.compile(r"(?:термін|строк|дата|час|срок)[иі]?|[#\s]+|# ?з/п")


def read_term(text: str, period: Period) -> Term:
    """Return what the text of a term cell means in a plan for the period. Any text is read; none raises."""
    why = _not_a_term(text)
    if why:
        hints = {} if why in {"empty", "too-long"} else {why: ""}
        return Term(text, (), None, sure=False, why=why, hints=hints)
    return meaning_of(text, _understood(text, period), period)


def _not_a_term(text: str) -> str:
    """Return why the cell holds no term at all, or "" when it may hold one."""
    plain = fold(text)
    if len(text) > _LONGEST:
        return "too-long"
    if _EMPTY.fullmatch(plain):
        return "empty"
    if _SEPARATOR.fullmatch(plain):
        return "separator"
    if _DITTO.fullmatch(plain):
        return "ditto"
    if _HEADINGS.fullmatch(plain.strip()) or (_INITIALS.search(text) and not _DIGIT.search(text)):
        return "not-a-term"
    return ""


def _understood(text: str, period: Period) -> list[Token]:
    tokens = _tidy(tokenise(normalise(text), period.year))
    tokens = rewrite(tokens, CLOCK, period)
    tokens = rewrite(tokens, RECURRENCES, period)
    tokens = _tidy([token for token in tokens if token.kind not in "AO_"])
    tokens = rewrite(tokens, CALENDAR, period)
    return rewrite(tokens, JOINING, period)


def _tidy(tokens: Sequence[Token]) -> list[Token]:
    """Drop noise, and keep one separator where several stand together: a dash beats a line break, a comma both."""
    found: list[Token] = []
    for token in tokens:
        if token.kind == "_" or (token.kind == "f" and found and found[-1].kind == "f"):
            continue
        if found and found[-1].kind == "|" and _goes_on(found, token):
            found.pop()
        if found and token.kind in ",|-" and found[-1].kind in ",|-&":
            doubts = (*found[-1].doubts, *token.doubts)
            found[-1] = Token(_stronger(found[-1].kind, token.kind), doubts=doubts)
        else:
            found.append(token)
    while found and found[0].kind in ",|/":
        found.pop(0)
    while found and found[-1].kind in ",|/":
        found.pop()
    return found


def _goes_on(found: Sequence[Token], token: Token) -> bool:
    """Tell whether a line break stands inside a phrase («упродовж / року», «ІІ / квартал»), where it means nothing."""
    before = found[-2].kind if len(found) > 1 else ""
    return before in _OPEN or (before in "nr" and token.kind in _UNITS) or (before == "Y" and token.kind == "y")


def _stronger(left: str, right: str) -> str:
    return next(kind for kind in "&,-|" if kind in (left, right))
