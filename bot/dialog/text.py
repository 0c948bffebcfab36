"""A text by key and arguments: what it says is chosen when it leaves, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

VERBATIM = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A key of the catalogues and the values of its places in braces.

    The argument `n`, where there is one, chooses the plural form. Dates are written in the reader's language.
    """

    key: str
    args: Mapping[str, object]


def text(key: str, **args: str | int | date | Text | None) -> Text:
    """Name a text of the catalogues."""
    return Text(key, args)


def verbatim(words: str) -> Text:
    """Carry a person's own words, or the plan's, as they are."""
    return Text(VERBATIM, {"words": words})
