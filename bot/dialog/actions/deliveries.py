"""Actions about the log of deliveries: what was sent to whom, and when."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowDeliveries:
    """Show notices, the latest first: a member's (0: the branch's), before a notice (0: from the last)."""

    member: int
    before: int


@dataclass(frozen=True, slots=True)
class ShowTold:
    """Show the notices about an activity, the latest first, before a notice (0: from the last)."""

    activity: int
    before: int


@dataclass(frozen=True, slots=True)
class ShowCalled:
    """Show the notices about a meeting, the latest first, before a notice (0: from the last)."""

    meeting: int
    before: int


@dataclass(frozen=True, slots=True)
class ShowAnnounced:
    """Show to whom an announcement went, the latest first, before a notice (0: from the last)."""

    announcement: int
    before: int


@dataclass(frozen=True, slots=True)
class ShowDelivery:
    """Show one notice, with a text that tells of it and can be forwarded."""

    notice: int


@dataclass(frozen=True, slots=True)
class ExportDeliveries:
    """Send a member's notices (0: the branch's) as a file: a workbook (`form` 0) or CSV (1)."""

    form: int
    member: int


@dataclass(frozen=True, slots=True)
class ExportTold:
    """Send the notices about an activity as a file (see `ExportDeliveries`)."""

    form: int
    activity: int


@dataclass(frozen=True, slots=True)
class ExportCalled:
    """Send the notices about a meeting as a file (see `ExportDeliveries`)."""

    form: int
    meeting: int


@dataclass(frozen=True, slots=True)
class ExportAnnounced:
    """Send to whom an announcement went as a file (see `ExportDeliveries`)."""

    form: int
    announcement: int


Showing = ShowDeliveries | ShowTold | ShowCalled | ShowAnnounced
Exporting = ExportDeliveries | ExportTold | ExportCalled | ExportAnnounced
Deliveries = Showing | ShowDelivery | Exporting

TAGS: dict[str, type[Deliveries]] = {
    "hd": ShowDeliveries,
    "ha": ShowTold,
    "hm": ShowCalled,
    "hh": ShowAnnounced,
    "hn": ShowDelivery,
    "hx": ExportDeliveries,
    "hb": ExportTold,
    "hc": ExportCalled,
    "hf": ExportAnnounced,
}
"""What their codes begin with."""
