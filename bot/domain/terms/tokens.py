"""Tokens: what stands between the letters of a cell and its meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.terms.pieces import Piece
from bot.domain.windows import Mode, Period


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a phrase already understood; `kind` is one letter.

    Besides the kinds of the vocabulary: n number, r ordinal, D date, T time, Y year, V event, - dash, `,` separator,
    | line break, / slash, ! unknown word; and, once understood: P pieces, L deadline, S open end, H detail, X no date.
    """

    kind: str
    text: str = ""
    number: int = 0
    pieces: tuple[Piece, ...] = ()
    mode: Mode | None = None
    rule: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()

    def with_doubt(self, doubt: str) -> Token:
        """Return the token with one more reason to ask a person."""
        return replace(self, doubts=(*self.doubts, doubt))


Build = Callable[[Sequence[Token], Period], list[Token] | None]
Rule = tuple[re.Pattern[str], Build]


def rule(pattern: str) -> Callable[[Build], Rule]:
    """Make a phrase rule of a function: it rewrites the tokens whose kinds match, or returns None to leave them."""

    def made(build: Build) -> Rule:
        return re.compile(pattern), build

    return made


def rewrite(tokens: list[Token], rules: Sequence[Rule], period: Period) -> list[Token]:
    """Apply each rule everywhere it fits, from left to right; details and doubts of replaced tokens are kept."""
    for pattern, build in rules:
        tokens = _apply(tokens, pattern, build, period)
    return tokens


def _apply(tokens: list[Token], pattern: re.Pattern[str], build: Build, period: Period) -> list[Token]:
    kinds = kinds_of(tokens)
    start = 0
    while found := pattern.search(kinds, start):
        old = tokens[found.start() : found.end()]
        new = build(old, period)
        if new is None:
            start = found.start() + 1
            continue
        tokens = [*tokens[: found.start()], *_inherit(new, old), *tokens[found.end() :]]
        kinds = kinds_of(tokens)
        start = found.start() + len(new)
    return tokens


def _inherit(new: list[Token], old: Sequence[Token]) -> list[Token]:
    if not new:
        return new
    doubts = dict.fromkeys(doubt for token in (*new[:1], *old) for doubt in token.doubts)
    hints = {key: value for token in (*old, new[0]) for key, value in token.hints.items()}
    return [replace(new[0], doubts=tuple(doubts), hints=hints), *new[1:]]


def kinds_of(tokens: Sequence[Token]) -> str:
    """Return the kinds of the tokens, one letter each."""
    return "".join(token.kind for token in tokens)
