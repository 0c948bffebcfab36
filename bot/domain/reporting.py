"""A report while it is being written: what its messages have brought so far, and what it still needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.participants import participants_in, says_nothing_else
from bot.domain.reports import Outcome

MOST_WORDS = 2000
"""Characters of a report: what a card can show."""
MOST_PIECES = 30
"""Pictures, files and links of one report."""
LONGEST_LINK = 2000
_LINK = re.compile(r"https?://[^\s<>\"«»]+", re.IGNORECASE)
_CLOSING = ".,;:!?)]}…"


class EvidenceKind(StrEnum):
    """What goes with a report."""

    PICTURE = "picture"
    FILE = "file"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Message:
    """What one message has added: a line of words, a number of participants; its evidence is kept beside it."""

    words: str = ""
    participants: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is being written, or has just been; `messages` counts what it is made of."""

    id: int
    occurrence_id: int
    activity_id: int
    outcome: Outcome
    words: str
    participants: int | None
    pictures: int
    files: int
    links: int
    messages: int
    ended: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing in it that could be lost."""
        return not (self.words or self.participants is not None or self.pieces)

    @property
    def pieces(self) -> int:
        """How many pictures, files and links there are."""
        return self.pictures + self.files + self.links

    @property
    def lacks_words(self) -> bool:
        """Tell whether it cannot be ended yet: what is left to do, or needed, must be said in words."""
        return self.outcome is not Outcome.DONE and not self.words


def read_message(words: str) -> Message:
    """Return what a text adds to a report: its words, unless they are a number of participants and nothing else."""
    participants = participants_in(words)
    kept = "" if participants is not None and says_nothing_else(words) else words
    return Message(kept, participants)


def links_in(words: str) -> tuple[str, ...]:
    """Return the web addresses in a text, each once, without the punctuation that follows them."""
    found = (each.rstrip(_CLOSING) for each in _LINK.findall(words))
    return tuple(dict.fromkeys(each for each in found if len(each) <= LONGEST_LINK and "." in each))


def joined_words(messages: Iterable[Message]) -> str:
    """Return the words of a report: a line for each message that has any."""
    return "\n".join(each.words for each in messages if each.words)


def last_participants(messages: Sequence[Message]) -> int | None:
    """Return the number of participants that was said last."""
    return next((each.participants for each in reversed(messages) if each.participants is not None), None)
