"""Who delivers, where several programs run on one database: whoever holds the lock of every bot account.

The lock belongs to a connection of its own and ends with it: at once when the program dies, and after a few seconds of
silence when its machine hangs or its network is gone, as the server then ends the connection by itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import zlib
from collections.abc import Callable, Collection
from typing import Any

import psycopg

from bot.logs import log_event

LOOK_SECONDS = 1.0
"""Between two looks: of those who wait whether it is their turn, of the one who delivers whether there is news."""
SILENCE_MS = 6000
"""After which the server ends the connection of who holds the locks and says nothing."""
ANSWER_SECONDS = 3.0
"""For which whoever holds the locks waits for the server, before it takes them for lost."""
ACCOUNTS = 0x73656E64
"""The class of the accounts' locks: «send»."""
_NEWS = "SELECT (SELECT max(id) FROM outbox), (SELECT max(id) FROM step)"

_log = logging.getLogger(__name__)


class ElectedSender:
    """One of several programs.

    Args:
        address: of the database, for the driver.
        options: of the connection.
        accounts: the bot accounts that it would deliver for; one that lacks a lock of them holds none.
        wake: is called when it comes to lead, and when another program has left something to be delivered.
    """

    def __init__(
        self, address: str, options: dict[str, Any], accounts: Collection[str], wake: Callable[[], None]
    ) -> None:
        self.leads = False
        self._address = address
        self._options = options
        self._locks = sorted(zlib.crc32(account.encode()) - 2**31 for account in accounts)
        self._wake = wake

    async def stand(self, stop: asyncio.Event) -> None:
        """Try to lead and to go on leading, whatever becomes of the server, until the stop."""
        while not stop.is_set():
            try:
                connecting = psycopg.AsyncConnection.connect(self._address, autocommit=True, **self._options)
                async with await connecting as connection:
                    await self._look_around(connection, stop)
            except (psycopg.Error, OSError) as error:  # among them a time-out
                log_event(_log, "sender-lost", level=logging.WARNING, error=error)
            await _pause(stop)

    async def _look_around(self, connection: psycopg.AsyncConnection, stop: asyncio.Event) -> None:
        seen = None
        try:
            while not stop.is_set():
                async with asyncio.timeout(ANSWER_SECONDS):
                    came_to_lead = not self.leads and await self._take(connection)
                    news = await (await connection.execute(_NEWS)).fetchone()
                if came_to_lead:
                    self.leads = True
                    log_event(_log, "sender")
                if self.leads and (came_to_lead or news != seen):
                    self._wake()
                seen = news
                await _pause(stop)
        finally:
            self.leads = False  # before the connection is closed, which may take a while

    async def _take(self, connection: psycopg.AsyncConnection) -> bool:
        """Take the locks of all accounts, or none."""
        for number, lock in enumerate(self._locks):
            if not await _asked(connection, "SELECT pg_try_advisory_lock(%s, %s)", lock):
                for other in self._locks[:number]:
                    await _asked(connection, "SELECT pg_advisory_unlock(%s, %s)", other)
                return False
        return True


async def _asked(connection: psycopg.AsyncConnection, question: str, lock: int) -> bool:
    row = await (await connection.execute(question.encode(), (ACCOUNTS, lock))).fetchone()
    return row is not None and bool(row[0])


async def _pause(stop: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), LOOK_SECONDS)
