"""Lives of the program: it is started, killed, and started again on the same database; in the end it is let live."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from itertools import count
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.worktime import is_working_day
from tests.crash.book import rows_of
from tests.crash.deaths import AnyTime, AtCommit, AtRest, AtSending, Death, name_of, some_death
from tests.crash.house import EVERYBODY, FIRST_DAY, Somebody
from tests.crash.judging import ON_ITS_WAY, Judged, judge
from tests.crash.phones import Accepted, Message, Phone, User
from tests.e2e.doors import TelegramDoor, ViberDoor, free_port
from tests.e2e.program import PATIENCE, Running, environment, from_loaded
from tests.servers.telegram import Limits, TelegramServer
from tests.servers.viber import ViberLimits, ViberServer
from tests.servers.watching import Moment

KYIV = ZoneInfo("Europe/Kyiv")
MODULE = "tests.crash.fated"
MORNING = datetime.combine(FIRST_DAY, clock_time(9), KYIV)
KILLS = 50
"""Of one database; then it is compared with what the messengers have taken."""
DAY, LEASE_OVER, LEASE_HELD = timedelta(days=1), timedelta(minutes=6), timedelta(minutes=2)
SHOWN_AGAIN = {("not-modified", "editMessageText"), ("webhook-method-failed", "answerCallbackQuery")}
"""What was shown, but not said to be taken, when the program died is shown again."""
REDELIVERY = 0.01
LONG = 5 * PATIENCE
PEACE = 0.1
"""Seconds without a call, with nothing due."""
SENDS = ("send", "edit")
"""How the calls begin that show somebody something."""


@dataclass
class World:
    """One database, both messengers, and the people."""

    folder: Path
    random: Random
    telegram: TelegramServer
    viber: ViberServer
    port: int = field(default_factory=free_port)
    moment: datetime = MORNING
    accepted: list[Accepted] = field(default_factory=list)
    caught: Counter[int] = field(default_factory=Counter)
    deaths: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.phones = [Phone(each, self._user(each)) for each in EVERYBODY]
        self._unread: list[tuple[Phone, Message]] = []
        self._calls = 0

    @property
    def database(self) -> Path:
        """The program's file."""
        return self.folder / "planovyk.db"

    async def begin(self) -> None:
        """Everybody comes to the bot, which is not there yet."""
        for phone in self.phones:
            await phone.begins()

    async def one_death(self) -> None:
        """Let the program live until its death, while people do what they have been asked to do."""
        death = some_death(self.random)
        await self._people_act()
        running = await self._started(death)
        self._watch(death, running)
        self.deaths[name_of(await self._end_of(running, death))] += 1
        self._look_back()
        self.moment = self._later()

    async def _end_of(self, running: Running, death: Death) -> Death:
        """Wait until the program is dead; return which death it died."""
        seconds = death.seconds if isinstance(death, AnyTime) else PATIENCE
        rest = asyncio.create_task(self._rests())
        ended = asyncio.create_task(running.ended())
        await asyncio.wait([rest, ended], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        rested = rest.done() and not ended.done()
        rest.cancel()
        running.kill()
        await ended
        return AtRest() if rested else death

    async def _rests(self) -> None:
        """Wait until everything is taken, nothing is due, and nothing comes of it any more."""
        calls = -1
        while calls != self._calls or not calls or self._has_work():
            calls = self._calls
            await asyncio.sleep(PEACE)

    def _has_work(self) -> bool:
        waits = len(self.telegram.account.updates) or self.viber.callbacks.waiting("message")
        return bool(waits) or any(
            row.state in ON_ITS_WAY and row.next_at <= self.moment for row in rows_of(self.database)
        )

    async def live_on(self) -> None:
        """Let the program live until it has nothing to do and nobody writes; then it is stopped as a host stops it."""
        self.moment += 2 * LEASE_OVER
        running = await self._started(None)
        self._watch(AtRest(), running)
        async with asyncio.timeout(LONG):
            await self._rest_well()
            while any(phone.writes for phone in self.phones):
                await self._people_act()
                await self._rest_well()
        await running.stop()
        self._look_back()

    async def _rest_well(self) -> None:
        await self._rests()
        await self.viber.settled(LONG)
        self._look_back()

    def judged(self) -> Judged:
        """Compare the database with what the messengers have taken, and ask the messengers for broken rules."""
        found = judge(self.database, self.accepted, self.phones, self.caught, self.moment)
        broken = [*self.telegram.breaches, *self.telegram.account.unanswered(), *self.viber.breaches]
        rules = [f"rule: {each}" for each in broken if (each.rule, each.method) not in SHOWN_AGAIN]
        log = (self.folder / "log").read_text(encoding="utf-8").splitlines()
        errors = [line for line in log if " ERROR " in line and "notices-given-up why=uncertain" not in line]
        return Judged([*found.faults, *rules, *(f"log: {line}" for line in errors)], found.numbers)

    async def _people_act(self) -> None:
        unread, self._unread = self._unread, []
        for phone, message in unread:
            await phone.acts_on(message)

    async def _started(self, death: Death | None) -> Running:
        commit = death if isinstance(death, AtCommit) else AtCommit(0, before=False)
        with (self.folder / "log").open("ab") as log:
            given = environment(self._settings())
            return await from_loaded(self.folder, given, log, MODULE, commit=commit.number, before=commit.before)

    def _settings(self) -> dict[str, str]:
        ours = {"DATABASE_URL": f"sqlite:///{self.database}", "CLOCK_START": f"{self.moment:%Y-%m-%dT%H:%M}"}
        doors = (TelegramDoor(self.telegram, self.port), ViberDoor(self.viber, self.port))
        return ours | {name: value for door in doors for name, value in door.settings.items()}

    def _watch(self, death: Death, running: Running) -> None:
        sendings = count(1)
        self._calls = 0

        def watch(moment: Moment, method: str) -> None:
            self._calls += 1
            match death:
                case AtSending(number, when) if when is moment and method.lower().startswith(SENDS):
                    if next(sendings) == number:
                        running.kill()
                case _:
                    pass

        self.telegram.watch = self.viber.watch = watch

    def _look_back(self) -> None:
        """Take down what the messengers have taken in this life, and which of it the program could not write down."""
        lately = [(phone, message) for phone in self.phones for message in phone.news()]
        taken = [Accepted(phone.who, message.text, self.moment) for phone, message in lately]
        on_the_way = [row for row in rows_of(self.database) if row.state == "leaving"]
        self.caught.update(row.id for row in on_the_way if any(map(row.is_told_by, taken)))
        self.accepted += taken
        self._unread += lately

    def _later(self) -> datetime:
        """The next start: minutes later, while a lease holds or when it has run out, or on the next working day."""
        step = self.random.choices((LEASE_HELD, LEASE_OVER, DAY), (1, 2, 6))[0]
        if step is not DAY or len(self.telegram.account.updates) or self.viber.callbacks.waiting("message"):
            # What somebody was asked is forgotten in a day: whoever is answering gets their answer today.
            step = min(step, LEASE_OVER)
            return self.moment + step
        later = self.moment + DAY
        while not is_working_day(later.date()):
            later += DAY
        return datetime.combine(later.date(), clock_time(9), KYIV)

    def _user(self, who: Somebody) -> User:
        return self.telegram.user(int(who.account)) if who.door == "telegram" else self.viber.user(who.account)


@dataclass
class Found:
    """What came of many kills."""

    kills: int = 0
    faults: list[str] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)
    numbers: Counter[str] = field(default_factory=Counter)

    def add(self, world: World) -> None:
        """Add what came of a world that has come to its end."""
        faults, numbers = world.judged()
        self.kills += world.deaths.total()
        self.faults += faults
        self.deaths += world.deaths
        self.numbers += numbers


async def killed_often(house: Path, folder: Path, seed: int, kills: int = KILLS) -> World:
    """Kill the program on a copy of a house, `kills` times; then let it do what is left."""
    shutil.copy(house, folder / "planovyk.db")
    async with (
        TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True, redelivery_seconds=REDELIVERY) as telegram,
        ViberServer(limits=ViberLimits.unhurried(), allow_http_webhook=True, redelivery_seconds=REDELIVERY) as viber,
    ):
        world = World(folder, Random(seed), telegram, viber)  # noqa: S311 - to be repeated by its seed
        await world.begin()
        for _ in range(kills):
            await world.one_death()
        await world.live_on()
    return world
