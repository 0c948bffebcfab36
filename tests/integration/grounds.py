"""On what the tests' stores stand: files of SQLite, or databases of a PostgreSQL server of the tests' own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from db.store import Store, open_store
from db.tables import Base
from tests.integration.builders import KYIV
from tests.integration.houses import Scene, a_scene, move_into, quick_store
from tests.postgres import Server

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Ground(Protocol):
    """Where databases are made, and made from one another; a place is what one of them is known by."""

    def new(self) -> str:
        """Return a place for a database that has no tables yet."""

    def copy(self, place: str, folder: Path) -> str:
        """Make a database like another one; what it consists of may lie in the folder."""

    def open(self, place: str) -> Store:
        """Open the store at a place, one that does not wait for the disk."""

    def drop(self, place: str) -> None:
        """Let a database go whose store is closed."""


@dataclass(frozen=True, slots=True)
class Files:
    """Files of SQLite."""

    folder: Callable[[], Path]

    def new(self) -> str:
        return str(self.folder() / "planovyk.db")

    def copy(self, place: str, folder: Path) -> str:
        return str(shutil.copy(place, folder / "planovyk.db"))

    def open(self, place: str) -> Store:
        return quick_store(Path(place))

    def drop(self, place: str) -> None:
        Path(place).unlink()


@dataclass(frozen=True, slots=True)
class Databases:
    """Databases of a server."""

    server: Server

    def new(self) -> str:
        return self.server.empty()

    def copy(self, place: str, folder: Path) -> str:
        return self.server.copy(place)

    def open(self, place: str) -> Store:
        return open_store(self.server.url(place), KYIV)

    def drop(self, place: str) -> None:
        self.server.drop(place)


@dataclass(frozen=True, slots=True)
class Made:
    """What is made once for all tests on a ground: an empty store, and one with two branches."""

    ground: Ground
    empty: str
    branches: str
    scenes: tuple[Scene, Scene]

    @asynccontextmanager
    async def store(self, folder: Path) -> AsyncIterator[Store]:
        """Open an empty store of a test's own."""
        async with _opened(self.ground, self.empty, folder) as store:
            yield store

    @asynccontextmanager
    async def two(self, folder: Path) -> AsyncIterator[tuple[Scene, Scene]]:
        """Open two branches in one store of a test's own."""
        async with _opened(self.ground, self.branches, folder) as store:
            yield move_into(self.scenes[0], store), move_into(self.scenes[1], store)


@asynccontextmanager
async def _opened(ground: Ground, place: str, folder: Path) -> AsyncIterator[Store]:
    own = ground.copy(place, folder)
    store = ground.open(own)
    try:
        yield store
    finally:
        await store.close()
        ground.drop(own)


def made_on(ground: Ground) -> Made:
    """Make what the tests' stores are copies of."""
    return asyncio.run(_made_on(ground))


async def _made_on(ground: Ground) -> Made:
    empty, branches = ground.new(), ground.new()
    await (await _with_tables(ground, empty)).close()
    store = await _with_tables(ground, branches)
    scenes = await a_scene(store), await a_scene(store, "Чуже відділення")
    await store.close()
    return Made(ground, empty, branches, scenes)


async def _with_tables(ground: Ground, place: str) -> Store:
    store = ground.open(place)
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return store
