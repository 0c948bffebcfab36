"""Of several programs on one database one delivers: whoever holds the locks of all bot accounts."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from db import schema
from db.sender import Sender
from db.store import Store, open_store
from tests.integration.builders import KYIV
from tests.postgres import Server

TAKEN_OVER = 10.0


@pytest.fixture
async def database(postgres: Server) -> AsyncIterator[str]:
    name = postgres.empty()
    await asyncio.to_thread(schema.upgrade, postgres.url(name))
    yield name
    postgres.drop(name)


@pytest.fixture
async def store(postgres: Server, database: str) -> AsyncIterator[Store]:
    opened = open_store(postgres.url(database), KYIV)
    yield opened
    await opened.close()


@asynccontextmanager
async def standing(
    store: Store, *accounts: str, wake: Callable[[], None] = lambda: None, wait: bool = True
) -> AsyncIterator[Sender]:
    """A program that would deliver for the accounts; with `wait` it has come to."""
    over, sender = asyncio.Event(), store.sender(accounts, wake)
    task = asyncio.create_task(sender.stand(over))
    if wait:
        await until(lambda: sender.leads)
    yield sender
    over.set()
    await task
    assert not sender.leads


async def until(condition: Callable[[], object], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)


async def test_one_leads_and_the_next_takes_over_when_it_stops(store: Store) -> None:
    async with standing(store, "telegram", wait=False) as second:
        await until(lambda: second.leads)
        async with standing(store, "telegram", wait=False) as third:
            await asyncio.sleep(1.5)
            assert (second.leads, third.leads) == (True, False)
    async with standing(store, "telegram") as fourth:
        assert fourth.leads


async def test_who_lacks_one_of_the_accounts_holds_none(store: Store) -> None:
    async with standing(store, "viber"), standing(store, "telegram", "viber", wait=False) as both:
        await asyncio.sleep(1.5)
        assert not both.leads
        async with standing(store, "telegram") as other:
            assert other.leads
        await asyncio.sleep(0)
    async with standing(store, "telegram", "viber") as both:
        assert both.leads


async def test_whose_connection_the_server_ends_leads_no_more_until_it_has_its_turn_again(
    store: Store, postgres: Server
) -> None:
    kill = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    woken: list[float] = []
    async with standing(store, "telegram", wake=lambda: woken.append(time.monotonic())) as sender:
        times = len(woken)
        await asyncio.to_thread(postgres.do, kill)
        await until(lambda: not sender.leads, TAKEN_OVER)
        await until(lambda: sender.leads, TAKEN_OVER)
        assert len(woken) > times
