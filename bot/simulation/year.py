"""One year of one branch, from the day its plan is published until nothing of it is of use any more."""

from __future__ import annotations

import heapq
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from sqlalchemy import select

from bot.dialog.door import Failure
from bot.dialog.model import Address
from bot.simulation.account import Account, Evidence, account_of
from bot.simulation.life import Life
from bot.simulation.messengers import DOORS, Network
from bot.simulation.observer import Observer
from bot.simulation.population import settle
from bot.simulation.program import Parts, Program, Witness
from bot.simulation.swift import SwiftFile
from bot.simulation.world import ZONE, World
from db.identities import can_be_written_to
from db.tables import IdentityRow, MemberRow, OutboxRow
from scheduler.delivery import LEASE_SECONDS
from scheduler.steadiness import HOLD_SECONDS

Event = Callable[[], Awaitable[None]]
FIRST_YEAR, YEARS = 2024, 12
DEEDS = (15, 40)
AFTERWARDS = timedelta(days=80)
"""After the plan's year: longer than anything that can be owed by its end is of use."""
SOON = timedelta(minutes=1)
LEASE = timedelta(seconds=LEASE_SECONDS + 60)
HOLD = timedelta(seconds=HOLD_SECONDS + 120)
_JUMPS = (timedelta(days=1), timedelta(hours=1), -timedelta(hours=1), -timedelta(days=1), timedelta(days=365))


