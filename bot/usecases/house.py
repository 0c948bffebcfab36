"""What every use case works with: the store, the clock, chance, and a way to wake delivery."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.documents.apart import Examine, ReadFile
from db.files import Files
from db.store import Store


@dataclass(frozen=True, slots=True)
class House:
    """The collaborators of the use cases.

    `token` makes a fresh start token, `nudge` asks delivery to look now, `read_file` reads a plan or a members' list;
    `examine` looks at what was sent with a report, and `files` keeps it.
    """

    store: Store
    clock: Clock
    token: Callable[[], str]
    nudge: Callable[[], None]
    read_file: ReadFile
    examine: Examine
    files: Files

    @property
    def zone(self) -> ZoneInfo:
        """The zone the branch lives in."""
        return self.store.zone

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """The present day in the branch's zone."""
        return self.now().astimezone(self.zone).date()
