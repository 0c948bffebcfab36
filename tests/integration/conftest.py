"""A real store in a file of its own for every test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.store import Store, open_store
from db.tables import Base
from tests.integration.builders import KYIV


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store with its schema, in Kyiv."""
    opened = open_store(f"sqlite+aiosqlite:///{tmp_path / 'planovyk.db'}", KYIV)
    async with opened.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield opened
    await opened.close()
