"""How soon a plan is read, and in how much memory: as a file that somebody sends, in a process of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.documents import WRITERS, rows
from benchmarks.machine import MIB, finish
from bot.documents.apart import read_document_now

SIZES = (25, 1000)
"""Activities: of a branch's year, and of the longest plan that is read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A plan's format and activities; the median of the seconds, the most MiB of the reading process, what was lost."""

    format: str
    activities: int
    seconds: float
    memory: float
    lost: int


def readings(folder: Path, times: int) -> list[Reading]:
    """Read a plan of every format and size, so many times after one try that fills the caches."""
    return [_read(folder, name, size, times) for size in SIZES for name in WRITERS]


def _read(folder: Path, name: str, size: int, times: int) -> Reading:
    file = folder / f"{size}{name}"
    file.write_bytes(WRITERS[name](rows(size)))
    tries = [json.loads(finish("-m", "benchmarks.reading", str(file))[0]) for _ in range(times + 1)]
    seconds, memory, read = zip(*tries, strict=True)
    return Reading(name, size, median(seconds[1:]), max(memory), size - min(read))


def measured(file: Path) -> Iterator[float]:
    """Read a file as the bot does: the seconds, the most MiB of the process that read it, the activities."""
    import resource  # noqa: PLC0415 - not on Windows, where nothing is measured

    data = file.read_bytes()
    began = time.perf_counter()
    draft = read_document_now(data, None)
    yield time.perf_counter() - began
    yield resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (MIB * MIB if sys.platform == "darwin" else MIB)
    yield len(draft.activities)


if __name__ == "__main__":
    print(json.dumps(list(measured(Path(sys.argv[1])))))
