"""Who delivers, where several programs may run on one database."""

from __future__ import annotations

import asyncio
from typing import Protocol


class Sender(Protocol):
    """Tells whether this program is the one that delivers."""

    @property
    def leads(self) -> bool:
        """Whether it is now."""

    async def stand(self, stop: asyncio.Event) -> None:
        """Try to become it and to stay it, until the stop."""


class OnlySender:
    """The program that runs alone on its database."""

    leads = True

    async def stand(self, stop: asyncio.Event) -> None:
        """Wait for the stop."""
        await stop.wait()
