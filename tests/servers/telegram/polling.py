"""getUpdates: long polling with confirmation by offset."""

from __future__ import annotations

import asyncio

from tests.servers.telegram.account import JSON, Account
from tests.servers.telegram.errors import ApiError
from tests.servers.telegram.params import Params

_MAX_LIMIT = 100
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Polling:
    """One waiting poller at a time: a newer getUpdates ends the older one with 409."""

    def __init__(self, account: Account, closing: asyncio.Event) -> None:
        self._account = account
        self._closing = closing
        self._turn = 0

    async def get_updates(self, params: Params) -> list[JSON]:
        """Updates from `offset` on, at most `limit`; waits up to `timeout` seconds for the first. Raises ApiError."""
        updates = self._account.updates
        self._turn += 1
        turn = self._turn
        updates.changed.set()
        if self._account.webhook is None:
            kinds = params.structure("allowed_updates")
            if kinds is not None:
                updates.allowed = list(kinds)
            updates.confirm(params.integer("offset", 0))
        limit = min(max(params.integer("limit", _MAX_LIMIT), 1), _MAX_LIMIT)
        try:
            async with asyncio.timeout(params.integer("timeout", 0)):
                while not self._must_answer(turn):
                    await updates.wait()
        except TimeoutError:
            return []
        return [update.payload for update in updates.page(limit)]

    def _must_answer(self, turn: int) -> bool:
        if self._account.webhook is not None:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        if turn != self._turn:
            raise ApiError(409, _OTHER_POLLER)
        return len(self._account.updates) > 0 or self._closing.is_set()
