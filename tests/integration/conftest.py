"""A real store of its own for every test, and the log as it would be written."""

import io
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.logs import configure_logs
from db.store import Store
from tests.integration.grounds import POSTGRESQL, SQLITE, Databases, Files, Made, made_on
from tests.integration.houses import Scene

ON_BOTH = {
    "test_bodies",
    "test_check_ins",
    "test_crowds",
    "test_deciding",
    "test_delivery",
    "test_joining",
    "test_leaving",
    "test_life_of_an_occurrence",
    "test_members",
    "test_outbox",
    "test_owing",
    "test_showing",
    "test_upkeep",
    "test_work",
}
"""The files of tests that run on PostgreSQL too, whenever tests run: the use cases by which something could be lost."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Have the tests that ask for a store run on the grounds that they are to stand on."""
    if "ground" not in metafunc.fixturenames:
        return
    wanted = metafunc.config.getoption("postgres")
    only = metafunc.definition.get_closest_marker("sqlite")
    chosen = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH
    if not only and (wanted == "all" or (wanted == "some" and chosen)):
        metafunc.parametrize("ground", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture
def ground(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test's store is in."""
    return str(getattr(request, "param", SQLITE))


@pytest.fixture(scope="session")
def made_by_kind(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Callable[[str], Made]:
    """What is made once on each ground, when it is first asked for."""

    @cache
    def made_of(kind: str) -> Made:
        if kind == POSTGRESQL:
            return made_on(Databases(request.getfixturevalue("postgres")))
        return made_on(Files(lambda: tmp_path_factory.mktemp("made")))

    return made_of


@pytest.fixture
def made(ground: str, made_by_kind: Callable[[str], Made]) -> Made:
    """What is made once on the test's ground."""
    return made_by_kind(ground)


@pytest.fixture
async def store(made: Made, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store with its schema, in Kyiv."""
    async with made.store(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def two_branches(made_by_kind: Callable[[str], Made]) -> tuple[Path, Scene, Scene]:
    """A file with two branches, made once; every test that asks for a scene gets a copy of its own."""
    made = made_by_kind(SQLITE)
    return (Path(made.branches), *made.scenes)


@pytest.fixture
async def scenes(made: Made, tmp_path: Path) -> AsyncIterator[tuple[Scene, Scene]]:
    """Two branches in one store of the test's own."""
    async with made.two(tmp_path) as two:
        yield two


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
