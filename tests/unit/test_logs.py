"""The logs: one line an event, and nothing about anybody."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from bot.app import runner_of
from bot.errors import PlanovykError
from bot.logs import EventFormatter, configure_logs, log_event

TOKEN = "123456:ABC-def_789"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the process writes; the logging of the tests is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def test_an_event_is_one_line_with_its_fields(written: io.StringIO) -> None:
    log_event(logging.getLogger("scheduler.tick"), "notices-queued", count=3, took_ms=12.5, door="web chat")
    moment, rest = written.getvalue().split(" ", 1)
    assert rest == 'INFO scheduler.tick notices-queued count=3 took_ms=12.5 door="web chat"\n'
    assert moment.endswith("Z")


def test_configuring_twice_does_not_write_twice(written: io.StringIO) -> None:
    configure_logs(stream=written)
    log_event(logging.getLogger("bot.app"), "started")
    assert written.getvalue().count("\n") == 1


def test_what_is_below_the_level_is_not_written(written: io.StringIO) -> None:
    log_event(logging.getLogger("bot.app"), "thought", level=logging.DEBUG)
    assert written.getvalue() == ""


@given(st.text())
def test_no_value_can_break_the_line_or_pose_as_a_field(value: str) -> None:
    record = logging.makeLogRecord({"name": "bot.app", "msg": "told", "fields": {"value": value}})
    line = EventFormatter().format(record)
    assert len(line.splitlines()) == 1
    shown = line.partition(" value=")[2]
    assert (json.loads(shown) if shown.startswith('"') else shown) == value


def test_an_error_tells_its_type_and_place_and_not_its_text(written: io.StringIO) -> None:
    try:
        try:
            raise TimeoutError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
        except TimeoutError as error:
            raise PlanovykError("error.not-delivered", name="Шевченко") from error
    except PlanovykError as error:
        log_event(logging.getLogger("bot.telegram"), "delivery-failed", level=logging.ERROR, error=error)
    line = written.getvalue()
    assert "error=PlanovykError:error.not-delivered<TimeoutError" in line
    assert "at=test_logs.py:" in line
    assert TOKEN not in line
    assert "Шевченко" not in line
    assert line.count("\n") == 1


@pytest.mark.parametrize(
    "library", ["aiogram.event", "viber.bot.api", "apscheduler.executors", "aiohttp.access", "xyz"]
)
def test_a_library_cannot_write_what_it_knows(library: str, written: io.StringIO) -> None:
    logger = logging.getLogger(library)
    logger.info("token %s", TOKEN)
    assert written.getvalue() == ""
    logger.error("failed sending to %s with %s", "Шевченко", TOKEN)
    line = written.getvalue()
    assert f"ERROR {library} library-complained line=test_logs:" in line
    assert TOKEN not in line
    assert "Шевченко" not in line


async def test_a_task_that_dies_unseen_is_reported_without_its_words(written: io.StringIO) -> None:
    asyncio.get_running_loop().call_exception_handler({"message": TOKEN, "exception": KeyError(TOKEN)})
    line = written.getvalue()
    assert "ERROR asyncio library-complained" in line
    assert "error=KeyError" in line
    assert TOKEN not in line


@pytest.mark.parametrize(
    "call",
    [
        b"no HTTP at all\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnone",
        b"GET /?\xff HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000 + b"\r\n\r\n",
    ],
)
async def test_nobody_can_fill_the_log_with_broken_calls(call: bytes, written: io.StringIO) -> None:
    runner = runner_of(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reader, writer = await asyncio.open_connection(*runner.addresses[0][:2])
    writer.write(call)
    assert (await reader.readline()).startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))
    writer.close()
    await runner.cleanup()
    assert written.getvalue() == ""


def test_a_fault_of_the_server_itself_is_told(written: io.StringIO) -> None:
    try:
        raise ValueError(TOKEN)
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request")
    assert "ERROR aiohttp.server library-complained" in written.getvalue()
