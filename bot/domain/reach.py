"""Who can be written to, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reach(StrEnum):
    """How a member stands to the bot; everybody is in one of these."""

    JOINED = "joined"
    BY_PROXY = "by-proxy"
    BLOCKED = "blocked"
    UNSUBSCRIBED = "unsubscribed"
    INVITED = "invited"
    NEVER = "never"


GROUPS = tuple(Reach)
"""In the order of reading."""


@dataclass(frozen=True, slots=True)
class Contact:
    """What is known of the ways to a member.

    `open` tells whether an account of theirs may be written to, `silence` why the one used last may not (empty where
    there is none); `invited_until` is the end of their last open invitation, `delivered_at` when a notice of theirs
    last went out.
    """

    id: int
    name: str
    open: bool
    silence: str
    by_proxy: bool
    invited_until: datetime | None
    delivered_at: datetime | None

    def reach(self, now: datetime) -> Reach:
        """Return how they stand to the bot now."""
        if self.open:
            return Reach.JOINED
        if self.by_proxy:
            return Reach.BY_PROXY
        if self.silence:
            return Reach.BLOCKED if self.silence == Reach.BLOCKED else Reach.UNSUBSCRIBED
        return Reach.INVITED if self.invited_until and self.invited_until > now else Reach.NEVER
