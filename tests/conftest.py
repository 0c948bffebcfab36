"""What every test may ask for: the strict messenger servers; and where and how much tests work."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.servers.fixtures", "tests.postgres"]

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of each run's own is made in it, as in any temporary folder
ENOUGH = 1 << 30
"""Bytes: far more than a run leaves."""

# The program waits for the disk at every commit, as it must. A killed process loses nothing of what it has written,
# wherever the file lies, so that the tests' databases may lie where nobody waits.
if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# The usual fifth of a second for an example fails on a machine that is busy with something else. `long` is for
# `make walks`: a test that is slow takes a part of `settings().max_examples`, which is 100 else.
settings.register_profile("suite", deadline=5000)
settings.register_profile("long", deadline=5000, max_examples=1000)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the tests of the use cases be run on another choice of databases."""
    about = "on PostgreSQL too: some of the tests that need a store (as always), all of them, or none"
    parser.addoption("--postgres", choices=("some", "all", "none"), default="some", help=about)
