"""A real HTTP server on 127.0.0.1 with a free port, inside the running event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

_HOST = "127.0.0.1"
_SHUTDOWN_SECONDS = 0.2


class Listener:
    """Listens for one aiohttp application; keeps its port for its whole life, also over an outage.

    The port is a free one unless it has to be known before the application is.
    """

    def __init__(self, app: web.Application, port: int = 0) -> None:
        self._runner = web.AppRunner(
            app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SECONDS
        )
        self._site: web.TCPSite | None = None
        self._port = port

    @property
    def url(self) -> str:
        """Base URL without a trailing slash."""
        return f"http://{_HOST}:{self._port}"

    async def start(self) -> None:
        """Open the port, later the same one again."""
        if self._runner.server is None:
            await self._runner.setup()
        self._site = web.TCPSite(self._runner, _HOST, self._port, reuse_address=True)
        await self._site.start()
        self._port = int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Close the port and every connection."""
        await self._runner.cleanup()

    @asynccontextmanager
    async def offline(self) -> AsyncIterator[None]:
        """An outage: connections are cut and new ones are refused (ECONNREFUSED) until the block ends."""
        if self._site is not None:
            await self._site.stop()
        if self._runner.server is not None:
            for connection in self._runner.server.connections:
                connection.force_close()
        try:
            yield
        finally:
            await self.start()
