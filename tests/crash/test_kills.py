"""A short run of what `make crash` does at length: nothing is lost silently, and what may be a second copy says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.house import make_house
from tests.crash.running import KILLS, MODULE, Found, World, killed_often
from tests.e2e.program import unload

DATABASES = 4
"""Each is killed KILLS times."""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The house, made once for each process of the tests."""
    database = tmp_path_factory.mktemp("house") / "planovyk.db"
    make_house(database)
    yield database
    unload(MODULE)


@pytest.mark.parametrize("seed", range(DATABASES), ids=str)
async def test_nothing_is_lost_or_doubled_by_a_kill(house: Path, tmp_path: Path, seed: int) -> None:
    found = Found()
    found.add(await killed_often(house, tmp_path, seed))
    assert found.faults == []
    assert found.kills == KILLS
    assert found.numbers["messages"] > KILLS / 2
    assert len(found.deaths) > 4


async def test_whoever_compares_sees_what_is_lost_and_what_is_doubled(house: Path, tmp_path: Path) -> None:
    world = await killed_often(house, tmp_path, DATABASES, kills=0)
    assert world.judged().faults == []
    reminder = next(each for each in world.accepted if "виконати до" in each.text)
    world.accepted.append(reminder)
    assert _kinds(world) == {"2 unmarked copies", "2 copies, caught 0 times between acceptance and mark"}
    world.accepted = [each for each in world.accepted if each != reminder]
    assert _kinds(world) == {"lost silently"}


def _kinds(world: World) -> set[str]:
    return {fault.partition(":")[0] for fault in world.judged().faults}
