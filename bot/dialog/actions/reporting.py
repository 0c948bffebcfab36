"""Actions of writing a report in several messages, and of looking at what goes with one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WriteReport:
    """Go on with a report; the person's next words are added to it."""

    report: int


@dataclass(frozen=True, slots=True)
class EndReport:
    """Take a report as complete."""

    report: int


@dataclass(frozen=True, slots=True)
class RemoveLast:
    """Take back what the last message has added; `seen` is how many messages there were."""

    report: int
    seen: int


@dataclass(frozen=True, slots=True)
class AskDropReport:
    """Ask whether a report shall be forgotten; one with nothing in it is forgotten at once."""

    report: int


@dataclass(frozen=True, slots=True)
class DropReport:
    """Forget a report that is being written, with everything in it."""

    report: int


@dataclass(frozen=True, slots=True)
class ShowEvidence:
    """Show a page (from 0) of the pictures, files and links that go with the reports on an occurrence."""

    occurrence: int
    page: int = 0


Reporting = WriteReport | EndReport | RemoveLast | AskDropReport | DropReport | ShowEvidence

TAGS: dict[str, type[Reporting]] = {
    "fw": WriteReport,
    "fe": EndReport,
    "fr": RemoveLast,
    "fa": AskDropReport,
    "fd": DropReport,
    "fv": ShowEvidence,
}
"""What their codes begin with."""
