"""Actions about being written to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WriteToMe:
    """Be written to again (`on` 1), or no more (0)."""

    on: int


Quiet = WriteToMe

TAGS: dict[str, type[Quiet]] = {"ow": WriteToMe}
"""What their codes begin with."""
