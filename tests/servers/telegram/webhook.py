"""Webhook delivery: POST with the secret, again until 200, one update of a chat at a time."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from tests.servers.telegram import methods
from tests.servers.telegram.account import Account, Webhook
from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.params import Params, of_parts
from tests.servers.telegram.updates import Update

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_ANSWER_SECONDS = 60.0


class WebhookDelivery:
    """Runs beside the server; a chat's next update leaves when its last one got 200."""

    def __init__(self, account: Account, redelivery_seconds: float) -> None:
        self._account = account
        self._delay = redelivery_seconds
        self._chats: dict[int, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver until cancelled."""
        timeout = aiohttp.ClientTimeout(total=_ANSWER_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, asyncio.TaskGroup() as group:
            while True:
                if self._account.webhook is not None:
                    self._start(group, session)
                await self._account.updates.wait()

    def _start(self, group: asyncio.TaskGroup, session: aiohttp.ClientSession) -> None:
        for chat_id in self._account.updates.take_fresh():
            task = self._chats.get(chat_id)
            if task is None or task.done():
                self._chats[chat_id] = group.create_task(self._deliver_chat(chat_id, session))

    async def _deliver_chat(self, chat_id: int, session: aiohttp.ClientSession) -> None:
        while (webhook := self._account.webhook) and (update := self._account.updates.next_of(chat_id)):
            if not await self._post(webhook, update, session):
                await asyncio.sleep(self._delay)

    async def _post(self, webhook: Webhook, update: Update, session: aiohttp.ClientSession) -> bool:
        headers = {SECRET_HEADER: webhook.secret_token} if webhook.secret_token else {}
        self._account.updates.handed_out(update)
        try:
            async with session.post(webhook.url, json=update.payload, headers=headers) as answer:
                if answer.status != 200:
                    self._account.last_webhook_error = f"Wrong response from the webhook: {answer.status}"
                    return False
                params = await _method_in(answer)
        except (aiohttp.ClientError, TimeoutError) as error:
            self._account.last_webhook_error = f"Connection failed: {type(error).__name__}"
            return False
        self._account.updates.remove(update)
        self._apply(params)
        return True

    def _apply(self, params: Params) -> None:
        """Carry out the method that stood in the answer; the bot never learns its result."""
        method = params.text("method")
        if not method:
            return
        known = len(self._account.breaches)
        try:
            methods.call(self._account, method, params)
        except ApiError as error:
            if len(self._account.breaches) == known:
                self._account.record("webhook-method-failed", method, error.description)


async def _method_in(answer: aiohttp.ClientResponse) -> Params:
    if answer.content_type.startswith("multipart/"):
        return await of_parts(aiohttp.MultipartReader.from_response(answer))
    if answer.content_type == "application/x-www-form-urlencoded":
        return Params(dict(parse_qsl(await answer.text())))
    if answer.content_type == "application/json" and await answer.read():
        values: Any = await answer.json()
        return Params(values if isinstance(values, dict) else {})
    return Params({})
