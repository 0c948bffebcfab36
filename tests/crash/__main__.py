"""`make crash`: the long run; the arguments are how many kills, and the number of the first database."""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from pathlib import Path

from tests.conftest import MEMORY
from tests.crash.house import make_house
from tests.crash.running import KILLS, MODULE, Found, killed_often
from tests.e2e.program import unload

SIDE_BY_SIDE = 2
"""Databases at once: a program that waits for a messenger leaves the machine to another."""


def main() -> int:
    """Run and tell; 1 when there was a fault."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    began, found = time.monotonic(), Found()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        house = Path(folder) / "house.db"
        make_house(house)
        asyncio.run(_kill(house, first, count // KILLS or 1, found))
    unload(MODULE)
    seconds = time.monotonic() - began
    print(f"{found.kills} kills in {seconds:.0f} s, {len(found.faults)} faults")
    for name, times in [*sorted(found.deaths.items()), *sorted(found.numbers.items())]:
        print(f"{times:>9}  {name}")
    print("\n".join(found.faults[:20]), flush=True)
    return 1 if found.faults else 0


async def _kill(house: Path, first: int, databases: int, found: Found) -> None:
    seeds = iter(range(first, first + databases))

    async def work() -> None:
        for seed in seeds:
            folder = house.parent / str(seed)
            folder.mkdir()
            found.add(await killed_often(house, folder, seed))

    async with asyncio.TaskGroup() as group:
        for _ in range(SIDE_BY_SIDE):
            group.create_task(work())


if __name__ == "__main__":
    sys.exit(main())
