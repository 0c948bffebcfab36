"""The composition root: the one place that knows every part, and puts together only those that are used."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import secrets
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import SystemRandom

from aiohttp import web

from bot.clock import Clock, SystemClock, clock_from
from bot.dialog.door import Door
from bot.dialog.pages.notices import notices_reply
from bot.documents.apart import examine, read_file, taking_turns
from bot.doors import Task, demand_a_door, names_of_doors, open_doors
from bot.errors import PlanovykError
from bot.logs import log_event
from bot.settings import Settings
from bot.usecases.house import House
from db import schema
from db.files import files_beside
from db.sender import Sender
from db.store import Store, open_store
from handlers.conversation import conversation
from scheduler.clock import Ticking, tick_interval
from scheduler.pacing import PERSON_GAP, Pace
from scheduler.post import Post
from scheduler.steadiness import Steadiness, steady_tick
from scheduler.tick import tick

TOKEN_BYTES = 16
COLLECTOR = (50_000, 20, 20)
"""The thresholds of the collector's generations: objects, and collections of the generation before."""
_log = logging.getLogger(__name__)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """Open the store with its schema up to date, and close it in the end."""
    await asyncio.to_thread(schema.upgrade, settings.database_url)
    store = open_store(settings.database_url, settings.timezone)
    try:
        yield store
    finally:
        await store.close()


def house_of(store: Store, clock: Clock, nudge: Callable[[], None] = lambda: None, folder: Path | None = None) -> House:
    """Return what the use cases work with; without a `nudge` what they owe waits for the next tick.

    The files of reports are kept in the folder, or else beside the database.
    """
    return House(
        store,
        clock,
        lambda: secrets.token_urlsafe(TOKEN_BYTES),
        nudge,
        taking_turns(read_file),
        taking_turns(examine),
        files_beside(store.url, folder),
    )


def post_of(
    store: Store, clock: Clock, doors: dict[str, Door], gap: float = PERSON_GAP, folder: Path | None = None
) -> Post:
    """Return what the scheduler works with; doors may be added to `doors` as they open.

    `gap` is what the doors ask for between two messages to one account, in seconds. The files of reports are in the
    folder, or else beside the database.
    """
    pace = Pace(time.monotonic, asyncio.sleep, gap)
    return Post(store, clock, doors, notices_reply, SystemRandom(), pace, files_beside(store.url, folder))


async def run(settings: Settings) -> None:
    """Run the bot until it is told to stop. Raises PlanovykError when no door is set up or one refuses us."""
    demand_a_door(settings)
    stop = _stop_on_signals()
    with schema.alone(settings.database_url):
        await _run(settings, stop)


async def _run(settings: Settings, stop: asyncio.Event) -> None:
    async with opened_store(settings) as store, AsyncExitStack() as stack:
        clock = clock_from(settings)
        doors: dict[str, Door] = {}
        post = post_of(store, clock, doors, folder=settings.evidence_folder)
        post = replace(post, leads=lambda: sender.leads)
        ticking = Ticking(_round_of(post), tick_interval(settings.clock_speed))
        sender = store.sender(names_of_doors(settings), ticking.wake)
        house = house_of(store, clock, ticking.wake, settings.evidence_folder)
        opened = open_doors(settings, house, conversation(house), stop)
        for each in opened:
            stack.push_async_callback(each.close)
            doors[each.door.name] = each.door
        # A messenger may call back before it answers our first call, so the server listens before anything is called.
        await _serve([route for each in opened for route in each.routes], settings, stack)
        await stack.enter_async_context(_standing(sender))
        stack.push_async_callback(ticking.stop)
        ticking.start()
        _settle_memory()
        log_event(_log, "started", doors=",".join(doors))
        await _until_stopped(stop, (task for each in opened for task in each.tasks))


@asynccontextmanager
async def _standing(sender: Sender) -> AsyncIterator[None]:
    """Have the program stand for the one that delivers meanwhile; what it is sending then comes to its end first."""
    over = asyncio.Event()
    standing = asyncio.create_task(sender.stand(over))
    try:
        yield
    finally:
        over.set()
        await standing


def _round_of(post: Post) -> Callable[[], Awaitable[bool]]:
    """Return what the clock runs; the machine's own clock may be set while the program runs, a rehearsal's never is."""
    if not isinstance(post.clock, SystemClock):
        return lambda: tick(post)
    steadiness = Steadiness(post.clock)
    return lambda: steady_tick(post, steadiness)


def _settle_memory() -> None:
    """Keep the collector's pauses, in which nobody is answered, short and rare.

    What lives as long as the program is put out of its way. Snapshots live long too, and hold no cycles: at the usual
    thresholds a thousand branches' were walked again and again, 0.1 s each time.
    """
    gc.freeze()
    gc.set_threshold(*COLLECTOR)
    gc.enable()


async def _serve(routes: list[web.RouteDef], settings: Settings, stack: AsyncExitStack) -> None:
    if not routes:
        return
    app = web.Application()
    app.add_routes(routes)
    runner = runner_of(app)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    try:
        await web.TCPSite(runner, settings.http_host, settings.http_port).start()
    except OSError as error:
        raise PlanovykError("error.http-port-taken", host=settings.http_host, port=settings.http_port) from error


def runner_of(app: web.Application) -> web.AppRunner:
    """Return what serves an application.

    No line for each request: an access log holds addresses. Packed bodies are left as they are: nobody who calls here
    packs them, and what unpacks to a thousand times its size would be somebody's weapon.
    """
    return web.AppRunner(app, access_log=None, handle_signals=False, auto_decompress=False)


async def _until_stopped(stop: asyncio.Event, tasks: Iterable[Task]) -> None:
    """Run what the doors need until the stop; a messenger's final no ends the program, and so does a fault of ours.

    Raises what ended it by itself, out of its group: an error of ours first, as it is the one with a sentence.
    """
    try:
        async with asyncio.TaskGroup() as group:
            for task in tasks:
                group.create_task(task())
    except ExceptionGroup as errors:
        raise min(errors.exceptions, key=lambda each: not isinstance(each, PlanovykError)) from None
    await stop.wait()


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
            loop.add_signal_handler(each, stop.set)
    return stop
