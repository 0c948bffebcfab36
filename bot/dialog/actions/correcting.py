"""Actions of who corrects a plan: another term, other people, another title, cancelled, added, taken back.

`mark` is that of the activity as the person saw it (see `bot.domain.correcting.seen_mark`): a stale button shows the
present state. With `adding` 1 the question is a step of adding the activity, and the next one follows it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowCorrecting:
    """Show what can be corrected of an activity."""

    activity: int


@dataclass(frozen=True, slots=True)
class AskTerm:
    """Ask for another term; the next words are the answer."""

    activity: int
    mark: int
    adding: int = 0


@dataclass(frozen=True, slots=True)
class AskPeople:
    """Ask who answers for it from now on; the next words are the answer."""

    activity: int
    mark: int
    adding: int = 0


@dataclass(frozen=True, slots=True)
class ChoosePerson:
    """Say whom a name stands for that is like known ones: the place of the known one, 0 for somebody else.

    `said` is the entry of the trail that holds the names as they were said, and the activity's mark.
    """

    activity: int
    said: int
    choice: int


@dataclass(frozen=True, slots=True)
class AskTitle:
    """Ask for another title; the next words are the answer."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class AskCancel:
    """Ask whether to cancel an activity."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class CancelActivity:
    """Cancel an activity."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class BringBack:
    """Put a cancelled activity back into the plan."""

    activity: int
    mark: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Put an activity back to what it was before a correction."""

    activity: int
    mark: int
    correction: int


@dataclass(frozen=True, slots=True)
class StartAdding:
    """Choose where a new activity goes; plan 0 is the leading one."""

    plan: int


@dataclass(frozen=True, slots=True)
class AskNew:
    """Ask for the title of a new activity under a goal (0: under none); the next words are the answer."""

    plan: int
    goal: int


Correcting = (
    ShowCorrecting
    | AskTerm
    | AskPeople
    | ChoosePerson
    | AskTitle
    | AskCancel
    | CancelActivity
    | BringBack
    | TakeBack
    | StartAdding
    | AskNew
)

TAGS: dict[str, type[Correcting]] = {
    "zm": ShowCorrecting,
    "zt": AskTerm,
    "zp": AskPeople,
    "zw": ChoosePerson,
    "zn": AskTitle,
    "zc": AskCancel,
    "zx": CancelActivity,
    "zb": BringBack,
    "zu": TakeBack,
    "zg": StartAdding,
    "za": AskNew,
}
"""What their codes begin with."""
