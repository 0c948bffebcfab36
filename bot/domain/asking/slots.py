"""What the words of a question give: its days, its number, whom and what it names, and what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.asking.index import Index
from bot.domain.asking.naming import Named, named, narrower, placed, with_titles
from bot.domain.asking.pieces import Moment
from bot.domain.asking.spans import span_of
from bot.domain.asking.tokens import UNKNOWN, Token
from bot.domain.windows import Window

_OF_TIME = frozenset([*"mweqhDoWlYtjz", "without", "alien"])
"""Parts of a time phrase that make one unclear when they are left over."""
_NUMBER_OF = frozenset({"act", "numero"})


@dataclass(frozen=True, slots=True)
class Slots:
    """The parts of a question.

    `tags` are those of its words and `rest` of those that are no part of the days or the number; `goal` is the number
    of a goal; `ordinals` are numbers that are part of nothing.
    """

    tokens: tuple[Token, ...]
    tags: frozenset[str]
    rest: frozenset[str]
    window: Window | None
    number: str | None
    goal: int | None
    ordinals: tuple[int, ...]
    named: Named

    def has(self, *tags: str) -> bool:
        """Tell whether a word of one of the tags is there."""
        return not self.tags.isdisjoint(tags)

    @property
    def leads_on(self) -> bool:
        """Tell whether it begins as one goes on: «а …», «і …»."""
        return bool(self.tokens) and self.tokens[0].tag in {"lead", "&"}

    @property
    def mine(self) -> bool:
        """Tell whether the question is about whoever asks: «мої», «за мною»; in «покажи мені» it is not."""
        if self.has("me") or (self.has("my") and not self.has("we-do")):
            return True
        with_me = (one.tag in {"in", "what"} and other.tag == "to-me" for one, other in pairwise(self.tokens))
        alone = len(self.tags - {"to-me", "filler", "in", "&", "lead"}) == 0
        return any(with_me) or (self.has("to-me") and not alone and not self.has("show", "remind", "plan"))

    @property
    def empty(self) -> bool:
        """Tell whether it names nothing at all: no days, no number, no goal, nobody, no title."""
        return not (self.window or self.number or self.goal or self.named.sought or self.named.people or self.ordinals)

    @property
    def broken(self) -> bool:
        """Tell whether it holds words that nothing is known about, or days that could not be read."""
        doing = self.has("we-verb") and not (self.has("what") or self.named.titles)
        return self.named.unknown > 0 or doing or not self.rest.isdisjoint(_OF_TIME)


def slots_of(tokens: Sequence[Token], moment: Moment, index: Index | None) -> Slots:
    """Return the parts of a question; without an index names and titles are words that nothing is known about."""
    mended, places = placed(tokens, index)
    goal, others = _goal_number(mended)
    window, rest = span_of(others, moment)
    number, rest = _number(rest)
    places, rest = with_titles(rest, places, index)
    return Slots(
        tokens=tuple(mended),
        tags=frozenset(each.tag for each in mended),
        rest=frozenset(each.tag for each in rest if each.tag != UNKNOWN),
        window=window,
        number=number,
        goal=goal,
        ordinals=tuple(each.value for each in rest if each.tag == "n"),
        named=narrower(named(places), rest, index),
    )


def _goal_number(tokens: Sequence[Token]) -> tuple[int | None, list[Token]]:
    """Read «ціль 2», «другою ціллю», «ціль номер 2»; the number belongs to nothing else then."""
    plain = (
        [each for each in tokens if each.tag not in _NUMBER_OF]
        if any(each.tag == "goal" for each in tokens)
        else tokens
    )
    for at, token in enumerate(plain):
        for beside in (at + 1, at - 1) if token.tag == "goal" else ():
            if 0 <= beside < len(plain) and plain[beside].tag == "n":
                left = [each for place, each in enumerate(plain) if place not in {at, beside}]
                return plain[beside].value, left
    return None, list(tokens)


def _number(tokens: Sequence[Token]) -> tuple[str | None, list[Token]]:
    numbers = {each.written for each in tokens if each.tag == "#"}
    if len(numbers) != 1:
        return None, list(tokens)
    return numbers.pop(), [each for each in tokens if each.tag != "#"]
