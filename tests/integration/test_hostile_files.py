"""Files from strangers: each is refused with a clear sentence, none stops the program or outstays its time."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import Text
from bot.documents.apart import _environment, read_document, read_document_now, read_file
from bot.documents.plan_reader import read_plan_of_year
from bot.documents.registry_reader import read_registry
from bot.errors import DocumentError
from tests.documents import hostile, plans, registries, word

CASES = hostile.cases()
# These do not stop at a check of ours: only the limits of the process hold them.
APART = {
    "endless sheet",
    "pdf bomb",
    "lying directory",
    "zip bomb",
    "billion laughs",
    "deep elements",
    "long cell",
    "doc",
}


def test_there_are_enough_of_them() -> None:
    assert len({name for name, _, _ in CASES}) == len(CASES) >= 60
    assert {name for name, _, _ in CASES} >= APART


@pytest.mark.parametrize(
    ("data", "keys"),
    [case[1:] for case in CASES if case[0] not in APART],
    ids=[c[0] for c in CASES if c[0] not in APART],
)
def test_a_hostile_file_is_refused_with_its_reason(data: bytes, keys: str) -> None:
    started = time.process_time()
    with pytest.raises(DocumentError) as caught:
        read_plan_of_year(data, None)
    assert caught.value.key.removeprefix("error.document-") in keys.split("|")
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("data", "keys"), [case[1:] for case in CASES if case[0] in APART], ids=[c[0] for c in CASES if c[0] in APART]
)
async def test_the_loop_goes_on_while_a_hostile_file_is_read(data: bytes, keys: str) -> None:
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.02)
            beats += 1

    beating = asyncio.create_task(beat())
    with pytest.raises(DocumentError) as caught:
        await read_document(data, None)
    beating.cancel()
    assert caught.value.key.removeprefix("error.document-") in keys.split("|")
    assert beats > 1
    for language in LANGUAGES:
        assert len(say(Text(caught.value.key, caught.value.args_), language)) > 30


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(DocumentError) as caught:
        await read_document(word.written(plans.long_plan(1000)), None, seconds=0.05)
    assert caught.value.key == "error.document-too-slow"


def test_the_command_line_has_the_same_limit() -> None:
    with pytest.raises(DocumentError) as caught:
        read_document_now(word.written(plans.long_plan(1000)), None, seconds=0.05)
    assert caught.value.key == "error.document-too-slow"


async def test_a_good_document_comes_back_whole() -> None:
    data = word.written(plans.sample())
    assert await read_document(data, 2026) == read_plan_of_year(data, 2026) == await read_document(data, None)


async def test_a_members_list_is_read_apart_with_the_same_limits() -> None:
    data = registries.book_of(registries.many(500))
    found = await read_file(data, 2026)
    assert (found.plan, found.registry) == (None, read_registry(data))
    with pytest.raises(DocumentError) as slow:
        await read_file(data, 2026, seconds=0.05)
    assert slow.value.key == "error.document-too-slow"


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"x" * (5 * 1024 * 1024 + 1), "error.document-too-large"),
        (next(data for name, data, _ in CASES if name == "pdf bomb"), "error.document-too-heavy"),
    ],
    ids=["too large", "pdf bomb"],
)
async def test_what_cannot_be_opened_is_neither_a_plan_nor_a_list(data: bytes, key: str) -> None:
    with pytest.raises(DocumentError) as caught:
        await read_file(data, 2026)
    assert caught.value.key == key
    assert all(len(say(Text(key, caught.value.args_), language)) > 30 for language in LANGUAGES)


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"no list", ("error.document-no-table", "error.registry-no-names")),
        (registries.book_of(registries.many(3001)), ("error.document-no-table", "error.registry-too-many")),
    ],
    ids=["no list", "too many"],
)
async def test_a_file_that_is_neither_says_why_of_both(data: bytes, keys: tuple[str, str]) -> None:
    found = await read_file(data, 2026)
    assert (found.plan, found.registry) == (None, None)
    assert found.no_plan is not None
    assert found.no_list is not None
    assert (found.no_plan.key, found.no_list.key) == keys
    assert len(say(Text(found.no_list.key, found.no_list.args_), "uk")) > 30


def test_the_reading_process_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANOVYK_TELEGRAM_TOKEN", "1:secret")
    monkeypatch.setenv("SOMETHING_ELSE", "kept")
    found = _environment()
    assert "PLANOVYK_TELEGRAM_TOKEN" not in found
    assert found["SOMETHING_ELSE"] == "kept"


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="asks Linux which processes there are")
def test_no_process_is_left_behind() -> None:
    with pytest.raises(DocumentError):
        asyncio.run(read_document(word.written(plans.long_plan(1000)), None, seconds=0.05))
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{child}/cmdline").read_text() for child in children if Path(f"/proc/{child}").exists()]
    assert not any("bot.documents.worker" in command for command in commands)
