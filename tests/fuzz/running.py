"""Broken documents read in processes of their own, so that a hang and a crash are seen and told."""

from __future__ import annotations

import contextlib
import signal
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection

from bot.documents.plan_reader import read_plan_of_year
from bot.documents.process import MEMORY
from bot.errors import DocumentError
from tests.fuzz.mutations import broken

LONGEST = 20.0
"""Seconds that one document may take; the program ends its process then."""


@dataclass
class Found:
    """How the documents ended; `faults` and `hangs` must stay empty."""

    outcomes: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    hangs: list[int] = field(default_factory=list)


def run(numbers: range) -> Found:
    """Read the documents with these numbers, one after the other."""
    found = Found()
    for number, outcome in _outcomes(numbers):
        if outcome == "hang":
            found.hangs.append(number)
        elif outcome.startswith("fault"):
            found.faults.append(f"{number}: {outcome}")
        found.outcomes[outcome.splitlines()[0]] += 1
    return found


def _outcomes(numbers: range) -> Iterator[tuple[int, str]]:
    context = get_context("spawn")
    left = list(reversed(numbers))
    while left:
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        alive = True
        while left and alive:
            number = left.pop()
            outcome, alive = _ask(ours, number)
            if outcome == "ended":
                process.join(LONGEST)
                outcome = _ended(process.exitcode)
            yield number, outcome
        ours.close()
        process.kill()
        process.join()


def _ended(code: int | None) -> str:
    """Tell how a process died: of the limit of memory, which a library answers by SIGABRT, or of a fault."""
    return "out of memory" if code == -signal.SIGABRT else f"fault: the process ended with {code}"


def _ask(connection: Connection, number: int) -> tuple[str, bool]:
    """Have one document read; False when the process is of no more use."""
    try:
        connection.send(number)
        if not connection.poll(LONGEST):
            return "hang", False
        return connection.recv(), True
    except (EOFError, OSError):
        return "ended", False


def _serve(connection: Connection) -> None:
    _bound_memory()
    with contextlib.suppress(EOFError):
        while True:
            connection.send(_outcome(connection.recv()))


def _outcome(number: int) -> str:
    data = broken(number)
    try:
        return "read" if read_plan_of_year(data, 2026).activities else "fault: an empty plan"
    except DocumentError as error:
        return error.key
    except MemoryError:
        return "error.document-too-heavy"
    except Exception:  # noqa: BLE001 - this is what is looked for
        return f"fault\n{traceback.format_exc(limit=-6)}"


def _bound_memory() -> None:
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
