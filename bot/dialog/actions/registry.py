"""Actions of who keeps the association's members' list: bring it, look at it, note who has renewed, remind the others.

`seen` is the day that somebody had paid until when the button was made (its proleptic ordinal, 0 for none), `mark` what
a page has said will be done: a stale button shows the present state.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowRegistry:
    """Show the members' list in numbers, and what can be done with it."""


@dataclass(frozen=True, slots=True)
class AskRegistry:
    """Ask for a file with the list: the next one is taken for it."""


@dataclass(frozen=True, slots=True)
class AskPlanFile:
    """Ask for a file with a plan: the next one is taken for it."""


@dataclass(frozen=True, slots=True)
class ShowRegistryDraft:
    """Show what storing a list that was read would do (0: the branch's draft)."""

    draft: int


@dataclass(frozen=True, slots=True)
class ShowRegistryChanges:
    """Show who comes, goes and changes with it, a page at a time."""

    draft: int
    page: int


@dataclass(frozen=True, slots=True)
class ShowRegistryDoubts:
    """Show what was not certain in it, and what was dropped, a page at a time."""

    draft: int
    page: int


@dataclass(frozen=True, slots=True)
class AskSame:
    """Ask who of the stored list somebody of the new one is: the first who is asked about from the place `start` on."""

    draft: int
    start: int


@dataclass(frozen=True, slots=True)
class AnswerSame:
    """Say who it is: a registration of the stored list, 0 for nobody of them."""

    draft: int
    place: int
    registration: int


@dataclass(frozen=True, slots=True)
class KeepNoted:
    """Keep the renewals that were noted and the new list does not know (1), or take the days of the list (0)."""

    draft: int
    keeps: int


@dataclass(frozen=True, slots=True)
class SaveRegistry:
    """Store the list."""

    draft: int
    mark: int


@dataclass(frozen=True, slots=True)
class DropRegistry:
    """Throw the list that was read away."""

    draft: int


@dataclass(frozen=True, slots=True)
class ShowListed:
    """Show everybody of the stored list, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowDue:
    """Show who is to renew, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class ShowUncalled:
    """Show who is to renew and cannot be written to by the bot, a page at a time."""

    page: int


@dataclass(frozen=True, slots=True)
class FindListed:
    """Ask for a surname; the next words are the answer."""


@dataclass(frozen=True, slots=True)
class ShowPerson:
    """Show a person of the list."""

    registration: int


@dataclass(frozen=True, slots=True)
class AskRenewed:
    """Ask until when a membership is paid now; the next words are the answer."""

    registration: int
    seen: int


@dataclass(frozen=True, slots=True)
class NoteRenewed:
    """Note that a membership is paid until a day (its ordinal)."""

    registration: int
    seen: int
    day: int


@dataclass(frozen=True, slots=True)
class UndoRenewed:
    """Put the day back that was known before a renewal was noted."""

    registration: int
    seen: int


@dataclass(frozen=True, slots=True)
class AskWho:
    """Ask who in the bot a person of the list is (0: the first who is asked about)."""

    registration: int


@dataclass(frozen=True, slots=True)
class TellWho:
    """Say which member it is; 0 for none of them."""

    registration: int
    member: int


@dataclass(frozen=True, slots=True)
class ExportRegistry:
    """Send the list as a file.

    `form` is a workbook (0) or CSV (1); `which` is everybody (0), or those to renew whom the bot cannot reach (1).
    """

    form: int
    which: int


@dataclass(frozen=True, slots=True)
class ShowRenewals:
    """Show how the year's renewal goes, and whom the bot would remind."""


@dataclass(frozen=True, slots=True)
class RemindToRenew:
    """Remind those whom the page has counted, in that round."""

    round: int
    mark: int


Registry = (
    ShowRegistry
    | AskRegistry
    | AskPlanFile
    | ShowRegistryDraft
    | ShowRegistryChanges
    | ShowRegistryDoubts
    | AskSame
    | AnswerSame
    | KeepNoted
    | SaveRegistry
    | DropRegistry
    | ShowListed
    | ShowDue
    | ShowUncalled
    | FindListed
    | ShowPerson
    | AskRenewed
    | NoteRenewed
    | UndoRenewed
    | AskWho
    | TellWho
    | ExportRegistry
    | ShowRenewals
    | RemindToRenew
)

TAGS: dict[str, type[Registry]] = {
    "gh": ShowRegistry,
    "gf": AskRegistry,
    "gp": AskPlanFile,
    "gd": ShowRegistryDraft,
    "gc": ShowRegistryChanges,
    "gb": ShowRegistryDoubts,
    "gq": AskSame,
    "ga": AnswerSame,
    "gk": KeepNoted,
    "gs": SaveRegistry,
    "gx": DropRegistry,
    "gl": ShowListed,
    "gu": ShowDue,
    "gj": ShowUncalled,
    "gn": FindListed,
    "gi": ShowPerson,
    "go": AskRenewed,
    "gr": NoteRenewed,
    "gz": UndoRenewed,
    "gw": AskWho,
    "gt": TellWho,
    "ge": ExportRegistry,
    "gv": ShowRenewals,
    "gm": RemindToRenew,
}
"""What their codes begin with."""
