"""Who watches from beside: what the domain says is owed, moment by moment, whatever the outbox may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.obligations import Obligation, obligations
from bot.domain.plan import Snapshot
from bot.simulation.world import ZONE, World

A_ROUND = timedelta(minutes=2)
"""What is owed for less than this between two changes need not be noticed: a round comes once a minute."""


@dataclass
class Observer:
    """Keeps everything that was owed for at least a round's time while the program could notice it.

    `owed` has it by key; `ended` the keys that ceased to be owed at some time, `known` all keys that ever stood.
    `standing` is what stands now, the plan's whole future too, and `first` since when.
    """

    world: World
    owed: dict[str, Obligation] = field(default_factory=dict)
    known: dict[str, Obligation] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    standing: dict[str, Obligation] = field(default_factory=dict)
    first: dict[str, datetime] = field(default_factory=dict)
    _since: datetime | None = None
    _state: tuple[int, int, int] | None = None

    def see(self, snapshot: Snapshot | None) -> None:
        """Look at the plan as it stands, after every change of it."""
        today = self.world.true.astimezone(ZONE).date()
        state = (snapshot.revision if snapshot else 0, today.year, today.month)
        if state == self._state:
            return
        self.close()
        now = {each.key: each for each in obligations(snapshot, ZONE, today)} if snapshot else {}
        self.ended.update(self.standing.keys() - now.keys())
        self.known.update(now)
        self.first.update(dict.fromkeys(now.keys() - self.standing.keys(), self.world.true))
        self.standing, self._since, self._state = now, self.world.true, state

    def close(self) -> None:
        """Keep what was owed in the stretch that ends now."""
        if self._since is None:
            return
        until = self.world.true
        for key, each in self.standing.items():
            begin = max(self._since, each.due)
            if key not in self.owed and begin < each.until and self.world.awake(begin, until) >= A_ROUND:
                self.owed[key] = each

    def called_for(self, key: str) -> bool:
        """Tell whether a notice is called for now; of those that tell of somebody's doing the plan says nothing."""
        return key not in self.known or key in self.standing
