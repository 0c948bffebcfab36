"""What the end-to-end tests share: a browser, the three doors, and branches that are made once and copied."""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.branch import EVERYBODY, REAL, Branch, draft_branch, invented_branch, real_branch
from tests.e2e.chromium import browser, chromium
from tests.e2e.doors import DOORS, Door
from tests.e2e.program import unload
from tests.e2e.story import Story

__all__ = ["browser", "chromium"]


def _made_once(base: Path, make: Callable[[Path], Branch]) -> Branch:
    """Make a branch, or take the one that another worker has made."""
    folder = base / make.__name__
    note = folder / "branch.json"
    folder.mkdir(exist_ok=True)
    with (base / f"{make.__name__}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not note.exists():
            branch = make(folder)
            note.write_text(json.dumps({"name": branch.name, "tokens": dict(branch.tokens)}), encoding="utf-8")
    return Branch(folder, **json.loads(note.read_text(encoding="utf-8")))


@pytest.fixture(scope="session", autouse=True)
def loaded() -> Iterator[None]:
    """The process that programs are started from goes when all stories are told."""
    yield
    unload()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture
def invented(shared_folder: Path, tmp_path: Path) -> Branch:
    """The invented branch, in a database of this test alone."""
    return _made_once(shared_folder, invented_branch).copied_to(tmp_path)


@pytest.fixture
def unpublished(shared_folder: Path, tmp_path: Path) -> Branch:
    """The invented branch with its plan not published yet, in a database of this test alone."""
    return _made_once(shared_folder, draft_branch).copied_to(tmp_path)


@pytest.fixture
def real(shared_folder: Path, tmp_path: Path) -> Branch:
    """The branch of the real plan, where that plan lies."""
    if not REAL.exists():
        pytest.skip("the real plan is not beside this checkout")
    return _made_once(shared_folder, real_branch).copied_to(tmp_path)


@pytest.fixture(params=DOORS)
async def door(request: pytest.FixtureRequest) -> AsyncIterator[Door]:
    """Each of the three doors; at the end the messenger tells whether the bot broke one of its rules."""
    async with DOORS[request.param]() as opened:
        yield opened


@pytest.fixture
def story(invented: Branch, door: Door) -> Story:
    """The invented branch behind each door."""
    return Story(invented, [door])


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Whatever the program did, its log holds no error and nothing about anybody."""
    yield
    log = tmp_path / "log"
    if not log.exists():
        return
    text = log.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if re.search(r" (ERROR|CRITICAL) |Traceback", line)] == []
    secret = [guest.name.split()[0] for guest in EVERYBODY] + ["5000001", "viber-account", "квартал"]
    assert [word for word in secret if word in text] == []
