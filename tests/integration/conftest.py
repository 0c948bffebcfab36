"""A real store in a file of its own for every test, and the log as it would be written."""

import asyncio
import io
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.logs import configure_logs
from db.store import Store
from db.tables import Base
from tests.integration.houses import Scene, a_scene, move_into, quick_store


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the schema and nothing in it, made once."""
    path = tmp_path_factory.mktemp("empty") / "planovyk.db"

    async def make() -> None:
        opened = quick_store(path)
        async with opened.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        await opened.close()

    asyncio.run(make())
    return path


@pytest.fixture
async def store(empty: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store with its schema, in Kyiv."""
    shutil.copy(empty, tmp_path / "planovyk.db")
    opened = quick_store(tmp_path / "planovyk.db")
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def two_branches(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scene, Scene]:
    """A file with two branches, made once; every test that asks for a scene gets a copy of its own."""
    path = tmp_path_factory.mktemp("branches") / "planovyk.db"

    async def make() -> tuple[Scene, Scene]:
        opened = quick_store(path)
        async with opened.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        scenes = await a_scene(opened), await a_scene(opened, "Чуже відділення")
        await opened.close()
        return scenes

    return (path, *asyncio.run(make()))


@pytest.fixture
async def scenes(two_branches: tuple[Path, Scene, Scene], tmp_path: Path) -> AsyncIterator[tuple[Scene, Scene]]:
    """Two branches in one store of the test's own."""
    path, *made = two_branches
    shutil.copy(path, tmp_path / "planovyk.db")
    opened = quick_store(tmp_path / "planovyk.db")
    own, foreign = (move_into(each, opened) for each in made)
    yield own, foreign
    await opened.close()


@pytest.fixture
def scene(scenes: tuple[Scene, Scene]) -> Scene:
    """The branch that a test is about."""
    return scenes[0]


@pytest.fixture
def foreign(scenes: tuple[Scene, Scene]) -> Scene:
    """Another branch in the same store."""
    return scenes[1]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process writes to its log; the logging of the tests is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logs(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
