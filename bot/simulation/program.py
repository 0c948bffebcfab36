"""The program as it runs in a simulated world: the real store, use cases and delivery, started and cut off at will."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

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
from db.files import files_beside
from scheduler.delivery import deliver
from scheduler.owing import look
from scheduler.pacing import Pace
from scheduler.post import Post
from scheduler.steadiness import Steadiness, steady_tick
from scheduler.tick import tick


async def round_of_a_week(post: Post) -> bool:
    """Do one round as `tick` does; the day's upkeep is done on Mondays only, as most of its days find nothing."""
    if post.clock.now().weekday() == MONDAY:
        return await tick(post)
    looked = await look(post.store, post.clock)
    return await deliver(post) or looked


async def simulated_round(post: Post, steadiness: Steadiness) -> bool:
    """Do one round of the program's, unless its clock has just jumped."""
    return await steady_tick(post, steadiness, round_of_a_week)


MONDAY = 0
Round = Callable[[Post, Steadiness], Awaitable[bool]]
MOST_ROUNDS = 1000
FAULTS = frozenset(
    {"look-failed", "branch-not-judged", "notice-not-rendered", "card-not-amended", "not-erased", "tick-failed"}
)
"""Events of the log that tell of a fault of ours."""
_MOMENTS = (
    "SELECT min(look_at) FROM branch UNION ALL SELECT min(next_at) FROM outbox WHERE state IN ('pending', 'uncertain')"
    " UNION ALL SELECT min(leased_until) FROM outbox WHERE state = 'claimed'"
)
_ON_THE_WAY = (
    "SELECT key FROM outbox WHERE state = 'claimed' AND kind = ? AND subject = ? AND member_id = ? AND refers_to = ?"
    " AND revision = ? AND (outcome = 'uncertain') = ?"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a simulation may be given other parts of, to see whether it notices what they do wrong."""

    round_: Round = simulated_round
    door: Callable[[Door], Door] = lambda door: door


class Program:
    """The program: off until it is started, and off again when the power is cut.

    Args:
        world: where it runs.
        network: what its doors lead to.
        file: where its data is; what is in it outlives the program.
        parts: see `Parts`.
        watch: looks at how things stand, before every round.
    """

    def __init__(
        self, world: World, network: Network, file: SwiftFile, parts: Parts, watch: Callable[[], Awaitable[None]]
    ) -> None:
        self.world = world
        self.watch = watch
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
        self.post = Post(self.store, world, doors, self._render, world.random, pace, files_beside(self.store.url))
        self.steadiness = Steadiness(world, world.seconds)
        self.house = house_of(self.store, world)
        await self.rounds()

    async def stop(self) -> None:
        """End, in order or not."""
        self.world.powered = False
        await self.store.close()

    async def rounds(self) -> None:
        """Do rounds until there is nothing more to do at once, or the power goes.

        A round that would find nothing is left out: it costs as much as one that finds something.
        """
        for _ in range(MOST_ROUNDS):
            await self.watch()
            try:
                more = await self._parts.round_(self.post, self.steadiness)
            except PowerCut:
                return await self.stop()
            moment = self.next_moment()
            if not more or moment is None or moment > self.world.now():
                return None
        self.faults.append("never-quiet")
        return None

    def ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the program's file from beside."""
        return self._file.ask(question, *values)

    def next_moment(self) -> datetime | None:
        """Return the first moment of the machine's clock when a round has something to do, past or to come."""
        moments = [each for (each,) in self._file.ask(_MOMENTS) if each is not None]
        return min(datetime.fromisoformat(each).replace(tzinfo=UTC) for each in moments) if moments else None

    def _carried(self, reply: Reply) -> Sequence[str]:
        _, keys = self._keys[id(reply)]
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
        reply = notices_reply(snapshot, notices, member_id, today, facts=facts, repeated=repeated, elsewhere=elsewhere)
        found = (self._file.ask(_ON_THE_WAY, *_columns(each, repeated)) for each in notices)
        keys = dict.fromkeys(key for rows in found for (key,) in rows)
        self._keys[id(reply)] = reply, tuple(keys)
        return reply


def _columns(notice: Notice, repeated: bool) -> tuple[object, ...]:  # noqa: FBT001 - a column's value
    day = notice.refers_to.isoformat()
    return notice.kind.value, notice.subject, notice.member_id, day, notice.revision, int(repeated)


class Witness(logging.Handler):
    """Takes note of what the log says of faults of ours, and of how often it says that the clock has jumped."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.jumps = 0
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of one line."""
        event = record.getMessage()
        self.jumps += event == "clock-jumped"
        if event in FAULTS:
            error = record.exc_info[1] if record.exc_info else None
            self._faults.append(f"{event} {error!r}")
