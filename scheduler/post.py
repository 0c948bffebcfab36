"""What the clock works with; put together once, where the program starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Protocol

from bot.clock import Clock
from bot.dialog.door import Door
from bot.dialog.model import Reply
from bot.domain.notices import Facts, Notice, OtherBranch
from bot.domain.plan import Snapshot
from db.files import Files
from db.store import Store
from scheduler.pacing import Pace


class Render(Protocol):
    """Makes one message of everything that a member is owed at one moment."""

    def __call__(  # noqa: PLR0913 (what a message is made of)
        self,
        snapshot: Snapshot | None,
        notices: Sequence[Notice],
        member_id: int,
        today: date,
        *,
        facts: Mapping[Notice, Facts],
        repeated: bool,
        elsewhere: OtherBranch | None,
    ) -> Reply:
        """Return the message.

        Without a published plan there is no snapshot; `facts` has what the notices about people say. `repeated` has it
        say that it may be a second copy, `elsewhere` of which branch it is, when its account talks to another one.
        """
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """The collaborators of owing and delivery. `doors` holds the open ones by name and may gain some later.

    `files` are those of the reports, of which upkeep lets go what belongs to none. `leads` tells whether this program
    is the one that delivers, where there are several.
    """

    store: Store
    clock: Clock
    doors: Mapping[str, Door]
    render: Render
    random: Random
    pace: Pace
    files: Files
    leads: Callable[[], bool] = lambda: True
