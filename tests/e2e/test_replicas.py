"""Several programs on one PostgreSQL database: updates come to any of them, one delivers, another takes its place."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from tests.e2e.branch import BARVINOK, HEAD, JANUARY, SOLOVEIKO, Branch, invented_branch
from tests.e2e.doors import Person, TelegramDoor, free_port
from tests.e2e.program import PATIENCE, Running, run
from tests.postgres import Server
from tests.servers.fixtures import checked
from tests.servers.telegram import Limits, TelegramServer

TAKEN_OVER = 10.0
"""Seconds within which another program delivers, when the one that did is gone."""


@dataclass
class Balancer:
    """What stands before the programs: each connection goes to the next one that takes it."""

    ports: list[int] = field(default_factory=list)
    _turn: Iterator[int] = field(default_factory=count)
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Bring one connection to a program."""
        first = next(self._turn)
        for number in range(len(self.ports)):
            with contextlib.suppress(OSError):
                port = self.ports[(first + number) % len(self.ports)]
                there, back = await asyncio.open_connection("127.0.0.1", port)
                await self._carry(reader, writer, there, back)
                return
        writer.close()

    def send_all_to_the_last(self) -> None:
        """Let go of the programs before the last one, and of what is open to them."""
        self.ports[:] = self.ports[-1:]
        for each in self._open:
            each.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: asyncio.StreamReader,
        back: asyncio.StreamWriter,
    ) -> None:
        both = {writer, back}
        self._open |= both
        try:
            await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer))
        finally:
            self._open -= both
            for each in both:
                each.close()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.write_eof()


@dataclass
class Replicas:
    """Two programs, and the people of one branch."""

    branch: Branch
    folder: Path
    database: str
    public_port: int
    door: TelegramDoor
    balancer: Balancer

    @asynccontextmanager
    async def one(self, name: str) -> AsyncIterator[Running]:
        """Another program on the same database."""
        folder, port = self.folder / name, free_port()
        folder.mkdir(exist_ok=True)
        own = {"DATABASE_URL": self.database, "CLOCK_START": JANUARY, "HTTP_PORT": str(port)}
        async with run(folder, {**self.door.settings, **own}) as running:
            self.balancer.ports.append(port)
            await until(lambda: "started" in self.log(name))
            yield running
            with contextlib.suppress(ValueError):
                self.balancer.ports.remove(port)

    def log(self, name: str) -> str:
        """What a program has logged."""
        return (self.folder / name / "log").read_text(encoding="utf-8")

    def led(self, name: str) -> bool:
        """Whether a program has come to deliver."""
        return re.search(r" sender$", self.log(name), re.MULTILINE) is not None


async def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait until a condition holds."""
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - the program tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture
async def replicas(postgres: Server, tmp_path: Path) -> AsyncIterator[Replicas]:
    """A branch in a database of the server's, behind one address."""
    database = postgres.empty()
    url = postgres.url(database)
    balancer, port = Balancer(), free_port()
    async with checked(TelegramServer(limits=Limits.unhurried(), allow_http_webhook=True)) as server:
        listening = await asyncio.start_server(balancer.serve, "127.0.0.1", port)
        branch = await asyncio.to_thread(invented_branch, tmp_path, url)
        yield Replicas(branch, tmp_path, url, port, TelegramDoor(server, port), balancer)
        listening.close()
    postgres.drop(database)


async def joins(replicas: Replicas, key: str) -> Person:
    person = replicas.door.person(key)
    await person.arrives(replicas.branch.tokens[key])
    await person.sees(re.compile("^Вітаю"))
    return person


async def reports(person: Person, number: str) -> None:
    await person.says(number)
    await person.sees(f"{number} ")
    await person.taps("Виконано")
    await person.sees("Ваші слова побачить Президія")
    await person.says("Допис вийшов.")
    await person.sees("Записав: ваші слова")
    await person.taps("Готово")


async def hears(person: Person, words: str, seconds: float) -> float:
    """Wait for a message that begins so; return how long it took."""
    since = time.monotonic()
    await until(lambda: told(person, words), seconds)
    return time.monotonic() - since


def told(person: Person, words: str) -> list[str]:
    return [seen.text for seen in person.chat() if words in seen.text]


async def test_when_the_one_that_delivers_is_killed_or_hangs_another_does(replicas: Replicas) -> None:
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(replicas.one("first"))
        await until(lambda: replicas.led("first"))
        second = await stack.enter_async_context(replicas.one("second"))
        head, soloveiko, barvinok = [await joins(replicas, each.key) for each in (HEAD, SOLOVEIKO, BARVINOK)]

        await hears(head, "ще не має дати", PATIENCE)
        await reports(barvinok, "3.6")
        for judge in (head, soloveiko):
            await hears(judge, "Барвінок І. повідомляє", PATIENCE)
        heard = [len(each.chat()) for each in (head, soloveiko)]
        assert not replicas.led("second")

        await first.lose_power()
        await soloveiko.taps("Підтвердити")
        await hears(barvinok, "Соловейко-Гнатенко М.П. підтверджує", TAKEN_OVER)
        assert len(told(barvinok, "Соловейко-Гнатенко М.П. підтверджує")) == 1
        assert replicas.led("second")

        await stack.enter_async_context(replicas.one("third"))
        second.freeze()
        replicas.balancer.send_all_to_the_last()
        frozen_at = time.monotonic()
        await until(lambda: replicas.led("third"), TAKEN_OVER)
        assert time.monotonic() - frozen_at < TAKEN_OVER
        await soloveiko.taps("Відкликати")
        await hears(barvinok, "Рішення відкликано:", TAKEN_OVER)
        await second.lose_power()

        await replicas.door.settled()
        assert [len(each.chat()) for each in (head, soloveiko)] == heard, "the judges hear of the claim, and once"
        assert len(told(barvinok, "Рішення відкликано:")) == 1
    for name in ("first", "second", "third"):
        assert not re.search(r" (ERROR|CRITICAL) |Traceback|Барвінок", replicas.log(name))
