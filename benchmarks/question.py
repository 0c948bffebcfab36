"""The quarter question over a real webhook: the program against the baseline, in turn."""

from __future__ import annotations

import asyncio
import itertools
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks import content
from benchmarks.baseline import SECRET, TOKEN
from benchmarks.bot_api import Seen, bot_api
from benchmarks.load import Check, Tally, ask_all, ask_for, requests
from benchmarks.machine import peak_memory, start, stop

READY_SECONDS = 120.0
PROGRAM, BASELINE = "program", "baseline"
_MOST_A_SECOND = 10_000
"""Twice as many questions as anybody answers in a second. The program answers one person once in two seconds of its own
clock, which therefore runs so fast that the few may ask without a pause."""


@dataclass(frozen=True, slots=True)
class Load:
    """So many branches, and for how long each of the two crowds asks."""

    branches: int
    seconds: float

    def accounts(self, people: int) -> list[int]:
        """Return so many people of every branch, neighbours from different branches."""
        return [content.account(branch, person) for person in range(people) for branch in range(self.branches)]


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass of one contender.

    `first`: the first question of each branch after the start. `many`: everybody in turn, at a full store too many to
    ask twice in the second that Telegram asks for between two messages to one chat. `few`: one member of each branch
    in turn without a pause, faster than that; the program then sends its answers as calls of their own, which is the
    only way to learn of a «too many requests», while the baseline goes on replying in the response.
    """

    contender: str
    first: Tally
    many: Tally
    few: Tally
    memory: float


async def one_pass(contender: str, url: str, load: Load) -> Pass:
    """Start a contender, load it, end it. Raises TimeoutError when it does not come up."""
    port = free_port()
    async with bot_api() as (api, seen):
        with _running(contender, url, port, api, _MOST_A_SECOND / load.branches) as process:
            await _ready(contender, port, seen, process)
            check, few, many = answers(seen), load.accounts(1), load.accounts(content.PEOPLE)
            first = await ask_all(port, itertools.islice(requests(few, 100_000_000), len(few)), check)
            everybody = await ask_for(port, load.seconds, requests(many, 200_000_000), check)
            again = await ask_for(port, load.seconds, requests(few, 300_000_000), check)
            return Pass(contender, first, everybody, again, peak_memory(process))


def answers(seen: Seen) -> Check:
    """Return the check of an answer: the whole agenda of the account's own branch, in the response or as a message."""
    marks = _Marks()
    number = content.listed()

    def right(account: int, status: int, body: bytes) -> bool:
        mark, plain = marks[account]
        if status != 200:
            return False
        sent = seen.messages.pop(account, "")
        return body.count(mark) + sent.count(plain) == number

    return right


class _Marks(dict[int, tuple[bytes, str]]):
    def __missing__(self, account: int) -> tuple[bytes, str]:
        plain = content.mark((account - content.FIRST_ACCOUNT) // content.PEOPLE)
        self[account] = plain.encode(), plain
        return self[account]


@contextmanager
def _running(contender: str, url: str, port: int, api: str, speed: float) -> Iterator[subprocess.Popen[bytes]]:
    process = (
        start_program(url, port, api, speed)
        if contender == PROGRAM
        else start("-m", "benchmarks.baseline", url, str(port))
    )
    try:
        yield process
    finally:
        stop(process)


def start_program(url: str, port: int, api: str, speed: float = 1) -> subprocess.Popen[bytes]:
    """Start the program as a host does, with a webhook; its clock runs in the plan's third quarter."""
    settings = {
        "DATABASE_URL": url,
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": api,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HTTP_PORT": str(port),
        "CLOCK_START": content.NOW.isoformat(),
        "CLOCK_SPEED": str(speed),
    }
    return start("-m", "bot", "run", settings={f"PLANOVYK_{name}": value for name, value in settings.items()})


async def _ready(contender: str, port: int, seen: Seen, process: subprocess.Popen[bytes]) -> None:
    async with asyncio.timeout(READY_SECONDS):
        if contender == PROGRAM:
            await until(seen.webhook.is_set, process)
        await until(lambda: listens(port), process)


async def until(true: Callable[[], bool], process: subprocess.Popen[bytes], pause: float = 0.05) -> None:
    """Wait until something holds. Raises RuntimeError when the process ends before."""
    while not true():
        if process.poll() is not None:
            message = f"the process ended with {process.returncode}"
            raise RuntimeError(message)
        await asyncio.sleep(pause)


def listens(port: int) -> bool:
    """Tell whether somebody takes connections there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def in_turn(passes: int) -> Sequence[str]:
    """Return the order of a run: A B A B, so that a disturbance meets both."""
    return [BASELINE, PROGRAM] * passes
