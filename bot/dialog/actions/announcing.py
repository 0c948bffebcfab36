"""Actions about announcements: words to some of the branch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowAnnouncements:
    """Show a page of the branch's announcements, the latest first."""

    page: int


@dataclass(frozen=True, slots=True)
class WriteAnnouncement:
    """Ask for the words of a new one; the next words are these."""


@dataclass(frozen=True, slots=True)
class ShowAnnouncement:
    """Show one: a draft as it will look and whom it gets to, or how far it has got."""

    announcement: int


@dataclass(frozen=True, slots=True)
class AskAudience:
    """Ask once more whom a draft is for."""

    announcement: int


@dataclass(frozen=True, slots=True)
class AskAudienceActivity:
    """Ask for the activity whose people a draft is for; the next words are its number, or some of its title."""

    announcement: int


@dataclass(frozen=True, slots=True)
class AskAudienceBody:
    """Show a page of the bodies that a draft may be for."""

    announcement: int
    page: int


@dataclass(frozen=True, slots=True)
class AddressAnnouncement:
    """Say whom a draft is for: an audience by its place in `AUDIENCES`, and its activity or body (0: none)."""

    announcement: int
    audience: int
    subject: int


@dataclass(frozen=True, slots=True)
class SendAnnouncement:
    """Send a draft to those whom the page has said it is for (see `AddressAnnouncement`)."""

    announcement: int
    audience: int
    subject: int


@dataclass(frozen=True, slots=True)
class DropAnnouncement:
    """Throw a draft away."""

    announcement: int


@dataclass(frozen=True, slots=True)
class StopAnnouncement:
    """Cancel what of an announcement has not left."""

    announcement: int


Announcing = (
    ShowAnnouncements
    | WriteAnnouncement
    | ShowAnnouncement
    | AskAudience
    | AskAudienceActivity
    | AskAudienceBody
    | AddressAnnouncement
    | SendAnnouncement
    | DropAnnouncement
    | StopAnnouncement
)

TAGS: dict[str, type[Announcing]] = {
    "hl": ShowAnnouncements,
    "hw": WriteAnnouncement,
    "hs": ShowAnnouncement,
    "hu": AskAudience,
    "hq": AskAudienceActivity,
    "ho": AskAudienceBody,
    "ht": AddressAnnouncement,
    "hg": SendAnnouncement,
    "hz": DropAnnouncement,
    "hp": StopAnnouncement,
}
"""What their codes begin with."""
