"""Actions about what is kept of a person: to read of it, to have it, to be erased, and for how long it is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowPrivacy:
    """Say what is kept of a person and what is not."""


@dataclass(frozen=True, slots=True)
class GetMyData:
    """Give a person everything that is kept of them."""


@dataclass(frozen=True, slots=True)
class AskErase:
    """Say what erasing a person does, and ask whether they want it."""


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Erase the person; `mark` is that of what they were told it does."""

    mark: int


@dataclass(frozen=True, slots=True)
class ShowKeeping:
    """Show for how long the branch keeps those who have left."""


@dataclass(frozen=True, slots=True)
class KeepFor:
    """Keep those who have left for so many months."""

    months: int


Privacy = ShowPrivacy | GetMyData | AskErase | EraseMe | ShowKeeping | KeepFor

TAGS: dict[str, type[Privacy]] = {
    "vp": ShowPrivacy,
    "vg": GetMyData,
    "va": AskErase,
    "ve": EraseMe,
    "vk": ShowKeeping,
    "vm": KeepFor,
}
"""What their codes begin with."""
