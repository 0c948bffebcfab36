"""Documents read apart from the program, in a process of their own with a limit of time and memory."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from bot.documents.limits import MAX_BYTES, MEGABYTE
from bot.domain.draft import PlanDraft
from bot.domain.registry import RegistryDraft
from bot.errors import DocumentError
from bot.logs import log_event

if TYPE_CHECKING:
    from bot.documents.evidence_worker import Seen
    from bot.documents.worker import Read

_ROOT = Path(__file__).parents[2]
_LOG = logging.getLogger(__name__)
TIME_LIMIT = 20.0
"""Seconds by the clock until the process is ended."""
AT_ONCE = 2
"""Readings that run beside each other: each may take hundreds of MB."""
PATIENCE = 30.0
"""Seconds that a document waits for its turn; with TIME_LIMIT less than the minute after which messengers ask again."""
_OWN_SETTINGS = "PLANOVYK_"
_KILLED = 9
"""The signal by which a system short of memory ends who takes too much."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a document may be: a plan, a members' list, or both; else why it is no plan and why no list."""

    plan: PlanDraft | None
    registry: RegistryDraft | None
    no_plan: DocumentError | None = None
    no_list: DocumentError | None = None


ReadFile = Callable[[bytes, int], Coroutine[None, None, FileRead]]
"""Reads the bytes of a document as whatever it is; a plan that names no year is of the given one.

Raises DocumentError where the document cannot be opened.
"""


@dataclass(frozen=True, slots=True)
class Examined:
    """Something sent with a report, as it may be kept: its type by its content; a picture without what hides in it."""

    media_type: str
    content: bytes


Examine = Callable[[bytes], Coroutine[None, None, Examined]]
"""Looks at something sent with a report. Raises DocumentError where it is none of the kinds that are kept."""
_Asked = ParamSpec("_Asked")
_Draft = TypeVar("_Draft")


async def read_document(data: bytes, wanted_year: int | None, *, seconds: float = TIME_LIMIT) -> PlanDraft:
    """Read a stranger's document; the caller's loop goes on meanwhile. Cancelling ends the reading.

    The year is the document's own; `wanted_year` settles what it leaves open. Raises DocumentError with a key that
    begins with ``error.document-``; among them -too-slow and -too-heavy, where a limit was reached.
    """
    read = await _read(data, "plan", "" if wanted_year is None else str(wanted_year), seconds=seconds)
    if read.plan is None:
        raise DocumentError(read.error, **read.args)
    return read.plan


async def read_file(data: bytes, this_year: int, *, seconds: float = TIME_LIMIT) -> FileRead:
    """Read a stranger's document as a plan or a members' list, whichever it is, with the limits of `read_document`.

    Raises DocumentError where it cannot be opened at all.
    """
    return what_was_read(await _read(data, "either", str(this_year), seconds=seconds))


def what_was_read(read: Read) -> FileRead:
    """Return what the process has said of a document that may be a plan or a list. Raises DocumentError as above."""
    if read.registry is None and not read.list_error:
        raise DocumentError(read.error, **read.args)
    return FileRead(
        read.plan,
        read.registry,
        DocumentError(read.error, **read.args) if read.error else None,
        DocumentError(read.list_error, **read.list_args) if read.list_error else None,
    )


async def _read(data: bytes, *arguments: str, seconds: float) -> Read:
    """Have a document read by a process of its own; the arguments are those of `worker.main`."""
    _check_size(data)
    return _outcome(*await _run("bot.documents.worker", data, *arguments, seconds=seconds))


async def examine(data: bytes, *, seconds: float = TIME_LIMIT) -> Examined:
    """Have a process of its own look at something sent with a report.

    Raises DocumentError: what `bot.documents.evidence.examined` raises, error.document-too-slow, -too-heavy.
    """
    return what_was_seen(_seen(*await _run("bot.documents.evidence_worker", data, seconds=seconds)), data)


def what_was_seen(seen: Seen, data: bytes) -> Examined:
    """Return what may be kept of the data. Raises DocumentError where that is nothing."""
    if seen.error:
        raise DocumentError(seen.error, **seen.args)
    return Examined(seen.media_type, seen.picture or data)


async def _run(program: str, data: bytes, *arguments: str, seconds: float) -> tuple[int, bytes]:
    """Give the data to a process that runs a module of ours; return its exit code and what it has written."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", program, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=_ROOT,
        env=_environment(),
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(seconds):
            output, _ = await process.communicate(data)
    except TimeoutError as error:
        raise DocumentError("error.document-too-slow") from error
    finally:
        if process.returncode is None:
            _end(process.pid)
            await process.wait()
    return process.returncode or 0, output


def taking_turns(
    read: Callable[_Asked, Coroutine[None, None, _Draft]],
    *,
    at_once: int = AT_ONCE,
    patience: float = PATIENCE,
) -> Callable[_Asked, Coroutine[None, None, _Draft]]:
    """Return `read` with so many documents read at once; the others wait their turn, first come, first served.

    Readings of several kinds that are given the same `turns` share them. It raises what `read` raises, and
    error.document-busy where the turn did not come within `patience` seconds.
    """
    turns = asyncio.Semaphore(at_once)

    async def read_in_turn(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Draft:
        try:
            async with asyncio.timeout(patience):
                await turns.acquire()
        except TimeoutError as error:
            raise DocumentError("error.document-busy") from error
        try:
            return await read(*args, **kwargs)
        finally:
            turns.release()

    return read_in_turn


def read_document_now(data: bytes, wanted_year: int | None, *, seconds: float = TIME_LIMIT) -> PlanDraft:
    """Read a document as `read_document` does, for the command line, which has no loop yet."""
    return asyncio.run(read_document(data, wanted_year, seconds=seconds))


def _check_size(data: bytes) -> None:
    """Refuse at once what the process would refuse."""
    if len(data) > MAX_BYTES:
        raise DocumentError("error.document-too-large", limit=MAX_BYTES // MEGABYTE)


def _environment() -> dict[str, str]:
    """Return the environment without our settings: a process that reads strangers' files must hold no token."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(_OWN_SETTINGS)}


def _end(process: int) -> None:
    """End the process and whatever it has started."""
    with contextlib.suppress(ProcessLookupError):
        if hasattr(os, "killpg"):
            os.killpg(process, signal.SIGKILL)
        else:
            os.kill(process, signal.SIGTERM)


def _outcome(code: int, output: bytes) -> Read:
    import msgspec  # noqa: PLC0415 - the worker's types with it, only when a document was read

    from bot.documents.worker import Read  # noqa: PLC0415

    if code == 0:
        return msgspec.json.decode(output, type=Read)
    raise _failure(code)


def _seen(code: int, output: bytes) -> Seen:
    import msgspec  # noqa: PLC0415 - see `_outcome`

    from bot.documents.evidence_worker import Seen  # noqa: PLC0415

    if code == 0:
        return msgspec.msgpack.decode(output, type=Seen)
    raise _failure(code)


def _failure(code: int) -> DocumentError:
    """Return what a process that has failed tells by its exit code."""
    if code == -getattr(signal, "SIGXCPU", 0):
        return DocumentError("error.document-too-slow")
    # What the process and its libraries have said is left out: it may quote the document.
    log_event(_LOG, "reading-failed", level=logging.ERROR, code=code)
    return DocumentError("error.document-too-heavy" if code == -_KILLED else "error.document-damaged")
