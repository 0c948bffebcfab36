"""The program's own log at its most talkative, and what must not stand in it, in whatever form."""

from __future__ import annotations

import asyncio
import base64
import gc
import html
import io
import json
import logging
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from urllib.parse import quote, quote_plus

from bot.app import run
from bot.logs import configure_logs
from bot.settings import load_settings
from tests.e2e.story import Story


def forms(secret: str) -> set[str]:
    """A value as it may stand in a log: itself, and as JSON, addresses, pages, bytes and wrong encodings write it."""
    raw = secret.encode()
    written = {
        secret, json.dumps(secret)[1:-1], quote(secret), quote(secret, safe=""), quote_plus(secret),
        html.escape(secret), repr(secret)[1:-1], repr(raw)[2:-1], ascii(secret)[1:-1], raw.decode("latin-1"), raw.hex(),
        base64.b64encode(raw).decode().rstrip("="), secret.encode("utf-16-le").decode("latin-1"),
    }  # fmt: skip
    return {form.lower() for form in written}


def leaks(log: str, secrets: dict[str, list[str]]) -> list[str]:
    """Which secrets stand in a log, in whatever form; by what they are and not by themselves."""
    low = log.lower()
    return [
        f"{kind} {number}"
        for kind, values in secrets.items()
        for number, value in enumerate(values)
        if any(form in low for form in forms(value))
    ]


class Seen(logging.Handler):
    """Notes who logs, so that it is known that there was something to keep quiet about."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.libraries: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.libraries.add(record.name.partition(".")[0])


@contextmanager
def logging_all() -> Iterator[tuple[io.StringIO, Seen]]:
    """The program's log at its most talkative; the logging of the tests is put back afterwards."""
    root, asyncio_log = logging.getLogger(), logging.getLogger("asyncio")
    handlers, level = root.handlers[:], root.level
    stream, seen = io.StringIO(), Seen()
    configure_logs(logging.DEBUG, stream)
    root.addHandler(seen)
    asyncio_log.setLevel(logging.DEBUG)
    thresholds = gc.get_threshold()
    yield stream, seen
    gc.unfreeze()
    gc.set_threshold(*thresholds)
    asyncio_log.setLevel(logging.NOTSET)
    root.handlers[:] = handlers
    root.setLevel(level)


@asynccontextmanager
async def running(story: Story, moment: str) -> AsyncIterator[None]:
    """The program in this process, so that its log can be asked for everything."""
    given = {"database_url": f"sqlite:///{story.branch.database}", "clock_start": moment}
    for door in story.doors:
        given |= {name.lower(): value for name, value in door.settings.items()}
    program = asyncio.create_task(run(load_settings(None, **given)))
    yield
    program.cancel()
    with suppress(asyncio.CancelledError):
        await program
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(each)
