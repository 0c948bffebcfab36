"""Logs for the person who runs Planovyk: one line an event, nothing about anybody.

A line reads ``2026-03-16T07:00:00.123Z INFO scheduler.tick notices-queued count=3 took_ms=12``. Two leaks are closed
here for good, as logs get copied into tickets and chats:

* a library's own message is never written (some of them hold tokens, addresses and what people wrote): of a warning or
  an error the line tells only which library gave it, and of a caller's broken HTTP nothing;
* of an exception the line tells its type (of ours also the key of its text) and its places, never its text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from types import TracebackType
from typing import TextIO

from bot.errors import PlanovykError

OURS = frozenset({"bot", "db", "handlers", "migrations", "scheduler"})
"""The top packages whose events are written as they are."""

_PLAIN = re.compile(r"[^\s\"=\\]+")
_PLACES = 5
_FAULTS_OF_CALLERS = range(400, 500)


def log_event(
    logger: logging.Logger,
    event: str,
    *,
    level: int = logging.INFO,
    error: BaseException | None = None,
    **fields: object,
) -> None:
    """Write that something happened.

    Args:
        logger: the module's own, ``logging.getLogger(__name__)``.
        event: what happened, in the past tense and with dashes: ``notice-sent``.
        level: one of logging's levels.
        error: the exception behind it; its type and places are written, its text is not.
        fields: counts, durations (``took_ms``), keys of texts, numbers of rows. Never a name, a messenger's id, a token
            or what somebody wrote.
    """
    logger.log(level, event, exc_info=error, extra={"fields": fields}, stacklevel=2)


def configure_logs(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send every log of the process to `stream` (stderr when not given), in place of what was configured before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(EventFormatter())
    handler.addFilter(_worth_writing)
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)


class EventFormatter(logging.Formatter):
    """Writes a record as one line: time in UTC, level, logger, event, fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The record's line, without a line break."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        event, fields = _told(record)
        if record.exc_info and record.exc_info[1] is not None:
            fields |= {"error": _types_of(record.exc_info[1]), "at": _places_of(record.exc_info[2])}
        told = [f"{name}={_value(value)}" for name, value in fields.items()]
        return " ".join([moment, record.levelname, record.name, event, *told])


def _worth_writing(record: logging.LogRecord) -> bool:
    return _is_ours(record) or (record.levelno >= logging.WARNING and not _is_callers_fault(record))


def _is_callers_fault(record: logging.LogRecord) -> bool:
    """Tell whether the HTTP server complains about a call that is no HTTP: with such anybody could fill the disk."""
    error = record.exc_info[1] if record.exc_info else None
    return record.name == "aiohttp.server" and getattr(error, "code", 0) in _FAULTS_OF_CALLERS


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in OURS


def _told(record: logging.LogRecord) -> tuple[str, dict[str, object]]:
    if not _is_ours(record):
        return "library-complained", {"line": f"{record.module}:{record.lineno}"}
    return _value(record.getMessage()), dict(getattr(record, "fields", {}))


def _value(value: object) -> str:
    text = str(value)
    if text.isprintable():
        return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
    return json.dumps(text)


def _types_of(error: BaseException) -> str:
    """The type of the error and of those that led to it, the last one first: ``DeliveryFailed<TimeoutError``."""
    names: list[str] = []
    step: BaseException | None = error
    while step is not None and len(names) < _PLACES:
        names.append(f"{type(step).__name__}:{step.key}" if isinstance(step, PlanovykError) else type(step).__name__)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "<".join(names)


def _places_of(trace: TracebackType | None) -> str:
    """Where the error went through, the innermost place first: ``client.py:41<outbox.py:88``."""
    frames = traceback.extract_tb(trace)[-_PLACES:]
    return "<".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
