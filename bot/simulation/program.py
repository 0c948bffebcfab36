"""The program as it runs in a simulated world: the real store, use cases and delivery, started and cut off at will."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date

from bot.app import house_of
from bot.dialog.door import Door
from bot.dialog.model import Reply
from bot.dialog.pages.notices import notices_reply
from bot.domain.notices import Facts, Notice, OtherBranch
from bot.domain.plan import Snapshot
from bot.simulation.messengers import DOORS, Messenger, Network
from bot.simulation.swift import SwiftFile
from bot.simulation.world import ZONE, PowerCut, World
from bot.usecases.house import House
from db.store import Store
from scheduler.pacing import Pace
from scheduler.post import Post
from scheduler.steadiness import Steadiness, steady_tick

Round = Callable[[Post, Steadiness], Awaitable[bool]]
MOST_ROUNDS = 1000
FAULTS = frozenset(
    {"look-failed", "branch-not-judged", "notice-not-rendered", "card-not-amended", "not-erased", "tick-failed"}
)
"""Events of the log that tell of a fault of ours."""
_ON_THE_WAY = (
    "SELECT key FROM outbox WHERE state = 'claimed' AND kind = ? AND subject = ? AND member_id = ? AND refers_to = ?"
    " AND revision = ? AND (outcome = 'uncertain') = ?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a simulation may be given other parts of, to see whether it notices what they do wrong."""

    round_: Round = steady_tick
    door: Callable[[Door], Door] = lambda door: door


class Program:
    """The program: off until it is started, and off again when the power is cut.

    Args:
        world: where it runs.
        network: what its doors lead to.
        file: where its data is; what is in it outlives the program.
        parts: see `Parts`.
    """

    def __init__(self, world: World, network: Network, file: SwiftFile, parts: Parts) -> None:
        self.world = world
        self.faults: list[str] = []
        self.house: House = None  # type: ignore[assignment] # set by start(), before which nothing asks for it
        self._network = network
        self._file = file
        self._parts = parts
        self._keys: dict[int, tuple[Reply, tuple[str, ...]]] = {}

    async def start(self) -> None:
        """Begin, with nothing in memory, and catch up."""
        world = self.world
        world.powered = True
        self.store = self._file.store(ZONE)
        doors = {name: self._parts.door(Messenger(name, self._network, self._carried)) for name in DOORS}
        pace = Pace(world.seconds, world.sleep)
        self.post = Post(self.store, world, doors, self._render, world.random, pace)
        self.steadiness = Steadiness(world, world.seconds)
        self.house = house_of(self.store, world)
        await self.rounds()

    async def stop(self) -> None:
        """End, in order or not."""
        self.world.powered = False
        await self.store.close()

    async def rounds(self) -> None:
        """Do rounds until there is nothing more to do at once, or the power goes."""
        for _ in range(MOST_ROUNDS):
            try:
                more = await self._parts.round_(self.post, self.steadiness)
            except PowerCut:
                return await self.stop()
            if not more:
                return None
        self.faults.append("never-quiet")
        return None

    def _carried(self, reply: Reply) -> Sequence[str]:
        _, keys = self._keys.pop(id(reply))
        return keys

    def _render(  # noqa: PLR0913 (as `notices_reply` has it)
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
        """Put notices into words, and remember which they are."""
        reply = notices_reply(
            snapshot, notices, member_id, today, facts=facts, repeated=repeated, elsewhere=elsewhere
        )
        with closing(sqlite3.connect(self._file.path)) as connection:
            found = (connection.execute(_ON_THE_WAY, _columns(each, repeated)).fetchall() for each in notices)
            keys = dict.fromkeys(key for rows in found for (key,) in rows)
        self._keys[id(reply)] = reply, tuple(keys)
        return reply


def _columns(notice: Notice, repeated: bool) -> tuple[object, ...]:  # noqa: FBT001 - a column's value
    day = notice.refers_to.isoformat()
    return notice.kind.value, notice.subject, notice.member_id, day, notice.revision, int(repeated)


class Witness(logging.Handler):
    """Takes note of what the log says of faults of ours."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__()
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of one line."""
        event = record.getMessage()
        if event in FAULTS:
            error = record.exc_info[1] if record.exc_info else None
            self._faults.append(f"{event} {error!r}")
