"""Actions about the trail: who did what, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowTrail:
    """Show what was done, the latest first: of an activity (0: of the branch), before an entry (0: from the last)."""

    activity: int
    before: int


Trail = ShowTrail

TAGS: dict[str, type[Trail]] = {
    "ut": ShowTrail,
}
"""What their codes begin with."""