class Year:
    """A year that is being lived.

    Args:
        seed: everything follows from it.
        file: the program's data.
        parts: the program's parts.
    """

    def __init__(self, seed: int, file: SwiftFile, parts: Parts) -> None:
        random = Random(seed)  # noqa: S311 - a year must be the same again
        self.year = FIRST_YEAR + seed % YEARS
        self.seed = seed
        begin = datetime(self.year, 1, random.randint(2, 20), random.randint(8, 17), tzinfo=ZONE)
        self.world = World(begin.astimezone(UTC), random)
        self.observer = Observer(self.world)
        self.network = Network(self.world, self.observer.called_for)
        self.program = Program(self.world, self.network, file, parts, self._see)
        self.witness = Witness(self.program.faults)
        self.events: list[tuple[datetime, int, Event]] = []
        self._number = count()

    async def live(self) -> Account:
        """Live through the year; return what became of everything that was owed in it."""
        await self.program.start()
        people = await settle(self.program.house, self.world.random, self.year)
        self.life = Life(self.program, self.network, people)
        self.residents = frozenset(self.life.accounts)
        self._foresee()
        await self.program.rounds()
        while await self._step():
            await self._see()
        self.observer.close()
        account = account_of(self.seed, await self._evidence())
        await self.program.stop()
        return account

    def _foresee(self) -> None:
        """Decide what befalls the branch and its people in the year, and when."""
        random, begin = self.world.random, self.world.true
        end = datetime(self.year + 1, 1, 20, tzinfo=UTC)

        def some(least: int, most: int, event: Event) -> None:
            for _ in range(random.randint(least, most)):
                self._at(begin + (end - begin) * random.random(), event)

        some(*DEEDS, self._deed)
        some(0, 5, self._outage)
        some(0, 3, self._jump)
        some(0, 2, self._sleep)
        some(0, 4, self._darkness)
        self._at(datetime(self.year + 1, 1, 20, tzinfo=UTC) + AFTERWARDS, self._end)

    def _at(self, moment: datetime, event: Event) -> None:
        heapq.heappush(self.events, (moment, next(self._number), event))

    def _in(self, wait: timedelta, event: Event) -> None:
        self._at(self.world.true + wait, event)

    async def _step(self) -> bool:
        """Live until the next thing that happens; False when the year is over."""
        moment, _, event = self.events[0]
        due = self._next_round() if self.world.powered else None
        if due is not None and due < moment:
            self.world.advance(due)
            await self._rounds()
            return True
        heapq.heappop(self.events)
        self.world.advance(moment)
        await event()
        return event != self._end

    def _next_round(self) -> datetime | None:
        """Return when a round will next have something to do: within a minute after it falls due."""
        moment = self.program.next_moment()
        if moment is None or self._unsure():
            return None
        late = timedelta(seconds=1 + 59 * self.world.random.random())
        return max(moment, self.world.true) + late

    async def _rounds(self) -> None:
        await self.program.rounds()
        if not self.world.powered:
            self._stay_off(timedelta(minutes=self.world.random.choice((1, 3, 30, 600, 3000))))

    def _stay_off(self, time: timedelta) -> None:
        self.world.blind.append((self.world.true, self.world.true + time))
        self._in(time, self._start)

    async def _start(self) -> None:
        self.world.tell("start")
        await self.program.start()
        if not self.world.powered:
            self._stay_off(timedelta(minutes=5))
        self._in(LEASE, self._rounds_if_on)

    async def _rounds_if_on(self) -> None:
        if self.world.powered:
            await self._rounds()

    async def _deed(self) -> None:
        if not self.world.powered:  # messengers keep what people do, and people try again
            self._in(timedelta(hours=5 * self.world.random.random()), self._deed)
            return
        await self.life.something()
        await self._rounds()

    async def _outage(self) -> None:
        if not self.world.powered or self._unsure():
            return
        hours = self.world.random.choice((1, 5, 12, 30, 100, 400))
        self.world.tell("outage", hours=hours)
        await self.program.stop()
        self._stay_off(timedelta(hours=hours))

    def _unsure(self) -> bool:
        """Tell whether the program is off, or does nothing because its clock has jumped."""
        return bool(self.world.blind) and self.world.blind[-1][1] > self.world.true

    async def _jump(self) -> None:
        """Have the machine's clock set wrong, and right again before the program believes it."""
        if not self.world.powered or self._unsure():
            return
        minutes = self.world.random.randint(2, 50)
        self.world.off = self.world.random.choice(_JUMPS)
        self.world.jumps += 1
        self.world.tell("clock-jump", off=self.world.off, minutes=minutes)
        self.world.blind.append((self.world.true, self.world.true + timedelta(minutes=minutes) + 2 * SOON))
        self._in(SOON, self._rounds_if_on)
        self._in(timedelta(minutes=minutes), self._set_right)
        self._at(self.world.blind[-1][1], self._rounds_if_on)
        await self.program.rounds()

    async def _set_right(self) -> None:
        self.world.off = timedelta()
        self.world.jumps += 1
        self.world.tell("clock-right")
        self._in(SOON, self._rounds_if_on)

    async def _sleep(self) -> None:
        """Have the machine sleep without its seconds going on: to the program its clock jumps, and stays so."""
        if not self.world.powered or self._unsure():
            return
        time = timedelta(hours=self.world.random.choice((1, 3, 10)))
        self.world.tell("machine-sleeps", hours=time)
        self.world.blind.append((self.world.true, self.world.true + time + HOLD))
        self.world.jumps += 1
        self.world.asleep += time
        self.world.true += time
        self._in(SOON, self._rounds_if_on)
        self._at(self.world.blind[-1][1], self._rounds_if_on)

    async def _darkness(self) -> None:
        """Have a messenger be down, or shut to the bot, for a while."""
        door, how = self.world.random.choice(DOORS), self.world.random.choice((Failure.LATER, Failure.SHUT))
        time = timedelta(hours=self.world.random.choice((1, 4, 24, 60)))
        self.world.tell("messenger-down", door=door, how=how, hours=time)
        self.network.dark[door] = how
        self._in(time, partial(self._light, door))

    async def _light(self, door: str) -> None:
        self.network.dark.pop(door, None)

    async def _end(self) -> None:
        if not self.world.powered:
            await self.program.start()

    async def _see(self) -> None:
        """Have the observer look at the plan as it stands."""
        if not self.world.powered:
            return
        branches = self.program.ask("SELECT id, revision FROM branch")
        if not branches:
            return
        [(branch_id, revision)] = branches
        today = self.world.true.astimezone(ZONE).date()
        self.observer.see(await self.program.store.snapshot(branch_id, revision, today))

    async def _evidence(self) -> Evidence:
        async with self.program.store.reading() as session:
            rows = list(await session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
            reachable = frozenset(await session.scalars(select(MemberRow.id).where(can_be_written_to(MemberRow.id))))
            accounts = defaultdict(list)
            for each in await session.scalars(select(IdentityRow)):
                if Address(each.door, each.account) in self.residents:
                    accounts[each.member_id].append(Address(each.door, each.account))
        if self.witness.jumps != self.world.jumps:
            self.program.faults.append(f"clock-jumps {self.world.jumps} noticed {self.witness.jumps}")
        expected = frozenset(self.life.expected)
        return Evidence(self.observer, self.network, rows, expected, accounts, reachable, self.program.faults)


async def live(seed: int, file: SwiftFile, parts: Parts) -> Account:
    """Live through the year of a seed in an empty file."""
    file.clear()
    year = Year(seed, file, parts)
    log = logging.getLogger("scheduler")
    before = log.propagate, log.level
    log.addHandler(year.witness)
    log.propagate = False
    log.setLevel(logging.WARNING)
    try:
        return await year.live()
    finally:
        log.removeHandler(year.witness)
        log.propagate = before[0]
        log.setLevel(before[1])
