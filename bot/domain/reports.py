"""What a report says of the work: done, partly, or that help is needed."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """What a report says."""

    DONE = "done"
    PARTLY = "partly"
    HELP = "help"
    """It is not done, and will not be without help: this closes nothing."""


OUTCOMES = tuple(Outcome)
"""In the order in which buttons count them, from 0."""
