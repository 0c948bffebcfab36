"""Opening the messengers that are set up; a door's library is imported when that door is opened."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial

from aiohttp import web

from bot.dialog.door import Answerer, AnswerUnavailable, DeliveryError, Door, Failure
from bot.dialog.model import Address
from bot.errors import PlanovykError, StoreUnavailableError
from bot.logs import log_event
from bot.settings import Settings
from bot.usecases.channels import TELEGRAM, VIBER, remember_handle
from bot.usecases.house import House
from bot.usecases.joining import block, come_back, leave
from bot.usecases.showing import card_shown

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
_log = logging.getLogger(__name__)

Task = Callable[[], Coroutine[None, None, None]]
Told = Callable[[Address], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A door with what it needs: HTTP routes, tasks that run as long as it is open, and how to close it."""

    door: Door
    routes: tuple[web.RouteDef, ...]
    tasks: tuple[Task, ...]
    close: Callable[[], Awaitable[None]]


def open_doors(settings: Settings, house: House, answer: Answerer, stop: asyncio.Event) -> list[OpenDoor]:
    """Open every messenger that has a token; nothing is called yet."""
    opened = []
    if settings.telegram_token:
        opened.append(_telegram(settings, house, answer, stop))
    if settings.viber_token:
        opened.append(_viber(settings, house, answer, stop))
    return opened


def names_of_doors(settings: Settings) -> tuple[str, ...]:
    """Return the names of the messengers that have a token: of each, one bot account."""
    tokens = ((TELEGRAM, settings.telegram_token), (VIBER, settings.viber_token))
    return tuple(name for name, token in tokens if token)


def demand_a_door(settings: Settings) -> None:
    """Raise PlanovykError when no messenger has a token."""
    if not names_of_doors(settings):
        raise PlanovykError("error.no-door")


def _telegram(settings: Settings, house: House, answer: Answerer, stop: asyncio.Event) -> OpenDoor:
    from bot.telegram import opening

    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    door = opening.open_telegram(token, settings.telegram_api_url, shown=partial(card_shown, house))

    async def introduce() -> None:
        await remember_handle(house, door.name, await door.me())

    introduced = _insisting(introduce, stop, "error.telegram-token")
    listeners = opening.Listeners(_telling(block, house), _telling(come_back, house))
    url, secret = settings.public_url, settings.telegram_webhook_secret
    if url is None or secret is None:
        polling = partial(opening.run_polling, door, answer, stop, listeners=listeners)
        return OpenDoor(door, (), (introduced, polling), door.close)
    shown = secret.get_secret_value()
    registered = _insisting(lambda: opening.register_webhook(door, url, shown), stop, "error.telegram-webhook")
    routes = opening.webhook_routes(door, answer, shown, listeners)
    return OpenDoor(door, tuple(routes), (registered, introduced), door.close)


def _viber(settings: Settings, house: House, answer: Answerer, stop: asyncio.Event) -> OpenDoor:
    from bot.viber.door import open_viber
    from bot.viber.webhook import register_webhook, webhook_routes

    token = settings.viber_token.get_secret_value() if settings.viber_token else ""
    url = settings.public_url or ""
    door = open_viber(token, settings.viber_api_url, url)

    async def introduce() -> None:
        await remember_handle(house, door.name, await door.account())

    registered = _insisting(lambda: register_webhook(door, url), stop, "error.viber-webhook")
    introduced = _insisting(introduce, stop, "error.viber-token")
    routes = webhook_routes(door, answer, _telling(leave, house), token, subscribed=_telling(come_back, house))
    return OpenDoor(door, tuple(routes), (registered, introduced), door.close)


def _telling(use_case: Callable[[House, Address], Awaitable[None]], house: House) -> Told:
    """Return a use case as a door calls it: while the store cannot keep what it is told, it must be told again."""

    async def told(address: Address) -> None:
        try:
            await use_case(house, address)
        except StoreUnavailableError as error:
            raise AnswerUnavailable from error

    return told


def _insisting(step: Task, stop: asyncio.Event, refused: str) -> Task:
    return lambda: insist(step, stop, refused)


async def insist(step: Task, stop: asyncio.Event, refused: str) -> None:
    """Do a step of opening until it succeeds: after a power cut the network may come later than the program.

    A database that another program holds is waited for alike. Raises PlanovykError with the key `refused` when the
    messenger says no for good.
    """
    pause = FIRST_PAUSE
    while not stop.is_set():
        try:
            return await step()
        except DeliveryError as error:
            if error.failure in {Failure.REFUSED, Failure.SHUT}:
                raise PlanovykError(refused) from error
            log_event(_log, "opening-put-off", level=logging.WARNING, failure=error.failure, step=refused)
        except StoreUnavailableError as error:
            log_event(_log, "opening-put-off", level=logging.WARNING, error=error, step=refused)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
        pause = min(2 * pause, LONGEST_PAUSE)
    return None


async def handle_of(door: str, settings: Settings) -> str | None:
    """Ask a messenger for the bot's public name; None when no token is set. Raises PlanovykError when it is silent."""
    source = _source_of_handle(door, settings)
    if source is None:
        return None
    ask, close = source
    try:
        return await ask()
    except DeliveryError as error:
        raise PlanovykError("error.no-handle", door=door.capitalize()) from error
    finally:
        await close()


def _source_of_handle(
    door: str, settings: Settings
) -> tuple[Callable[[], Awaitable[str]], Callable[[], Awaitable[None]]] | None:
    """Return how to ask for the handle, and how to hang up."""
    if door == TELEGRAM and settings.telegram_token:
        from bot.telegram.opening import open_telegram

        telegram = open_telegram(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        return telegram.me, telegram.close
    if door == VIBER and settings.viber_token:
        from bot.viber.door import open_viber

        viber = open_viber(settings.viber_token.get_secret_value(), settings.viber_api_url)
        return viber.account, viber.close
    return None
