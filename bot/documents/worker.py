"""The process that reads one stranger's document and ends: the bytes on its input, what was read on its output.

Whatever the document does to it (time, memory, a crash of a library), the program that started it lives on.
"""

from __future__ import annotations

import sys
import traceback

import msgspec

from bot.documents.plan_reader import read_plan_of_year
from bot.documents.registry_reader import read_registry
from bot.domain.draft import PlanDraft
from bot.domain.registry import RegistryDraft
from bot.errors import DocumentError

MEMORY = 1024 * 1024 * 1024
SECONDS = 15
PLAN, REGISTRY = "plan", "registry"
"""What a document is asked to be: the first argument."""
UNEXPECTED = 70
"""The exit code of a fault of ours."""


class Read(msgspec.Struct, frozen=True):
    """What came of a document: the draft that was asked for, or the key of an error with its values."""

    plan: PlanDraft | None = None
    registry: RegistryDraft | None = None
    error: str = ""
    args: dict[str, str | int] = {}


def main() -> int:
    """Read the document: as REGISTRY, or as PLAN of the year that the second argument asks for, empty for its own."""
    _limit()
    kind, *year = sys.argv[1:]
    try:
        read = _read(sys.stdin.buffer.read(), kind, int(year[0]) if any(year) else None)
    except Exception as error:  # noqa: BLE001 - the last place where a fault of ours can be told without the document's words
        _tell(error)
        return UNEXPECTED
    sys.stdout.buffer.write(msgspec.json.encode(read))
    return 0


def _read(data: bytes, kind: str, year: int | None) -> Read:
    try:
        return Read(registry=read_registry(data)) if kind == REGISTRY else Read(read_plan_of_year(data, year))
    except DocumentError as error:
        told = {name: value for name, value in error.args_.items() if isinstance(value, str | int)}
        return Read(error=error.key, args=told)
    except (MemoryError, RecursionError):
        return Read(error="error.document-too-heavy")


def _limit() -> None:
    """Ask the system to stop this process when it takes too much; Windows has only the time limit of its parent."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _tell(error: Exception) -> None:
    """Write where the fault was and of which kind: its message may hold the document's words."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    places = ", ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames)
    sys.stderr.write(f"{type(error).__name__} at {places}\n")


if __name__ == "__main__":
    sys.exit(main())
