"""The demo: an invented branch in a local web chat, with a clock that can be put forward. Its data is thrown away."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.app import house_of, post_of, runner_of
from bot.clock import MovableClock
from bot.dialog.door import Door
from bot.dialog.model import Address
from bot.dialog.text import text, verbatim
from bot.documents.plan_reader import read_plan
from bot.domain.plan import Role
from bot.domain.windows import calendar_year, quarter_of, quarter_window
from bot.domain.worktime import at, is_working_day
from bot.errors import PlanovykError
from bot.usecases.house import House
from bot.usecases.joining import invite, join
from bot.usecases.plans import import_plan
from bot.web.app import Persona, web_app
from bot.web.door import WebDoor
from db import schema
from db.moments import next_moment
from db.store import open_store
from handlers.conversation import conversation
from scheduler.clock import Ticking, tick_interval
from scheduler.post import Post
from scheduler.tick import catch_up, tick

HOST = "127.0.0.1"
USUAL_PORT = 8765
ZONE = ZoneInfo("Europe/Kyiv")
SAMPLE = Path(__file__).parent / "documents" / "samples" / "plan-uk.txt"
BRANCH = "Калинівське обласне відділення"
FIRST_DAY = (1, 11)
MORNING, BEFORE_WORK = time(10), time(9)
MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the demo; without a role they are a stranger to the branch."""

    account: str
    name: str
    role: Role | None
    hint: str


ACTORS = (
    Actor("secretary", "Криничко Тетяна", Role.SECRETARY, "demo.secretary"),
    Actor("head", "Дем'яненко Ольга", Role.HEAD, "demo.head"),
    Actor("presidium", "Соловейко-Гнатенко М.П.", Role.PRESIDIUM, "demo.presidium"),
    Actor("responsible", "Тополя Сергій", Role.MEMBER, "demo.responsible"),
    Actor("member", "Лелека Марта", Role.MEMBER, "demo.member"),
    Actor("stranger", "Гість", None, "demo.stranger"),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """The demo put together: its page, and the parts that tests look at."""

    app: web.Application
    house: House
    door: WebDoor
    clock: MovableClock
    post: Post


@asynccontextmanager
async def stage(year: int) -> AsyncIterator[Stage]:
    """Set the demo up in a folder of its own, with the sample plan of `year` published and its people joined."""
    with tempfile.TemporaryDirectory(prefix="planovyk-demo-", ignore_cleanup_errors=True) as folder:
        url = f"sqlite+aiosqlite:///{folder}/demo.db"
        await asyncio.to_thread(schema.upgrade, url)
        clock = MovableClock(_opening(year))
        store = open_store(url, ZONE)
        door = WebDoor(clock.now, ZONE)
        doors: dict[str, Door] = {door.name: door}
        # The page is no messenger: whoever puts the clock forward would wait a second for every message of the weeks.
        post = post_of(store, clock, doors, gap=0)
        turn = asyncio.Lock()
        ticking = Ticking(partial(_round, post, turn), tick_interval(1))
        house = house_of(store, clock, ticking.wake)
        try:
            await _publish(house, door, year)
            ticking.start()
            yield Stage(_page(house, door, clock, post, turn), house, door, clock, post)
        finally:
            await ticking.stop()
            await store.close()


async def _publish(house: House, door: WebDoor, year: int) -> None:
    plan = SAMPLE.read_text(encoding="utf-8").replace("{year}", str(year))
    await import_plan(house, read_plan(plan.encode(), calendar_year(year)), BRANCH, publish=True)
    for actor in ACTORS:
        if actor.role is not None:
            await join(house, Address(door.name, actor.account), await invite(house, BRANCH, actor.name, actor.role))


async def _round(post: Post, turn: asyncio.Lock) -> bool:
    """Take a turn with the leaps of the clock: what is on its way in the middle of one would be sent once more."""
    async with turn:
        return await tick(post)


def _page(house: House, door: WebDoor, clock: MovableClock, post: Post, turn: asyncio.Lock) -> web.Application:
    async def move(to: str) -> None:
        async with turn:
            await _move(post, clock, door, to)

    personas = [
        Persona(actor.account, verbatim(actor.name), text(_role_key(actor)), text(actor.hint)) for actor in ACTORS
    ]
    return web_app(door, conversation(house), personas, move)


def _role_key(actor: Actor) -> str:
    return f"role.{actor.role}" if actor.role else "demo.guest"


def _opening(year: int) -> datetime:
    day = date(year, *FIRST_DAY)
    while not is_working_day(day):
        day += timedelta(days=1)
    return at(day, MORNING, ZONE)


async def _move(post: Post, clock: MovableClock, door: WebDoor, to: str) -> None:
    today = clock.now().astimezone(ZONE).date()
    match to:
        case "day":
            await _live_until(post, clock, at(today + timedelta(days=1), BEFORE_WORK, ZONE))
        case "quarter":
            start = quarter_window(today.year, quarter_of(today)).last + timedelta(days=1)
            await _live_until(post, clock, at(start, MORNING, ZONE))
        case _:
            await _live_until_notice(post, clock, door)


async def _live_until(post: Post, clock: MovableClock, target: datetime) -> None:
    """Live through everything that happens up to a moment, as the weeks would have brought it."""
    for _ in range(MOST_STEPS):
        moment = await _next(post, clock)
        if moment is None or moment > target:
            break
        await _be_at(post, clock, moment)
    await _be_at(post, clock, target)


async def _live_until_notice(post: Post, clock: MovableClock, door: WebDoor) -> None:
    before = _received(door)
    end_of_demo = clock.now() + timedelta(days=400)
    for _ in range(MOST_STEPS):
        moment = await _next(post, clock)
        if moment is None or moment > end_of_demo:
            break
        await _be_at(post, clock, moment)
        if _received(door) > before:
            return
    raise PlanovykError("error.no-more-notices")


async def _next(post: Post, clock: MovableClock) -> datetime | None:
    async with post.store.reading() as session:
        return await next_moment(session, clock.now())


async def _be_at(post: Post, clock: MovableClock, moment: datetime) -> None:
    clock.move_to(max(moment, clock.now()))
    await catch_up(post)


def _received(door: WebDoor) -> int:
    return sum(door.received(actor.account) for actor in ACTORS)


async def show(year: int, port: int | None, *, browser: bool, said: Callable[[str], None]) -> None:
    """Show the demo until Ctrl+C; `said` is told the page's address. Raises PlanovykError when the port is taken."""
    async with stage(year) as play:
        runner = runner_of(play.app)
        await runner.setup()
        try:
            address = await _listen(runner, port)
            said(address)
            if browser:
                await asyncio.to_thread(_open_browser, address)
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int | None) -> str:
    for wanted in (USUAL_PORT, 0) if port is None else (port,):
        with contextlib.suppress(OSError):
            await web.TCPSite(runner, HOST, wanted).start()
            return f"http://{HOST}:{runner.addresses[0][1]}/"
    raise PlanovykError("error.port-taken", host=HOST, port=port)


def _open_browser(address: str) -> None:
    with contextlib.suppress(webbrowser.Error):
        webbrowser.open(address)
