"""The webhook: where Viber's callbacks arrive.

Viber delivers a callback again for about an hour until it gets HTTP 200. So 200 says that an update is taken (or that
there is nothing to take in it), and 503 asks for it once more.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus

from aiohttp import web

from bot.dialog.attachments import words_of
from bot.dialog.door import Answerer, AnswerUnavailable, DeliveryError, Failure
from bot.dialog.lanes import Lanes
from bot.dialog.model import Address, Answer, Incoming, Reply
from bot.dialog.responses import Responses
from bot.logs import log_event
from bot.viber.door import ViberDoor
from bot.viber.incoming import departure, incoming, opens_conversation, subscriber
from bot.viber.payload import encoded
from bot.viber.rendering import welcome
from bot.viber.signature import HEADER, is_genuine

PATH = "/viber"
MOST_BYTES = 1 << 20
EVENTS = ("subscribed", "unsubscribed", "conversation_started")
"""Messages come in any case; whether one was delivered or seen is nothing that we keep."""
RETRY_PAUSES = (0.5, 2.0)
"""Seconds between the attempts to send an answer: as long as a person at a phone waits."""

Told = Callable[[Address], Awaitable[None]]
"""Told that somebody can be written to no more, or again."""

_log = logging.getLogger(__name__)


async def _nobody(_address: Address) -> None:
    """Tell nobody."""


def webhook_routes(
    door: ViberDoor,
    answer: Answerer,
    left: Told,
    token: str,
    *,
    subscribed: Told = _nobody,
    pauses: Sequence[float] = RETRY_PAUSES,
) -> list[web.RouteDef]:
    """Return the routes that take Viber's callbacks, signed with the bot's `token`, and give it attachments.

    `left` is told who has unsubscribed, `subscribed` who has subscribed without a word. They and `answer` may raise
    AnswerUnavailable; `pauses` are the seconds between attempts to send an answer.
    """
    return [web.post(PATH, Webhook(door, answer, left, subscribed, token, pauses).take), *door.shelf.routes()]


async def register_webhook(door: ViberDoor, public_url: str) -> None:
    """Tell Viber where the bot is. Raises DeliveryError.

    Viber calls back before it answers, so the server must be listening. Names and pictures of people are not asked for.
    """
    await door.client.call(
        "set_webhook",
        {
            "url": f"{public_url.rstrip('/')}{PATH}",
            "event_types": list(EVENTS),
            "send_name": False,
            "send_photo": False,
        },
    )


class Webhook:
    """Takes callbacks; those of one person one after another."""

    def __init__(
        self,
        door: ViberDoor,
        answer: Answerer,
        left: Told,
        subscribed: Told,
        token: str,
        pauses: Sequence[float],
    ) -> None:
        self._door = door
        self._answer = answer
        self._left = left
        self._subscribed = subscribed
        self._token = token
        self._pauses = pauses
        self._lanes = Lanes()
        self._greetings: Responses[bytes] = Responses()

    async def take(self, request: web.Request) -> web.Response:
        """Take one callback."""
        body = await _body(request)
        if not is_genuine(body, request.headers.get(HEADER), self._token):
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            return await self._handled(_parsed(body))
        except AnswerUnavailable as error:
            log_event(_log, "update-not-taken", level=logging.WARNING, error=error)
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)

    async def _handled(self, callback: object) -> web.Response:
        update = incoming(callback)
        if update is not None:
            async with self._lanes.of(update.address.account):
                return await self._answered(update, greeting=opens_conversation(callback))
        for address, told in ((departure(callback), self._left), (subscriber(callback), self._subscribed)):
            if address is not None:
                async with self._lanes.of(address.account):
                    await told(address)
        return web.Response()

    async def _answered(self, update: Incoming, *, greeting: bool) -> web.Response:
        if greeting:
            return await self._greeted(update)
        await self._send(update.address.account, await self._answer(update))
        return web.Response()

    async def _greeted(self, update: Incoming) -> web.Response:
        """Answer in the response itself: somebody who is not subscribed yet can be told nothing in another way.

        A callback that is delivered again gets its greeting again, as the response to it was lost.
        """
        greeting = self._greetings.of(update.update_key)
        if greeting is None:
            answer = await self._answer(update)
            message = welcome(answer.replies, answer.language)
            if message is None:
                return web.Response()
            greeting = encoded(message)
            self._greetings.keep(update.update_key, greeting)
        return web.Response(body=greeting, content_type="application/json")

    async def _send(self, account: str, answer: Answer) -> None:
        """Send an answer; what then cannot be delivered is given up, as the update itself is taken."""
        for place, reply in enumerate(answer.replies):
            try:
                await self._send_or_tell(account, reply, answer.language)
            except DeliveryError as error:
                lost = len(answer.replies) - place
                log_event(_log, "answer-not-sent", level=logging.WARNING, error=error, failure=error.failure, lost=lost)
                return

    async def _send_or_tell(self, account: str, reply: Reply, language: str) -> None:
        """Send a reply; where its attachments may not have arrived, the text can still tell the person."""
        try:
            await self._send_soon(account, reply, language)
        except DeliveryError as error:
            if not reply.attachments or error.failure in {Failure.UNREACHABLE, Failure.SHUT}:
                raise
            log_event(_log, "attachment-not-sent", level=logging.WARNING, failure=error.failure)
            await self._door.send(account, words_of(reply, reply.attachments), language)

    async def _send_soon(self, account: str, reply: Reply, language: str) -> None:
        for pause in self._pauses:
            try:
                return await self._door.send(account, reply, language)
            except DeliveryError as error:
                if error.failure is not Failure.LATER or (error.retry_after or 0) > pause:
                    raise
            await asyncio.sleep(pause)
        return await self._door.send(account, reply, language)


async def _body(request: web.Request) -> bytes:
    """Read the body up to a limit of our own, whatever the application allows elsewhere."""
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > MOST_BYTES:
                raise web.HTTPRequestEntityTooLarge(max_size=MOST_BYTES, actual_size=len(body))
    except web.RequestPayloadError as error:
        raise web.HTTPBadRequest from error
    return bytes(body)


def _parsed(body: bytes) -> object:
    """Return what a callback holds, None when it is no JSON: delivered again, it would be none either."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        log_event(_log, "callback-unreadable", level=logging.WARNING, error=error)
        return None
