"""Many years, each from its own seed, on as many processors as there are."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bot.simulation.account import Account
from bot.simulation.program import Parts
from bot.simulation.swift import SwiftFile, SwiftLoop
from bot.simulation.year import live
from db import schema

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux has files in memory; a folder of our own is made there
AT_ONCE = 10
"""Years that a process lives through before it tells of them."""


def simulate(first: int, years: int, processes: int) -> Iterator[Account]:
    """Live through a year for each of so many seeds from `first` on; the accounts come in the seeds' order.

    The story of a year in which nothing was broken is left out, unless it is the only one.
    """
    seeds = [range(each, min(each + AT_ONCE, first + years)) for each in range(first, first + years, AT_ONCE)]
    with _empty() as empty:
        if min(processes, len(seeds)) == 1:
            for some in seeds:
                yield from live_through(some, empty)
            return
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, spawn) as pool:
            for accounts in pool.map(live_through, seeds, [empty] * len(seeds)):
                yield from accounts


def live_through(seeds: Sequence[int], empty: Path, parts: Parts | None = None) -> list[Account]:
    """Live through the years of some seeds, one after the other; `empty` is a database with nothing in it.

    `parts` are other parts of the program than its own, see `Parts`.
    """
    with tempfile.TemporaryDirectory(dir=empty.parent) as folder, _uncollected():
        file = SwiftFile(Path(folder) / "year.db", empty)
        with asyncio.Runner(loop_factory=SwiftLoop) as runner:
            accounts = [runner.run(live(seed, file, parts or Parts())) for seed in seeds]
        file.close()
    for each in accounts:
        if not each.breaches and len(seeds) > 1:
            each.story.clear()
    return accounts


@contextmanager
def _empty() -> Iterator[Path]:
    folder = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="planovyk-simulation-", dir=folder) as made:
        path = Path(made) / "empty.db"
        schema.upgrade(f"sqlite+aiosqlite:///{path}")
        yield path


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave what is no longer needed lying about for some years: looking for it takes as long as living."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
            gc.collect()
