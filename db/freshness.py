"""Whether another process has written to the database file since we last looked, without opening it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass

COARSE_NS = 50_000_000
"""Two writes within one tick of the file system's clock leave one time; a stamp this young proves nothing."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a file was last written to, its size, and when we looked (nanoseconds)."""

    written: int
    size: int
    looked: int

    def proves_unchanged_since(self, earlier: Stamp) -> bool:
        """Tell whether what was read at `earlier` surely still holds now."""
        same = (self.written, self.size) == (earlier.written, earlier.size)
        return same and earlier.looked - earlier.written > COARSE_NS


def stamp_of(path: str) -> Stamp:
    """Look at the database file; every commit, of any process, changes its time or that of its write-ahead log."""
    now = time.time_ns()  # the file system's clock, not the program's: it is compared with the file's time
    written, size = _look(path)
    log_written, log_size = _look(f"{path}-wal")
    return Stamp(max(written, log_written), size + log_size, now)


def _look(path: str) -> tuple[int, int]:
    # Text and not Path, which takes longer to make and to ask than the look itself; this happens at every question.
    try:
        status = os.stat(path)  # noqa: PTH116 - see above
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
