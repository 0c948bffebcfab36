"""What the store's copies promise: whoever writes, the next question sees it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from benchmarks import content
from bot.app import house_of
from bot.clock import RehearsalClock
from bot.dialog.door import Answerer
from bot.dialog.model import Address, Incoming, Words
from bot.dialog.speech import say
from db.freshness import COARSE_NS
from db.store import open_store
from handlers.conversation import conversation

ANNA = Address("telegram", str(content.account(0, 0)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    content.build(tmp_path / "planovyk.db", 1)
    return tmp_path / "planovyk.db"


@pytest.fixture
async def ask(file: Path) -> AsyncIterator[Answerer]:
    store = open_store(f"sqlite+aiosqlite:///{file}", ZoneInfo("Europe/Kyiv"))
    yield conversation(house_of(store, RehearsalClock(content.NOW)))
    await store.close()


async def said(ask: Answerer, key: str) -> str:
    answer = await ask(Incoming(ANNA, key, Words("Що цього кварталу?")))
    return "\n".join(say(line.text, answer.language) for reply in answer.replies for line in reply.lines)


async def test_a_change_by_another_process_is_seen_at_the_next_question(ask: Answerer, file: Path) -> None:
    before = await said(ask, "1")
    time.sleep(2 * COARSE_NS / 1e9)  # noqa: ASYNC251 - the copies are trusted only when the file is older than this
    assert await said(ask, "2") == before
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE activity SET title = 'Перейменований захід' WHERE number = '1.3'")
        other.execute("UPDATE branch SET revision = revision + 1")
    assert "Перейменований захід" in await said(ask, "3")


async def test_a_new_language_is_spoken_at_the_next_question(ask: Answerer, file: Path) -> None:
    assert "квартал" in await said(ask, "1")
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE identity SET language = 'en'")
    assert "квартал" not in await said(ask, "2")
