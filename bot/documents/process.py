"""What the processes share that look at strangers' files: their limits, and how they tell of a fault of ours."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

from bot.errors import DocumentError

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
UNEXPECTED = 70
"""The exit code of a fault of ours."""


def answer(work: Callable[[bytes], bytes]) -> int:
    """Do the work on what comes in, within the limits, and put out what it makes; return the exit code."""
    limit_this_process()
    try:
        made = work(sys.stdin.buffer.read())
    except Exception as error:  # noqa: BLE001 - the last place where a fault of ours can be told without a file's words
        tell_where(error)
        return UNEXPECTED
    sys.stdout.buffer.write(made)
    return 0


def told_by(error: DocumentError) -> dict[str, str | int]:
    """Return the values of an error's sentence, as they go out of the process."""
    return {name: value for name, value in error.args_.items() if isinstance(value, str | int)}


def limit_this_process() -> None:
    """Ask the system to stop this process when it takes too much; Windows has only the time limit of its parent."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tell_where(error: Exception) -> None:
    """Write where the fault was and of which kind: its message may hold the document's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    sys.stderr.write(f"{type(error).__name__} at {places}\n")
