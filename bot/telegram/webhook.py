"""Updates that Telegram brings itself: answered, committed and sent back in one HTTP exchange."""

from __future__ import annotations

import hmac
import logging

import msgspec
from aiogram.methods import SetWebhook
from aiohttp import web

from bot.dialog.door import Answerer, AnswerUnavailable
from bot.dialog.lanes import Lanes
from bot.dialog.model import Incoming
from bot.dialog.responses import Responses
from bot.logs import log_event
from bot.telegram.answering import Ride, attend
from bot.telegram.door import TelegramDoor
from bot.telegram.incoming import incoming_of
from bot.telegram.reaching import NO_LISTENERS, Listeners, change_of, tell
from bot.telegram.wire import ALLOWED_UPDATES, Update, read_update

PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY = 1024 * 1024
"""Bytes of an update; the largest that Telegram sends is a small part of it."""

_logger = logging.getLogger(__name__)


async def register_webhook(door: TelegramDoor, public_url: str, secret: str) -> None:
    """Have Telegram bring updates to `public_url`; the HTTP server listens already. Raises DeliveryError."""
    url = public_url.rstrip("/") + PATH
    await door.call(SetWebhook(url=url, secret_token=secret, allowed_updates=ALLOWED_UPDATES))


def webhook_routes(
    door: TelegramDoor, answer: Answerer, secret: str, listeners: Listeners = NO_LISTENERS
) -> list[web.RouteDef]:
    """Return the routes that take updates which know the secret. Raises ValueError when the secret is empty.

    An update is answered for only after its handling has ended. Its answer may travel in the response: «answer and
    acknowledgement are one HTTP response, they are lost or received together». The handler must not be cancelled when
    the caller leaves, which is how aiohttp behaves by default.
    """
    if not secret:
        raise ValueError("without a secret anybody could write in anybody's name")
    return [web.post(PATH, _Entrance(door, answer, secret, listeners).take)]


class _Entrance:
    """Where updates arrive."""

    def __init__(self, door: TelegramDoor, answer: Answerer, secret: str, listeners: Listeners) -> None:
        self._door = door
        self._answer = answer
        self._secret = secret.encode()
        self._listeners = listeners
        self._lanes = Lanes()
        self._rides: Responses[Ride] = Responses()

    async def take(self, request: web.Request) -> web.Response:
        """Take one update: 200 when it is done with, 503 when it must come again, 403 when it is not genuine."""
        if not self._is_genuine(request):
            log_event(_logger, "webhook-forged", level=logging.WARNING)
            return web.Response(status=403)
        if (request.content_length or 0) > MAX_BODY:
            return web.Response(status=413)
        try:
            update = read_update(await request.read())
        except web.RequestPayloadError:  # cut off, or not packed as its headers say
            return web.Response(status=400)
        try:
            return await self._respond(update)
        except AnswerUnavailable as error:
            log_event(_logger, "update-not-taken", level=logging.WARNING, error=error)
            return web.Response(status=503)

    async def _respond(self, update: Update | None) -> web.Response:
        change = change_of(update) if update else None
        if change is not None:
            async with self._lanes.of(change.address.account):
                await tell(self._listeners, change)
            return web.Response()
        incoming = incoming_of(update, self._door.fetch) if update else None
        if update is None or incoming is None:
            log_event(_logger, "update-ignored", readable=update is not None)
            return web.Response()
        async with self._lanes.of(incoming.address.account):
            return _response(await self._ride(incoming, update))

    async def _ride(self, incoming: Incoming, update: Update) -> Ride | None:
        """Attend to an update; one that is brought again gets its message again, as the response to it was lost."""
        known = self._rides.of(incoming.update_key)
        if known is not None:
            return known
        ride = await attend(self._door, self._answer, incoming, update.callback_query, may_ride=True)
        if ride is not None and update.callback_query is None:
            # An acknowledgement is called for anew instead: were the first one not lost, a second would be refused.
            self._rides.keep(incoming.update_key, ride)
        return ride

    def _is_genuine(self, request: web.Request) -> bool:
        """Compare bytes: a header may hold anything, and `compare_digest` takes only ASCII in a str."""
        shown = request.headers.get(SECRET_HEADER, "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, self._secret)


def _response(ride: Ride | None) -> web.Response:
    if ride is None:
        return web.Response()
    return web.Response(body=msgspec.json.encode(ride), content_type="application/json")
