"""Lists of numbers inside a phrase, as tokens."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.terms.tokens import Token

APPROX = {"approx": ""}


def number_ranges(tokens: Sequence[Token]) -> list[tuple[int, int]] | None:
    """Read a list of numbers and ranges: «1, 3-4» is (1, 1), (3, 4); None when it is not one."""
    found: list[tuple[int, int]] = []
    joins = False
    for token in tokens:
        if token.kind in "nr":
            if joins and not found:
                return None
            found.append((found.pop()[0], token.number) if joins else (token.number, token.number))
            joins = False
        elif token.kind in "-xp":
            joins = True
    return found or None


def opened(tokens: Sequence[Token], token: Token) -> list[Token]:
    """Keep a leading «з» that has no «по»: the term has no end."""
    ranged = any(other.kind in "-xp" for other in tokens[1:])
    return [tokens[0], token] if tokens[0].kind == "f" and not ranged else [token]
