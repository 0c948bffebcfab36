"""The chunks of a cell: one for every item, found by separators and, where those were lost, by grammar."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.names import PersonName, is_capitalised
from bot.domain.people.lexicon import Form, Head, head, is_pair
from bot.domain.people.tokens import Sign, Token, is_abbreviation, looks_like_surname


class Link(StrEnum):
    """How a chunk is bound to the one before it."""

    APART = "apart"
    NEXT = "next"
    DASH = "dash"
    WITH = "with"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Chunk:
    """The words of one item, or a person's name, or (BRACKET) the words in brackets after an item.

    `oblique` tells that words like «спільно з» before it call for another case than the nominative.
    """

    words: tuple[str, ...]
    link: Link
    person: PersonName | None = None
    oblique: bool = False

    @property
    def text(self) -> str:
        """The words as one text."""
        return re.sub(r" ([,.])", r"\1", " ".join(self.words))


_ENDINGS = {
    "m": ("ий", "ій", "ый"),
    "f": ("а", "я"),
    "n": ("е", "є"),
    "p": ("і", "ї", "ые", "ие"),
    "mf": ("ий", "ій", "а", "я"),
}
_SHORTEST_ADJECTIVE = 4
_SHORTEST_BODY = 3
_PREPOSITIONS = frozenset("з із зі за в у на до для про по від під при при над щодо с".split())
_DASHES = frozenset("-–—")
_INSTRUMENTAL = re.compile(r"(?:ом|ем|єм|им|ім|ою|ею|єю|ами|ями|ими|їм)$")
_POSSESSIVES = frozenset({"його", "її", "їх", "їхні"})
_ATTRIBUTE = re.compile(
    r"(?:ої|ого|их|ів|їв|ей|ості|ства|тва|ння|ття|изму|ями|ами|ому|ій|орту|оду|ади|ики|уки|ури|іти|оді|тей|ії|рту|азу)$"
)


def chunks_of(tokens: Sequence[Token]) -> list[Chunk]:
    """Cut the tokens into chunks, each with the way it hangs on the one before."""
    return _Cutter(tokens).cut()


def first_head(words: Sequence[str]) -> tuple[int, Head] | None:
    """Find the noun that a chunk is about: the first nominative one, else the first that may be one, else any."""
    found = [(place, noun) for place, word in enumerate(words) if (noun := head(word))]
    for forms in ({Form.NOMINATIVE}, {Form.AMBIGUOUS}, {Form.OBLIQUE}):
        for place, noun in found:
            if noun.form in forms and not _governed(words, place):
                return place, noun
    return found[0] if found else None


def is_adjective(word: str, gender: str) -> bool:
    """Tell whether a word can be an adjective of this gender in the nominative."""
    pronoun = word.casefold() in {"усі", "всі", "інші"}
    return pronoun or (
        len(word) >= _SHORTEST_ADJECTIVE and word.casefold().endswith(_ENDINGS[gender]) and head(word) is None
    )


def _governed(words: Sequence[str], place: int) -> bool:
    return place > 0 and words[place - 1].casefold() in _PREPOSITIONS


class _Cutter:
    """One pass over the tokens, collecting the words of the chunk that is open."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._chunks: list[Chunk] = []
        self._words: list[str] = []
        self._link = Link.APART
        self._has_head = False
        self._oblique = False

    def cut(self) -> list[Chunk]:
        for place, token in enumerate(self._tokens):
            self._take(place, token)
        self._close(Link.APART)
        return self._chunks

    def _take(self, place: int, token: Token) -> None:
        match token.sign:
            case Sign.NAME | Sign.BRACKET:
                self._whole(token)
            case Sign.SEPARATOR:
                self._separate(place, token)
                self._oblique = self._oblique and bool(self._words)
            case Sign.AND:
                self._and(place, token)
            case Sign.BREAK:
                self._break(place)
            case Sign.WITH:
                self._with()
            case Sign.DASH:
                self._dash(place, token)
            case Sign.WORD:
                self._word(place, token)

    def _with(self) -> None:
        self._close(Link.WITH)
        self._oblique = True

    def _whole(self, token: Token) -> None:
        """Take a token that is a chunk by itself."""
        self._close(Link.NEXT)
        link = Link.BRACKET if token.sign is Sign.BRACKET else self._link
        self._chunks.append(Chunk((token.text,), link, token.person, self._oblique))
        self._link = Link.NEXT

    def _close(self, link: Link) -> None:
        while self._words and self._words[-1] in _DASHES:
            self._words.pop()
        if self._words:
            self._chunks.append(Chunk(tuple(self._words), self._link, oblique=self._oblique))
            self._words = []
            self._has_head = False
            self._link = link
        elif link is not Link.NEXT:
            self._link = link

    def _separate(self, place: int, token: Token) -> None:
        if token.text == "," and self._continues(place + 1):
            self._words.append(",")
        else:
            self._close(Link.APART)

    def _continues(self, place: int) -> bool:
        """Tell whether the words after a comma belong to the item before it («відділ культури, туризму»)."""
        if not self._has_head or place >= len(self._tokens):
            return False
        token = self._tokens[place]
        if token.sign is not Sign.WORD or not token.text.islower() or self._starts(place):
            return False
        noun = head(token.text)
        other = token.text in _POSSESSIVES or (noun is not None and noun.form is not Form.OBLIQUE)
        return not other and bool(_ATTRIBUTE.search(token.text))

    def _and(self, place: int, token: Token) -> None:
        if not self._words or token.text in "&+" or self._begins(place + 1):
            self._close(Link.APART)
        else:
            self._words.append(token.text)

    def _begins(self, place: int) -> bool:
        listed = self._starts(place, beside=True) or self._starts_body(place) or self._starts_surname(place)
        return listed or (self._oblique and self._starts_oblique(place))

    def _starts_oblique(self, place: int) -> bool:
        """Tell whether one more item after «спільно з» begins here («відділом та міською радою»)."""
        for token in self._tokens[place : place + 4]:
            if token.sign is not Sign.WORD or not _INSTRUMENTAL.search(token.text):
                return False
            if head(token.text) is not None:
                return True
        return False

    def _starts_surname(self, place: int) -> bool:
        """Tell whether a bare surname follows «та»: after another one, or by itself («відділ мистецтв та Бойко»)."""
        after = self._tokens[place].text if place < len(self._tokens) else ""
        if not looks_like_surname(after):
            return False
        last = place + 1 >= len(self._tokens) or self._tokens[place + 1].sign is not Sign.WORD
        two = len(self._words) == 1 and looks_like_surname(self._words[0])
        return two or (last and not after.endswith(("ий", "а")))

    def _break(self, place: int) -> None:
        after = self._tokens[place + 1].text if place + 1 < len(self._tokens) else ""
        bare = len(self._words) == 1 and looks_like_surname(self._words[0])
        whole = self._has_head or any(map(is_abbreviation, self._words[:3]))
        named = bare and is_capitalised(after) and not head(after)
        if not self._words or named or (whole and self._starts(place + 1)):
            self._close(Link.APART)

    def _dash(self, place: int, token: Token) -> None:
        after = self._tokens[place + 1] if place + 1 < len(self._tokens) else None
        bare = len(self._words) == 1 and looks_like_surname(self._words[0])
        named = after is not None and (after.sign is Sign.NAME or looks_like_surname(after.text))
        if not self._words or token.text == ":" or bare or named:
            self._close(Link.DASH)
        else:
            self._words.append(token.text)

    def _word(self, place: int, token: Token) -> None:
        if self._words and is_pair(self._words[-1], token.text):
            self._words[-1] = f"{self._words[-1]}-{token.text}"
            return
        settled = self._has_head or (bool(self._words) and is_abbreviation(self._words[0]))
        if settled and self._words[-1].casefold() not in _PREPOSITIONS and self._starts(place):
            self._close(Link.APART)
        self._words.append(token.text)
        self._has_head = self._has_head or head(token.text) is not None

    def _starts(self, place: int, *, beside: bool = False) -> bool:
        """Tell whether an item begins here by itself: a name, or a noun in the nominative with its adjectives.

        A form that may be a genitive («школи») begins one only beside a plural without complement («батьки та школи»).
        """
        words: list[str] = []
        for token in self._tokens[place : place + 5]:
            if token.sign is Sign.NAME and not words:
                return True
            if token.sign is not Sign.WORD:
                return False
            noun = head(token.text)
            if noun is not None and (noun.form is Form.NOMINATIVE or (beside and self._beside_plural(noun))):
                return all(is_adjective(word, noun.gender) for word in words)
            words.append(token.text)
        return False

    def _beside_plural(self, noun: Head) -> bool:
        found = first_head(self._words)
        if noun.form is not Form.AMBIGUOUS or found is None or found[1].gender != "p":
            return False
        return found[0] == len(self._words) - 1 and found[1].form is not Form.OBLIQUE

    def _starts_body(self, place: int) -> bool:
        """Tell whether «та» is followed by another body («ЛОВ УБА та ЛОУНБ») and not by a part of a name."""
        token = self._tokens[place] if place < len(self._tokens) else None
        if (
            token is None
            or token.sign is not Sign.WORD
            or len(token.text) < _SHORTEST_BODY
            or not is_abbreviation(token.text)
        ):
            return False
        return not any(word.casefold() in _PREPOSITIONS for word in self._words)
