"""However many branches send their plans at once, few are read beside each other, and everybody else is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

import pytest

from bot.dialog.model import Words
from bot.dialog.speech import LANGUAGES, say
from bot.dialog.text import Text
from bot.documents.apart import FileRead, read_document, read_file, taking_turns
from bot.documents.plan_reader import read_plan_of_year
from bot.domain.draft import PlanDraft
from bot.errors import DocumentError
from db.store import Store
from tests.documents import plans, registries, word
from tests.integration.drafting import PLAN, a_desk, file_of

PLAN_BYTES = plans.SAMPLE.read_bytes().replace(b"{year}", b"2026")


@dataclass
class Held:
    """Readings that end when they are let go, and how many have run beside each other."""

    go: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    most: int = 0
    begun: list[bytes] = field(default_factory=list)

    async def read(self, data: bytes, wanted_year: int | None) -> PlanDraft:
        self.running += 1
        self.most = max(self.most, self.running)
        self.begun.append(data)
        try:
            await self.go.wait()
            return read_plan_of_year(data, wanted_year)
        finally:
            self.running -= 1

    async def read_file(self, data: bytes, this_year: int) -> FileRead:
        return FileRead(await self.read(data, this_year), None)


async def settled() -> None:
    """Let everything that can run do so."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_the_third_waits_until_one_has_ended_and_all_are_read() -> None:
    held = Held()
    read = taking_turns(held.read)
    readings = [asyncio.create_task(read(PLAN_BYTES + b"\n" * place, None)) for place in range(50)]
    await settled()
    assert len(held.begun) == 2
    held.go.set()
    drafts = await asyncio.gather(*readings)
    assert held.most == 2
    assert [len(data) for data in held.begun] == sorted(len(data) for data in held.begun), "first come, first served"
    assert {len(draft.activities) for draft in drafts} == {22}


async def test_whoever_waits_too_long_is_told_so_kindly_and_takes_no_turn() -> None:
    held = Held()
    read = taking_turns(held.read, at_once=1, patience=0.02)
    first = asyncio.create_task(read(PLAN_BYTES, None))
    await settled()
    with pytest.raises(DocumentError) as caught:
        await read(PLAN_BYTES, None)
    assert caught.value.key == "error.document-busy"
    assert all(len(say(Text(caught.value.key, caught.value.args_), language)) > 30 for language in LANGUAGES)
    held.go.set()
    await first
    assert len((await read(PLAN_BYTES, None)).activities) == 22


async def test_a_reading_that_fails_or_is_cancelled_gives_its_turn_back() -> None:
    held = Held()
    read = taking_turns(held.read, at_once=1)
    cancelled = asyncio.create_task(read(PLAN_BYTES, None))
    await settled()
    cancelled.cancel()
    held.go.set()
    with pytest.raises(DocumentError):
        await read(b"no plan", None)
    assert len((await read(PLAN_BYTES, None)).activities) == 22


async def test_processes_take_turns_as_well() -> None:
    read = taking_turns(read_document, at_once=1)
    drafts = await asyncio.gather(*(read(word.written(plans.sample()), None) for _ in range(2)))
    assert [len(draft.activities) for draft in drafts] == [22, 22]


async def test_plans_and_members_lists_take_the_same_turns() -> None:
    read = taking_turns(read_file, at_once=1)
    files = word.written(plans.sample()), registries.book_of(registries.many(3))
    plan, members = await asyncio.gather(*(read(data, 2026) for data in files))
    assert (plan.plan is not None, plan.registry) == (True, None)
    assert (members.plan, members.registry and members.registry.entries) == (None, registries.many(3))


async def test_the_bot_goes_on_answering_while_plans_are_read(store: Store) -> None:
    held = Held()
    desk = await a_desk(store)
    desk.house = replace(desk.house, read_file=taking_turns(held.read_file))
    desk.restart()
    readings = [asyncio.create_task(desk.send(who, file_of(PLAN))) for who in ("secretary", "head")]
    readings.append(asyncio.create_task(desk.send("secretary", file_of(PLAN), door="viber")))
    async with asyncio.timeout(5):
        while held.running < 2:  # noqa: ASYNC110 - the turn comes after some work of the database
            await asyncio.sleep(0.01)
    assert (await desk.send("member", Words("меню"))).lines
    assert held.most == 2
    assert not any(reading.done() for reading in readings)
    held.go.set()
    assert all("draft." in page.lines[0].text.key for page in await asyncio.gather(*readings))
