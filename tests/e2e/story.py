"""A branch and its people over some days: the program stops and starts again at a later moment on the same database."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from tests.e2e.branch import HEAD, SECRETARY, Branch, Guest
from tests.e2e.doors import Door, Person, Seen, Talker
from tests.e2e.program import PATIENCE, Running, run

KYIV = ZoneInfo("Europe/Kyiv")
LONG_AGO = datetime.min.replace(tzinfo=UTC)
WITHIN = timedelta(hours=1)
"""Far longer than a story lasts after the moment at which its program has started."""
ON_ITS_WAY = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'claimed', 'leaving', 'uncertain') AND next_at < ?"


@dataclass
class Story:
    """A branch that people reach through one door or several."""

    branch: Branch
    doors: Sequence[Door]
    from_nothing: bool = False
    """Whether the program starts with no library loaded."""
    _read: dict[str, int] = field(default_factory=dict)
    _moment: datetime = LONG_AGO

    @asynccontextmanager
    async def at(self, moment: str, speed: float = 1) -> AsyncIterator[Running]:
        """The program runs from a moment in Kyiv on."""
        self._moment = datetime.fromisoformat(moment).replace(tzinfo=KYIV).astimezone(UTC)
        settings = {
            "DATABASE_URL": f"sqlite:///{self.branch.database}",
            "CLOCK_START": moment,
            "CLOCK_SPEED": str(speed),
        }
        for door in self.doors:
            settings |= door.settings
        async with run(self.branch.folder, settings, from_nothing=self.from_nothing) as running:
            yield running

    def person(self, guest: Guest) -> Person:
        """The person behind a guest, on the first door."""
        return self.doors[0].person(guest.key)

    async def joins(self, guest: Guest, person: Person | None = None) -> Person:
        """Let somebody come in by their link and look around."""
        person = person or self.person(guest)
        await person.arrives(self.branch.tokens[guest.key])
        await person.sees(f"Вітаю, {guest.name}!")
        await person.taps("Мої завдання")
        await person.sees(re.compile("^(Ваші завдання|За вами зараз нічого)"))
        return person

    async def all_join(self, guests: Iterable[Guest]) -> None:
        """Let people come in; the head and the secretary are asked at once when the presidium meets."""
        for guest in guests:
            person = await self.joins(guest)
            if guest in {HEAD, SECRETARY}:
                await self.until(partial(_has_read, person, "Засідання Президії за I квартал ще не має дати"))
            self.news(guest)

    def news(self, guest: Guest) -> list[Seen]:
        """What the bot has written to somebody since this was asked last; changes of old messages are no news."""
        chat = self.person(guest).chat()
        fresh = chat[self._read.get(guest.key, 0) :]
        self._read[guest.key] = len(chat)
        return fresh

    async def hears_once(self, guests: Sequence[Guest], words: str) -> list[str]:
        """Wait until each has a message that begins so; when all is said it is the only one since the last look."""
        for guest in guests:
            await self.until(partial(_has_read, self.person(guest), words, self._read.get(guest.key, 0)))
        await self.calms()
        found = [[each.text for each in self.news(guest) if each.text.startswith(words)] for guest in guests]
        assert [len(each) for each in found] == [1] * len(guests)
        return [each[0] for each in found]

    async def calms(self) -> None:
        """Wait until the bot has taken everything that people did, and nothing that it owes is still on its way."""
        for door in self.doors:
            await door.settled()
        await self.until(self._owes_nothing)

    def _owes_nothing(self) -> bool:
        """Whether nothing is about to leave; while the program writes, nobody knows."""
        soon = (self._moment + WITHIN).strftime("%Y-%m-%d %H:%M:%S")
        with closing(self._looked_into(0)) as database, suppress(sqlite3.OperationalError):
            return not database.execute(ON_ITS_WAY, [soon]).fetchone()[0]
        return False

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110 - people look at their phones, the platform tells nobody
                await asyncio.sleep(0.02)

    async def reminded(self, guests: Iterable[Guest]) -> dict[str, list[str]]:
        """Wait until these people have got something new; return who has been reminded of what, message by message."""
        people = [self.person(guest) for guest in guests]
        before = [self._read.get(guest.key, 0) for guest in guests]
        await self.until(lambda: all(len(each.chat()) > n for each, n in zip(people, before, strict=True)))
        return {guest.key: [owed(seen.text) for seen in self.news(guest)] for guest in guests}

    def sent(self, patience: float = PATIENCE) -> list[tuple[str, datetime]]:
        """What the program has written down of its own messages: the kind, and the moment in Kyiv.

        Raises sqlite3.OperationalError when the program still writes after so many seconds.
        """
        with closing(self._looked_into(patience)) as database:
            rows = database.execute("SELECT kind, sent_at FROM outbox WHERE sent_at IS NOT NULL").fetchall()
        return [(kind, datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone(KYIV)) for kind, at in rows]

    def _looked_into(self, patience: float) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{self.branch.database}?mode=ro", uri=True, timeout=patience)

    def log(self) -> str:
        """What the program has logged so far."""
        return (self.branch.folder / "log").read_text(encoding="utf-8")


def _has_read(person: Talker, words: str, after: int = 0) -> bool:
    return any(seen.text.startswith(words) for seen in person.chat()[after:])


async def answers(person: Talker, words: str, wanted: str) -> Seen:
    """Ask something; return the one message that answers, whatever reminders come meanwhile."""
    before = len(person.chat())
    await person.says(words)
    seen = await person.sees(re.compile(f"^{re.escape(wanted)}"))
    assert [each.text for each in person.chat()[before:] if not owed(each.text)] == [seen.text]
    return seen


_OWED = {
    "deadline": re.compile(r"^(?P<what>.+): виконати до (?P<day>\d+ \S+), лиши\S+ (?P<left>\d+) д\S+\.$"),
    "overdue": re.compile(r"^(?P<what>.+): строк минув (?P<day>\d+ \S+)\."),
    "check-in": re.compile(r"^Що зроблено за (?P<day>[IV]+) квартал: (?P<what>.+)\?$"),
    "meeting": re.compile(
        r"^Запрошую на засідання Президії (?P<day>\d+ \S+) о (?P<what>15:00)\. До нього (?P<left>\d+)"
    ),
    "no-date": re.compile(r"^Засідання Президії за (?P<day>[IV]+) квартал ще не має дати"),
}


def owed(text: str) -> str:
    """What a reminder speaks of, in short and in order: «2.1 за 14 днів; засідання 31 березня за 14 днів»."""
    lines = (line.removeprefix("• ") for line in text.splitlines())
    return "; ".join(sorted(filter(None, map(_in_short, lines))))


def _in_short(line: str) -> str | None:
    for kind, pattern in _OWED.items():
        if found := pattern.match(line):
            return _short(kind, found)
    return None


def _short(kind: str, found: re.Match[str]) -> str:
    match kind:
        case "deadline":
            return f"{named(found['what'])} за {found['left']} дн"
        case "overdue":
            return f"{named(found['what'])} минуло {found['day']}"
        case "check-in":
            return f"{named(found['what'])} за {found['day']} квартал?"
        case "meeting":
            return f"засідання {found['day']} за {found['left']} дн"
        case _:
            return f"засідання за {found['day']} квартал без дати"


def named(what: str) -> str:
    """The number of an activity, or the name in quotation marks of one that has none."""
    found = re.match(r"\d+\.\d+", what) or re.search(r"«[^»]+»", what)
    assert found is not None, what
    return found[0]
